import type { GroupEncoder } from "./encode.ts";
import { type Tier, weightAt } from "./tier.ts";

/** What the encoded rules deliver, whoever sends. */
export interface Delivery {
  /** Receivers that some rule misses: always 0 unless the encoder is wrong. */
  readonly missed: number;
  /** Hosts that are no receivers and get a copy. */
  readonly spurious: number;
  /** Leaves without receivers that get a copy, because their pod shares a rule or is on the default rule. */
  readonly strayLeaves: number;
}

/**
 * Applies the rules as the switches do (p-rule that names it, else s-rule, else default rule), then looks for every receiver.
 * Reads only what is sent to the switches and the list of receivers, not what the encoder thought.
 */
export function checkDelivery(encoder: GroupEncoder, hosts: ArrayLike<number>, count: number): Delivery {
  const { leaves, pods } = encoder;
  applyRules(pods);
  applyRules(leaves);
  const strayLeaves = extraPorts(pods);
  const defaultWeight = leaves.defaultCount === 0 ? 0 : weightAt(leaves.defaultBits, 0, leaves.stride);
  return {
    missed: countMissed(encoder, hosts, count),
    spurious: extraPorts(leaves) + strayLeaves * defaultWeight,
    strayLeaves,
  };
}

function applyRules(tier: Tier): void {
  const { ruleCount, ruleSizes, ruleIds, idsPerRule, ruleBits, cover, own, stride, left, leftCount, isAdmitted, defaultBits } = tier;
  for (let rule = 0; rule < ruleCount; rule += 1) {
    const last = rule * idsPerRule + (ruleSizes[rule] as number);
    for (let i = rule * idsPerRule; i < last; i += 1) {
      const to = (ruleIds[i] as number) * stride;
      for (let word = 0; word < stride; word += 1) cover[to + word] = ruleBits[rule * stride + word] as number;
    }
  }
  for (let i = 0; i < leftCount; i += 1) {
    const to = (left[i] as number) * stride;
    for (let word = 0; word < stride; word += 1) {
      cover[to + word] = (isAdmitted[i] === 1 ? own[to + word] : defaultBits[word]) as number;
    }
  }
}

/** Ports that the touched switches send to without a receiver behind them. */
function extraPorts({ ids, count, cover, own, stride }: Tier): number {
  let extra = 0;
  for (let i = 0; i < count; i += 1) {
    const from = (ids[i] as number) * stride;
    extra += weightAt(cover, from, stride) - weightAt(own, from, stride);
  }
  return extra;
}

function countMissed({ leaves, pods, hostBits, leafBits, topology }: GroupEncoder, hosts: ArrayLike<number>, count: number): number {
  let missed = 0;
  for (let i = 0; i < count; i += 1) {
    const host = hosts[i] as number;
    const place = hostBits[host] as number;
    const leafPlace = leafBits[Math.floor(host / topology.hostsPerLeaf)] as number;
    const reached = (leaves.cover[place >>> 5] as number) >>> (place & 31);
    missed += 1 - (reached & ((pods.cover[leafPlace >>> 5] as number) >>> (leafPlace & 31)) & 1);
  }
  return missed;
}
