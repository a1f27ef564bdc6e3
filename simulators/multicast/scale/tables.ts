import type { Limits, Topology } from "../model.ts";
import { leafCount } from "../topology.ts";
import type { Tier } from "./tier.ts";

/** s-rules that still fit in each switch: by global leaf, and by pod (an entry for a pod is in all its spines). */
export interface TableRoom {
  readonly leaves: Int32Array;
  readonly pods: Int32Array;
}

/** Entries beside those of the generated groups. */
export type TakenEntries = Limits["occupied"];

/** Room before the first group: table size minus what others have taken, at least 0. */
export function tableRoom(
  topology: Topology,
  limits: Pick<Limits, "leafTable" | "spineTable">,
  ...takers: readonly TakenEntries[]
): TableRoom {
  const leaves = new Int32Array(leafCount(topology)).fill(limits.leafTable);
  const pods = new Int32Array(topology.pods).fill(limits.spineTable);
  for (const taker of takers) {
    for (const [leaf, entries] of taker.leaves) leaves[leaf] = (leaves[leaf] ?? 0) - entries;
    for (const [pod, entries] of taker.pods) pods[pod] = (pods[pod] ?? 0) - entries;
  }
  const atLeastNone = (room: number): number => Math.max(0, room);
  return { leaves: leaves.map(atLeastNone), pods: pods.map(atLeastNone) };
}

/** Rules 3 and 4 of the controller (§5) for the switches left over: an s-rule while there is room, else the default rule. */
export function admitLeft(tier: Tier, room: Int32Array): void {
  const { left, leftCount, isAdmitted, defaultBits, own, stride } = tier;
  tier.defaultCount = 0;
  for (let i = 0; i < leftCount; i += 1) {
    const id = left[i] as number;
    const free = room[id] as number;
    isAdmitted[i] = 0 < free ? 1 : 0;
    if (0 < free) room[id] = free - 1;
    else {
      if (tier.defaultCount === 0) defaultBits.fill(0);
      tier.defaultCount += 1;
      for (let word = 0; word < stride; word += 1) defaultBits[word] = (defaultBits[word] as number) | (own[id * stride + word] as number);
    }
  }
}
