import type { JsonObject } from "../../protocol/json.ts";
import { type BuiltinController, builtinControllers, settle } from "../../simulators/controller/builtin/index.ts";
import type { StoredObject } from "../../simulators/controller/cluster/types.ts";
import type { ConformanceServer } from "./server.ts";

const all = builtinControllers({ environment: "recorded" });
const ofNamespaces = all.filter(({ name }) => name === "namespace-controller");
const others = all.filter(({ name }) => name !== "namespace-controller");

/** Seconds without a change after which the recorder took the state, in the profile `namespace`, with the pause of its polling. */
const quiet = 8.9;

/**
 * The controllers of a recording, and the seconds in which one of them works: that of namespaces does not act on events alone.
 *
 * It waits five seconds after an event, and then for half of the time that it expects what is left to take: 30 seconds for pods, 15 for whatever
 * else has finalizers. The recorder waited eight seconds for quiet, so that some recordings show a namespace that could already have gone.
 *
 * @see pkg/controller/namespace of kube-controller-manager 1.20: `namespaceDeletionGracePeriod`, `finalizerEstimateSeconds`
 */
export class RecordedControllers {
  readonly #server: ConformanceServer;
  #now = 0;
  readonly #looks = new Map<string, Look>();

  constructor(server: ConformanceServer) {
    this.#server = server;
  }

  /** Until nothing has changed for as long as the recorder waited. @returns False: it never comes to rest. */
  settle(): boolean {
    if (!this.#run(others).isQuiet) return false;
    let lastChange = this.#now;
    for (;;) {
      for (const namespace of this.#terminating()) {
        if (!this.#looks.has(namespace.metadata.uid))
          this.#looks.set(namespace.metadata.uid, { at: this.#now + 5, since: this.#now, left: "" });
      }
      const next = [...this.#looks].sort(([, a], [, b]) => a.at - b.at)[0];
      if (next === undefined || next[1].at > lastChange + quiet) break;
      this.#now = next[1].at;
      if (this.#look(...next)) lastChange = this.#now;
      if (!this.#run(others).isQuiet) return false;
    }
    this.#now = lastChange + quiet;
    return true;
  }

  #terminating(): readonly StoredObject[] {
    return this.#server.cluster.list("/namespaces").filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  }

  /** The controller looks at a namespace. @returns Has anything changed? */
  #look(uid: string, look: Look): boolean {
    const namespace = this.#terminating().find(({ metadata }) => metadata.uid === uid)?.metadata.name;
    const hadPods = this.#objectsIn(namespace).some(([resource]) => resource === "/pods");
    const { steps } = this.#run(ofNamespaces);
    if (this.#terminating().every(({ metadata }) => metadata.uid !== uid)) {
      this.#looks.delete(uid);
      return true;
    }
    const left = JSON.stringify(this.#objectsIn(namespace));
    const estimate = hadPods && this.#now - look.since < 30 ? 30 : 15;
    const isNews = left !== look.left;
    const at = this.#now + Math.min(Math.floor(estimate / 2) + 1, isNews ? 5 : Infinity);
    this.#looks.set(uid, { ...look, at, left });
    return isNews || steps > 0;
  }

  /** Resource, name and finalizers of what is in a namespace. */
  #objectsIn(namespace: string | undefined): readonly (readonly [string, string, readonly string[]])[] {
    const { cluster } = this.#server;
    return cluster.resources.flatMap((resource) =>
      cluster
        .list(resource)
        .filter(({ metadata }) => metadata.namespace === namespace)
        .map(({ metadata }) => [resource, metadata.name, metadata.finalizers ?? []] as const),
    );
  }

  #run(controllers: readonly BuiltinController[]): { readonly isQuiet: boolean; readonly steps: number } {
    const server = this.#server;
    const send = (request: Parameters<ConformanceServer["request"]>[0]) => {
      const { code, json, text } = server.request(request);
      return { code, ...(json === undefined ? {} : { body: json as JsonObject }), ...(text === undefined ? {} : { text }) };
    };
    const { isQuiet, steps } = settle(
      server.cluster,
      controllers,
      (_cluster, request) => ({ answer: send(request), cluster: server.cluster, changes: [] }),
      server.environment,
      2000,
    );
    return { isQuiet, steps: steps.length };
  }
}

interface Look {
  /** When the controller looks at the namespace the next time. */
  readonly at: number;
  /** When the namespace was deleted. */
  readonly since: number;
  /** What was in it the last time: the status tells it, and a change of the status is an event. */
  readonly left: string;
}
