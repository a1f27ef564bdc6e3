import { createKube } from "../../api/controller/kube.ts";
import type { Kube, KubeObject, Stored, Unstructured } from "../../api/controller/types.ts";
import type { Json, JsonObject } from "../../protocol/json.ts";
import { builtinControllers } from "../../simulators/controller/builtin/index.ts";
import { freeDefinition } from "../../simulators/controller/cluster/free.ts";
import { registered, resourceOfKind } from "../../simulators/controller/cluster/registry.ts";
import { apiVersionOf } from "../../simulators/controller/cluster/resources.ts";
import type { ApiAnswer, ApiRequest } from "../../simulators/controller/cluster/types.ts";
import { Store, type StoreEvent } from "../../simulators/controller/fake/store.ts";
import { Faults, type NextFault, type Which } from "./faults.ts";
import { type Served, serve, type ServeOptions } from "./serve.ts";
import { type WatchEvent, watchEvents, type WatchOptions } from "./watch.ts";

export interface ClusterOptions {
  /** CustomResourceDefinitions, as objects. */
  readonly definitions?: readonly object[];
  /** What is there in the beginning. Kinds without a definition are served without a schema; missing namespaces are made. */
  readonly objects?: readonly object[];
  /**
   * `none` (default): the API server alone. `running`: garbage collector, Deployment, ReplicaSet, StatefulSet, Job, Endpoints, PVC protection, namespaces,
   * and pods that are scheduled and become ready; they work when `settle()` is called, and with `serve()` after each request.
   */
  readonly controllers?: "none" | "running";
  /** Draws uids and generated names: the same seed, the same names. Default 1. */
  readonly seed?: number;
  /** RFC 3339: what the clock shows; it stands still unless it is advanced. Default 2026-01-01T00:00:00Z. */
  readonly start?: string;
}

/** A request as it is on the wire. */
export interface RawRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Content type of the body. Default `application/json`. */
  readonly type?: string;
  readonly body?: unknown;
  /** From the user agent: the field manager, where the query names none. */
  readonly agent?: string;
}

export interface RawAnswer {
  readonly code: number;
  /** An object, a list, or a `Status`; a text where a real server answers with plain text. */
  readonly body: unknown;
}

/**
 * A Kubernetes API server in this process, for unit tests: no network, no container, no time that passes.
 *
 * It answers as kube-apiserver 1.20 does, checked against recordings of a real one: resourceVersions and conflicts, finalizers and deletion,
 * owner references, patches of every kind, server-side apply, validation and defaults, paging, and watches.
 */
export interface Cluster {
  /** The cluster as `runController` and a check hand it to a reconcile function; every read is fresh. */
  readonly kube: Kube;
  /** Any request; never rejects but for a fault that was asked for. */
  request(request: RawRequest): Promise<RawAnswer>;
  /** Every object of a kind, of one namespace or of all. */
  objects<T extends KubeObject = Unstructured>(apiVersion: string, kind: string, namespace?: string): Stored<T>[];
  /** Puts objects in as their user would; namespaces that are missing are made. @throws The server refuses one. */
  add(...objects: readonly object[]): void;
  /** Events of a kind, from now on, or from `resourceVersion`. Ends when the loop is left or `signal` is aborted. */
  watch<T extends KubeObject = Unstructured>(
    apiVersion: string,
    kind: string,
    options?: WatchOptions,
  ): AsyncIterableIterator<WatchEvent<T>>;
  /** Lets the built-in controllers work until nothing is left to do. @returns How many writes they made. */
  settle(): number;
  /** The clock goes on. */
  advance(seconds: number): void;
  /** The next request that matches goes wrong: refused with this code, lost on its way, or executed without an answer. */
  failNext(which: Which, how: number | "lost" | "answer-lost"): void;
  /** Older versions are forgotten: watches and pages that begin there are answered with 410. */
  compact(): void;
  /** Serves it by HTTP on 127.0.0.1, to any client. */
  serve(options?: ServeOptions): Promise<Served>;
}

export function createCluster(options: ClusterOptions = {}): Cluster {
  return new FakeCluster(options);
}

class FakeCluster implements Cluster {
  readonly kube: Kube;
  readonly #store: Store;
  readonly #faults = new Faults();
  readonly #hasControllers: boolean;

  constructor({ definitions = [], objects = [], controllers = "none", seed = 1, start = "2026-01-01T00:00:00Z" }: ClusterOptions) {
    const began = Date.parse(start);
    if (Number.isNaN(began)) throw new RangeError(`start: ${start} is no RFC 3339 time`);
    this.#hasControllers = controllers === "running";
    this.#store = new Store({
      seed,
      start: began,
      controllers: this.#hasControllers ? builtinControllers({ environment: "running" }) : [],
      history: 10_000,
    });
    this.kube = createKube({
      name: "test",
      isWatched: () => false,
      resourceOf: (apiVersion, kind) => this.#resource(apiVersion, kind),
      transport: (request) => this.request(request),
    });
    for (const name of ["default", "kube-system"]) this.#create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    for (const definition of definitions) this.#create(definition as JsonObject);
    this.add(...objects);
  }

  #resource(apiVersion: string, kind: string): { readonly plural: string; readonly namespaced: boolean } | undefined {
    const found = resourceOfKind(this.#store.cluster, apiVersion, kind);
    return found && { plural: found.plural, namespaced: found.isNamespaced };
  }

  async request(request: RawRequest): Promise<RawAnswer> {
    const fault = this.#faults.take(request);
    const { code, body, text } = this.answer(request, fault);
    return { code, body: body === undefined ? (text ?? "") : (JSON.parse(JSON.stringify(body)) as Json) };
  }

  /** For the HTTP front, too. @throws {Lost} */
  answer(request: RawRequest, fault: NextFault | undefined): ApiAnswer {
    if (fault === "lost") throw new Lost();
    if (typeof fault === "number") return refusal(fault);
    const { body, ...rest } = request;
    const plain: ApiRequest = {
      ...rest,
      ...(body === undefined ? {} : typeof body === "string" ? { text: body } : { body: JSON.parse(JSON.stringify(body)) as Json }),
    };
    const answer = this.#store.request(plain);
    if (fault === "answer-lost") throw new Lost();
    return answer;
  }

  objects<T extends KubeObject = Unstructured>(apiVersion: string, kind: string, namespace?: string): Stored<T>[] {
    const found = resourceOfKind(this.#store.cluster, apiVersion, kind);
    if (!found) throw new Error(`the cluster has no kind ${apiVersion} ${kind}`);
    const all = this.#store.cluster.list(`${found.group}/${found.plural}`);
    const own = namespace === undefined ? all : all.filter(({ metadata }) => metadata.namespace === namespace);
    return JSON.parse(JSON.stringify(own)) as Stored<T>[];
  }

  add(...objects: readonly object[]): void {
    for (const object of objects) {
      const { apiVersion, kind, metadata } = object as {
        readonly apiVersion?: string;
        readonly kind?: string;
        readonly metadata?: { readonly namespace?: string };
      };
      if (!apiVersion || !kind) throw new TypeError("an object has apiVersion, kind and metadata");
      if (!this.#resource(apiVersion, kind) && apiVersion.includes("/")) this.#define(apiVersion, kind);
      const { namespace } = metadata ?? {};
      if (namespace && !this.#store.cluster.get("/namespaces", `/${namespace}`))
        this.#create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
      this.#create(object as JsonObject);
    }
  }

  #define(apiVersion: string, kind: string): void {
    const { metadata, ...rest } = freeDefinition(apiVersion, kind);
    this.#create({ ...rest, metadata: { name: metadata.name } });
  }

  #create(object: JsonObject): void {
    const { apiVersion, kind, metadata, status } = object as unknown as {
      readonly apiVersion: string;
      readonly kind: string;
      readonly metadata: { readonly name?: string; readonly namespace?: string };
      readonly status?: Json;
    };
    const resource = registered(this.#store.cluster).find((one) => apiVersionOf(one) === apiVersion && one.kind === kind);
    if (!resource) throw new Error(`the cluster has no kind ${apiVersion} ${kind}`);
    const root = resource.group === "" ? `/api/${resource.version}` : `/apis/${apiVersion}`;
    const path = `${root}${resource.isNamespaced ? `/namespaces/${metadata.namespace ?? "default"}` : ""}/${resource.plural}`;
    const { code, body } = this.#store.request({ method: "POST", path, body: object, agent: "test" });
    if (code >= 300)
      throw new Error(`${kind} ${metadata.name ?? ""}: ${String((body as { readonly message?: string } | undefined)?.message ?? code)}`);
    if (status === undefined || !resource.subresources.includes("status")) return;
    const type = "application/merge-patch+json";
    this.#store.request({ method: "PATCH", path: `${path}/${metadata.name ?? ""}/status`, type, body: { status }, agent: "test" });
  }

  watch<T extends KubeObject = Unstructured>(
    apiVersion: string,
    kind: string,
    options: WatchOptions = {},
  ): AsyncIterableIterator<WatchEvent<T>> {
    const resource = this.#resource(apiVersion, kind);
    if (!resource) throw new Error(`the cluster has no kind ${apiVersion} ${kind}`);
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const path = `${root}${options.namespace === undefined ? "" : `/namespaces/${options.namespace}`}/${resource.plural}`;
    return watchEvents<T>((tell) => this.open({ method: "GET", path, query: queryOf(options) }, tell), options.signal);
  }

  /** For the HTTP front, too. */
  open(request: ApiRequest, tell: (event: StoreEvent) => void) {
    return this.#store.watch(request, tell);
  }

  settle(): number {
    return this.#store.settle();
  }

  advance(seconds: number): void {
    this.#store.advance(seconds);
  }

  failNext(which: Which, how: number | "lost" | "answer-lost"): void {
    this.#faults.add(which, how);
  }

  compact(): void {
    this.#store.compact();
  }

  serve(options: ServeOptions = {}): Promise<Served> {
    return serve(
      {
        answer: (request) => {
          const answer = this.answer(request, this.#faults.take(request));
          if (this.#hasControllers && request.method !== "GET") this.#store.settle();
          return answer;
        },
        open: (request, tell) => this.#store.watch(request, tell),
      },
      options,
    );
  }
}

function queryOf({ labelSelector, fieldSelector, resourceVersion }: WatchOptions): Record<string, string> {
  return {
    watch: "true",
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}

/** No answer comes. */
export class Lost extends Error {
  override readonly name = "Lost";

  constructor() {
    super("the connection was closed before an answer came");
  }
}

const reasons: Readonly<Record<number, string>> = {
  401: "Unauthorized",
  403: "Forbidden",
  409: "Conflict",
  410: "Expired",
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
  504: "Timeout",
};

function refusal(code: number): ApiAnswer {
  const reason = reasons[code] ?? "";
  return {
    code,
    body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message: `the test asked for ${code}`, reason, code },
  };
}
