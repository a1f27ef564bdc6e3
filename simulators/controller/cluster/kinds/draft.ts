import type { Json, JsonObject } from "../../../../protocol/json.ts";

/** JSON that is being worked on: a copy of its own, which may be changed. */
export type Draft = null | boolean | number | string | Draft[] | DraftObject;

export interface DraftObject {
  [key: string]: Draft;
}

export function copyOf(json: Json): Draft {
  if (Array.isArray(json)) return json.map((item: Json) => copyOf(item));
  return isObject(json) ? draftOf(json) : (json as Draft);
}

export function draftOf(json: JsonObject): DraftObject {
  const draft: DraftObject = {};
  for (const [name, value] of Object.entries(json)) draft[name] = copyOf(value);
  return draft;
}

export const isObject = (json: Json | undefined): json is { readonly [key: string]: Json } =>
  typeof json === "object" && json !== null && !Array.isArray(json);

const isDraftObject = (draft: Draft | undefined): draft is DraftObject =>
  typeof draft === "object" && draft !== null && !Array.isArray(draft);

/** The object at a field, made when there is none. */
export function childOf(parent: DraftObject, name: string): DraftObject {
  const child = parent[name];
  if (isDraftObject(child)) return child;
  const made: DraftObject = {};
  parent[name] = made;
  return made;
}

/** The object at a path of fields; undefined when there is none. */
export function draftAt(parent: Draft | undefined, ...path: readonly string[]): DraftObject | undefined {
  let current = parent;
  for (const name of path) current = isDraftObject(current) ? current[name] : undefined;
  return isDraftObject(current) ? current : undefined;
}

/** The items at a field that are objects; none when there is no list. */
export function draftsAt(parent: DraftObject | undefined, name: string): readonly DraftObject[] {
  const list = parent?.[name];
  return Array.isArray(list) ? list.filter(isDraftObject) : [];
}

/** Sets a field that has no value yet. "" and 0 count as none, as in Go. */
export function setDefault(parent: DraftObject, name: string, value: Draft): void {
  const current = parent[name];
  if (current === undefined || current === null || current === "" || current === 0) parent[name] = value;
}

/** Sets a field that was never given; 0 is a value (a pointer in Go). */
export function setMissing(parent: DraftObject, name: string, value: Draft): void {
  if (parent[name] === undefined || parent[name] === null) parent[name] = value;
}

/** Puts the value of another object into a field; removes it when the other has none. */
export function restore(target: DraftObject, name: string, from: JsonObject | undefined): void {
  const value = from?.[name];
  if (value === undefined) delete target[name];
  else target[name] = copyOf(value);
}
