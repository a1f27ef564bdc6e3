/** The types of `faultline/controller`: objects, the cluster as a controller sees it, definitions. See ../controller.ts. */

// ---------------------------------------------------------------- objects

/** Which kind: `{ apiVersion: "apps/v1", kind: "StatefulSet" }`. The core group is `"v1"`. */
export interface KindRef {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Which object of a kind. Leave `namespace` out for cluster-wide kinds. */
export interface Key {
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** What every type given to `kube` must look like. Your own interfaces and the model classes of `@kubernetes/client-node` both fit. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata?: { name?: string | undefined; namespace?: string | undefined };
}

/** Metadata as it is on the wire (times are RFC 3339 strings). Use it in your own interfaces: `interface Cache { metadata: ObjectMeta; spec: … }`. */
export interface ObjectMeta {
  name?: string;
  generateName?: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** Metadata that the API server has filled in. */
export interface StoredMeta {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
}

/** An object that came from the cluster: `T`, with its kind and its stored metadata certain to be there. */
export type Stored<T> = T & { apiVersion: string; kind: string; metadata: StoredMeta };

/** An object of which nothing but the envelope is known: the default when no type argument is given. */
export interface Unstructured extends KubeObject {
  metadata?: ObjectMeta;
  [field: string]: unknown;
}

// ---------------------------------------------------------------- kube

/**
 * The cluster, as a controller sees it. All calls are asynchronous and must be awaited.
 *
 * Reads of kinds that the controller watches (`resource`, `owns`, `watches`) come from its cache, as in controller-runtime: cheap, but they may be behind, even behind the controller's own writes. `{ fresh: true }` asks the
 * API server instead. All other kinds are always read fresh. What a read returns is a copy; changing it changes nothing.
 *
 * Every refusal rejects with a {@link KubeError}, except "not found", which is an answer: `get` resolves to `undefined`, `delete` to `false`.
 */
export interface Kube {
  /** One object, or `undefined` when there is none. Any other failure rejects. */
  get<T extends KubeObject = Unstructured>(
    apiVersion: string,
    kind: string,
    key: Key,
    options?: ReadOptions,
  ): Promise<Stored<T> | undefined>;

  /** All matching objects, all pages, ordered by namespace and name. Without `namespace`: of the whole cluster. */
  list<T extends KubeObject = Unstructured>(apiVersion: string, kind: string, options?: ListOptions): Promise<Stored<T>[]>;

  /** Creates. `AlreadyExists` (409) when the name is taken. With `metadata.generateName` the server picks the name. */
  create<T extends KubeObject>(object: T, options?: WriteOptions): Promise<Stored<T>>;

  /**
   * Replaces everything but the status. `metadata.resourceVersion`, when present (it is, on what was read), must still be current, else `Conflict` (409).
   * Without it built-in kinds are overwritten blindly and custom resources are refused (`Invalid`, 422), as by the API server.
   */
  update<T extends KubeObject>(object: T, options?: WriteOptions): Promise<Stored<T>>;

  /** Replaces the status only; the same rules for `resourceVersion`. Kinds without a status subresource answer `NotFound` (404), which rejects here. */
  updateStatus<T extends KubeObject>(object: T, options?: WriteOptions): Promise<Stored<T>>;

  /** Changes part of an object: an array is a JSON patch, an object a merge patch, unless `type` says otherwise. `NotFound` (404) rejects. */
  patch<T extends KubeObject = Unstructured>(
    apiVersion: string,
    kind: string,
    key: Key,
    patch: MergePatch | readonly JsonPatchOperation[],
    options?: PatchOptions,
  ): Promise<Stored<T>>;

  /** Server-side apply: creates or merges; exactly the fields given become those of this field manager, fields it no longer gives are removed. Fields of others: `Conflict` (409), unless `force`. */
  apply<T extends KubeObject>(object: T, options?: ApplyOptions): Promise<Stored<T>>;

  /** Deletes. `true` when the server accepted (an object with finalizers stays, terminating), `false` when there was none; unmet preconditions are a `Conflict` (409). */
  delete(apiVersion: string, kind: string, key: Key, options?: DeleteOptions): Promise<boolean>;
}

/** A write takes place only if these still hold on the server; otherwise `Conflict` (409). */
export interface Preconditions {
  uid?: string;
  resourceVersion?: string;
}

export interface ReadOptions {
  /** Read from the API server, not from the cache. Default `false`. */
  fresh?: boolean;
}

export interface ListOptions extends ReadOptions {
  namespace?: string | undefined;
  /** `{ app: "web" }` or the usual text form, `"app=web,tier in (front, back)"`. */
  labelSelector?: Record<string, string> | string;
  fieldSelector?: string;
}

export interface WriteOptions {
  /** Default: the name of the controller. */
  fieldManager?: string;
}

export interface PatchOptions extends WriteOptions {
  type?: "merge" | "json" | "strategic";
  subresource?: "status";
  /** Unmet ones are a `Conflict` (409). For the status of a custom resource `resourceVersion` alone guards: the API server reads no uid there. */
  preconditions?: Preconditions;
}

export interface ApplyOptions extends WriteOptions {
  /** Take fields over from other managers. Default `false`. */
  force?: boolean;
  subresource?: "status";
}

export interface DeleteOptions {
  preconditions?: Preconditions;
  /** What happens to dependents. Default `"Background"`. */
  propagationPolicy?: "Background" | "Foreground" | "Orphan";
  gracePeriodSeconds?: number;
}

/** RFC 7386: `null` removes a field. */
export interface MergePatch {
  [field: string]: unknown;
}

/** RFC 6902. */
export type JsonPatchOperation =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: unknown }
  | { readonly op: "remove"; readonly path: string }
  | { readonly op: "move" | "copy"; readonly from: string; readonly path: string };

export type Reason =
  | "BadRequest"
  | "Unauthorized"
  | "Forbidden"
  | "NotFound"
  | "AlreadyExists"
  | "Conflict"
  | "Gone"
  | "Expired"
  | "Invalid"
  | "TooManyRequests"
  | "InternalError"
  | "ServiceUnavailable"
  | "ServerTimeout"
  | "Timeout"
  | "Unknown";

// ---------------------------------------------------------------- reconcile

/** What to bring into its desired state. One key is never reconciled twice at the same time by one process; in a check different keys are interleaved at their awaits, whatever `workers` says. */
export interface ReconcileRequest extends Key {}

export interface ReconcileResult {
  /** Come back by itself after this time. Without it, the next event of a watched object, or a restart, is the next cause: there is no periodic resync to rely on. */
  requeueAfterSeconds?: number;
}

/** Resolve: done for now. Reject: try again, with back-off. */
export type Reconcile<X extends Externals = Externals> = (
  request: ReconcileRequest,
  kube: Kube,
  external: Clients<X>,
) => Promise<ReconcileResult | void>;

export interface ControllerDefinition<T extends KubeObject = Unstructured, X extends Externals = Externals> {
  /** Name of the scenario, the work queue and the default field manager. */
  readonly name: string;
  /** The kind that is reconciled: each of its events is a request with its own key. */
  readonly resource: KindRef;
  /** Kinds created on behalf of the resource: their events are requests for their controlling owner. */
  readonly owns?: readonly KindRef[];
  /** Other kinds to react to; `requests` names what an object concerns. */
  readonly watches?: readonly Watch[];

  readonly reconcile: Reconcile<X>;

  // What follows is for the check only; `runController` ignores it.

  /** The custom resource to begin with, or a YAML/JSON file beside this one (in which the first object of `resource` is it and all others join `world`). */
  readonly sample?: T | string;
  /** The CustomResourceDefinition, for defaults, validation and subresources: a file beside this one (of several documents, if children are custom too). Without it: no defaults, everything allowed, status subresource on. */
  readonly crd?: string;
  /** What the user may change, one after the other, at any moment. */
  readonly edits?: readonly ((cr: T) => void)[];
  /** Objects that are there at the start: Secrets to refer to, bystanders that must stay as they are. */
  readonly world?: readonly KubeObject[];
  /** Kinds whose objects it may change without owning them (a label on a Namespace, a shared ConfigMap). */
  readonly manages?: readonly KindRef[];
  /** Kinds that may outlive the resource. */
  readonly retains?: readonly KindRef[];
  /** What the world must look like for this resource, once faults have stopped and it is no longer changed. */
  readonly desired?: (cr: Stored<T>, world: World) => boolean;
  /** Must be true of every two states that follow each other; a throw counts as false. */
  readonly invariants?: Readonly<Record<string, (before: World, after: World) => boolean>>;
  /** Systems outside of the cluster. */
  readonly external?: X;
  /** Processes of this controller that run at the same time. Default 1: leader election lets one work, a failover is a crash and a restart. */
  readonly replicas?: 1 | 2;
}

export interface Watch extends KindRef {
  readonly requests: (object: Stored<Unstructured>) => readonly ReconcileRequest[];
}

/** A whole state of the cluster, read-only, exact (no cache between). */
export interface World {
  get<T extends KubeObject = Unstructured>(apiVersion: string, kind: string, key: Key): Stored<T> | undefined;
  list<T extends KubeObject = Unstructured>(
    apiVersion: string,
    kind: string,
    options?: { namespace?: string; labelSelector?: Record<string, string> | string; ownedBy?: Stored<KubeObject> },
  ): Stored<T>[];
  /** The state of an external system. */
  external<S>(name: string): Readonly<S>;
}

// ---------------------------------------------------------------- external systems

/**
 * A system outside of the cluster as a small state machine. Each operation is atomic and may be lost, or its answer may be, or the process may crash on either side of it. A throw in an operation is an error answer
 * and takes the operation's changes back. The state must be plain data.
 */
export interface ExternalSystem<S, O extends Operations<S>> {
  readonly initial: S;
  readonly operations: O;
  /** One step that the system takes by itself, sooner or later, as long as it changes something: a volume gets ready, a node finishes leaving. */
  readonly progress?: (state: S) => void;
}

export type Operations<S> = Readonly<Record<string, (state: S, ...args: never[]) => unknown>>;
export type Externals = Readonly<Record<string, { readonly initial: unknown; readonly operations: Readonly<Record<string, unknown>> }>>;

/** What `reconcile` gets for each external system: the operations without their state, asynchronous. */
export type Clients<X extends Externals> = {
  readonly [system in keyof X]: {
    readonly [operation in keyof X[system]["operations"]]: X[system]["operations"][operation] extends (
      state: never,
      ...args: infer A
    ) => infer R
      ? (...args: A) => Promise<Answer<Awaited<R>>>
      : never;
  };
};

/** An operation that is written as `(state) => void (…)` answers nothing; so may the real client. */
type Answer<R> = [R] extends [never] ? never : [R] extends [undefined] ? void : R;

// ---------------------------------------------------------------- running it

export interface RunOptions<X extends Externals = Externals> {
  /** Default: as `kubectl` (KUBECONFIG, ~/.kube/config), or the service account inside a cluster. */
  readonly kubeconfig?: string;
  /** Watch one namespace only. */
  readonly namespace?: string;
  /** Requests handled at the same time. Default 1. */
  readonly workers?: number;
  /** The real clients of the external systems. */
  readonly external?: Clients<X>;
  /** Default `true`: a Lease lets one replica work at a time. */
  readonly leaderElection?: boolean;
  /** Stops watching, lets running reconciles finish. */
  readonly signal?: AbortSignal;
}
