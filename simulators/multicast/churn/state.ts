import type { GroupEncoder } from "../scale/encode.ts";
import type { Tier } from "../scale/tier.ts";

/** A copy of what rules 1 and 2 gave for one group in one tier. Numbers of switches ascending. */
export interface TierState {
  readonly stride: number;
  readonly ids: Int32Array;
  /** Bitmaps of the switches, in the order of `ids`. */
  readonly own: Uint32Array;
  /** The p-rules in the order of the header: equal arrays exactly for equal rules. */
  readonly ruleWords: Uint32Array;
  /** Switches without p-rule. */
  readonly left: Int32Array;
}

/** The rules of one group that do not depend on others. */
export interface GroupState {
  readonly pods: TierState;
  readonly leaves: TierState;
}

/** Copies the result of `clusterGroup`. */
export function stateOf(encoder: GroupEncoder): GroupState {
  return { pods: tierState(encoder.pods), leaves: tierState(encoder.leaves) };
}

/** Position of a switch in `ids`, -1 when it has no receivers. */
export function positionOf({ ids }: TierState, id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] as number) < id) low = middle + 1;
    else high = middle;
  }
  return ids[low] === id ? low : -1;
}

/** Bitmap of a switch that has receivers. */
export function ownBits(state: TierState, id: number): Uint32Array {
  const position = positionOf(state, id);
  return state.own.subarray(position * state.stride, (position + 1) * state.stride);
}

/** Union of the bitmaps of the switches on the default rule; empty: there is none. */
export function defaultWords(state: TierState, isTurnedAway: (id: number) => boolean): Uint32Array {
  const { left, stride, own } = state;
  let words = noWords;
  for (let i = 0; i < left.length; i += 1) {
    const id = left[i] as number;
    if (!isTurnedAway(id)) continue;
    if (words === noWords) words = new Uint32Array(stride);
    const from = positionOf(state, id) * stride;
    for (let word = 0; word < stride; word += 1) words[word] = (words[word] as number) | (own[from + word] as number);
  }
  return words;
}

const noWords = new Uint32Array(0);

/** Visits, ascending, the switches without p-rule in one of two states whose claim is another one in `after`. */
export function forEachDifferent(before: TierState, after: TierState, visit: (id: number, isWanted: boolean) => void): void {
  let old = 0;
  let now = 0;
  while (old < before.left.length || now < after.left.length) {
    const oldId = before.left[old] ?? Number.POSITIVE_INFINITY;
    const nowId = after.left[now] ?? Number.POSITIVE_INFINITY;
    const id = Math.min(oldId, nowId);
    if (oldId !== nowId || !hasSameBits(before, after, id)) visit(id, nowId === id);
    if (oldId === id) old += 1;
    if (nowId === id) now += 1;
  }
}

function hasSameBits(a: TierState, b: TierState, id: number): boolean {
  const [atA, atB] = [positionOf(a, id) * a.stride, positionOf(b, id) * b.stride];
  for (let word = 0; word < a.stride; word += 1) if (a.own[atA + word] !== b.own[atB + word]) return false;
  return true;
}

export function isSame(a: Uint32Array | undefined, b: Uint32Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.length !== b.length) return false;
  for (let word = 0; word < a.length; word += 1) if (a[word] !== b[word]) return false;
  return true;
}

function tierState(tier: Tier): TierState {
  const { stride, count } = tier;
  const ids = tier.ids.slice(0, count);
  const own = new Uint32Array(count * stride);
  for (let position = 0; position < count; position += 1) {
    const from = (ids[position] as number) * stride;
    for (let word = 0; word < stride; word += 1) own[position * stride + word] = tier.own[from + word] as number;
  }
  return { stride, ids, own, ruleWords: ruleWords(tier), left: tier.left.slice(0, tier.leftCount) };
}

/** For each rule: number of ids, ids ascending, bitmap; rules by their smallest id. */
function ruleWords(tier: Tier): Uint32Array {
  const { ruleCount, ruleSizes, ruleIds, ruleBits, idsPerRule, stride } = tier;
  let length = ruleCount * (1 + stride);
  for (let rule = 0; rule < ruleCount; rule += 1) {
    const size = ruleSizes[rule] as number;
    length += size;
    ruleIds.subarray(rule * idsPerRule, rule * idsPerRule + size).sort();
  }
  const order = Array.from({ length: ruleCount }, (_, rule) => rule);
  order.sort((a, b) => (ruleIds[a * idsPerRule] as number) - (ruleIds[b * idsPerRule] as number));
  const words = new Uint32Array(length);
  let at = 0;
  const write = (word: number | undefined): void => {
    words[at] = word ?? 0;
    at += 1;
  };
  for (const rule of order) {
    const size = ruleSizes[rule] as number;
    write(size);
    for (let i = 0; i < size; i += 1) write(ruleIds[rule * idsPerRule + i]);
    for (let word = 0; word < stride; word += 1) write(ruleBits[rule * stride + word]);
  }
  return words;
}
