import { errorOf, KubeError } from "./errors.ts";
import { selectorText } from "./selectors.ts";
import type {
  ApplyOptions,
  DeleteOptions,
  JsonPatchOperation,
  Key,
  Kube,
  KubeObject,
  ListOptions,
  MergePatch,
  PatchOptions,
  Preconditions,
  ReadOptions,
  Stored,
  Unstructured,
  WriteOptions,
} from "./types.ts";

/** A request to the API server. */
export interface KubeRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Not percent-encoded: names and namespaces need it not. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Content type of the body. */
  readonly type?: string;
  /** JSON. */
  readonly body?: unknown;
  /** This read may come from the controller's cache. */
  readonly cached?: boolean;
  /** Name of the controller. */
  readonly agent: string;
}

/** What a request is about, for whoever keeps a cache. */
export interface KubeTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
}

export interface KubeAnswer {
  readonly code: number;
  /** An object, a list or a `Status`; a text where a server answers with plain text. */
  readonly body: unknown;
}

/** Carries requests to a server. Rejects when no answer comes: nobody knows then whether the request took effect. */
export type Transport = (request: KubeRequest, target: KubeTarget) => Promise<KubeAnswer>;

/** How a kind is addressed. */
export interface KubeResource {
  /** `statefulsets` */
  readonly plural: string;
  readonly namespaced: boolean;
}

export interface KubeOptions {
  readonly transport: Transport;
  /** Undefined: the cluster has no such kind. */
  resourceOf(apiVersion: string, kind: string): KubeResource | undefined | Promise<KubeResource | undefined>;
  /** Does the controller watch this kind, so that it is in its cache? */
  isWatched(apiVersion: string, kind: string): boolean;
  /** Name of the controller: the default field manager. */
  readonly name: string;
}

/** `kube` of a controller over a transport: which requests its calls are, and what their answers mean. */
export function createKube(options: KubeOptions): Kube {
  return new KubeOverTransport(options);
}

class KubeOverTransport implements Kube {
  readonly #options: KubeOptions;

  constructor(options: KubeOptions) {
    this.#options = options;
  }

  async get<T extends KubeObject = Unstructured>(
    apiVersion: string,
    kind: string,
    key: Key,
    options: ReadOptions = {},
  ): Promise<Stored<T> | undefined> {
    const target = targetOf(apiVersion, kind, key);
    const { code, body } = await this.#send("GET", target, { cached: this.#isCached(target, options) });
    if (code === 404 && isMissingObject(body)) return undefined;
    return withKind<T>(succeeded(code, body), apiVersion, kind);
  }

  async list<T extends KubeObject = Unstructured>(apiVersion: string, kind: string, options: ListOptions = {}): Promise<Stored<T>[]> {
    const { namespace, labelSelector, fieldSelector } = options;
    const target = { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }) };
    const selectors = {
      ...(labelSelector === undefined ? {} : { labelSelector: selectorText(labelSelector) }),
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
    };
    const items = await this.#allPages(target, selectors, this.#isCached(target, options));
    return items.map((item) => withKind<T>(item, apiVersion, kind)).sort(byNamespaceAndName);
  }

  /** When the place in the list is too old (410), all is read anew. */
  async #allPages(target: KubeTarget, selectors: Readonly<Record<string, string>>, cached: boolean): Promise<readonly object[]> {
    let items: readonly object[] = [];
    let next = "";
    do {
      const { code, body } = await this.#send("GET", target, { query: next === "" ? selectors : { ...selectors, continue: next }, cached });
      if (code === 410 && next !== "") return this.#allPages(target, selectors, cached);
      const page = succeeded(code, body) as List;
      items = [...items, ...(page.items ?? [])];
      next = page.metadata?.continue ?? "";
    } while (next !== "");
    return items;
  }

  async create<T extends KubeObject>(object: T, options: WriteOptions = {}): Promise<Stored<T>> {
    const target = collectionOf(object);
    return this.#write<T>("POST", target, { body: object, type: json, query: this.#manager(options) });
  }

  async update<T extends KubeObject>(object: T, options: WriteOptions = {}): Promise<Stored<T>> {
    return this.#write<T>("PUT", placeOf(object), { body: object, type: json, query: this.#manager(options) });
  }

  async updateStatus<T extends KubeObject>(object: T, options: WriteOptions = {}): Promise<Stored<T>> {
    return this.#write<T>("PUT", placeOf(object), { body: object, type: json, query: this.#manager(options), subresource: "status" });
  }

  async patch<T extends KubeObject = Unstructured>(
    apiVersion: string,
    kind: string,
    key: Key,
    patch: MergePatch | readonly JsonPatchOperation[],
    options: PatchOptions = {},
  ): Promise<Stored<T>> {
    const type = options.type ?? (Array.isArray(patch) ? "json" : "merge");
    return this.#write<T>("PATCH", targetOf(apiVersion, kind, key), {
      body: withPreconditions(patch, options.preconditions),
      type: patchTypes[type],
      query: this.#manager(options),
      subresource: options.subresource,
    });
  }

  async apply<T extends KubeObject>(object: T, options: ApplyOptions = {}): Promise<Stored<T>> {
    const query = { ...this.#manager(options), ...(options.force === true ? { force: "true" } : {}) };
    return this.#write<T>("PATCH", placeOf(object), { body: object, type: applyPatch, query, subresource: options.subresource });
  }

  async delete(apiVersion: string, kind: string, key: Key, options: DeleteOptions = {}): Promise<boolean> {
    const { propagationPolicy = "Background", preconditions, gracePeriodSeconds } = options;
    const { code, body } = await this.#send("DELETE", targetOf(apiVersion, kind, key), {
      type: json,
      body: {
        apiVersion: "v1",
        kind: "DeleteOptions",
        propagationPolicy,
        ...(preconditions === undefined ? {} : { preconditions }),
        ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
      },
    });
    if (code === 404 && isMissingObject(body)) return false;
    succeeded(code, body);
    return true;
  }

  async #write<T extends KubeObject>(method: KubeRequest["method"], target: KubeTarget, parts: Parts): Promise<Stored<T>> {
    const { code, body } = await this.#send(method, target, parts);
    return withKind<T>(succeeded(code, body), target.apiVersion, target.kind);
  }

  async #send(method: KubeRequest["method"], target: KubeTarget, { subresource, query = {}, cached, ...rest }: Parts): Promise<KubeAnswer> {
    const { transport, name: agent } = this.#options;
    const found = this.#options.resourceOf(target.apiVersion, target.kind);
    // Without a promise there is no wait: the first call of a reconcile is made at once.
    const resource = found instanceof Promise ? await found : found;
    if (resource === undefined) throw new KubeError(404, "NotFound", `the cluster has no kind ${target.apiVersion} ${target.kind}`);
    const path = pathOf(target, resource, subresource);
    const request = { method, path, query, ...rest, ...(cached === true ? { cached } : {}), agent };
    try {
      return await transport(request, target);
    } catch (error) {
      if (error instanceof KubeError) throw error;
      throw new KubeError(504, "Timeout", `no answer came to ${method} ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #isCached({ apiVersion, kind }: KubeTarget, { fresh = false }: ReadOptions): boolean {
    return !fresh && this.#options.isWatched(apiVersion, kind);
  }

  #manager({ fieldManager = this.#options.name }: WriteOptions): Record<string, string> {
    return { fieldManager };
  }
}

interface Parts {
  readonly query?: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly body?: unknown;
  readonly cached?: boolean;
  readonly subresource?: "status" | undefined;
}

interface List {
  readonly items?: readonly object[];
  readonly metadata?: { readonly continue?: string };
}

const json = "application/json";
const applyPatch = "application/apply-patch+yaml";
const patchTypes = {
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
  strategic: "application/strategic-merge-patch+json",
} as const;

function pathOf(
  { apiVersion, namespace, name }: KubeTarget,
  { plural, namespaced }: KubeResource,
  subresource: string | undefined,
): string {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const parts = [
    root,
    ...(namespaced && namespace !== undefined && namespace !== "" ? ["namespaces", namespace] : []),
    plural,
    ...(name === undefined ? [] : [name]),
    ...(subresource === undefined ? [] : [subresource]),
  ];
  return parts.join("/");
}

function targetOf(apiVersion: string, kind: string, { namespace, name }: Key): KubeTarget {
  if (typeof name !== "string" || name === "") throw new TypeError(`a ${kind} is asked for without its name`);
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

function collectionOf({ apiVersion, kind, metadata }: KubeObject): KubeTarget {
  if (apiVersion === undefined || kind === undefined)
    throw new TypeError("the object has no `apiVersion` and `kind`: the cluster cannot know what it is");
  return { apiVersion, kind, ...(metadata?.namespace === undefined ? {} : { namespace: metadata.namespace }) };
}

function placeOf(object: KubeObject): KubeTarget {
  const { apiVersion, kind, namespace } = collectionOf(object);
  return targetOf(apiVersion, kind, { name: object.metadata?.name ?? "", namespace });
}

/**
 * A patch that names a resourceVersion or uid is refused (409) when the object has another one.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-update
 */
function withPreconditions(patch: MergePatch | readonly JsonPatchOperation[], preconditions: Preconditions = {}): unknown {
  const fields = Object.entries(preconditions).filter(([, value]) => value !== undefined);
  if (fields.length === 0) return patch;
  if (Array.isArray(patch))
    return [...fields.map(([field, value]) => ({ op: "add", path: `/metadata/${field}`, value })), ...(patch as unknown[])];
  const { metadata, ...rest } = patch as MergePatch & { readonly metadata?: object };
  return { ...rest, metadata: { ...metadata, ...Object.fromEntries(fields) } };
}

function succeeded(code: number, body: unknown): object {
  if (code < 200 || code > 299 || typeof body !== "object" || body === null) throw errorOf(code, body);
  return body;
}

/** A server that does not know the path answers 404, too. */
function isMissingObject(body: unknown): boolean {
  if (typeof body === "string") return false;
  const message = (body as { readonly message?: string } | null)?.message;
  return message !== "the server could not find the requested resource";
}

/** Items of a list come without them. */
function withKind<T extends KubeObject>(object: object, apiVersion: string, kind: string): Stored<T> {
  return { apiVersion, kind, ...object } as Stored<T>;
}

function byNamespaceAndName(a: Stored<KubeObject>, b: Stored<KubeObject>): number {
  return compare(a.metadata.namespace ?? "", b.metadata.namespace ?? "") || compare(a.metadata.name, b.metadata.name);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
