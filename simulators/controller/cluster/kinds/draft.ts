import type { Json } from "../../../../protocol/json.ts";

/** JSON that is being worked on: a copy of its own, which may be changed. */
export type Draft = null | boolean | number | string | Draft[] | DraftObject;

export interface DraftObject {
  [key: string]: Draft;
}

export const copyOf = (json: Json): Draft => structuredClone(json) as Draft;

export const isObject = (json: Json | undefined): json is { readonly [key: string]: Json } =>
  typeof json === "object" && json !== null && !Array.isArray(json);

/** The object at a field, made when there is none. */
export function childOf(parent: DraftObject, name: string): DraftObject {
  const child = parent[name];
  if (typeof child === "object" && child !== null && !Array.isArray(child)) return child;
  const made: DraftObject = {};
  parent[name] = made;
  return made;
}

/** The object at a path of fields; undefined when there is none. */
export function objectAt(parent: Draft | undefined, ...path: readonly string[]): DraftObject | undefined {
  let current = parent;
  for (const name of path) current = typeof current === "object" && current !== null && !Array.isArray(current) ? current[name] : undefined;
  return typeof current === "object" && current !== null && !Array.isArray(current) ? current : undefined;
}

/** The items at a field that are objects; none when there is no list. */
export function objectsAt(parent: DraftObject | undefined, name: string): DraftObject[] {
  const list = parent?.[name];
  return Array.isArray(list) ? list.filter((item): item is DraftObject => objectAt(item) !== undefined) : [];
}

/** The strings at a field; none when there is no list. */
export function stringsAt(parent: DraftObject | undefined, name: string): string[] {
  const list = parent?.[name];
  return Array.isArray(list) ? list.filter((item): item is string => typeof item === "string") : [];
}

/** The text at a field; "" when there is none, as in Go. */
export function textAt(parent: DraftObject | undefined, name: string): string {
  const value = parent?.[name];
  return typeof value === "string" ? value : "";
}

/** The number at a field; undefined when there is none. */
export function numberAt(parent: DraftObject | undefined, name: string): number | undefined {
  const value = parent?.[name];
  return typeof value === "number" ? value : undefined;
}

/** Texts by key at a field; none when there is no map. */
export function mapAt(parent: DraftObject | undefined, name: string): Readonly<Record<string, string>> {
  const value = objectAt(parent?.[name]);
  return value === undefined
    ? {}
    : Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** Sets a field that has no value yet. "" counts as none, as in Go. */
export function setDefault(parent: DraftObject, name: string, value: Draft): void {
  const current = parent[name];
  if (current === undefined || current === null || current === "") parent[name] = value;
}
