import type { Json, JsonObject } from "../../../../protocol/json.ts";

/**
 * A set of paths to fields, as a manager owns them. A path in it stands for itself alone, not for what lies below it.
 *
 * A path is the texts of its elements, joined: `f:NAME` a member, `k:{…}` an item by its keys, `v:…` an item of a set, `i:N` an item by its place.
 *
 * @see sigs.k8s.io/structured-merge-diff/v4/fieldpath (version 4.0.2, which kube-apiserver 1.20 uses)
 */
export type FieldSet = ReadonlySet<string>;

export const noFields: FieldSet = new Set();

const separator = "\u0000";

/** The path of an element inside of another one; "" is the root. */
export const below = (path: string, element: string): string => (path === "" ? element : `${path}${separator}${element}`);

const parts = (path: string): readonly string[] => path.split(separator);

export const memberElement = (name: string): string => `f:${name}`;
export const placeElement = (index: number): string => `i:${index}`;
export const valueElement = (value: Json): string => `v:${JSON.stringify(value)}`;

/** Keys in the order of their names. */
export const keyElement = (keys: JsonObject): string =>
  `k:${JSON.stringify(Object.fromEntries(Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1))))}`;

export const union = (a: FieldSet, b: FieldSet): FieldSet => (b.size === 0 ? a : new Set([...a, ...b]));

export const difference = (a: FieldSet, b: FieldSet): FieldSet =>
  a.size === 0 || b.size === 0 ? a : new Set([...a].filter((path) => !b.has(path)));

export const intersection = (a: FieldSet, b: FieldSet): FieldSet => new Set([...a].filter((path) => b.has(path)));

/** The form of `fieldsV1`: `{ "f:spec": { ".": {}, "f:replicas": {} } }`. */
export function toFieldsV1(set: FieldSet): JsonObject {
  const root: Tree = new Map();
  for (const path of set) {
    let node = root;
    for (const part of parts(path)) {
      const next: Tree = node.get(part) ?? new Map();
      node.set(part, next);
      node = next;
    }
    node.set(".", new Map());
  }
  return treeToJson(root);
}

type Tree = Map<string, Tree>;

function treeToJson(tree: Tree): JsonObject {
  const members = [...tree.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([part, child]) => [part, child.size === 1 && child.has(".") ? {} : treeToJson(child)]));
}

/** The reverse of `toFieldsV1`; undefined: not of that form. */
export function fromFieldsV1(fields: Json | undefined): FieldSet | undefined {
  const set = new Set<string>();
  return collect(fields ?? {}, "", set) ? set : undefined;
}

function collect(fields: Json, path: string, set: Set<string>): boolean {
  if (typeof fields !== "object" || fields === null || Array.isArray(fields)) return false;
  const members = Object.entries(fields as JsonObject);
  if (members.length === 0 && path !== "") set.add(path);
  return members.every(([part, child]) => {
    if (part === ".") {
      if (path !== "") set.add(path);
      return true;
    }
    return /^[fkvi]:/.test(part) && collect(child, below(path, canonical(part)), set);
  });
}

/** Keys and values are compared as text: whoever wrote them may have used blanks or another order. */
function canonical(part: string): string {
  if (!part.startsWith("k:") && !part.startsWith("v:")) return part;
  try {
    const value: Json = JSON.parse(part.slice(2));
    if (part.startsWith("v:")) return valueElement(value);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? keyElement(value as JsonObject) : part;
  } catch {
    return part;
  }
}

/** As conflicts show it: `.spec.containers[name="c"].image`. */
export const pathText = (path: string): string => parts(path).map(elementText).join("");

function elementText(part: string): string {
  const rest = part.slice(2);
  if (part.startsWith("f:")) return `.${rest}`;
  if (part.startsWith("v:")) return `[=${rest}]`;
  if (!part.startsWith("k:")) return `[${rest}]`;
  const keys = Object.entries(JSON.parse(rest) as JsonObject).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `[${keys.join(",")}]`;
}
