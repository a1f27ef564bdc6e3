import type { Json } from "../../../protocol/json.ts";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { type Pointer, removeMember, setOrInsert } from "../config/index.ts";
import type { Fabric, Group, Limits } from "../model.ts";
import type { Desk } from "./draft.ts";
import { tryIntact } from "./examine.ts";
import type { PacketFinding } from "./findings.ts";
import { type State, stateOf } from "./state.ts";

/** One edit that may mend a problem: it becomes a fix only when checking the edited fabric proves it. */
export interface Remedy {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly isProven: () => boolean;
  readonly preferred?: boolean;
}

/** Limits are tried only where encoding all groups again is quick. */
const mostGroups = 100;

/** The proven ones as fixes; at most one is preferred. */
export function fixesOf(remedies: readonly Remedy[]): readonly Fix[] {
  const proven = remedies.filter(({ edits, isProven }) => edits.length > 0 && isProven());
  const first = proven.find(({ preferred }) => preferred);
  return proven.map((remedy) => ({ title: remedy.title, edits: remedy.edits, ...(remedy === first ? { preferred: true } : {}) }));
}

/** "Set headerBytes to 141": the value is replaced, or added where it is not written. */
export function setting(desk: Desk, pointer: Pointer, value: Json, isProven: () => boolean, preferred = false): Remedy {
  const name = String(pointer.at(-1));
  const title = `Set ${name} to ${typeof value === "string" ? value : JSON.stringify(value)}`;
  return { title, edits: setOrInsert(desk.document, pointer, value), isProven, preferred };
}

export function removal(desk: Desk, pointer: Pointer, title: string, isProven: () => boolean): Remedy {
  return { title, edits: removeMember(desk.document, pointer), isProven };
}

// ---- the edited fabric ----

export const areLimitsTried = ({ state }: Desk): boolean => state.fabric.groups.length <= mostGroups;

/** The fabric with other limits, encoded anew; made once for each. */
export function withLimits(desk: Desk, change: Partial<Limits>): State {
  const key = JSON.stringify(change);
  let state = desk.alternatives.get(key);
  if (!state) desk.alternatives.set(key, (state = withFabric(desk, { limits: { ...desk.state.fabric.limits, ...change } })));
  return state;
}

export const withFabric = ({ state }: Desk, change: Partial<Fabric>): State => stateOf({ ...state.fabric, ...change });

/** The fabric with another version of one group. */
export function withGroup(desk: Desk, group: Group): State {
  return withFabric(desk, { groups: desk.state.fabric.groups.map((one) => (one.index === group.index ? group : one)) });
}

/** Are the group's packets without this fault, with nothing failed, and without one that they did not have before? */
export function isMended(desk: Desk, other: State, group: Group, kind: PacketFinding["kind"]): boolean {
  const after = faultsOf(other, group.index);
  if (after.has(kind)) return false;
  const before = faultsOf(desk.state, group.index);
  return [...after].every((fault) => before.has(fault));
}

function faultsOf(state: State, index: number): ReadonlySet<PacketFinding["kind"]> {
  const known = faults.get(state) ?? new Map<number, ReadonlySet<PacketFinding["kind"]>>();
  faults.set(state, known);
  let found = known.get(index);
  if (!found) known.set(index, (found = findFaults(state, index)));
  return found;
}

const faults = new WeakMap<State, Map<number, ReadonlySet<PacketFinding["kind"]>>>();

function findFaults(state: State, index: number): ReadonlySet<PacketFinding["kind"]> {
  const group = state.fabric.groups[index];
  if (!group) throw new Error(`no group ${index}`);
  const { findings } = tryIntact(state, group);
  const counting = findings.filter((finding) => finding.kind !== "default-rule" || finding.added.length > (group.expectSpurious ?? 0));
  return new Set(counting.map(({ kind }) => kind));
}

/** The first of `candidates` with which the group is mended; undefined: none is, or it would take long to tell. */
export function firstThatMends(
  desk: Desk,
  group: Group,
  kind: PacketFinding["kind"],
  candidates: readonly number[],
  change: (value: number) => Partial<Limits>,
): number | undefined {
  if (!areLimitsTried(desk)) return undefined;
  return candidates.find((value) => isMended(desk, withLimits(desk, change(value)), group, kind));
}

/** `from`, `from + 1` … in steps that grow with the value: up to `to`, which is always there. */
export function ascendingFrom(from: number, to: number): number[] {
  const values: number[] = [];
  for (let value = from; value < to; value += Math.max(1, Math.floor(value / 8))) values.push(value);
  return from <= to ? [...values, to] : [];
}

/** `from`, `from - 1` … `to`. */
export const descending = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, from - to + 1) }, (_, index) => from - index);
