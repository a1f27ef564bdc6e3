import type { JsonObject } from "../../protocol/json.ts";
import { Refusal, statusBody } from "../../simulators/controller/cluster/status.ts";
import type { ApiRequest, Cluster, Environment } from "../../simulators/controller/cluster/types.ts";
import { Store } from "../../simulators/controller/fake/store.ts";
import type { RawAnswer } from "./sequence.ts";

/** `versions`: a second for each version, so that the order of creation can be told. `ticks`: it stands until `tick`. */
export type Clock = "versions" | "ticks";

/** The server of the fake cluster, asked as the recorder asked the real one. It remembers every version. */
export class ConformanceServer {
  readonly #store: Store;

  constructor(definitions: readonly JsonObject[], clock: Clock) {
    this.#store = new Store({
      seed: 1,
      start: Date.UTC(2026, 0, 1),
      clock: clock === "versions" ? "versions" : "stands",
      controllers: [],
      history: Infinity,
    });
    for (const name of ["default", "kube-system"])
      this.#mustCreate("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } });
    for (const definition of definitions) this.#mustCreate("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition);
  }

  get cluster(): Cluster {
    return this.#store.cluster;
  }

  get environment(): Environment {
    return this.#store.environment;
  }

  /** Another second has begun. */
  tick(): void {
    this.#store.advance(1);
  }

  /** Older versions are forgotten. */
  compact(): RawAnswer {
    this.#store.compact();
    return { code: 200, json: {} };
  }

  request(request: ApiRequest): RawAnswer {
    const { code, body, text = "" } = this.#store.request({ agent: "conformance/1", ...request });
    // The body goes through text, as on the wire.
    return body === undefined ? { code, text } : { code, json: JSON.parse(JSON.stringify(body)) };
  }

  /** Reads a watch until `isLast`, or until nothing more would come (`hasStopped: false`). */
  watch(
    request: ApiRequest,
    isLast: (event: { readonly type: string; readonly object: JsonObject }) => boolean,
  ): RawAnswer & { readonly hasStopped: boolean } {
    const watch = this.#store.watch(request, () => {});
    if (watch instanceof Refusal) return { code: watch.code, json: statusBody(watch), hasStopped: true };
    watch.close();
    const end = watch.first.findIndex(isLast);
    const told = end < 0 ? watch.first : watch.first.slice(0, end + 1);
    return { code: 200, events: JSON.parse(JSON.stringify(told)), hasStopped: end >= 0 || told[0]?.type === "ERROR" };
  }

  #mustCreate(path: string, body: JsonObject): void {
    const { code, json } = this.request({ method: "POST", path, body });
    if (code !== 201) throw new Error(`POST ${path}: ${code} ${JSON.stringify(json)}`);
  }
}
