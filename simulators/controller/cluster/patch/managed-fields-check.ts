import type { Json } from "../../../../protocol/json.ts";
import type { Type } from "../kinds/schema.ts";
import { asList, asMap, atomOf, itemElement } from "./managed-fields-atoms.ts";

/**
 * Does the value fit the schema, so that its fields can be told? (`typed.AsTyped`)
 *
 * @returns The first thing wrong: `.spec.bogus: field not declared in schema`.
 */
export function misfit(type: Type, value: Json, path = ""): string | undefined {
  if (value === null) return undefined;
  const atom = atomOf(type, value);
  switch (atom.kind) {
    case "leaf":
      return isScalarOf(type, value) ? undefined : `${path}: expected ${type.kind}, got ${JSON.stringify(value)}`;
    case "map": {
      const map = asMap(value);
      if (map === undefined) return `${path}: expected map, got ${JSON.stringify(value)}`;
      return first(Object.entries(map), ([name, member]) => {
        const memberType = atom.member(name);
        return memberType === undefined ? `${path}.${name}: field not declared in schema` : misfit(memberType, member, `${path}.${name}`);
      });
    }
    case "list": {
      const list = asList(value);
      if (list === undefined) return `${path}: expected list, got ${JSON.stringify(value)}`;
      const seen = new Set<string>();
      return first([...list.entries()], ([index, item]) => {
        const element = itemElement(atom.type, item, index);
        if (element === undefined) return `${path}: element ${index}: associative list with keys has an element that omits key field`;
        if (seen.has(element)) return `${path}: duplicate entries for key ${element.slice(2)}`;
        seen.add(element);
        return misfit(atom.type.item, item, `${path}[${index}]`);
      });
    }
  }
}

function first<T>(items: readonly T[], check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = check(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isScalarOf({ kind }: Type, value: Json): boolean {
  const isAny = kind === "untyped" || kind === "map";
  if (typeof value === "object" || isAny) return isAny;
  return kind === "quantity" || kind === "intOrString" || typeof value === (scalars[kind] ?? "string");
}

/** What JSON has for each kind of scalar; a text where nothing stands. */
const scalars: Readonly<Partial<Record<Type["kind"], string>>> = { boolean: "boolean", int32: "number", int64: "number", number: "number" };
