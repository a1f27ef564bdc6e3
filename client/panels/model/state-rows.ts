import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { Change } from "../../../protocol/trace.ts";
import { formatValue } from "./format.ts";
import { isObject } from "./state-at.ts";

/** A row of the state table: one location, before and after the current step. */
export interface StateRow {
  /** JSON of the path: unique in a state. */
  readonly id: string;
  readonly name: string;
  /** 0 for the names on top. */
  readonly depth: number;
  readonly before: string;
  readonly after: string;
  readonly fold: "open" | "shut" | "none";
  /** The current step sets this location, or, when it is folded, something inside. */
  readonly isChanged: boolean;
  /** What the current step should have set it to, where that is known. */
  readonly expected?: string;
}

/**
 * The state as rows: both sides of the current step in one tree.
 * Changed parts stand open, others are folded unless the whole state is small; what the user has folded or unfolded stays so.
 *
 * @param before @param after Share what is equal (see `applyChanges`), so that only changed parts are compared.
 * @param toggled By row id: what the user wants open (true) or shut.
 */
export function stateRows(before: JsonObject, after: JsonObject, toggled: ReadonlyMap<string, boolean>): readonly StateRow[] {
  const rows: StateRow[] = [];
  const isSmall = countValues(after, smallState) < smallState;
  addChildren(rows, { before, after, path: [], toggled, isSmall });
  return rows;
}

/** The rows with what the current step should have set them to: such a row is marked even if the step has left its value as it was. */
export function withExpected(rows: readonly StateRow[], changes: readonly Change[]): readonly StateRow[] {
  const expected = new Map<string, string>();
  for (const { location, expected: value } of changes) if (value !== undefined) collect(expected, location.map(String), value);
  if (expected.size === 0) return rows;
  return rows.map((row) => {
    const value = row.fold === "open" ? undefined : expected.get(row.id);
    return value === undefined || value === row.after ? row : { ...row, isChanged: true, expected: value };
  });
}

/** Also what stands inside: a folded row shows the whole, its parts show theirs. */
function collect(expected: Map<string, string>, path: readonly string[], value: Json): void {
  expected.set(JSON.stringify(path), formatValue(value));
  if (typeof value !== "object" || value === null) return;
  for (const [name, child] of Object.entries(value)) collect(expected, [...path, name], child);
}

/** Values up to which a state is shown unfolded: two screens of rows. */
const smallState = 40;

interface Place {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly path: readonly string[];
  readonly toggled: ReadonlyMap<string, boolean>;
  readonly isSmall: boolean;
}

function addChildren(rows: StateRow[], place: Place): void {
  const names = childNames(place.before, place.after);
  for (const name of names) {
    addRow(rows, { ...place, before: childOf(place.before, name), after: childOf(place.after, name), path: [...place.path, name] });
  }
}

function addRow(rows: StateRow[], place: Place): void {
  const { before, after, path, toggled, isSmall } = place;
  const id = JSON.stringify(path);
  const differs = !isSame(before, after);
  const canFold = hasChildren(before) || hasChildren(after);
  const isOpen = canFold && (toggled.get(id) ?? (differs || isSmall));
  const isWhole = before === undefined || after === undefined || !canFold || hasChildren(before) !== hasChildren(after);
  rows.push({
    id,
    name: path.at(-1) ?? "",
    depth: path.length - 1,
    before: cell(before, isOpen, differs),
    after: cell(after, isOpen, differs),
    fold: canFold ? (isOpen ? "open" : "shut") : "none",
    isChanged: differs && (isWhole || !isOpen),
  });
  if (isOpen) addChildren(rows, place);
}

function cell(value: Json | undefined, isOpen: boolean, differs: boolean): string {
  if (value === undefined) return differs ? "none" : "";
  return isOpen && hasChildren(value) ? "" : formatValue(value);
}

/** Same value. Shared parts are equal by identity; parts of a changed place are compared by content. */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && isSame(childOf(a, name), childOf(b, name)));
}

/** Names on either side: those of after in their order, then those that went. */
function childNames(before: Json | undefined, after: Json | undefined): readonly string[] {
  const now = hasChildren(after) ? Object.keys(after as object) : [];
  if (before === after || !hasChildren(before)) return now;
  const known = new Set(now);
  return [...now, ...Object.keys(before as object).filter((name) => !known.has(name))];
}

function childOf(value: Json | undefined, name: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(name)];
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function hasChildren(value: Json | undefined): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function countValues(value: Json | undefined, most: number): number {
  if (!hasChildren(value)) return 1;
  let sum = 0;
  for (const child of Object.values(value as object) as readonly Json[]) {
    sum += countValues(child, most - sum);
    if (sum >= most) return sum;
  }
  return sum;
}
