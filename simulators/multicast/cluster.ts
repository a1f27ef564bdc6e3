/** Which switches share a p-rule (§5, rules 1 and 2). */
import { addAll, bitmapKey, popcount, unionCount } from "./bitmap.ts";
import type { Bitmap, PRule } from "./model.ts";

/** A switch with receivers behind it and the ports that lead to them. */
export interface Branch {
  readonly id: number;
  readonly ports: Bitmap;
}

export interface ClusterLimits {
  /** H: p-rules in one header. */
  readonly rules: number;
  /** K: ids in one rule. */
  readonly idsPerRule: number;
  /** R: bits. */
  readonly redundancy: number;
}

/** Rules in ascending order of their smallest id; `rest` ascending by id. */
export interface Clustering {
  readonly pRules: readonly PRule[];
  readonly rest: readonly Branch[];
}

/**
 * Puts the switches of one tier into p-rules.
 *
 * Up to H switches: only equal bitmaps share. More: H times the greedy smallest union within the redundancy R; the rest has to look elsewhere.
 *
 * @param branches Ascending by id, no bitmap empty.
 */
export function cluster(branches: readonly Branch[], limits: ClusterLimits): Clustering {
  if (branches.length <= limits.rules) return { pRules: sharedEqual(branches, limits.idsPerRule), rest: [] };
  return sharedSimilar(branches, limits);
}

function sharedEqual(branches: readonly Branch[], idsPerRule: number): PRule[] {
  const open = new Map<string, { ids: number[]; ports: Bitmap }>();
  const rules: { ids: number[]; ports: Bitmap }[] = [];
  for (const { id, ports } of branches) {
    const key = bitmapKey(ports);
    const rule = open.get(key);
    if (rule && rule.ids.length < idsPerRule) {
      rule.ids.push(id);
      continue;
    }
    const started = { ids: [id], ports };
    open.set(key, started);
    rules.push(started);
  }
  return rules;
}

function sharedSimilar(branches: readonly Branch[], limits: ClusterLimits): Clustering {
  // Smallest bitmap first, then smallest id: the order of rule 2 in all its ties.
  const left = branches.map((branch) => ({ ...branch, bits: popcount(branch.ports) })).sort((a, b) => a.bits - b.bits || a.id - b.id);
  const pRules: PRule[] = [];
  for (let rulesLeft = limits.rules; rulesLeft > 0 && left.length > 0; rulesLeft--) {
    pRules.push(takeRule(left, Math.min(limits.idsPerRule, Math.ceil(left.length / rulesLeft)), limits.redundancy));
  }
  pRules.sort((a, b) => (a.ids[0] ?? 0) - (b.ids[0] ?? 0));
  return { pRules, rest: left.map(({ id, ports }) => ({ id, ports })).sort((a, b) => a.id - b.id) };
}

interface Candidate extends Branch {
  readonly bits: number;
}

/** Takes the switches of one rule out of `left`, which is sorted by bits, then id. */
function takeRule(left: Candidate[], size: number, redundancy: number): PRule {
  const [first] = left.splice(0, 1);
  if (!first) throw new RangeError("no switch is left for a rule");
  const ids = [first.id];
  const ports = first.ports.slice();
  let ownBits = first.bits;
  while (ids.length < size) {
    const { index, total } = smallestUnion(left, ports);
    const next = left[index];
    // Redundancy never falls as a rule grows, so the first switch that is too much ends the longest prefix.
    if (!next || (ids.length + 1) * total - (ownBits + next.bits) > redundancy) break;
    left.splice(index, 1);
    ids.push(next.id);
    addAll(ports, next.ports);
    ownBits += next.bits;
  }
  return { ids: ids.sort((a, b) => a - b), ports };
}

/** First in the order of `left` among the smallest unions; an own size of at least the best union ends the search. */
function smallestUnion(left: readonly Candidate[], ports: Bitmap): { index: number; total: number } {
  let best = { index: -1, total: Number.POSITIVE_INFINITY };
  for (const [index, candidate] of left.entries()) {
    if (candidate.bits >= best.total) break;
    const total = unionCount(ports, candidate.ports);
    if (total < best.total) best = { index, total };
  }
  return best;
}
