import type { JsonObject } from "../../../protocol/json.ts";
import { finalizersFor, removeObject, requestedOptions } from "./delete.ts";
import { isObject, itemsOf } from "./metadata.ts";
import { answered, type Call, storedAt, withMetadata } from "./request.ts";
import { conflict, forbidden, notFound, Refusal } from "./status.ts";
import { storeUpdate } from "./store.ts";
import type { UpdateStrategy } from "./strategy.ts";
import type { Handled } from "./types.ts";

const immortal = new Set(["default", "kube-system", "kube-public"]);

/**
 * `DELETE` of a namespace: the first one switches it to `Terminating`; it goes when its content has gone and `spec.finalizers` is empty.
 *
 * @see k8s.io/kubernetes/pkg/registry/core/namespace/storage/storage.go
 */
export function removeNamespace(call: Call): Handled | Refusal {
  const options = requestedOptions(call);
  if (options instanceof Refusal) return options;
  if (immortal.has(call.name)) return forbidden(call.resource, call.name, "this namespace may not be deleted");
  const before = storedAt(call);
  if (before === undefined) return notFound(call.resource, call.name);
  const { uid, resourceVersion } = before.metadata;
  if (options.uid !== undefined && options.uid !== uid) {
    return conflict(call.resource, call.name, `Precondition failed: UID in precondition: ${options.uid}, UID in object meta: ${uid}`);
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
    const why = `Precondition failed: ResourceVersion in precondition: ${options.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`;
    return conflict(call.resource, call.name, why);
  }
  if (before.metadata.deletionTimestamp !== undefined) {
    const spec = before["spec"];
    const held = isObject(spec) ? itemsOf(spec["finalizers"]) : [];
    return held.length > 0 ? answered(call.cluster, 200, before) : removeObject(call, options);
  }
  const { isChanged, finalizers } = finalizersFor(call, before, options);
  const status = isObject(before["status"]) ? before["status"] : {};
  const next = withMetadata(
    { ...before, status: { ...status, phase: "Terminating" } },
    {
      deletionTimestamp: call.environment.mint.now(),
      ...(isChanged ? { finalizers: finalizers.length === 0 ? undefined : finalizers } : {}),
    },
  );
  if (options.isDryRun) return answered(call.cluster, 200, next);
  const written = storeUpdate(call, next, before);
  return answered(written.cluster, 200, written.object, written.changes);
}

/** `PUT` on `/finalize`: `spec.finalizers` alone is changed. */
export const finalizeRules: UpdateStrategy = {
  prepareForUpdate: (next: JsonObject, before: JsonObject) => ({ ...next, status: before["status"] ?? {} }),
  validateUpdate: () => [],
};
