import type { JsonObject } from "../../../../protocol/json.ts";
import type { FieldSet } from "./managed-fields-paths.ts";

/**
 * The paths of a set of conflicts, as the real server names them: now and then a path is named twice and another one not at all.
 *
 * While it walks through the set, structured-merge-diff 4.0.2 appends to slices that share their memory, and keeps the slices:
 * what is appended later overwrites the last element of what was found before. Clients compare these answers, so the slices are rebuilt here.
 *
 * @see structured-merge-diff/v4/fieldpath/set.go iteratePrefix, merge/conflict.go ConflictsFromManagers
 */
export function conflictPaths(set: FieldSet): readonly string[] {
  const root: Node = { members: new Set(), children: new Map() };
  for (const path of set) insert(root, path.split("\u0000"));
  const found: Slice[] = [];
  visit(root, { memory: [], length: 0, capacity: 0 }, found);
  return found.map(({ memory, length }) => memory.slice(0, length).join("\u0000"));
}

interface Node {
  readonly members: Set<string>;
  readonly children: Map<string, Node>;
}

function insert(root: Node, parts: readonly string[]): void {
  let node = root;
  for (const part of parts.slice(0, -1)) {
    const next: Node = node.children.get(part) ?? { members: new Set(), children: new Map() };
    node.children.set(part, next);
    node = next;
  }
  node.members.add(parts.at(-1) ?? "");
}

/** A slice of Go: several may share their memory. */
interface Slice {
  readonly memory: string[];
  readonly length: number;
  readonly capacity: number;
}

/** In place while there is room; else in new memory of twice the size. */
function append(slice: Slice, part: string): Slice {
  const hasRoom = slice.length < slice.capacity;
  const memory = hasRoom ? slice.memory : slice.memory.slice(0, slice.length);
  memory[slice.length] = part;
  return { memory, length: slice.length + 1, capacity: hasRoom ? slice.capacity : Math.max(1, slice.capacity * 2) };
}

function visit({ members, children }: Node, prefix: Slice, found: Slice[]): void {
  for (const part of [...members].sort(byElement)) found.push(append(prefix, part));
  for (const [part, child] of [...children].sort(([a], [b]) => byElement(a, b))) visit(child, append(prefix, part), found);
}

const kinds = "fkvi";

/** Members, then keyed items, then values, then places; each in its own order. */
export function byElement(a: string, b: string): number {
  const byKind = kinds.indexOf(a[0] ?? "") - kinds.indexOf(b[0] ?? "");
  if (byKind !== 0) return byKind;
  const [left, right] = [a.slice(2), b.slice(2)];
  if (a.startsWith("f:")) return compare(left, right);
  const [leftValue, rightValue] = [JSON.parse(left), JSON.parse(right)] as [unknown, unknown];
  return a.startsWith("k:") ? compareKeys(leftValue as JsonObject, rightValue as JsonObject) : compare(leftValue, rightValue);
}

function compareKeys(a: JsonObject, b: JsonObject): number {
  for (const key of Object.keys(a)) {
    const difference = compare(a[key], b[key]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === typeof b && (typeof a === "string" || typeof a === "number")) return a < (b as typeof a) ? -1 : a === b ? 0 : 1;
  return String(a) < String(b) ? -1 : 1;
}
