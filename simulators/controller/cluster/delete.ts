import type { JsonObject } from "../../../protocol/json.ts";
import { contentType, hasBody, jsonBody } from "./body.ts";
import { type DeleteOptions, deleteOptions } from "./options.ts";
import { answered, type Call, metadataOf, storedAt, withMetadata } from "./request.ts";
import { conflict, notFound, Refusal, unsupportedMediaType } from "./status.ts";
import { storeDeletion, storeUpdate } from "./store.ts";
import type { ClusterChange, Handled, StoredObject } from "./types.ts";

const orphan = "orphan";
const foreground = "foregroundDeletion";

/** `DELETE` on an object. */
export function remove(call: Call): Handled | Refusal {
  const options = requestedOptions(call);
  return options instanceof Refusal ? options : removeObject(call, options);
}

/** The options of a `DELETE`, from its body or query. */
export function requestedOptions(call: Call): DeleteOptions | Refusal {
  if (!hasBody(call.request)) return deleteOptions(call.request, undefined);
  const accepted = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];
  if (!accepted.includes(contentType(call.request))) return unsupportedMediaType(accepted);
  return deleteOptions(call.request, jsonBody(call.request) ?? null);
}

/**
 * Deletes the object of the call: at once, or first marks it (finalizers, grace period).
 *
 * @see k8s.io/apiserver/pkg/registry/generic/registry/store.go (Delete), pkg/registry/rest/delete.go (BeforeDelete)
 */
export function removeObject(call: Call, options: DeleteOptions): Handled | Refusal {
  const before = storedAt(call);
  if (before === undefined) return notFound(call.resource, call.name);
  const refused = checkPreconditions(call, before, options);
  if (refused !== undefined) return refused;
  const grace = gracefully(call, before, options);
  if (grace.kind === "pending") return gone(call, call.cluster, before, [], false, options);
  const { isChanged, finalizers } = finalizersFor(call, before, options);
  const isHeld = finalizers.length > 0;
  if (grace.kind === "none" && !isHeld) return isChanged ? deleteReleased(call, before, options) : deleteNow(call, before, options);
  const marked = grace.kind === "graceful" ? grace.object : markAsDeleting(call, before);
  const held = isChanged ? withMetadata(marked, { finalizers: finalizers.length === 0 ? undefined : finalizers }) : marked;
  const isKept = isHeld || grace.seconds > 0;
  if (options.isDryRun) return isKept ? kept(call, call.cluster, held, [], options) : gone(call, call.cluster, held, [], true, options);
  const written = storeUpdate(call, held, before);
  if (isKept) return kept(call, written.cluster, written.object, written.changes, options);
  // Without a period the mark is written all the same, and watches see it.
  const deleted = storeDeletion({ ...call, cluster: written.cluster }, written.object);
  return gone(call, deleted.cluster, written.object, [...written.changes, ...deleted.changes], true, options);
}

/** A cascading deletion that was asked for in the old way and is not done yet is answered with 202. */
const deletedCode = (options: DeleteOptions): number => (options.orphanDependents === false ? 202 : 200);

function checkPreconditions(call: Call, object: StoredObject, { uid, resourceVersion }: DeleteOptions): Refusal | undefined {
  const { metadata } = object;
  // The real server names the kind here, not the plural.
  const subject = { group: call.resource.group, plural: call.resource.kind };
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`;
    return conflict(subject, metadata.name, why);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`;
    return conflict(subject, metadata.name, why);
  }
  return undefined;
}

/**
 * - `none`: the kind knows no graceful deletion, or its period is over.
 * - `pending`: it has been begun, and this request does not shorten it.
 * - `graceful`: `object` is marked, for so many seconds.
 */
type Grace =
  | { readonly kind: "none"; readonly seconds: 0 }
  | { readonly kind: "pending"; readonly seconds: 0 }
  | { readonly kind: "graceful"; readonly seconds: number; readonly object: JsonObject };

function gracefully(call: Call, object: StoredObject, options: DeleteOptions): Grace {
  const rules = call.resource.strategy.deletion;
  if (rules?.gracePeriod === undefined) return { kind: "none", seconds: 0 };
  const { deletionTimestamp, deletionGracePeriodSeconds: current, generation } = object.metadata;
  if (deletionTimestamp === undefined) {
    const seconds = rules.gracePeriod(object, options.gracePeriodSeconds);
    const at = later(call.environment.mint.now(), seconds);
    const next = withMetadata(object, {
      deletionTimestamp: at,
      deletionGracePeriodSeconds: seconds,
      ...(generation !== undefined && generation > 0 ? { generation: generation + 1 } : {}),
    });
    return { kind: "graceful", seconds, object: next };
  }
  // Begun without a period, or run out: what is left is to delete it.
  if (typeof current !== "number" || current === 0) return { kind: "none", seconds: 0 };
  const asked = options.gracePeriodSeconds;
  if (asked === undefined || asked >= current) return { kind: "pending", seconds: 0 };
  const next = withMetadata(object, { deletionTimestamp: later(deletionTimestamp, asked - current), deletionGracePeriodSeconds: asked });
  return { kind: "graceful", seconds: asked, object: next };
}

/**
 * The options that the deletion of this object leaves for the next one of a collection: the server of 1.20 writes the period that it
 * has found for one object into the options that all of them share.
 */
export function optionsAfter(call: Call, object: StoredObject, options: DeleteOptions): DeleteOptions {
  const { deletionTimestamp, deletionGracePeriodSeconds: current } = object.metadata;
  const grace = gracefully(call, object, options);
  if (grace.kind === "graceful") return deletionTimestamp === undefined ? { ...options, gracePeriodSeconds: grace.seconds } : options;
  const isWaiting = grace.kind === "pending" && options.gracePeriodSeconds === undefined && typeof current === "number";
  return isWaiting ? { ...options, gracePeriodSeconds: current } : options;
}

/** A time so many seconds later; times that are symbols of the search stay what they are. */
function later(time: string, seconds: number): string {
  const milliseconds = Date.parse(time);
  if (Number.isNaN(milliseconds) || seconds === 0) return time;
  return new Date(milliseconds + seconds * 1000).toISOString().replace(".000Z", "Z");
}

/** An object without graceful deletion that finalizers keep. */
function markAsDeleting(call: Call, object: StoredObject): JsonObject {
  const { deletionTimestamp, generation } = object.metadata;
  const isFirst = deletionTimestamp === undefined;
  return withMetadata(object, {
    ...(isFirst ? { deletionTimestamp: call.environment.mint.now() } : {}),
    ...(isFirst && generation !== undefined && generation > 0 ? { generation: generation + 1 } : {}),
    deletionGracePeriodSeconds: 0,
  });
}

/** The finalizers that the object gets for what is to become of its dependents. */
export function finalizersFor(
  call: Call,
  object: StoredObject,
  options: DeleteOptions,
): { readonly isChanged: boolean; readonly finalizers: readonly string[] } {
  const old = object.metadata.finalizers ?? [];
  const policy = policyFor(call, old, options);
  if (call.resource.strategy.deletion?.defaultPolicy === "unsupported") return { isChanged: false, finalizers: old };
  const kept = old.filter((name) => name !== orphan && name !== foreground);
  const finalizers = [...kept, ...(policy === "orphan" ? [orphan] : []), ...(policy === "foreground" ? [foreground] : [])];
  const isSame = finalizers.every((name) => old.includes(name)) && old.every((name) => finalizers.includes(name));
  return isSame ? { isChanged: false, finalizers: old } : { isChanged: true, finalizers };
}

/** The request's word first, then the object's finalizers, then the kind's default. */
function policyFor(call: Call, finalizers: readonly string[], options: DeleteOptions): "background" | "foreground" | "orphan" {
  if (options.orphanDependents !== undefined) return options.orphanDependents ? "orphan" : "background";
  if (options.propagationPolicy !== undefined) return options.propagationPolicy.toLowerCase() as "background" | "foreground" | "orphan";
  const own = finalizers.find((name) => name === orphan || name === foreground);
  if (own !== undefined) return own === orphan ? "orphan" : "foreground";
  return call.resource.strategy.deletion?.defaultPolicy === "orphan" ? "orphan" : "background";
}

function deleteNow(call: Call, object: StoredObject, options: DeleteOptions): Handled {
  if (options.isDryRun) return gone(call, call.cluster, object, [], true, options);
  const written = storeDeletion(call, object);
  return gone(call, written.cluster, object, written.changes, true, options);
}

/** The request itself takes the last finalizer away. The real server then compares a precondition on the version with none at all. */
function deleteReleased(call: Call, object: StoredObject, options: DeleteOptions): Handled | Refusal {
  if (options.isDryRun && options.resourceVersion === undefined)
    return kept(call, call.cluster, withMetadata(object, { finalizers: undefined }), [], options);
  if (options.resourceVersion === undefined) return deleteNow(call, object, options);
  const why = `Precondition failed: ResourceVersion in precondition: , ResourceVersion in object meta: ${object.metadata.resourceVersion}`;
  return conflict(call.resource, call.name, `StorageError: invalid object, Code: 4, AdditionalErrorMsg: ${why}`);
}

function gone(
  call: Call,
  cluster: Handled["cluster"],
  object: JsonObject,
  changes: readonly ClusterChange[],
  isDone: boolean,
  options: DeleteOptions,
): Handled {
  const code = isDone ? 200 : deletedCode(options);
  return answered(cluster, code, call.resource.strategy.deletion?.returnsObject === true ? object : success(call, object), changes);
}

/** The object stays for now, and is shown. */
function kept(
  call: Call,
  cluster: Handled["cluster"],
  object: JsonObject,
  changes: readonly ClusterChange[],
  options: DeleteOptions,
): Handled {
  const isStatus = call.resource.strategy.deletion?.alwaysStatus === true;
  return answered(cluster, deletedCode(options), isStatus ? success(call, object) : object, changes);
}

function success({ resource }: Call, object: JsonObject): JsonObject {
  const { name, uid } = metadataOf(object);
  const details = { name, ...(resource.group === "" ? {} : { group: resource.group }), kind: resource.plural, uid };
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details };
}
