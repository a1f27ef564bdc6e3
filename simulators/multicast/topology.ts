/**
 * Numbers of the folded Clos fabric (§2): pod `p`, leaf `L = p*leavesPerPod + l`, host `h = L*hostsPerLeaf + i`,
 * spine `S = p*spinesPerPod + s`, core `K = s*coresPerSpine + c`. Everything counts from 0.
 */
import type { Topology } from "./model.ts";

export const leafCount = (topology: Topology): number => topology.pods * topology.leavesPerPod;
export const hostCount = (topology: Topology): number => leafCount(topology) * topology.hostsPerLeaf;
export const spineCount = (topology: Topology): number => topology.pods * topology.spinesPerPod;
export const coreCount = (topology: Topology): number => topology.spinesPerPod * topology.coresPerSpine;

export const leafOfHost = (topology: Topology, host: number): number => Math.floor(host / topology.hostsPerLeaf);
export const podOfHost = (topology: Topology, host: number): number => podOfLeaf(topology, leafOfHost(topology, host));
export const podOfLeaf = (topology: Topology, leaf: number): number => Math.floor(leaf / topology.leavesPerPod);
export const podOfSpine = (topology: Topology, spine: number): number => Math.floor(spine / topology.spinesPerPod);

/** Down-port of its leaf. */
export const portOfHost = (topology: Topology, host: number): number => host % topology.hostsPerLeaf;
/** Down-port of the spines of its pod. */
export const portOfLeaf = (topology: Topology, leaf: number): number => leaf % topology.leavesPerPod;
/** Up-port of the leaves of its pod; also the plane it belongs to. */
export const planeOfSpine = (topology: Topology, spine: number): number => spine % topology.spinesPerPod;
export const planeOfCore = (topology: Topology, core: number): number => Math.floor(core / topology.coresPerSpine);
/** Up-port of the spines of its plane. */
export const portOfCore = (topology: Topology, core: number): number => core % topology.coresPerSpine;

export const leafAt = (topology: Topology, pod: number, port: number): number => pod * topology.leavesPerPod + port;
export const hostAt = (topology: Topology, leaf: number, port: number): number => leaf * topology.hostsPerLeaf + port;
export const spineAt = (topology: Topology, pod: number, plane: number): number => pod * topology.spinesPerPod + plane;
export const coreAt = (topology: Topology, plane: number, port: number): number => plane * topology.coresPerSpine + port;

/** Key of the link between a leaf and a spine, or a spine and a core: the lower switch first. */
export const linkKey = (lower: number, upper: number): number => lower * 65536 + upper;

/** Bits of an id among `count` switches: ceil(log2(count)), at least 1 (§3). */
export function idWidth(count: number): number {
  return Math.max(1, 32 - Math.clz32(count - 1));
}
