import type { JsonObject } from "../../protocol/json.ts";
import { emptyCluster } from "../../simulators/controller/cluster/cluster.ts";
import { handle } from "../../simulators/controller/cluster/handle.ts";
import { Refusal, statusBody } from "../../simulators/controller/cluster/status.ts";
import type { ApiRequest, Cluster, ClusterChange, Environment, Mint } from "../../simulators/controller/cluster/types.ts";
import { openWatch } from "../../simulators/controller/cluster/watch.ts";
import type { RawAnswer } from "./sequence.ts";

/** The first version of a fresh server: anything older counts as compacted. */
const firstVersion = 1000;

/** `versions`: a second for each version, so that the order of creation can be told. `ticks`: it stands until `tick`. */
export type Clock = "versions" | "ticks";

/** A simulated API server in this process, which counts its versions and remembers every one. */
export class ConformanceServer {
  #cluster: Cluster = emptyCluster;
  #version = firstVersion;
  readonly #contents: { readonly version: number; readonly cluster: Cluster }[] = [];
  readonly #log: { readonly version: number; readonly change: ClusterChange }[] = [];
  readonly #clock: Clock;
  #seconds = 0;
  #drawn = 0;

  constructor(definitions: readonly JsonObject[], clock: Clock) {
    this.#clock = clock;
    for (const name of ["default", "kube-system"])
      this.#mustCreate("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } });
    for (const definition of definitions) this.#mustCreate("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition);
  }

  get cluster(): Cluster {
    return this.#cluster;
  }

  /** Another second has begun. */
  tick(): void {
    this.#seconds++;
  }

  request(request: ApiRequest): RawAnswer {
    const { cluster, answer, changes } = handle(this.#cluster, { agent: "conformance/1", ...request }, this.environment);
    this.#cluster = cluster;
    for (const change of changes) this.#log.push({ version: Number(change.object.metadata.resourceVersion), change });
    if (changes.length > 0) this.#contents.push({ version: this.#version, cluster });
    // The body goes through text, as on the wire.
    return answer.body === undefined
      ? { code: answer.code, text: answer.text ?? "" }
      : { code: answer.code, json: JSON.parse(JSON.stringify(answer.body)) };
  }

  /** Reads a watch until `isLast`, or until nothing more would come (`hasStopped: false`). */
  watch(
    request: ApiRequest,
    isLast: (event: { readonly type: string; readonly object: JsonObject }) => boolean,
  ): RawAnswer & { readonly hasStopped: boolean } {
    const watch = openWatch(this.#cluster, request);
    if (watch instanceof Refusal) return { code: watch.code, json: statusBody(watch), hasStopped: true };
    if (watch.version !== "" && !/^\d+$/.test(watch.version))
      return { code: 500, json: statusBody(new Refusal(500, "", "resourceVersion: Invalid value")), hasStopped: true };
    const since = Number(watch.version);
    if (watch.version !== "" && since < firstVersion) {
      const object = statusBody(new Refusal(410, "Expired", `too old resource version: ${since} (${firstVersion})`));
      return { code: 200, events: [{ type: "ERROR", object }], hasStopped: true };
    }
    const told =
      watch.version === ""
        ? watch.initial(this.#cluster)
        : this.#log.filter(({ version }) => version > since).flatMap(({ change }) => watch.event(change) ?? []);
    const end = told.findIndex(isLast);
    return { code: 200, events: JSON.parse(JSON.stringify(end < 0 ? told : told.slice(0, end + 1))), hasStopped: end >= 0 };
  }

  #mustCreate(path: string, body: JsonObject): void {
    const { code, json } = this.request({ method: "POST", path, body });
    if (code !== 201) throw new Error(`POST ${path}: ${code} ${JSON.stringify(json)}`);
  }

  readonly #mint: Mint = {
    version: () => String(++this.#version),
    listVersion: () => String(this.#version),
    uid: () => `${(++this.#drawn + 0x10000000).toString(16)}-5eed-4000-8000-${"0".repeat(12)}`,
    suffix: (_resource, _namespace, prefix, isTaken) => this.#suffix(prefix, isTaken),
    // Never one that was given before: a real server draws them at random.
    clusterIp: (isTaken) => this.#firstFree((index) => `10.0.${index >> 8}.${index & 255}`, isTaken, ++this.#drawn & 0xffff),
    nodePort: (isTaken) => this.#firstFree((index) => index, isTaken, 30_000 + (++this.#drawn % 2000)),
    now: () => {
      const seconds = this.#clock === "ticks" ? this.#seconds : this.#version - firstVersion;
      return new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString().replace(".000", "");
    },
  };

  readonly environment: Environment = {
    mint: this.#mint,
    forms: new WeakMap(),
    at: (version) => this.#contents.findLast((content) => content.version <= Number(version))?.cluster,
  };

  #suffix(prefix: string, isTaken: (name: string) => boolean): string {
    const draw = (): string => (++this.#drawn % 60_000_000).toString(36).padStart(5, "x");
    let suffix = draw();
    while (isTaken(prefix + suffix)) suffix = draw();
    return suffix;
  }

  #firstFree<T>(make: (index: number) => T, isTaken: (value: T) => boolean, first: number): T {
    let index = first;
    while (isTaken(make(index))) index++;
    return make(index);
  }
}
