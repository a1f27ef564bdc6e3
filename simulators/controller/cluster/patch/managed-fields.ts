import type { JsonObject } from "../../../../protocol/json.ts";
import { isSameJson } from "../frozen.ts";
import { asList, isObject } from "./managed-fields-atoms.ts";
import { misfit } from "./managed-fields-check.ts";
import { expanded } from "./managed-fields-expand.ts";
import {
  capped,
  identityOf,
  managedFieldsOf,
  type Owner,
  type Owners,
  ownable,
  readOwners,
  storedOwners,
  withOwner,
  withOwners,
  withoutOwners,
} from "./managed-fields-managers.ts";
import { difference, noFields, union } from "./managed-fields-paths.ts";
import { settle } from "./managed-fields-update.ts";
import { emptyObject } from "./managed-fields-zero.ts";
import type { ManagerOptions, TrackUpdate } from "./patch.ts";

/**
 * Who owns what after a create, update or patch (`FieldManager.UpdateNoErrors` of kube-apiserver 1.20).
 *
 * Objects whose managedFields are empty are not tracked until somebody applies to them.
 */
export const trackUpdate: TrackUpdate = (live, next, options) => {
  const owners = ownersBefore(live, next);
  const after = withoutOwners(next);
  if (owners.size === 0 && live !== undefined) return after;
  const before = live === undefined ? emptyObject(options.type, options.apiVersion, kindOf(next)) : withoutOwners(live);
  return withOwners(after, capped(afterUpdate(before, after, owners, options)));
};

/** An empty list takes all owners away, as a list of one empty entry does; reading the object would lose it. */
export function withResetNamed(object: JsonObject): JsonObject {
  const metadata = object["metadata"];
  const named = isObject(metadata) ? metadata["managedFields"] : undefined;
  return Array.isArray(named) && named.length === 0
    ? { ...object, metadata: { ...(metadata as JsonObject), managedFields: [{}] } }
    : object;
}

export const kindOf = ({ kind }: JsonObject): string => (typeof kind === "string" ? kind : "");

/** Those that the request names, if it does; else those of the stored object. A single empty entry takes them all away. */
function ownersBefore(live: JsonObject | undefined, next: JsonObject): Owners {
  const named = managedFieldsOf(next);
  const entries = asList(named) ?? [];
  if (entries.length === 1 && isObject(entries[0]) && Object.keys(entries[0]).length === 0) return new Map();
  const stored = managedFieldsOf(live);
  if (entries.length === 0 || isSameJson(named, stored)) return storedOwners(stored) ?? new Map();
  const owners = readOwners(named);
  return owners !== undefined && owners.size > 0 ? owners : (storedOwners(stored) ?? new Map());
}

/** The manager gains what it has changed or added; everybody loses what has gone. */
export function afterUpdate(
  before: JsonObject,
  after: JsonObject,
  owners: Owners,
  { type, manager, apiVersion, now }: ManagerOptions,
): Owners {
  // Fields that the schema does not know, or items that cannot be told apart: nothing can be said of who owns what.
  if ((misfit(type, after) ?? misfit(type, before)) !== undefined) return new Map();
  const { owners: others, comparison } = settle(type, before, after, expanded(type, before, owners), undefined);
  const gained = ownable(difference(union(comparison.modified, comparison.added), comparison.removed));
  if (gained.size === 0) return others;
  const owner: Owner = { manager, operation: "Update", apiVersion, time: now, fields: gained };
  return withOwner(others, { ...owner, fields: union(gained, others.get(identityOf(owner))?.fields ?? noFields) });
}
