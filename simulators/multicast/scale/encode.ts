import type { RuleLimits, Topology } from "../model.ts";
import { hostCount, leafCount } from "../topology.ts";
import { clusterTier, weighTier } from "./cluster.ts";
import { admitLeft, type TableRoom } from "./tables.ts";
import { clearTier, createTier, type Tier } from "./tier.ts";

/**
 * The controller's rules (§5) for one group after another, fast: about a million groups in some seconds.
 * `rules.ts` does the same by the letter; `encode.test.ts` compares the two.
 */
export interface GroupEncoder {
  readonly topology: Topology;
  readonly leaves: Tier;
  readonly pods: Tier;
  /** Bit of a host in `leaves.own`, counted from its start. */
  readonly hostBits: Uint32Array;
  /** Bit of a leaf in `pods.own`. */
  readonly leafBits: Uint32Array;
}

export function createGroupEncoder(topology: Topology, limits: RuleLimits): GroupEncoder {
  const { idsPerRule, redundancy } = limits;
  const leaves = createTier(leafCount(topology), topology.hostsPerLeaf, { rules: limits.leafRules, idsPerRule, redundancy });
  const pods = createTier(topology.pods, topology.leavesPerPod, { rules: limits.spineRules, idsPerRule, redundancy });
  return {
    topology,
    leaves,
    pods,
    hostBits: bitPlaces(hostCount(topology), topology.hostsPerLeaf, leaves.stride),
    leafBits: bitPlaces(leafCount(topology), topology.leavesPerPod, pods.stride),
  };
}

/**
 * Encodes the group whose receivers are the first `count` entries of `hosts` (in any order, repetitions allowed)
 * and takes its s-rules from `room`. The result stands in `encoder.leaves` and `encoder.pods` until the next call.
 */
export function encodeGroup(encoder: GroupEncoder, hosts: ArrayLike<number>, count: number, room: TableRoom): void {
  clusterGroup(encoder, hosts, count);
  admitLeft(encoder.pods, room.pods);
  admitLeft(encoder.leaves, room.leaves);
}

/** Rules 1 and 2 alone, which do not depend on other groups. */
export function clusterGroup(encoder: GroupEncoder, hosts: ArrayLike<number>, count: number): void {
  const { leaves, pods } = encoder;
  clearTier(pods);
  clearTier(leaves);
  markReceivers(encoder, hosts, count);
  listTouched(encoder);
  weighTier(pods);
  weighTier(leaves);
  clusterTier(pods);
  clusterTier(leaves);
}

/** Sets the bit of each receiver at its leaf, and of each leaf at its pod. */
function markReceivers({ leaves, pods, hostBits, leafBits, topology }: GroupEncoder, hosts: ArrayLike<number>, count: number): void {
  const { own } = leaves;
  const { hostsPerLeaf } = topology;
  for (let i = 0; i < count; i += 1) {
    const host = hosts[i] as number;
    const place = hostBits[host] as number;
    const before = own[place >>> 5] as number;
    own[place >>> 5] = before | (1 << (place & 31));
    if (before !== 0) continue;
    const leafPlace = leafBits[Math.floor(host / hostsPerLeaf)] as number;
    pods.own[leafPlace >>> 5] = (pods.own[leafPlace >>> 5] as number) | (1 << (leafPlace & 31));
  }
}

/** Lists the switches with receivers, ascending: no sorting, the bitmaps of the pods are in order. */
function listTouched({ leaves, pods, topology }: GroupEncoder): void {
  let podCount = 0;
  let leafTotal = 0;
  for (let pod = 0; pod < topology.pods; pod += 1) {
    const before = leafTotal;
    for (let word = 0; word < pods.stride; word += 1) {
      const firstLeaf = pod * topology.leavesPerPod + word * 32;
      for (let rest = pods.own[pod * pods.stride + word] as number; rest !== 0; rest &= rest - 1) {
        leaves.ids[leafTotal] = firstLeaf + 31 - Math.clz32(rest & -rest);
        leafTotal += 1;
      }
    }
    if (before < leafTotal) {
      pods.ids[podCount] = pod;
      podCount += 1;
    }
  }
  pods.count = podCount;
  leaves.count = leafTotal;
}

function bitPlaces(count: number, perSwitch: number, stride: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => Math.floor(i / perSwitch) * stride * 32 + (i % perSwitch));
}
