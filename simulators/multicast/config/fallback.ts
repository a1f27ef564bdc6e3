import type { Topology } from "../model.ts";
import { leafOfHost, podOfHost } from "../topology.ts";

/**
 * Links that one packet takes when it goes out as one unicast packet for each receiver (§6): 2 to a host under the
 * sender's leaf, 4 to one in its pod, else 6, none to itself. Each sender is answered in constant time.
 */
export function fallbackLinks(topology: Topology, receivers: readonly number[]): (sender: number) => number {
  const all = new Set(receivers);
  const perLeaf = countBy(receivers, (host) => leafOfHost(topology, host));
  const perPod = countBy(receivers, (host) => podOfHost(topology, host));
  return (sender) => {
    const own = all.has(sender) ? 1 : 0;
    const underLeaf = perLeaf.get(leafOfHost(topology, sender)) ?? 0;
    const inPod = perPod.get(podOfHost(topology, sender)) ?? 0;
    return 2 * (underLeaf - own) + 4 * (inPod - underLeaf) + 6 * (all.size - inPod);
  };
}

function countBy(hosts: readonly number[], switchOf: (host: number) => number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const host of hosts) counts.set(switchOf(host), (counts.get(switchOf(host)) ?? 0) + 1);
  return counts;
}
