/** What is up under a set of failures. A dead switch takes all its links with it. */
import type { Failures, Topology } from "./model.ts";
import type { Node } from "./names.ts";
import { coreAt, leafOfHost, linkKey, planeOfSpine, podOfLeaf, spineAt } from "./topology.ts";

/** May a copy pass from one node to its neighbour? The sending switch is alive, or it would not ask. */
export function isLinkLive(failures: Failures, from: Node, to: Node): boolean {
  const { hostLinks, leaves, spines, cores, leafSpineLinks, spineCoreLinks } = failures;
  const [lower, upper] = tiers[from.kind] < tiers[to.kind] ? [from, to] : [to, from];
  if (lower.kind === "host") return !hostLinks.has(lower.id) && !leaves.has(upper.id);
  const links = lower.kind === "leaf" ? leafSpineLinks : spineCoreLinks;
  const switches = { leaf: leaves, spine: spines, core: cores, host: hostLinks };
  return !links.has(linkKey(lower.id, upper.id)) && !switches[to.kind].has(to.id);
}

/** The host, its link and its leaf work. */
export function isHostLive(topology: Topology, failures: Failures, host: number): boolean {
  return !failures.hostLinks.has(host) && !failures.leaves.has(leafOfHost(topology, host));
}

/** Up-ports of a leaf that lead to a live spine, ascending. */
export function liveSpines(topology: Topology, failures: Failures, leaf: number): number[] {
  const pod = podOfLeaf(topology, leaf);
  return range(topology.spinesPerPod).filter((plane) => isUplinkLive(failures, leaf, spineAt(topology, pod, plane)));
}

/** Up-ports of a spine that lead to a live core, ascending. */
export function liveCores(topology: Topology, failures: Failures, spine: number): number[] {
  const plane = planeOfSpine(topology, spine);
  return range(topology.coresPerSpine).filter((port) => isCoreLinkLive(failures, spine, coreAt(topology, plane, port)));
}

/** The link between leaf and spine, and the spine. */
export const isUplinkLive = (failures: Failures, leaf: number, spine: number): boolean =>
  !failures.spines.has(spine) && !failures.leafSpineLinks.has(linkKey(leaf, spine));

/** The link between spine and core, and the core. */
export const isCoreLinkLive = (failures: Failures, spine: number, core: number): boolean =>
  !failures.cores.has(core) && !failures.spineCoreLinks.has(linkKey(spine, core));

const tiers = { host: 0, leaf: 1, spine: 2, core: 3 };

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
