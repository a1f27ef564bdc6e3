import type { Cluster, StoredObject } from "../cluster/types.ts";
import type { Contents } from "./objects.ts";

/**
 * Remembers what a pure function of a cluster has answered, by what it has looked at: another cluster in which all of that is the same
 * gets the same answer without a run. The looks form a tree: which comes next follows from what the ones before have shown.
 */
export class Footprints<Answer> {
  readonly #contents: Contents;
  readonly #roots = new Map<number, Node<Answer>>();

  constructor(contents: Contents) {
    this.#contents = contents;
  }

  /** @param question Number of the function and its other arguments. */
  answer(question: number, cluster: Cluster, run: (watched: Cluster) => Answer): Answer {
    let node = this.#roots.get(question);
    while (node !== undefined) {
      if (node.kind === "answer") return node.answer;
      node = node.next.get(this.#look(cluster, node));
    }
    const looks: Look[] = [];
    const answer = run(watched(cluster, looks));
    this.#remember(question, cluster, looks, answer);
    return answer;
  }

  #remember(question: number, cluster: Cluster, looks: readonly Look[], answer: Answer): void {
    let put = (node: Node<Answer>): void => void this.#roots.set(question, node);
    let node = this.#roots.get(question);
    for (const look of looks) {
      if (node === undefined) put((node = { ...look, next: new Map() }));
      if (node.kind === "answer") return;
      const { next } = node;
      const seen = this.#look(cluster, node);
      put = (each) => void next.set(seen, each);
      node = next.get(seen);
    }
    if (node === undefined) put({ kind: "answer", answer });
  }

  #look(cluster: Cluster, look: Look): number {
    switch (look.kind) {
      case "list":
        return this.#contents.shelfNumber(cluster.list(look.resource));
      case "get": {
        const object = cluster.get(look.resource, look.key);
        return object === undefined ? 0 : this.#contents.objectNumber(object);
      }
      case "all":
        return this.#contents.clusterNumber(cluster);
    }
  }
}

type Look =
  | { readonly kind: "list"; readonly resource: string }
  | { readonly kind: "get"; readonly resource: string; readonly key: string }
  /** Which resources there are: as good as everything. */
  | { readonly kind: "all" };

type Node<Answer> = { readonly kind: "answer"; readonly answer: Answer } | (Look & { readonly next: Map<number, Node<Answer>> });

/** The same cluster, of which each look is noted. What is written on the way follows from earlier looks, so that looking there says nothing new. */
function watched(now: Cluster, looks: Look[]): Cluster {
  const lists = new Map<string, readonly StoredObject[]>();
  const gets = new Map<string, StoredObject | undefined>();
  const note = (look: Look): void => {
    if (!looks.some((each) => sameLook(each, look))) looks.push(look);
  };
  return {
    get resources() {
      note({ kind: "all" });
      return now.resources;
    },
    list(resource) {
      const known = lists.get(resource);
      if (known !== undefined) return known;
      note({ kind: "list", resource });
      lists.set(resource, now.list(resource));
      return now.list(resource);
    },
    get(resource, key) {
      const name = `${resource} ${key}`;
      if (gets.has(name)) return gets.get(name);
      note({ kind: "get", resource, key });
      gets.set(name, now.get(resource, key));
      return now.get(resource, key);
    },
    with: (resource, key, object) => watched(now.with(resource, key, object), looks),
  };
}

const sameLook = (a: Look, b: Look): boolean =>
  a.kind === b.kind &&
  (a.kind === "all" || (b.kind !== "all" && a.resource === b.resource && (a.kind !== "get" || (b.kind === "get" && a.key === b.key))));
