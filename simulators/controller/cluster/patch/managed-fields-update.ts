import type { JsonObject } from "../../../../protocol/json.ts";
import type { Type } from "../kinds/schema.ts";
import { type Owner, type Owners, withOwner } from "./managed-fields-managers.ts";
import { conflictPaths } from "./apply-order.ts";
import { compare, type Comparison } from "./managed-fields-merge.ts";
import { difference, type FieldSet, intersection, union } from "./managed-fields-paths.ts";

/** A field that somebody else owns with another value. */
export interface Conflict {
  readonly owner: Owner;
  readonly path: string;
}

export interface Settlement {
  readonly owners: Owners;
  readonly conflicts: readonly Conflict[];
  readonly comparison: Comparison;
}

/**
 * What a change takes away from those who own its fields (`merge.Updater.update`).
 *
 * @param self Identity of the one who makes the change: it loses nothing here.
 */
export function settle(type: Type, before: JsonObject, after: JsonObject, owners: Owners, self: string | undefined): Settlement {
  const comparison = compare(type, before, after);
  if (comparison.modified.size + comparison.added.size + comparison.removed.size === 0) return { owners, conflicts: [], comparison };
  const changed: FieldSet = union(comparison.modified, comparison.added);
  const conflicts: Conflict[] = [];
  let next = owners;
  for (const [identity, owner] of owners) {
    if (identity === self) continue;
    const lost = intersection(owner.fields, changed);
    const left = difference(difference(owner.fields, lost), comparison.removed);
    if (left.size === owner.fields.size) continue;
    conflicts.push(...conflictPaths(lost).map((path) => ({ owner, path })));
    next = withOwner(next, { ...owner, fields: left });
  }
  return { owners: next, conflicts, comparison };
}
