import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { type Cause, duplicate } from "../causes.ts";
import { isSameJson } from "../frozen.ts";
import { isObject } from "./draft.ts";
import type { Schema } from "./structural-schema.ts";

/** Lists that are sets or maps hold nothing twice (`ValidateListSetsAndMaps`). Here the place of an item is told. */
export const validateLists = (object: JsonObject, schema: Schema): readonly Cause[] => valueCauses(object, schema, "");

function valueCauses(value: Json | undefined, schema: Schema, field: string): readonly Cause[] {
  if (Array.isArray(value))
    return [...doubles(value as readonly Json[], schema, field), ...itemCauses(value as readonly Json[], schema, field)];
  if (!isObject(value)) return [];
  const { additionalProperties } = schema;
  return Object.entries(value).flatMap(([name, member]) => {
    const property = schema.properties.get(name);
    if (property) return valueCauses(member, property, field === "" ? name : `${field}.${name}`);
    return typeof additionalProperties === "object" ? valueCauses(member, additionalProperties, `${field}[${name}]`) : [];
  });
}

const itemCauses = (items: readonly Json[], { items: schema }: Schema, field: string): readonly Cause[] =>
  schema ? items.flatMap((item, index) => valueCauses(item, schema, `${field}[${index}]`)) : [];

function doubles(items: readonly Json[], schema: Schema, field: string): readonly Cause[] {
  if (schema.listType === "atomic") return [];
  const identities = items.map((item) => (schema.listType === "set" ? item : keysOf(item, schema)));
  return identities.flatMap((identity, index) => {
    const isDouble = identities.slice(0, index).some((other) => isSameJson(other, identity));
    return isDouble ? [duplicate(`${field}[${index}]`, identity)] : [];
  });
}

function keysOf(item: Json, { listKeys }: Schema): Json {
  return isObject(item) ? Object.fromEntries(listKeys.flatMap((key) => (item[key] === undefined ? [] : [[key, item[key] ?? null]]))) : item;
}
