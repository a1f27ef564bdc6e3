import { emptyBitmap, popcount32 } from "../bitmap.ts";
import type { Bitmap, PRule, SRule, TierRules } from "../model.ts";

/**
 * Reused memory for the rules of one group in one tier: nothing is allocated for a group.
 *
 * Bitmaps stand at `switch * stride` (rules: `rule * stride`). Only the entries of touched switches are ever written and cleared.
 */
export interface Tier {
  readonly switches: number;
  /** Ports that a bitmap names. */
  readonly ports: number;
  /** Words of a bitmap; at least 2, so that all fabrics up to 64 ports take the same fast path. */
  readonly stride: number;
  /** H. */
  readonly maxRules: number;
  /** K. */
  readonly idsPerRule: number;
  /** R. */
  readonly redundancy: number;

  // ---- input: which ports have receivers behind them ----
  readonly own: Uint32Array;
  /** Switches with receivers, ascending. */
  readonly ids: Int32Array;
  count: number;
  /** Ports set in `own`, by position in `ids`. */
  readonly weights: Uint16Array;

  // ---- result: p-rules, then the switches left over ----
  ruleCount: number;
  readonly ruleSizes: Uint16Array;
  /** Ids of rule `r` from `r * idsPerRule` on, in the order in which they joined. */
  readonly ruleIds: Int32Array;
  readonly ruleBits: Uint32Array;
  /** Switches without p-rule, ascending. */
  readonly left: Int32Array;
  leftCount: number;
  /** 1: has an s-rule; 0: on the default rule. By position in `left`. */
  readonly isAdmitted: Uint8Array;
  defaultCount: number;
  readonly defaultBits: Uint32Array;
  /** What each touched switch sends to, once the rules are applied. */
  readonly cover: Uint32Array;

  // ---- memory of the clustering ----
  readonly isAssigned: Uint8Array;
  /** Switches by weight, then id; `next` and `previous` link those without a rule, with a sentinel at `count`. */
  readonly sorted: Int32Array;
  readonly sortedWeights: Uint16Array;
  readonly sortedBits: Uint32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  readonly weightStarts: Int32Array;
  /** Open addressing by bitmap: `slotValues` belongs to the bitmap of switch `slotIds` where `slotStamps` is `stamp`. */
  readonly slotIds: Int32Array;
  readonly slotValues: Int32Array;
  readonly slotStamps: Uint32Array;
  stamp: number;
}

export interface TierLimits {
  readonly rules: number;
  readonly idsPerRule: number;
  readonly redundancy: number;
}

export function createTier(switches: number, ports: number, limits: TierLimits): Tier {
  const stride = Math.max(2, (ports + 31) >>> 5);
  const maxRules = Math.min(limits.rules, switches);
  const slots = 2 ** Math.ceil(Math.log2(switches * 2 + 2));
  return {
    switches,
    ports,
    stride,
    maxRules,
    idsPerRule: limits.idsPerRule,
    redundancy: limits.redundancy,
    own: new Uint32Array(switches * stride),
    ids: new Int32Array(switches),
    count: 0,
    weights: new Uint16Array(switches),
    ruleCount: 0,
    ruleSizes: new Uint16Array(maxRules),
    ruleIds: new Int32Array(maxRules * limits.idsPerRule),
    ruleBits: new Uint32Array(maxRules * stride),
    left: new Int32Array(switches),
    leftCount: 0,
    isAdmitted: new Uint8Array(switches),
    defaultCount: 0,
    defaultBits: new Uint32Array(stride),
    cover: new Uint32Array(switches * stride),
    isAssigned: new Uint8Array(switches),
    sorted: new Int32Array(switches),
    sortedWeights: new Uint16Array(switches),
    sortedBits: new Uint32Array(switches * stride),
    next: new Int32Array(switches + 1),
    previous: new Int32Array(switches + 1),
    weightStarts: new Int32Array(ports + 2),
    slotIds: new Int32Array(slots),
    slotValues: new Int32Array(slots),
    slotStamps: new Uint32Array(slots),
    stamp: 0,
  };
}

/** Makes the tier ready for the next group. */
export function clearTier(tier: Tier): void {
  const { own, cover, ids, count, stride } = tier;
  for (let i = 0; i < count; i += 1) {
    const from = (ids[i] as number) * stride;
    for (let word = from; word < from + stride; word += 1) {
      own[word] = 0;
      cover[word] = 0;
    }
  }
  tier.count = 0;
  tier.ruleCount = 0;
  tier.leftCount = 0;
  tier.defaultCount = 0;
}

/** Ports set in the bitmap that stands at word `from`. */
export function weightAt(bits: Uint32Array, from: number, stride: number): number {
  let weight = popcount32(bits[from] as number) + popcount32(bits[from + 1] as number);
  for (let word = from + 2; word < from + stride; word += 1) weight += popcount32(bits[word] as number);
  return weight;
}

/** The rules as the rest of the simulator has them: for a group that somebody looks at. */
export function rulesOf(tier: Tier): TierRules {
  const pRules: PRule[] = [];
  for (let rule = 0; rule < tier.ruleCount; rule += 1) {
    const from = rule * tier.idsPerRule;
    const ids = [...tier.ruleIds.subarray(from, from + (tier.ruleSizes[rule] as number))].sort((a, b) => a - b);
    pRules.push({ ids, ports: bitmapAt(tier, tier.ruleBits, rule) });
  }
  pRules.sort((a, b) => (a.ids[0] as number) - (b.ids[0] as number));
  const left = [...tier.left.subarray(0, tier.leftCount)];
  const sRules = left.filter((_, i) => tier.isAdmitted[i] === 1).map((id): SRule => ({ id, ports: bitmapAt(tier, tier.own, id) }));
  const defaultIds = left.filter((_, i) => tier.isAdmitted[i] === 0);
  return { pRules, sRules, defaultIds, ...(0 < defaultIds.length ? { defaultPorts: bitmapAt(tier, tier.defaultBits, 0) } : {}) };
}

function bitmapAt(tier: Tier, bits: Uint32Array, index: number): Bitmap {
  const bitmap = emptyBitmap(tier.ports);
  bitmap.set(bits.subarray(index * tier.stride, index * tier.stride + bitmap.length));
  return bitmap;
}
