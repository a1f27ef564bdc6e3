import type { Json } from "../../../../protocol/json.ts";
import type { Type } from "../kinds/schema.ts";
import { asList, asMap, atomOf, itemElement } from "./managed-fields-atoms.ts";
import type { Owners } from "./managed-fields-managers.ts";
import { below, type FieldSet, memberElement } from "./managed-fields-paths.ts";
import { fieldsOf } from "./managed-fields-sets.ts";

/**
 * Owners of a whole map or list, none of whose parts they own by name, own the parts that it has now.
 *
 * The library means fields that were one value in an older schema; it cannot tell them from those that were empty when they came,
 * such as `spec: {}`, and so neither do we.
 *
 * @see structured-merge-diff/v4/typed/reconcile_schema.go (4.0.2)
 */
export function expanded(type: Type, live: Json, owners: Owners): Owners {
  let next = owners;
  for (const [identity, owner] of owners) {
    const parts = wholesIn(type, owner.fields).flatMap((whole) => partsOf(type, live, whole));
    if (parts.length > 0) next = new Map(next).set(identity, { ...owner, fields: new Set([...owner.fields, ...parts]) });
  }
  return next;
}

/** The fields inside of the value at a path. */
function partsOf(type: Type, live: Json, path: string): readonly string[] {
  let [at, value]: [Type | undefined, Json | undefined] = [type, live];
  for (const part of path.split("\u0000")) {
    if (at === undefined) return [];
    const atom = atomOf(at, value);
    if (atom.kind === "leaf") return [];
    if (atom.kind === "list") {
      const { type: list } = atom;
      [at, value] = [list.item, asList(value)?.find((item, index) => itemElement(list, item, index) === part)];
    } else {
      const name = part.slice(memberElement("").length);
      [at, value] = [atom.member(name), asMap(value)?.[name]];
    }
    if (value === undefined) return [];
  }
  return at === undefined || value === undefined ? [] : [...fieldsOf(at, value)].map((each) => below(path, each));
}

/** Paths of maps and lists in a set that has nothing below them. Remembered: the sets of an object stay the same from write to write. */
function wholesIn(type: Type, fields: FieldSet): readonly string[] {
  const known = remembered.get(fields);
  if (known?.type === type) return known.wholes;
  const above = new Set<string>();
  for (const path of fields)
    for (let end = path.lastIndexOf("\u0000"); end > 0; end = path.lastIndexOf("\u0000", end - 1)) above.add(path.slice(0, end));
  const wholes = [...fields].filter((path) => !above.has(path) && isGranular(type, path));
  remembered.set(fields, { type, wholes });
  return wholes;
}

const remembered = new WeakMap<FieldSet, { readonly type: Type; readonly wholes: readonly string[] }>();

/** Has the place a schema of its own, in which its parts are told apart? */
function isGranular(type: Type, path: string): boolean {
  let at: Type | undefined = type;
  for (const part of path.split("\u0000")) {
    if (at === undefined || at.kind === "untyped") return false;
    const atom = atomOf(at, undefined);
    if (atom.kind === "leaf") return false;
    at = atom.kind === "list" ? atom.type.item : atom.member(part.slice(memberElement("").length));
  }
  if (at === undefined || at.kind === "untyped") return false;
  const atom = atomOf(at, undefined);
  return atom.kind === "map" ? !atom.isAtomic : atom.kind === "list" && atom.type.listType !== "atomic";
}
