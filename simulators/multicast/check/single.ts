import type { Element } from "../elements.ts";
import type { Topology } from "../model.ts";
import { leafOfHost, podOfHost, podOfLeaf, podOfSpine } from "../topology.ts";

/** How many receivers of a group are where: counted once for all its senders. */
export interface Places {
  readonly total: number;
  readonly byLeaf: ReadonlyMap<number, number>;
  readonly byPod: ReadonlyMap<number, number>;
  readonly hosts: ReadonlySet<number>;
}

export function placesOf(topology: Topology, receivers: readonly number[]): Places {
  const byLeaf = new Map<number, number>();
  const byPod = new Map<number, number>();
  for (const host of receivers) {
    const leaf = leafOfHost(topology, host);
    const pod = podOfLeaf(topology, leaf);
    byLeaf.set(leaf, (byLeaf.get(leaf) ?? 0) + 1);
    byPod.set(pod, (byPod.get(pod) ?? 0) + 1);
  }
  return { total: receivers.length, byLeaf, byPod, hosts: new Set(receivers) };
}

/** What one failed element does to the packets of one sender. Counts of receivers without the sender itself. */
export interface SingleOutcome {
  /** No live up-down path leads to them. */
  readonly unreachable: number;
  /** Reachable, but without a copy at the worst choice of live up-ports, as long as the old header is used. */
  readonly lost: number;
}

/**
 * The answer for one failed element without walking any packet.
 *
 * Holds for a header that leaves the choice of plane and core to the switches and whose packet, with nothing failed,
 * brings each receiver exactly one copy without a loop. Such a copy has come up through one spine and one core and down
 * the only way from there, so with a failure it comes exactly when every element of that way is live; and a switch
 * never chooses an up-port behind which its own link or neighbour is dead. `single.test.ts` compares with walking every choice.
 */
export function singleOutcome(topology: Topology, places: Places, sender: number, element: Element): SingleOutcome {
  const behind = receiversBehind(topology, places, sender, element);
  const isOnlyWay = !hasDetour(topology, element);
  if (isOnlyWay) return { unreachable: behind.count, lost: 0 };
  return { unreachable: 0, lost: behind.isSeenBySender ? 0 : behind.count };
}

interface Behind {
  /** Receivers whose way through the element's plane and core leads over it. */
  readonly count: number;
  /** The switch that chooses the up-port is the one at the element, and so avoids it. */
  readonly isSeenBySender: boolean;
}

function receiversBehind(topology: Topology, places: Places, sender: number, element: Element): Behind {
  const leaf = leafOfHost(topology, sender);
  const pod = podOfHost(topology, sender);
  const isMember = places.hosts.has(sender) ? 1 : 0;
  const all = places.total - isMember;
  const underLeaf = (id: number) => (places.byLeaf.get(id) ?? 0) - (id === leaf ? isMember : 0);
  const inPod = (id: number) => (places.byPod.get(id) ?? 0) - (id === pod ? isMember : 0);
  switch (element.kind) {
    case "host":
      if (element.id === sender) return { count: all, isSeenBySender: false };
      return { count: places.hosts.has(element.id) ? 1 : 0, isSeenBySender: false };
    case "leaf":
      return { count: element.id === leaf ? all : underLeaf(element.id), isSeenBySender: false };
    case "leafSpineLink":
      if (element.leaf === leaf) return { count: all - underLeaf(leaf), isSeenBySender: true };
      return { count: underLeaf(element.leaf), isSeenBySender: false };
    case "spine":
      if (podOfSpine(topology, element.id) === pod) return { count: all - underLeaf(leaf), isSeenBySender: true };
      return { count: inPod(podOfSpine(topology, element.id)), isSeenBySender: false };
    case "core":
      return { count: all - inPod(pod), isSeenBySender: topology.coresPerSpine > 1 };
    case "spineCoreLink":
      if (podOfSpine(topology, element.spine) === pod) return { count: all - inPod(pod), isSeenBySender: topology.coresPerSpine > 1 };
      return { count: inPod(podOfSpine(topology, element.spine)), isSeenBySender: false };
  }
}

/** Is there a plane or a core that does without the element? */
function hasDetour(topology: Topology, element: Element): boolean {
  switch (element.kind) {
    case "host":
    case "leaf":
      return false;
    case "spine":
    case "leafSpineLink":
      return topology.spinesPerPod > 1;
    case "core":
    case "spineCoreLink":
      return topology.spinesPerPod > 1 || topology.coresPerSpine > 1;
  }
}
