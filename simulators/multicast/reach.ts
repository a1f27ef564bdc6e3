/** Who can be reached by which up-down path under failures (§5): one run up, then one down. */
import { type Element, elementsOf, failuresOf } from "./elements.ts";
import { isCoreLinkLive, isHostLive, isUplinkLive, liveCores, liveSpines } from "./live.ts";
import type { Failures, Topology } from "./model.ts";
import { coreAt, leafOfHost, podOfHost, podOfLeaf, spineAt } from "./topology.ts";

/** A way up: the up-port of the sender's leaf, and of the spine there. -1: the spine has no live core, so that it serves its own pod alone. */
export interface WayUp {
  readonly spine: number;
  readonly core: number;
}

/** The ways up that the switches themselves could take, ascending. None when the sender is cut off from all spines. */
export function liveWaysUp(topology: Topology, failures: Failures, sender: number): WayUp[] {
  if (!isHostLive(topology, failures, sender)) return [];
  const pod = podOfHost(topology, sender);
  return liveSpines(topology, failures, leafOfHost(topology, sender)).flatMap((spine) => {
    const cores = liveCores(topology, failures, spineAt(topology, pod, spine));
    return cores.length === 0 ? [{ spine, core: -1 }] : cores.map((core) => ({ spine, core }));
  });
}

/** Does this way up lead on to `leaf`, in the sender's pod or another? The leaf is not the sender's own. */
export function leadsTo(topology: Topology, failures: Failures, senderPod: number, way: WayUp, leaf: number): boolean {
  return comesDownTo(topology, failures, way.spine, leaf) && entersPod(topology, failures, senderPod, way, podOfLeaf(topology, leaf));
}

/** The last piece of the way: the spine of this plane in the leaf's pod, the leaf, and the link between them. */
export function comesDownTo(topology: Topology, failures: Failures, plane: number, leaf: number): boolean {
  return !failures.leaves.has(leaf) && isUplinkLive(failures, leaf, spineAt(topology, podOfLeaf(topology, leaf), plane));
}

/** The piece before: from the way's core to its spine in the pod. The sender's own pod needs no core. */
export function entersPod(topology: Topology, failures: Failures, senderPod: number, { spine, core }: WayUp, pod: number): boolean {
  return pod === senderPod || (core >= 0 && isCoreLinkLive(failures, spineAt(topology, pod, spine), coreAt(topology, spine, core)));
}

/** Receivers besides the sender that some live up-down path leads to, and the others. Both ascending when `receivers` is. */
export function reachability(
  topology: Topology,
  failures: Failures,
  sender: number,
  receivers: readonly number[],
): { readonly reachable: number[]; readonly unreachable: number[] } {
  const ways = liveWaysUp(topology, failures, sender);
  const known = new Map<number, boolean>();
  const isLeafReached = (leaf: number): boolean => {
    let isReached = known.get(leaf);
    if (isReached === undefined) known.set(leaf, (isReached = reachesLeaf(topology, failures, sender, ways, leaf)));
    return isReached;
  };
  const reachable: number[] = [];
  const unreachable: number[] = [];
  for (const host of receivers) {
    if (host === sender) continue;
    const isReached = !failures.hostLinks.has(host) && isLeafReached(leafOfHost(topology, host));
    (isReached ? reachable : unreachable).push(host);
  }
  return { reachable, unreachable };
}

/**
 * The failed elements that cut a receiver off: mending any one of them alone would not be enough unless it is the only one,
 * and leaving any one out would let a path through. In the order of `elementsOf`. Empty when the receiver is reachable.
 */
export function cutOf(topology: Topology, failures: Failures, sender: number, receiver: number): Element[] {
  const isCut = (elements: readonly Element[]) => reachability(topology, failuresOf(elements), sender, [receiver]).unreachable.length > 0;
  let cut = elementsOf(failures).filter((element) => concerns(topology, element, sender, receiver));
  if (!isCut(cut)) return [];
  // From the back, so that whole switches are kept rather than their links.
  for (const element of cut.toReversed()) {
    const smaller = cut.filter((other) => other !== element);
    if (isCut(smaller)) cut = smaller;
  }
  return cut;
}

function reachesLeaf(topology: Topology, failures: Failures, sender: number, ways: readonly WayUp[], leaf: number): boolean {
  if (leaf === leafOfHost(topology, sender)) return isHostLive(topology, failures, sender);
  const pod = podOfHost(topology, sender);
  return ways.some((way) => leadsTo(topology, failures, pod, way, leaf));
}

/** Can it lie on an up-down path between the two? */
function concerns(topology: Topology, element: Element, sender: number, receiver: number): boolean {
  const ends = [leafOfHost(topology, sender), leafOfHost(topology, receiver)];
  const isSpineOnPath = (spine: number) => ends.some((leaf) => Math.floor(spine / topology.spinesPerPod) === podOfLeaf(topology, leaf));
  switch (element.kind) {
    case "host":
      return element.id === sender || element.id === receiver;
    case "leaf":
      return ends.includes(element.id);
    case "spine":
      return isSpineOnPath(element.id);
    case "leafSpineLink":
      return ends.includes(element.leaf);
    case "spineCoreLink":
      return isSpineOnPath(element.spine);
    case "core":
      return true;
  }
}
