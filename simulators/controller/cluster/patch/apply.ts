import type { JsonObject } from "../../../../protocol/json.ts";
import { badRequest, Refusal, unknownError } from "../status.ts";
import { afterUpdate, kindOf } from "./managed-fields.ts";
import { misfit } from "./managed-fields-check.ts";
import { expanded } from "./managed-fields-expand.ts";
import {
  capped,
  identityOf,
  managedFieldsOf,
  type Owner,
  type Owners,
  ownable,
  storedOwners,
  withOwner,
  withOwners,
  withoutOwners,
} from "./managed-fields-managers.ts";
import { overlay } from "./managed-fields-merge.ts";
import { difference, type FieldSet, intersection, noFields, pathText, union } from "./managed-fields-paths.ts";
import { fieldsOf, withoutFields } from "./managed-fields-sets.ts";
import { type Conflict, settle } from "./managed-fields-update.ts";
import { emptyObject } from "./managed-fields-zero.ts";
import type { Apply, ApplyOptions } from "./patch.ts";

/** Who owns what was there before the first apply. */
const beforeFirstApply = "before-first-apply";

/**
 * Server-side apply (`FieldManager.Apply` of kube-apiserver 1.20 over structured-merge-diff 4.0.2).
 */
export const apply: Apply = (live, body, options) => {
  const refusal = checked(body, options);
  if (refusal !== undefined) return refusal;
  const { type, apiVersion, now, manager, force } = options;
  const before = live === undefined ? emptyObject(type, apiVersion, kindOf(body)) : withoutOwners(live);
  const unfit = misfit(type, before);
  if (unfit !== undefined) return unknownError(`failed to create manager for existing fields: failed to convert the live object: ${unfit}`);
  const known = ownersBefore(live, before, options);
  if (known === undefined) return unknownError("failed to decode managed fields");
  const owners = expanded(type, before, known);
  const self: Owner = { manager, operation: "Apply", apiVersion, fields: fieldsOf(type, body) };
  const last = owners.get(identityOf(self));
  const claimed = new Map(owners).set(identityOf(self), self);
  const merged = prune(options, overlay(type, before, body) as JsonObject, claimed, last?.fields ?? noFields);
  const { owners: others, conflicts, comparison } = settle(type, before, merged, claimed, identityOf(self));
  if (conflicts.length > 0 && !force) return conflictRefusal(conflicts);
  const isSame = comparison.added.size + comparison.modified.size + comparison.removed.size === 0;
  // An apply that changes nothing keeps the time of the last one.
  const time = isSame ? last?.time : now;
  const next = withOwner(others, { ...self, ...(time === undefined ? {} : { time }), fields: ownable(self.fields) });
  return withOwners(isSame ? before : merged, capped(next));
};

function checked(body: JsonObject, { apiVersion, type }: ApplyOptions): Refusal | undefined {
  const version = typeof body["apiVersion"] === "string" ? body["apiVersion"] : "";
  if (version !== apiVersion) {
    return badRequest(`Incorrect version specified in apply patch. Specified patch version: ${version}, expected: ${apiVersion}`);
  }
  const managedFields = managedFieldsOf(body);
  if (managedFields !== undefined && managedFields !== null) return badRequest("metadata.managedFields must be nil");
  const wrong = misfit(type, body);
  return wrong === undefined ? undefined : unknownError(`failed to create typed patch object: ${wrong}`);
}

function ownersBefore(live: JsonObject | undefined, before: JsonObject, options: ApplyOptions): Owners | undefined {
  const owners = storedOwners(managedFieldsOf(live));
  if (owners === undefined || owners.size > 0) return owners;
  const nothing = emptyObject(options.type, options.apiVersion, kindOf(before));
  return afterUpdate(nothing, before, owners, { ...options, manager: beforeFirstApply });
}

/**
 * Takes away what the manager applied last time, does not apply now, and nobody else owns (`merge.Updater.prune`).
 */
function prune({ type }: ApplyOptions, merged: JsonObject, owners: Owners, last: FieldSet): JsonObject {
  if (last.size === 0) return merged;
  const all = fieldsOf(type, merged);
  const owned = [...owners.values()].reduce((set, { fields }) => union(set, fields), noFields);
  const bare = fieldsOf(type, withoutFields(type, merged, last));
  const withOwned = withoutFields(type, merged, difference(all, union(bare, owned)));
  // What went only because it stood inside of something that went comes back, unless the manager itself had applied it.
  const gone = intersection(difference(all, fieldsOf(type, withOwned)), last);
  return withoutFields(type, merged, gone) as JsonObject;
}

/** @see k8s.io/apiserver/pkg/endpoints/handlers/fieldmanager/conflict.go */
function conflictRefusal(conflicts: readonly Conflict[]): Refusal {
  const sorted = [...conflicts].sort(
    (a, b) => compareTexts(identityOf(a.owner), identityOf(b.owner)) || compareTexts(pathText(a.path), pathText(b.path)),
  );
  const causes = sorted.map(({ owner, path }) => ({
    reason: "FieldManagerConflict",
    message: `conflict with ${shown(owner)}`,
    field: pathText(path),
  }));
  return new Refusal(409, "Conflict", conflictMessage(sorted), { causes });
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function conflictMessage(conflicts: readonly Conflict[]): string {
  const [only] = conflicts;
  if (only !== undefined && conflicts.length === 1)
    return `Apply failed with 1 conflict: conflict with ${shown(only.owner)}: ${pathText(only.path)}`;
  const owners = [...new Set(conflicts.map(({ owner }) => owner))];
  const lines = owners.flatMap((owner) => [
    `conflicts with ${shown(owner)}:`,
    ...conflicts.filter((conflict) => conflict.owner === owner).map(({ path }) => `- ${pathText(path)}`),
  ]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join("\n")}`;
}

const shown = ({ manager, operation, apiVersion }: Owner): string =>
  operation === "Update" ? `${JSON.stringify(manager)} using ${apiVersion}` : JSON.stringify(manager);
