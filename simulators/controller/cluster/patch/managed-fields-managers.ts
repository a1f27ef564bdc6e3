import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { asList, isObject } from "./managed-fields-atoms.ts";
import { difference, type FieldSet, fromFieldsV1, memberElement, below, toFieldsV1, union } from "./managed-fields-paths.ts";

/** One entry of `metadata.managedFields`. */
export interface Owner {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  readonly time?: string;
  readonly fields: FieldSet;
}

/** By identity: for those who apply the name, for all others also the version. */
export type Owners = ReadonlyMap<string, Owner>;

export const identityOf = ({ manager, operation, apiVersion }: Pick<Owner, "manager" | "operation" | "apiVersion">): string =>
  JSON.stringify(operation === "Apply" ? [manager, operation] : [manager, operation, apiVersion]);

/** @returns undefined: they cannot be read. */
export function readOwners(managedFields: Json | undefined): Owners | undefined {
  const owners = new Map<string, Owner>();
  for (const entry of asList(managedFields) ?? []) {
    if (!isObject(entry)) return undefined;
    const { manager = "", operation, apiVersion = "", time, fieldsType, fieldsV1 } = entry;
    const fields = fromFieldsV1(fieldsV1 ?? {});
    if ((operation !== "Apply" && operation !== "Update") || fieldsType !== "FieldsV1" || fields === undefined) return undefined;
    if (typeof manager !== "string" || typeof apiVersion !== "string") return undefined;
    const owner = { manager, operation, apiVersion, fields } as const;
    owners.set(identityOf(owner), typeof time === "string" ? { ...owner, time } : owner);
  }
  return owners;
}

/** Those of a stored object. Remembered: what is stored never changes, and carries most of its entries on from write to write. */
export function storedOwners(managedFields: Json | undefined): Owners | undefined {
  if (!Array.isArray(managedFields)) return readOwners(managedFields);
  const known = remembered.get(managedFields);
  if (known !== undefined) return known;
  const owners = readOwners(managedFields);
  if (owners === undefined || !Object.isFrozen(managedFields)) return owners;
  remembered.set(managedFields, owners);
  if (owners.size === managedFields.length)
    for (const [index, owner] of [...owners.values()].entries()) entries.set(owner, managedFields[index] as JsonObject);
  return owners;
}

const remembered = new WeakMap<readonly Json[], Owners>();

/** As they stand in `metadata.managedFields`: those who apply first, then by time and name. */
export function writeOwners(owners: Owners): readonly JsonObject[] {
  const rank = ({ operation, time = "", manager, apiVersion }: Owner): readonly string[] => [operation, time, manager, apiVersion];
  return [...owners.values()].sort((a, b) => compareTexts(rank(a), rank(b))).map(entryOf);
}

function entryOf(owner: Owner): JsonObject {
  const known = entries.get(owner);
  if (known !== undefined) return known;
  const { manager, operation, apiVersion, time, fields } = owner;
  const entry = {
    ...(manager === "" ? {} : { manager }),
    operation,
    apiVersion,
    ...(time === undefined ? {} : { time }),
    fieldsType: "FieldsV1",
    fieldsV1: toFieldsV1(fields),
  };
  entries.set(owner, entry);
  return entry;
}

/** What has been written for an owner, or was read as one. */
const entries = new WeakMap<Owner, JsonObject>();

function compareTexts(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((text, place) => text !== b[place]);
  return index === -1 ? 0 : (a[index] ?? "") < (b[index] ?? "") ? -1 : 1;
}

export const withOwners = (object: JsonObject, owners: Owners): JsonObject => {
  const { managedFields: _, ...metadata } = isObject(object["metadata"]) ? object["metadata"] : {};
  return { ...object, metadata: owners.size === 0 ? metadata : { ...metadata, managedFields: writeOwners(owners) } };
};

export const withoutOwners = (object: JsonObject): JsonObject => (isObject(object["metadata"]) ? withOwners(object, new Map()) : object);

export const managedFieldsOf = (object: JsonObject | undefined): Json | undefined =>
  isObject(object?.["metadata"]) ? object["metadata"]["managedFields"] : undefined;

/** Fields that nobody owns: the server sets them, or they say which object it is. */
const ownerless: FieldSet = new Set([
  "f:apiVersion",
  "f:kind",
  "f:metadata",
  ...["name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields", "resourceVersion"].map(
    (name) => below("f:metadata", memberElement(name)),
  ),
]);

export const ownable = (fields: FieldSet): FieldSet => difference(fields, ownerless);

/** Sets or removes the entry of an owner; one without fields is none. */
export function withOwner(owners: Owners, owner: Owner): Owners {
  const next = new Map(owners);
  if (owner.fields.size === 0) next.delete(identityOf(owner));
  else next.set(identityOf(owner), owner);
  return next;
}

/** Entries of updates that an object may have before the oldest are put together. */
const mostUpdaters = 10;

/** @see k8s.io/apiserver/pkg/endpoints/handlers/fieldmanager/capmanagers.go */
export function capped(owners: Owners): Owners {
  const updaters = [...owners.entries()]
    .filter(([, { operation }]) => operation === "Update")
    .sort(([a, { time: early = "" }], [b, { time: late = "" }]) => compareTexts([early, a], [late, b]));
  const next = new Map(owners);
  const firsts = new Map<string, string>();
  let count = updaters.length;
  for (const [identity, owner] of updaters) {
    if (count <= mostUpdaters) break;
    const first = firsts.get(owner.apiVersion);
    if (first === undefined) {
      firsts.set(owner.apiVersion, identity);
      continue;
    }
    const bucket: Owner = { ...owner, manager: "ancient-changes" };
    const before = next.get(identityOf(bucket)) ?? next.get(first);
    next.delete(first);
    next.delete(identity);
    next.set(identityOf(bucket), { ...bucket, fields: union(owner.fields, before?.fields ?? new Set()) });
    count -= 1;
  }
  return next;
}
