import type { Json } from "../../../../protocol/json.ts";
import type { Type } from "../kinds/schema.ts";
import { asMap, atomOf } from "./managed-fields-atoms.ts";
import type { Owners } from "./managed-fields-managers.ts";
import { type FieldSet, memberElement } from "./managed-fields-paths.ts";
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
  const present = fieldsOf(type, live);
  let next = owners;
  for (const [identity, owner] of owners) {
    const fields = withParts(type, live, owner.fields, present);
    if (fields.size > owner.fields.size) next = new Map(next).set(identity, { ...owner, fields });
  }
  return next;
}

function withParts(type: Type, live: Json, fields: FieldSet, present: FieldSet): FieldSet {
  const above = new Set([...fields].flatMap(ancestors));
  const out = new Set(fields);
  for (const path of fields) {
    if (above.has(path) || !isGranular(type, live, path)) continue;
    for (const each of present) if (each.startsWith(`${path}\u0000`)) out.add(each);
  }
  return out;
}

function ancestors(path: string): readonly string[] {
  const parts = path.split("\u0000");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("\u0000"));
}

/** Has the place a schema of its own, in which its parts are told apart? */
function isGranular(type: Type, live: Json, path: string): boolean {
  let [at, value]: [Type | undefined, Json | undefined] = [type, live];
  for (const part of path.split("\u0000")) {
    if (at === undefined || at.kind === "untyped") return false;
    const atom = atomOf(at, value);
    if (atom.kind === "leaf") return false;
    if (atom.kind === "list") [at, value] = [atom.type.item, undefined];
    else {
      const name = part.slice(memberElement("").length);
      [at, value] = [atom.member(name), asMap(value)?.[name]];
    }
  }
  if (at === undefined || at.kind === "untyped") return false;
  const atom = atomOf(at, value);
  return atom.kind === "map" ? !atom.isAtomic : atom.kind === "list" && atom.type.listType !== "atomic";
}
