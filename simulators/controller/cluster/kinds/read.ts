import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { isObject } from "./draft.ts";

/** The object at a path of fields; undefined when there is none. */
export function objectAt(parent: Json | undefined, ...path: readonly string[]): JsonObject | undefined {
  let current: Json | undefined = parent;
  for (const name of path) current = isObject(current) ? current[name] : undefined;
  return isObject(current) ? current : undefined;
}

/** The items at a field that are objects; none when there is no list. */
export function objectsAt(parent: JsonObject | undefined, name: string): readonly JsonObject[] {
  const list = parent?.[name];
  return Array.isArray(list) ? list.filter((item: Json): item is JsonObject => isObject(item)) : [];
}

/** The strings at a field; none when there is no list. */
export function stringsAt(parent: JsonObject | undefined, name: string): readonly string[] {
  const list = parent?.[name];
  return Array.isArray(list) ? list.filter((item: Json): item is string => typeof item === "string") : [];
}

/** The text at a field; "" when there is none, as in Go. */
export function textAt(parent: JsonObject | undefined, name: string): string {
  const value = parent?.[name];
  return typeof value === "string" ? value : "";
}

/** The number at a field; undefined when there is none. */
export function numberAt(parent: JsonObject | undefined, name: string): number | undefined {
  const value = parent?.[name];
  return typeof value === "number" ? value : undefined;
}

/** Texts by key at a field, in the order of the keys; none when there is no map. */
export function entriesAt(parent: JsonObject | undefined, name: string): readonly (readonly [string, string])[] {
  const value = parent?.[name];
  if (!isObject(value)) return [];
  return Object.entries(value)
    .filter((entry): entry is [string, string] => typeof entry[1] === "string")
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
