import { childOf, type DraftObject, draftAt, draftsAt } from "./draft.ts";
import { objectsAt } from "./read.ts";

/**
 * Gives a part of the metadata that the server itself has filled in to a manager that updates, unless somebody owns it.
 *
 * In Kubernetes 1.20 the first write after the creation of such an object makes a new version even when it says nothing new; from then on it does not.
 * A deletion is such a write: callers pass over objects that are being deleted.
 * Where owners are not kept (no managedFields), nothing happens.
 *
 * @param path In the spelling of managedFields: `f:labels`, `f:job-name`.
 */
export function takeOwnership(metadata: DraftObject, ...path: readonly string[]): void {
  const whole = ["f:metadata", ...path];
  const isOwned = objectsAt(metadata, "managedFields").some((entry) => draftAt(entry as DraftObject, "fieldsV1", ...whole) !== undefined);
  const entry = draftsAt(metadata, "managedFields").findLast(({ operation }) => operation === "Update");
  if (isOwned || !entry) return;
  let fields = childOf(entry, "fieldsV1");
  for (const name of whole) fields = childOf(fields, name);
}
