import type { JsonObject } from "../../../protocol/json.ts";
import { settle } from "../builtin/index.ts";
import type { BuiltinController } from "../builtin/types.ts";
import { emptyCluster } from "../cluster/cluster.ts";
import { handle } from "../cluster/handle.ts";
import { apiVersionOf } from "../cluster/resources.ts";
import { findRoute } from "../cluster/route.ts";
import { expired, Refusal, statusBody, tooLarge, unknownError } from "../cluster/status.ts";
import type { ApiAnswer, ApiRequest, Cluster, ClusterChange, Environment } from "../cluster/types.ts";
import { openWatch, type Watch } from "../cluster/watch.ts";
import { CountingMint, firstVersion, type MintOptions } from "./counting-mint.ts";

export interface StoreEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: JsonObject;
}

export interface StoreOptions extends MintOptions {
  readonly controllers: readonly BuiltinController[];
  /** Older versions that are remembered, for watches that go on and for further pages. */
  readonly history: number;
}

/** A watch that is open; it is told everything at once, in order. */
export interface OpenWatch {
  readonly kind: "open";
  /** What has been so far. */
  readonly first: readonly StoreEvent[];
  /** Says up to which version it has told everything. */
  bookmark(): StoreEvent;
  close(): void;
}

/** A simulated API server over time: it counts versions, remembers the last ones, and tells watches. */
export class Store {
  readonly #mint: CountingMint;
  readonly #controllers: readonly BuiltinController[];
  readonly #history: number;
  readonly #watches = new Set<(change: ClusterChange) => void>();
  #cluster: Cluster = emptyCluster;
  #log: { readonly version: number; readonly change: ClusterChange }[] = [];
  #oldest = firstVersion;
  readonly environment: Environment;

  constructor({ controllers, history, ...mint }: StoreOptions) {
    this.#mint = new CountingMint(mint);
    this.#controllers = controllers;
    this.#history = history;
    this.environment = {
      mint: this.#mint,
      forms: new WeakMap(),
      at: (version) => (Number(version) < this.#oldest ? undefined : this.#contentAt(Number(version))),
    };
  }

  get cluster(): Cluster {
    return this.#cluster;
  }

  advance(seconds: number): void {
    this.#mint.advance(seconds);
  }

  request(request: ApiRequest): ApiAnswer {
    const { cluster, answer, changes } = handle(this.#cluster, request, this.environment);
    this.#take(cluster, changes);
    return answer;
  }

  /** Lets the controllers work until none has anything left to do. @returns How many writes they made, and whether they have come to rest. */
  settle(): { readonly writes: number; readonly isQuiet: boolean } {
    const { steps, isQuiet } = settle(this.#cluster, this.#controllers, handle, this.environment);
    // Each step was made of the one before: what it changed is told in order.
    for (const { handled } of steps) this.#take(handled.cluster, handled.changes);
    return { writes: steps.length, isQuiet };
  }

  /** Opens a watch: a `GET` with `watch=true`. `tell` gets what happens from now on. */
  watch(request: ApiRequest, tell: (event: StoreEvent) => void): OpenWatch | Refusal {
    const watch = openWatch(this.#cluster, request);
    const first = watch instanceof Refusal ? watch : (this.#refusedOptions(request) ?? this.#since(watch));
    if (watch instanceof Refusal) return watch;
    if (first instanceof Refusal) return first;
    const onChange = (change: ClusterChange): void => {
      const event = watch.event(change);
      if (event) tell(event);
    };
    this.#watches.add(onChange);
    return { kind: "open", first, bookmark: () => this.#bookmark(request), close: () => void this.#watches.delete(onChange) };
  }

  /** Options that a list would refuse. */
  #refusedOptions(request: ApiRequest): Refusal | undefined {
    if (request.query?.["resourceVersionMatch"] === undefined) return undefined;
    const { code, body } = handle(this.#cluster, request, this.environment).answer;
    if (code === 200) return undefined;
    const {
      reason = "",
      message = "",
      details,
    } = (body ?? {}) as { readonly reason?: string; readonly message?: string; readonly details?: JsonObject };
    return new Refusal(code, reason, message, details);
  }

  /** An object of the kind, with nothing but the version. */
  #bookmark({ path }: ApiRequest): StoreEvent {
    const route = findRoute(this.#cluster, path);
    const type = route.kind === "resource" ? { kind: route.resource.kind, apiVersion: apiVersionOf(route.resource) } : {};
    return { type: "BOOKMARK", object: { ...type, metadata: { resourceVersion: this.#mint.listVersion(), creationTimestamp: null } } };
  }

  #since(watch: Watch): readonly StoreEvent[] | Refusal {
    if (watch.version === "") return watch.initial(this.#cluster);
    const since = Number(watch.version);
    if (!/^\d+$/.test(watch.version))
      return unknownError(`resourceVersion: Invalid value: ${JSON.stringify(watch.version)}: strconv.ParseUint: invalid syntax`);
    // Too old is told as the first event, as a real server does.
    if (since < this.#oldest)
      return [{ type: "ERROR", object: statusBody(expired(`too old resource version: ${since} (${this.#oldest})`)) }];
    if (this.#mint.current < since) return tooLarge(watch.version, String(this.#mint.current));
    return this.#log.filter(({ version }) => since < version).flatMap(({ change }) => watch.event(change) ?? []);
  }

  /** Forgets older versions: watches and pages that begin there are answered 410. */
  compact(): void {
    this.#oldest = this.#mint.current;
    this.#log = [];
  }

  /** What has changed since then is taken back. Contents of all versions side by side would take far more room. */
  #contentAt(version: number): Cluster {
    const before = new Map<string, ClusterChange>();
    for (let index = this.#log.length - 1; index >= 0; index -= 1) {
      const logged = this.#log[index];
      if (logged === undefined || logged.version <= version) break;
      before.set(`${logged.change.resource} ${logged.change.key}`, logged.change);
    }
    return [...before.values()].reduce((cluster, change) => cluster.with(change.resource, change.key, change.before), this.#cluster);
  }

  #take(cluster: Cluster, changes: readonly ClusterChange[]): void {
    this.#cluster = cluster;
    if (changes.length === 0) return;
    for (const change of changes) this.#log.push({ version: Number(change.object.metadata.resourceVersion), change });
    if (this.#history * 2 < this.#log.length) {
      this.#oldest = this.#log.at(-this.#history - 1)?.version ?? this.#oldest;
      this.#log = this.#log.slice(-this.#history);
    }
    for (const tell of this.#watches) for (const change of changes) tell(change);
  }
}
