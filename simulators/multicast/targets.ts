/** Where a packet has to go and which way up leads there. */
import { type Bits, bitsOf, holds } from "./cover.ts";
import type { Failures, Topology } from "./model.ts";
import { comesDownTo, entersPod, liveWaysUp, type WayUp } from "./reach.ts";
import { leafOfHost, podOfHost, podOfLeaf } from "./topology.ts";

/** Leaves besides the sender's with reachable receivers, and what each way up serves of them. */
export interface Targets {
  readonly leaves: readonly number[];
  readonly goesBeyondPod: boolean;
  readonly ways: readonly WayUp[];
  /** By way: bits over `leaves`. */
  readonly served: readonly Bits[];
}

export function targetsOf(topology: Topology, failures: Failures, sender: number, reachable: readonly number[]): Targets {
  const ownLeaf = leafOfHost(topology, sender);
  const pod = podOfHost(topology, sender);
  const leaves = [...new Set(reachable.map((host) => leafOfHost(topology, host)))].filter((leaf) => leaf !== ownLeaf);
  const ways = leaves.length === 0 ? [] : liveWaysUp(topology, failures, sender);
  const goesBeyondPod = leaves.some((leaf) => podOfLeaf(topology, leaf) !== pod);
  return { leaves, goesBeyondPod, ways, served: servedBy(topology, failures, pod, ways, leaves) };
}

/** By way: bits over `leaves`. Ways of one plane that enter every pod share theirs, or 1,024 ways to 8,192 leaves would take a second. */
function servedBy(topology: Topology, failures: Failures, senderPod: number, ways: readonly WayUp[], leaves: readonly number[]): Bits[] {
  const podOf = leaves.map((leaf) => podOfLeaf(topology, leaf));
  const pods = [...new Set(podOf)];
  const planes = new Map<number, Bits>();
  return ways.map((way) => {
    const plane = planes.get(way.spine) ?? bitsOf(leaves.length, (index) => comesDownTo(topology, failures, way.spine, leaves[index] ?? 0));
    planes.set(way.spine, plane);
    const cutOff = pods.filter((pod) => !entersPod(topology, failures, senderPod, way, pod));
    return cutOff.length === 0 ? plane : bitsOf(leaves.length, (index) => holds(plane, index) && !cutOff.includes(podOf[index] ?? 0));
  });
}
