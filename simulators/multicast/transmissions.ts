/** What a group costs at best and otherwise, in transmissions on links. */
import { leafOfHost, podOfHost } from "./topology.ts";
import type { Topology } from "./model.ts";

/** Transmissions by kind of link, as test vectors name them. */
export interface LinkCounts {
  readonly hostUp: number;
  readonly leafToSpine: number;
  readonly spineToCore: number;
  readonly coreToSpine: number;
  readonly spineToLeaf: number;
  readonly leafToHost: number;
  readonly total: number;
}

/** From counts in the order of the way (`Arrivals.links`). */
export function linkCounts(counts: ArrayLike<number>): LinkCounts {
  const at = (index: number) => counts[index] ?? 0;
  return {
    hostUp: at(0),
    leafToSpine: at(1),
    spineToCore: at(2),
    coreToSpine: at(3),
    spineToLeaf: at(4),
    leafToHost: at(5),
    total: at(0) + at(1) + at(2) + at(3) + at(4) + at(5),
  };
}

/** The smallest tree that leads from the sender to every receiver but itself, on the intact fabric. */
export function idealLinks(topology: Topology, receivers: readonly number[], sender: number): LinkCounts {
  const others = receivers.filter((host) => host !== sender);
  const ownLeaf = leafOfHost(topology, sender);
  const ownPod = podOfHost(topology, sender);
  const leaves = new Set(others.map((host) => leafOfHost(topology, host)).filter((leaf) => leaf !== ownLeaf));
  const pods = new Set(others.map((host) => podOfHost(topology, host)).filter((pod) => pod !== ownPod));
  const once = (isNeeded: boolean) => (isNeeded ? 1 : 0);
  return linkCounts([once(others.length > 0), once(leaves.size > 0), once(pods.size > 0), pods.size, leaves.size, others.length]);
}

/** One unicast packet to each receiver but the sender: 2, 4 or 6 links each. */
export function unicastLinks(topology: Topology, receivers: readonly number[], sender: number): number {
  return receivers.reduce((sum, host) => sum + hopsBetween(topology, sender, host), 0);
}

/** Links between two hosts: 0 on the same host, 2 under one leaf, 4 in one pod, else 6. */
export function hopsBetween(topology: Topology, from: number, to: number): number {
  if (from === to) return 0;
  if (leafOfHost(topology, from) === leafOfHost(topology, to)) return 2;
  return podOfHost(topology, from) === podOfHost(topology, to) ? 4 : 6;
}

/** The published accounting: the place of the sender is ignored. @see docs/multicast/specification.md §10. */
export function paperModel(topology: Topology, receivers: readonly number[]): { readonly multicast: number; readonly unicast: number } {
  const leaves = new Set(receivers.map((host) => leafOfHost(topology, host))).size;
  const pods = new Set(receivers.map((host) => podOfHost(topology, host))).size;
  return { multicast: 3 + pods + leaves + receivers.length, unicast: 6 * receivers.length };
}
