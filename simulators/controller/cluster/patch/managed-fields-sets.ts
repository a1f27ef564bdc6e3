import type { Json } from "../../../../protocol/json.ts";
import type { Type } from "../kinds/schema.ts";
import { asList, asMap, atomOf, itemElement } from "./managed-fields-atoms.ts";
import { below, type FieldSet, memberElement, placeElement } from "./managed-fields-paths.ts";

/** The fields of a value (`typed.ToFieldSet`). Maps and lists that the schema knows are not named themselves. */
export function fieldsOf(type: Type, value: Json): FieldSet {
  const set = new Set<string>();
  addFields(type, value, "", set);
  return set;
}

function addFields(type: Type, value: Json, path: string, set: Set<string>): void {
  const atom = atomOf(type, value);
  if (atom.kind === "leaf" || (atom.kind === "map" && atom.isAtomic) || (atom.kind === "list" && atom.type.listType === "atomic")) {
    set.add(path);
    return;
  }
  if (atom.kind === "map") {
    for (const [name, member] of Object.entries(asMap(value) ?? {})) {
      const memberType = atom.member(name);
      const memberPath = below(path, memberElement(name));
      if (memberType !== undefined) addFields(memberType, member, memberPath, set);
      if (!atom.isDeclared(name)) set.add(memberPath);
    }
    return;
  }
  for (const [index, item] of (asList(value) ?? []).entries()) {
    const itemPath = below(path, itemElement(atom.type, item, index) ?? placeElement(index));
    addFields(atom.type.item, item, itemPath, set);
    set.add(itemPath);
  }
}

/**
 * The value without these fields (`typed.RemoveItems`).
 *
 * A map or list that loses all that is in it becomes null, as in version 4.0.2 of the library: the server then refuses it where it may not be null.
 */
export function withoutFields(type: Type, value: Json, fields: FieldSet): Json {
  if (fields.size === 0) return value;
  const touched = new Set<string>();
  for (const field of fields)
    for (let end = field.indexOf("\u0000"); end !== -1; end = field.indexOf("\u0000", end + 1)) touched.add(field.slice(0, end));
  return remove(type, value, "", { fields, touched });
}

interface Removal {
  readonly fields: FieldSet;
  /** Paths above the fields. */
  readonly touched: FieldSet;
}

function remove(type: Type, value: Json, path: string, removal: Removal): Json {
  const atom = atomOf(type, value);
  if (atom.kind === "leaf") return value;
  const descend = (partType: Type | undefined, part: Json, partPath: string): Json =>
    partType !== undefined && removal.touched.has(partPath) ? remove(partType, part, partPath, removal) : part;
  if (atom.kind === "map") {
    const kept = Object.entries(asMap(value) ?? {}).filter(([name]) => !removal.fields.has(below(path, memberElement(name))));
    if (atom.isAtomic || kept.length === 0) return null;
    return Object.fromEntries(kept.map(([name, member]) => [name, descend(atom.member(name), member, below(path, memberElement(name)))]));
  }
  const items = (asList(value) ?? []).flatMap((item, index) => {
    const itemPath = below(path, itemElement(atom.type, item, index) ?? placeElement(index));
    return removal.fields.has(itemPath) ? [] : [descend(atom.type.item, item, itemPath)];
  });
  return atom.type.listType === "atomic" || items.length === 0 ? null : items;
}
