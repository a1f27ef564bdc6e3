import type { JsonObject } from "../../../protocol/json.ts";
import { deepFreeze, isSameJson } from "./frozen.ts";
import { hasSameResidue, withoutOldResidue } from "./patch/apply-residue.ts";
import { type Call, metadataOf, served, type Written, withMetadata } from "./request.ts";
import { objectKey, storageName } from "./resources.ts";
import type { StoredForm } from "./stored-form.ts";
import type { StoredObject } from "./types.ts";

/** Puts a new object into the cluster, under a version of its own. */
export function storeNew(call: Call, object: JsonObject): Written & { readonly object: StoredObject } {
  const resource = storageName(call.resource);
  const key = objectKey(call.namespace, metadataOf(object).name);
  const version = call.environment.mint.version(resource, key, undefined);
  const stored = kept(call, withMetadata(object, { resourceVersion: version }));
  const change = { type: "ADDED", resource, key, object: stored } as const;
  return { cluster: call.cluster.with(resource, key, stored), changes: [change], object: served(call.resource, stored) };
}

/** Replaces an object. A write that changes nothing is none: the version stays. */
export function storeUpdate(
  call: Call,
  written: JsonObject,
  before: StoredObject,
  form: StoredForm = "usual",
): Written & { readonly object: StoredObject } {
  const resource = storageName(call.resource);
  const key = objectKey(call.namespace, before.metadata.name);
  const object = withoutOldResidue(written, before);
  const same = withMetadata(object, { resourceVersion: before.metadata.resourceVersion });
  const old = call.cluster.get(resource, key) ?? before;
  if (hasSameForm(call, before, form) && isSameJson(same, before) && hasSameResidue(object, before))
    return { cluster: call.cluster, changes: [], object: before };
  const version = call.environment.mint.version(resource, key, old);
  const stored = kept(call, withMetadata(object, { resourceVersion: version }));
  keepForm(call, stored, form);
  const change = { type: "MODIFIED", resource, key, object: stored, before: old } as const;
  return { cluster: call.cluster.with(resource, key, stored), changes: [change], object: served(call.resource, stored) };
}

const kept = ({ resource }: Call, object: JsonObject): StoredObject =>
  deepFreeze(resource.toStored === undefined ? object : resource.toStored(object)) as StoredObject;

/**
 * Is what would be written the form that is stored? The real server compares with what it has read, which is always in the usual form,
 * and then with the stored bytes. Asked only where the environment keeps forms.
 */
const hasSameForm = (call: Call, before: StoredObject, form: StoredForm): boolean =>
  call.environment.forms === undefined || (form === "usual" && (call.environment.forms.get(before) ?? "usual") === "usual");

function keepForm(call: Call, stored: StoredObject, form: StoredForm): void {
  if (form !== "usual") call.environment.forms?.set(stored, form);
}

/** Takes an object away. The change shows its last state, under the version of the deletion. */
export function storeDeletion(call: Call, before: StoredObject): Written {
  const resource = storageName(call.resource);
  const key = objectKey(call.namespace, before.metadata.name);
  const old = call.cluster.get(resource, key) ?? before;
  const version = call.environment.mint.version(resource, key, old);
  const last = deepFreeze(withMetadata(old, { resourceVersion: version })) as StoredObject;
  return {
    cluster: call.cluster.with(resource, key, undefined),
    changes: [{ type: "DELETED", resource, key, object: last, before: old }],
  };
}
