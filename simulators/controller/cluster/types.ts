import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { StoredForm } from "./stored-form.ts";

/** `metadata` as it is on the wire; times are RFC 3339 texts. */
export type Metadata = JsonObject & {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
};

export type OwnerReference = JsonObject & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
};

/** An object in the store: plain JSON, never changed after it was stored. */
export type StoredObject = JsonObject & { readonly apiVersion: string; readonly kind: string; readonly metadata: Metadata };

/** One version of the cluster's content, immutable: a write makes another one that shares what has not changed. */
export interface Cluster {
  /** Names of resources with objects, such as `apps/statefulsets` or `/pods` (core group), sorted. */
  readonly resources: readonly string[];
  /** All objects of a resource, sorted by key. The same array as long as none of them has changed. */
  list(resource: string): readonly StoredObject[];
  /** @param key `namespace/name`, or `/name` without a namespace. */
  get(resource: string, key: string): StoredObject | undefined;
  /** Another version, in which `object` stands in the place of `key`; undefined removes it. */
  with(resource: string, key: string, object: StoredObject | undefined): Cluster;
}

/** A request as it is on the wire. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Decoded: `/apis/apps/v1/namespaces/shop/statefulsets/web`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Content type of the body; default `application/json`. */
  readonly type?: string;
  readonly body?: Json;
  /** In place of `body`: a text that may not be JSON. */
  readonly text?: string;
  /** From the user agent: field manager where the query has none. Default `unknown`. */
  readonly agent?: string;
}

/** The server's answer: an object, a list, or a `Status`; `text` where a real server answers with plain text. */
export interface ApiAnswer {
  readonly code: number;
  readonly body?: JsonObject;
  readonly text?: string;
}

/** What a request has done to one object, in order: what a watch tells. */
export interface ClusterChange {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly resource: string;
  readonly key: string;
  /** After the change; of a deletion, the last state with the resourceVersion of the deletion. */
  readonly object: StoredObject;
  readonly before?: StoredObject;
}

export interface Handled {
  readonly cluster: Cluster;
  readonly answer: ApiAnswer;
  readonly changes: readonly ClusterChange[];
}

/** Where the values come from that a real server counts or draws: the search draws them canonically, the fake cluster counts. */
export interface Mint {
  /** resourceVersion of the next state of an object. Called once for every real change, deletions too. */
  version(resource: string, key: string, before: StoredObject | undefined): string;
  /** resourceVersion of a list of the cluster as it is now. */
  listVersion(): string;
  uid(resource: string, key: string): string;
  /** The five characters behind a `generateName`. */
  suffix(resource: string, namespace: string, prefix: string, isTaken: (name: string) => boolean): string;
  /** An address for a Service. */
  clusterIp(isTaken: (address: string) => boolean): string;
  nodePort(isTaken: (port: number) => boolean): number;
  /** RFC 3339, in seconds: `2026-01-01T00:00:00Z`. */
  now(): string;
}

/** Where a request meets the cluster. */
export interface Environment {
  readonly mint: Mint;
  /** The content at an older resourceVersion of a list, where it is still known: for the second page. */
  at?(version: string): Cluster | undefined;
  /** Keep `metadata.managedFields` (default). Without, writes leave none; apply works all the same on what it has left itself. */
  readonly tracksManagedFields?: boolean;
  /** Kept by the server when it is there: objects that are stored in an unusual form (see `stored-form.ts`). */
  readonly forms?: WeakMap<StoredObject, StoredForm>;
}

/**
 * The API server as a pure function: one request, atomically.
 *
 * A wrong request is answered as a Kubernetes API server answers it (1.20 unless the docs say otherwise), with a `Status`. Never throws on input.
 */
export type Handle = (cluster: Cluster, request: ApiRequest, environment: Environment) => Handled;
