import type { Json } from "../../../../protocol/json.ts";
import { isSameJson } from "../frozen.ts";
import type { ListType, Type } from "../kinds/schema.ts";
import { type Atom, asList, asMap, atomOf, itemElement } from "./managed-fields-atoms.ts";
import { below, type FieldSet, memberElement, placeElement } from "./managed-fields-paths.ts";

/** The object with the applied configuration laid over it: maps and keyed lists are joined, all else is replaced (`typed.Merge`). */
export const overlay = (type: Type, live: Json, applied: Json): Json =>
  walk({ type, left: live, right: applied, path: "" }, { leaf: (left, right) => (right === undefined ? left : right), item: () => {} }) ??
  null;

export interface Comparison {
  readonly removed: FieldSet;
  readonly modified: FieldSet;
  readonly added: FieldSet;
}

/** Which fields differ (`typed.Compare`). What comes or goes with all that is in it is named itself, too. */
export function compare(type: Type, before: Json, after: Json): Comparison {
  const removed = new Set<string>();
  const modified = new Set<string>();
  const added = new Set<string>();
  walk(
    { type, left: before, right: after, path: "" },
    {
      leaf(left, right, path) {
        if (left === undefined) added.add(path);
        else if (right === undefined) removed.add(path);
        else if (!isSameJson(left, right)) modified.add(path);
        return undefined;
      },
      item(left, right, path) {
        if (left === undefined) added.add(path);
        else if (right === undefined) removed.add(path);
      },
    },
  );
  return { removed, modified, added };
}

interface Place {
  readonly type: Type;
  readonly left: Json | undefined;
  readonly right: Json | undefined;
  readonly path: string;
}

interface Rule {
  /** For a value without parts: what stands there afterwards. */
  leaf(left: Json | undefined, right: Json | undefined, path: string): Json | undefined;
  /** After all that is in a map, list or item. */
  item(left: Json | undefined, right: Json | undefined, path: string): void;
}

/** @see structured-merge-diff/v4/typed/merge.go */
function walk(place: Place, rule: Rule): Json | undefined {
  const { type, left, right } = place;
  const leftAtom = atomOf(type, left);
  const rightAtom = atomOf(type, right);
  if (right === undefined) return handle(place, leftAtom, rule);
  // Another form stands there now: the parts of the old one are gone, those of the new one have come.
  if (left !== undefined && left !== null && right !== null && leftAtom.kind !== rightAtom.kind) handle(place, leftAtom, rule);
  return handle(place, right === null && left !== undefined ? leftAtom : rightAtom, rule);
}

function handle(place: Place, atom: Atom, rule: Rule): Json | undefined {
  const { left, right, path } = place;
  const parts = atom.kind === "map" ? mapParts(place, atom) : atom.kind === "list" ? listParts(place, atom.type) : undefined;
  if (parts === undefined) return rule.leaf(left, right, path);
  const out: [string, Json][] = [];
  for (const [name, part] of parts) {
    const value = walk(part, rule);
    if (value !== undefined) out.push([name, value]);
  }
  rule.item(left, right, path);
  if (out.length === 0) return undefined;
  return atom.kind === "map" ? Object.fromEntries(out) : out.map(([, value]) => value);
}

type Parts = readonly (readonly [string, Place])[];

/** Undefined: it is to be taken as one value. */
function mapParts({ left, right, path }: Place, atom: Atom & { readonly kind: "map" }): Parts | undefined {
  const [leftMap, rightMap] = [asMap(left) ?? {}, asMap(right) ?? {}];
  const names = new Set([...Object.keys(leftMap), ...Object.keys(rightMap)]);
  if (atom.isAtomic || names.size === 0) return undefined;
  return [...names].flatMap((name) => {
    const type = atom.member(name);
    return type === undefined
      ? []
      : [[name, { type, left: leftMap[name], right: rightMap[name], path: below(path, memberElement(name)) }] as const];
  });
}

/** Items of the left side keep their order; new ones follow. */
function listParts({ left, right, path }: Place, type: ListType): Parts | undefined {
  const [leftList, rightList] = [asList(left) ?? [], asList(right) ?? []];
  if (type.listType === "atomic" || leftList.length + rightList.length === 0) return undefined;
  const byElement = new Map<string, { left?: Json; right?: Json }>();
  for (const [index, item] of leftList.entries()) byElement.set(elementAt(type, item, index), { left: item });
  for (const [index, item] of rightList.entries()) {
    const element = elementAt(type, item, index);
    byElement.set(element, { ...byElement.get(element), right: item });
  }
  return [...byElement].map(([element, pair]) => [
    element,
    { type: type.item, left: pair.left, right: pair.right, path: below(path, element) },
  ]);
}

const elementAt = (type: ListType, item: Json, index: number): string => itemElement(type, item, index) ?? placeElement(index);
