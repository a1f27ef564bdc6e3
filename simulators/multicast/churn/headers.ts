/** Which senders get a new header when a group changes: by comparing the parts of the header (§3) without writing its bits. */
import type { Topology } from "../model.ts";
import { leafOfHost, podOfLeaf, portOfHost, portOfLeaf } from "../topology.ts";
import { type GroupState, positionOf, type TierState } from "./state.ts";

/** What of a group's headers changed. */
export interface Change {
  readonly before: GroupState;
  readonly after: GroupState;
  /** DS or DL differ: rules or default. */
  readonly isPodSectionNew: boolean;
  readonly isLeafSectionNew: boolean;
}

/** Tells for each sender whether its header differs. */
export function headerComparison(
  topology: Topology,
  { before, after, isPodSectionNew, isLeafSectionNew }: Change,
): (sender: number) => boolean {
  const leafBits = flippedBits(before.leaves, after.leaves);
  const podBits = flippedBits(before.pods, after.pods);
  const flippedPods = [...podBits.keys()].filter((pod) => positionOf(before.pods, pod) < 0 || positionOf(after.pods, pod) < 0);
  return (sender) => {
    const leaf = leafOfHost(topology, sender);
    const pod = podOfLeaf(topology, leaf);
    const reach = reachOf(after, leaf, pod);
    if (reach !== reachOf(before, leaf, pod)) return true;
    if (differsBeside(leafBits.get(leaf), portOfHost(topology, sender))) return true;
    if (reach === "leaf") return false;
    if (isLeafSectionNew || differsBeside(podBits.get(pod), portOfLeaf(topology, leaf))) return true;
    if (reach === "pod") return false;
    return isPodSectionNew || flippedPods.some((other) => other !== pod);
  };
}

/** How far the receivers besides the own leaf or pod are: decides which parts a header has. */
function reachOf({ pods, leaves }: GroupState, leaf: number, pod: number): "leaf" | "pod" | "fabric" {
  if (1 < pods.ids.length || (pods.ids.length === 1 && pods.ids[0] !== pod)) return "fabric";
  return 1 < leaves.ids.length || (leaves.ids.length === 1 && leaves.ids[0] !== leaf) ? "pod" : "leaf";
}

/** Exclusive or of the bitmaps, for the switches where it is not zero. */
function flippedBits(before: TierState, after: TierState): Map<number, Uint32Array> {
  const flipped = new Map<number, Uint32Array>();
  const { stride } = after;
  let old = 0;
  let now = 0;
  while (old < before.ids.length || now < after.ids.length) {
    const oldId = before.ids[old] ?? Number.POSITIVE_INFINITY;
    const nowId = after.ids[now] ?? Number.POSITIVE_INFINITY;
    const id = Math.min(oldId, nowId);
    const oldAt = oldId === id ? old * stride : Number.NaN;
    const nowAt = nowId === id ? now * stride : Number.NaN;
    for (let word = 0; word < stride; word += 1) {
      const bits = (before.own[oldAt + word] ?? 0) ^ (after.own[nowAt + word] ?? 0);
      if (bits === 0) continue;
      const words = flipped.get(id) ?? new Uint32Array(stride);
      words[word] = bits;
      flipped.set(id, words);
    }
    if (oldId === id) old += 1;
    if (nowId === id) now += 1;
  }
  return flipped;
}

/** Is there a difference beside the sender's own bit, which its header never has? */
function differsBeside(flipped: Uint32Array | undefined, port: number): boolean {
  if (flipped === undefined) return false;
  return flipped.some((word, i) => (i === port >>> 5 ? word & ~(1 << (port & 31)) : word) !== 0);
}
