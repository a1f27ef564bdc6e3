import { createKube } from "../../api/controller/kube.ts";
import { selectorText } from "../../api/controller/selectors.ts";
import type { Kube, KubeObject, Stored, Unstructured } from "../../api/controller/types.ts";
import type { Json, JsonObject } from "../../protocol/json.ts";
import { builtinControllers } from "../../simulators/controller/builtin/index.ts";
import { freeDefinition } from "../../simulators/controller/cluster/free.ts";
import { resourceOfKind } from "../../simulators/controller/cluster/registry.ts";
import { served } from "../../simulators/controller/cluster/request.ts";
import { apiVersionOf, type Resource, storageName } from "../../simulators/controller/cluster/resources.ts";
import { type Refusal, statusBody } from "../../simulators/controller/cluster/status.ts";
import type { ApiAnswer, ApiRequest, StoredObject } from "../../simulators/controller/cluster/types.ts";
import { type OpenWatch, Store, type StoreEvent } from "../../simulators/controller/fake/store.ts";
import { Faults, Lost, refusalOf } from "./faults.ts";
import { manifestsOf } from "./manifests.ts";
import { serve } from "./serve.ts";
import type {
  Cluster,
  ClusterOptions,
  Fault,
  RawAnswer,
  RawRequest,
  Served,
  ServeOptions,
  WatchEvent,
  WatchOptions,
  Which,
} from "./types.ts";
import { watchEvents } from "./watch.ts";

export class FakeCluster implements Cluster {
  readonly kube: Kube;
  readonly #store: Store;
  readonly #faults = new Faults();
  readonly #hasControllers: boolean;
  readonly #impliedNamespaces = new Set<string>();
  #requests: RawRequest[] = [];
  /** Front ends that are open. */
  #served = 0;

  constructor({ definitions = [], objects = [], controllers = "none", seed = 1, start = "2026-01-01T00:00:00Z" }: ClusterOptions) {
    const began = Date.parse(start);
    if (Number.isNaN(began)) throw new RangeError(`start: ${start} is no RFC 3339 time`);
    this.#hasControllers = controllers === "running";
    this.#store = new Store({
      seed,
      start: began,
      clock: "stands",
      controllers: this.#hasControllers ? builtinControllers({ environment: "running" }) : [],
      history: 10_000,
    });
    this.kube = createKube({
      name: "test",
      isWatched: () => false,
      resourceOf: (apiVersion, kind) => this.#addressOf(apiVersion, kind),
      transport: (request) => this.request(request),
    });
    for (const name of ["default", "kube-system"]) this.#makeNamespace(name);
    this.add(...definitions, ...objects);
  }

  // oxlint-disable-next-line typescript/require-await -- what is wrong with a request is a rejection, never a throw
  async request(request: RawRequest): Promise<RawAnswer> {
    const { code, body, text = "" } = this.answer(request);
    return { code, body: body === undefined ? text : copyOf(body) };
  }

  /** For the HTTP front, too. @throws {Lost} */
  answer(request: RawRequest): ApiAnswer {
    const fault = this.#struck(request);
    if (typeof fault === "number") return { code: fault, body: statusBody(refusalOf(fault)) };
    const { body, ...rest } = request;
    const content = body === undefined ? {} : typeof body === "string" ? { text: body } : { body: copyOf(body) as Json };
    const answer = this.#store.request({ ...rest, ...content });
    if (request.method !== "GET") this.#settleWhenServed();
    if (fault === "answer-lost") throw new Lost();
    return answer;
  }

  /** A watch, for the HTTP front, too. @throws {Lost} */
  open(request: ApiRequest, tell: (event: StoreEvent) => void): OpenWatch | Refusal {
    const fault = this.#struck(request);
    if (fault === "answer-lost") throw new Lost();
    if (typeof fault === "number") return refusalOf(fault);
    return this.#store.watch(request, tell);
  }

  /** The fault that befalls this request. @throws {Lost} */
  #struck(request: RawRequest): Exclude<Fault, "lost"> | undefined {
    if (this.#requests.length >= mostRequests * 2) this.#requests = this.#requests.slice(-mostRequests);
    this.#requests.push(request);
    const fault = this.#faults.take(request);
    if (fault === "lost") throw new Lost();
    return fault;
  }

  objects<T extends KubeObject = Unstructured>(apiVersion?: string, kind?: string, namespace?: string): Stored<T>[] {
    const { cluster } = this.#store;
    const all =
      apiVersion === undefined || kind === undefined
        ? cluster.resources.flatMap((resource) => cluster.list(resource))
        : this.#objectsOf(this.#resource(apiVersion, kind));
    const own: readonly StoredObject[] = namespace === undefined ? all : all.filter(({ metadata }) => metadata.namespace === namespace);
    return copyOf(own) as Stored<T>[];
  }

  /** As the version of the resource shows them. */
  #objectsOf(resource: Resource): readonly StoredObject[] {
    return this.#store.cluster.list(storageName(resource)).map((object) => served(resource, object));
  }

  add(...given: readonly (object | string)[]): void {
    for (const object of inOrder(manifestsOf(given) as readonly Manifest[])) {
      const { apiVersion, kind, metadata } = object;
      if (!apiVersion || !kind) throw new TypeError("an object has apiVersion, kind and metadata");
      if (!this.#addressOf(apiVersion, kind) && apiVersion.includes("/")) this.#define(apiVersion, kind);
      const { namespace } = metadata ?? {};
      if (namespace && !this.#store.cluster.get("/namespaces", `/${namespace}`)) this.#makeNamespace(namespace);
      this.#create(object);
    }
    this.#settleWhenServed();
  }

  /** One that nobody has given yet: whoever gives it later gives its labels. */
  #makeNamespace(name: string): void {
    this.#create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    this.#impliedNamespaces.add(name);
  }

  #define(apiVersion: string, kind: string): void {
    const { metadata, ...rest } = freeDefinition(apiVersion, kind);
    this.#create({ ...rest, metadata: { name: metadata.name } });
  }

  #create(object: Manifest): void {
    // What was read from another cluster has a version of that one.
    const { kind = "", metadata: { resourceVersion: _version, ...metadata } = {}, status } = object;
    const resource = this.#resource(object.apiVersion ?? "", kind);
    const path = pathOf(resource, resource.isNamespaced ? (metadata.namespace ?? "default") : undefined);
    const isImplied = object.apiVersion === "v1" && kind === "Namespace" && this.#impliedNamespaces.delete(metadata.name ?? "");
    const place = isImplied ? ({ method: "PUT", path: `${path}/${metadata.name ?? ""}` } as const) : ({ method: "POST", path } as const);
    const made = this.#store.request({ ...place, body: copyOf({ ...object, metadata }) as Json, agent: "test" });
    if (made.code >= 300) throw new Error(`${kind} ${metadata.name ?? ""}: ${statusOf(made).message ?? made.code}`);
    if (status === undefined || !resource.subresources.includes("status")) return;
    const { name } = (made.body as StoredObject).metadata;
    const type = "application/merge-patch+json";
    const body = { status: copyOf(status) as Json };
    const said = this.#store.request({ method: "PATCH", path: `${path}/${name}/status`, type, body, agent: "test" });
    if (said.code >= 300) throw new Error(`status of ${kind} ${name}: ${statusOf(said).message ?? said.code}`);
  }

  watch<T extends KubeObject = Unstructured>(
    apiVersion: string,
    kind: string,
    options: WatchOptions = {},
  ): AsyncIterableIterator<WatchEvent<T>> {
    const path = pathOf(this.#resource(apiVersion, kind), options.namespace);
    return watchEvents<T>((tell) => this.open({ method: "GET", path, query: queryOf(options) }, tell), options.signal);
  }

  settle(): number {
    const { writes, isQuiet } = this.#store.settle();
    if (!isQuiet) throw new Error(`the built-in controllers do not come to rest: ${writes} writes were made`);
    return writes;
  }

  /** Over HTTP nobody tells the controllers to work. Those that find no rest go on after the next request. */
  #settleWhenServed(): void {
    if (this.#served > 0 && this.#hasControllers) this.#store.settle();
  }

  advance(seconds: number): void {
    this.#store.advance(seconds);
    this.#settleWhenServed();
  }

  failNext(which: Which, how: Fault): void {
    this.#faults.add(which, how);
  }

  takeRequests(): readonly RawRequest[] {
    const taken = this.#requests.slice(-mostRequests);
    this.#requests = [];
    return taken;
  }

  compact(): void {
    this.#store.compact();
  }

  async serve(options: ServeOptions = {}): Promise<Served> {
    const front = await serve({ answer: (request) => this.answer(request), open: (request, tell) => this.open(request, tell) }, options);
    this.#served += 1;
    this.#settleWhenServed();
    let isOpen = true;
    const close = (): Promise<void> => {
      if (isOpen) this.#served -= 1;
      isOpen = false;
      return front.close();
    };
    return { ...front, close };
  }

  #addressOf(apiVersion: string, kind: string): { readonly plural: string; readonly namespaced: boolean } | undefined {
    const found = resourceOfKind(this.#store.cluster, apiVersion, kind);
    return found && { plural: found.plural, namespaced: found.isNamespaced };
  }

  #resource(apiVersion: string, kind: string): Resource {
    const found = resourceOfKind(this.#store.cluster, apiVersion, kind);
    if (!found)
      throw new Error(`the cluster has no kind ${apiVersion} ${kind}: define it by a CustomResourceDefinition, or add an object of it`);
    return found;
  }
}

/** Requests that are remembered. */
const mostRequests = 10_000;

type Manifest = JsonObject & {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: JsonObject & { readonly name?: string; readonly namespace?: string };
  readonly status?: Json;
};

/** Definitions before what they define, namespaces before what is in them. */
function inOrder(manifests: readonly Manifest[]): readonly Manifest[] {
  const isDefinition = ({ kind }: Manifest): boolean => kind === "CustomResourceDefinition";
  const isNamespace = ({ kind, apiVersion }: Manifest): boolean => kind === "Namespace" && apiVersion === "v1";
  const isOther = (manifest: Manifest): boolean => !isDefinition(manifest) && !isNamespace(manifest);
  return [isDefinition, isNamespace, isOther].flatMap((is) => manifests.filter(is));
}

/** As on the wire: nothing of it is shared, and what JSON does not have is gone. */
const copyOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

const statusOf = ({ body = {} }: ApiAnswer): { readonly message?: string } => body;

function pathOf(resource: Resource, namespace: string | undefined): string {
  const root = resource.group === "" ? `/api/${resource.version}` : `/apis/${apiVersionOf(resource)}`;
  return `${root}${namespace === undefined ? "" : `/namespaces/${namespace}`}/${resource.plural}`;
}

function queryOf({ labelSelector, fieldSelector, resourceVersion }: WatchOptions): Record<string, string> {
  return {
    watch: "true",
    ...(labelSelector === undefined ? {} : { labelSelector: selectorText(labelSelector) }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}
