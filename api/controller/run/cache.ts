import type { KindRef, KubeObject, Stored } from "../types.ts";

/** An object as it is on the wire, with its kind. */
export type Cached = Stored<KubeObject>;

/** What has happened to one object. At least one of the two is there. */
export interface Change {
  readonly before?: Cached;
  readonly after?: Cached;
}

/** What is known of the objects of one kind. */
export class Cache {
  readonly #kind: KindRef;
  #objects = new Map<string, Cached>();

  constructor(kind: KindRef) {
    this.#kind = kind;
  }

  get(key: string): Cached | undefined {
    return this.#objects.get(key);
  }

  all(): Iterable<Cached> {
    return this.#objects.values();
  }

  /** Takes the place of everything that was known. @returns What is new, has another version, or has gone. */
  replace(objects: readonly object[]): readonly Change[] {
    const next = new Map(objects.map((object) => this.#withKind(object)).map((object) => [keyOf(object.metadata), object]));
    const before = this.#objects;
    this.#objects = next;
    const gone = [...before].filter(([key]) => !next.has(key)).map(([, object]) => ({ before: object }));
    const there = [...next].flatMap(([key, after]) => {
      const old = before.get(key);
      if (old?.metadata.resourceVersion === after.metadata.resourceVersion && old.metadata.uid === after.metadata.uid) return [];
      return [old === undefined ? { after } : { before: old, after }];
    });
    return [...gone, ...there];
  }

  put(object: object): Change {
    const after = this.#withKind(object);
    const key = keyOf(after.metadata);
    const before = this.#objects.get(key);
    this.#objects.set(key, after);
    return before === undefined ? { after } : { before, after };
  }

  remove(object: object): Change {
    const before = this.#withKind(object);
    this.#objects.delete(keyOf(before.metadata));
    return { before };
  }

  /** Items of lists come without their kind. */
  #withKind(object: object): Cached {
    const { apiVersion, kind } = this.#kind;
    return { apiVersion, kind, ...object } as Cached;
  }
}

/** `namespace/name`, or `/name`. */
export const keyOf = ({ namespace = "", name }: { readonly namespace?: string | undefined; readonly name: string }): string =>
  `${namespace}/${name}`;
