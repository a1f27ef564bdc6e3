import type { Json, JsonObject } from "../../../../protocol/json.ts";
import type { ListType, StructType, Type } from "../kinds/schema.ts";
import { keyElement, placeElement, valueElement } from "./managed-fields-paths.ts";

/** How a value at a place of a schema is taken: as one value, or as something with parts. */
export type Atom =
  | { readonly kind: "leaf" }
  | { readonly kind: "map"; readonly isAtomic: boolean; member(name: string): Type | undefined; isDeclared(name: string): boolean }
  | { readonly kind: "list"; readonly type: ListType };

const leaf: Atom = { kind: "leaf" };
const untyped: Type = { kind: "untyped" };
/** Stands for a value of any form that is taken as one. */
const atomicValue: Type = { kind: "map", value: untyped, isAtomic: true };

/** What nothing is known of: members are told apart, lists are one value (`__untyped_deduced_`). */
const deducedMap: Atom = { kind: "map", isAtomic: false, member: () => untyped, isDeclared: () => false };
const deducedList: Atom = {
  kind: "list",
  type: { kind: "list", item: untyped, listType: "atomic", keys: [], patchStrategy: "replace" },
};

/** @param value Of the place; null fits whatever the schema says. */
export function atomOf(type: Type, value: Json | undefined): Atom {
  if (type.kind === "struct") return structAtom(type);
  if (type.kind === "list") return { kind: "list", type };
  if (type.kind === "untyped") return Array.isArray(value) ? deducedList : typeof value === "object" ? deducedMap : leaf;
  if (type.kind !== "map" || type === atomicValue) return leaf;
  return { kind: "map", isAtomic: type.isAtomic === true, member: () => type.value, isDeclared: () => false };
}

function structAtom({ fields, isAtomic, preservesUnknown }: StructType): Atom {
  // What a schema says nothing of is told apart where it stands beside known fields, and one value where it stands alone.
  const unknown = preservesUnknown ? (Object.keys(fields).length === 0 ? atomicValue : untyped) : undefined;
  return {
    kind: "map",
    isAtomic: isAtomic === true,
    member: (name) => fields[name]?.type ?? unknown,
    isDeclared: (name) => fields[name] !== undefined,
  };
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Undefined for null and for what is no map. */
export const asMap = (value: Json | undefined): JsonObject | undefined => (isObject(value) ? value : undefined);

export const asList = (value: Json | undefined): readonly Json[] | undefined =>
  Array.isArray(value) ? (value as readonly Json[]) : undefined;

/** The path element of an item; undefined when it lacks a key. */
export function itemElement(type: ListType, item: Json, index: number): string | undefined {
  if (type.listType === "atomic") return placeElement(index);
  if (type.listType === "set") return typeof item === "object" ? undefined : valueElement(item);
  if (!isObject(item)) return undefined;
  const keys: Record<string, Json> = {};
  for (const key of type.keys) {
    const value = item[key] ?? keyDefaults[key];
    if (value === undefined) return undefined;
    keys[key] = value;
  }
  return keyElement(keys);
}

/** Keys that may be left out, as the OpenAPI schema of Kubernetes has them: ports of containers and Services. */
const keyDefaults: Readonly<Record<string, Json>> = { protocol: "TCP" };
