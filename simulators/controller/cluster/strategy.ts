import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { Cause } from "./causes.ts";
import type { Type } from "./kinds/schema.ts";
import type { Refusal } from "./status.ts";
import type { Cluster, Mint } from "./types.ts";

/**
 * What is particular to a kind: how its objects are read, completed and judged (`rest.RESTCreateStrategy` and its like of the Kubernetes sources).
 *
 * All functions are pure: they take plain JSON, leave it as it is and answer another object (or the same when nothing changes).
 * Objects are versioned JSON as it stands in a request or answer. The server around them does what holds for every kind:
 * resourceVersion, uid, creationTimestamp, generateName, the general part of metadata validation on create and update, finalizers, deletion, managedFields.
 *
 * Order of a create: decode · prepareForCreate · uid, name · `validate` · the server's own metadata validation · allocate · store.
 * Order of an update: decode · preconditions · generation is taken from `before` · prepareForUpdate · uid, times · the server's metadata validation ·
 * `validateUpdate` (all causes in one answer) · allocate · store.
 */
export interface Strategy extends UpdateStrategy {
  /**
   * Reads a body (or the result of a patch, or a stored object): types checked, unknown fields dropped, quantities canonical, zero values left out
   * as Go's encoder does, defaults set. Objects that come from `decode` are its fixed points.
   * `apiVersion` and `kind` have been checked or filled in by the server.
   */
  decode(body: JsonObject): Decoded;
  /** Reads the result of an apply, where that is not the same: a null that the merge has left is still there to be judged. */
  decodeApplied?(body: JsonObject): Decoded;
  /** `metadata.generation = 1` where the kind has one, status reset, … */
  prepareForCreate(object: JsonObject, context: StrategyContext): JsonObject;
  /** Of a create. With metadata causes of the kind's own name rule (`metadata.ts`: `validateObjectMeta`), where the real kind reports them. */
  validate(object: JsonObject): readonly Cause[];
  /** Rules of `/status`; absent: the kind has no status subresource. */
  readonly status?: UpdateStrategy;
  /** After validation: cluster addresses, node ports. Absent: nothing to allocate. */
  allocate?(next: JsonObject, before: JsonObject | undefined, context: StrategyContext): JsonObject | Refusal;
  readonly deletion?: DeletionStrategy;
  /** The value of a field that lists may select by, besides `metadata.name` and `metadata.namespace`; undefined: not selectable. */
  fieldLabel?(object: JsonObject, label: string): string | undefined;
  /** Names known to `fieldLabel`. */
  readonly fieldLabels?: readonly string[];
  /** An update is judged before its version is compared, and so is one without a version (Service). */
  readonly judgesFirst?: boolean;
  /** Of names made from `generateName`, the most characters of the prefix. Default 58 (63 - 5). */
  readonly longestPrefix?: number;
}

/** How an object is changed, through its own path or through `/status`. */
export interface UpdateStrategy {
  /** Puts back what this path cannot change, counts `metadata.generation` up (it is that of `before` when this is called). */
  prepareForUpdate(next: JsonObject, before: JsonObject, context: StrategyContext): JsonObject;
  /** Beside the server's own metadata rules; kinds that check them once more report them twice, as the real ones do. */
  validateUpdate(next: JsonObject, before: JsonObject): readonly Cause[];
  /** May an update leave the resourceVersion out? Default true (custom resources: false). */
  readonly allowsUnconditionalUpdate?: boolean;
  /** Does a PUT of what is not there create it? Default false. */
  readonly allowsCreateOnUpdate?: boolean;
}

export interface DeletionStrategy {
  /** When the request says nothing. Default `background`; Job: `orphan`; `unsupported`: the request's policy is not looked at either. */
  readonly defaultPolicy?: "background" | "orphan" | "unsupported";
  /** The answer to a deletion that took effect is the object, not a `Status`. */
  readonly returnsObject?: boolean;
  /** The answer is a `Status` even when finalizers keep the object (Service). */
  readonly alwaysStatus?: boolean;
  /**
   * Graceful deletion (pods): seconds to wait, 0 to delete at once. Absent: always at once.
   *
   * @param asked `gracePeriodSeconds` of the request.
   */
  gracePeriod?(object: JsonObject, asked: number | undefined): number;
  /** No `DELETE` on the collection: answered with 405. */
  readonly hasNoCollection?: boolean;
}

/** `error`: what Go's decoder would say; the server wraps it in the answer that fits the request. */
export type Decoded = { readonly object: JsonObject } | { readonly error: string };

export interface StrategyContext {
  readonly mint: Mint;
  /** As it is before the request. */
  readonly cluster: Cluster;
  /** Of the request; "" for kinds without. */
  readonly namespace: string;
  /** Nothing will be stored: cluster addresses are not allocated (node ports are shown). */
  readonly isDryRun: boolean;
}

/** The schema of a CustomResourceDefinition's version, ready for use. */
export interface StructuralSchema {
  /** Of the whole object, for apply and managedFields. */
  readonly type: Type;
  /** Without the fields that the schema does not know (apiVersion, kind and metadata stay). */
  prune(object: JsonObject): JsonObject;
  /** Without null where it may not be and there is no default. */
  dropNulls(object: JsonObject): JsonObject;
  applyDefaults(object: JsonObject): JsonObject;
  /** All but metadata; as apiextensions reports them. */
  validate(object: JsonObject): readonly Cause[];
}

/** `readStructural` of `kinds/structural.ts`; without a schema everything is kept. */
export type ReadStructural = (schema: JsonObject | undefined) => StructuralSchema;

/** `decodeMetadata` of `kinds/object-meta.ts`: the metadata of a custom resource, typed and trimmed; `object` is the metadata alone. */
export type DecodeMetadata = (metadata: Json | undefined) => Decoded;
