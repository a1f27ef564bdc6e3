/** What one packet of a group costs, by exact transmissions and by the published accounting. */
import { leafOfHost, podOfLeaf, idWidth, leafCount } from "../topology.ts";
import type { Delivery } from "./deliver.ts";
import type { GroupEncoder } from "./encode.ts";
import { type Tier, weightAt } from "./tier.ts";

/** Transmissions on links of one packet, and bytes of multicast header summed over them. */
export interface PacketCost {
  /** The tree without a surplus copy. */
  readonly ideal: number;
  readonly multicast: number;
  readonly headerBytes: number;
  /** One packet for each receiver. */
  readonly unicast: number;
}

/** Bits of header on each kind of link of FL-MC/1 (§3) for a sender that is a member. */
export interface HeaderBits {
  readonly hostUp: number;
  readonly leafUp: number;
  readonly spineUp: number;
  readonly coreDown: number;
  readonly spineDown: number;
}

/** Sizes do not depend on which member sends: each has the same parts. */
export function headerBitsOf({ topology, leaves, pods }: GroupEncoder): HeaderBits {
  const ul = topology.hostsPerLeaf + topology.spinesPerPod + 2;
  const us = topology.leavesPerPod + topology.coresPerSpine + 2;
  const dl = leaves.count < 2 ? 0 : sectionBits(leaves, idWidth(leafCount(topology)));
  const ds = pods.count < 2 ? 0 : sectionBits(pods, idWidth(topology.pods));
  if (leaves.count < 2) return { hostUp: 1 + ul, leafUp: 0, spineUp: 0, coreDown: 0, spineDown: 0 };
  const inPod = { leafUp: 1 + us + dl, spineDown: 1 + dl };
  if (pods.count < 2) return { hostUp: 1 + ul + us + dl, ...inPod, spineUp: 0, coreDown: 0 };
  const coreDown = 1 + ds + dl;
  const spineUp = coreDown + topology.pods;
  return { hostUp: spineUp + us + ul, leafUp: spineUp + us, spineUp, coreDown, spineDown: 1 + dl };
}

/** Exact, for this sender, a member; own leaf and own pod are served upstream and get no surplus. */
export function exactCost(encoder: GroupEncoder, sender: number, hosts: number, bits: HeaderBits): PacketCost {
  const { topology, leaves, pods } = encoder;
  const ownLeaf = leafOfHost(topology, sender);
  const ownPod = podOfLeaf(topology, ownLeaf);
  const ownHosts = weightAt(leaves.own, ownLeaf * leaves.stride, leaves.stride);
  const ownLeaves = weightAt(pods.own, ownPod * pods.stride, pods.stride);
  const otherPods = pods.count - 1;
  const up = 1 < leaves.count ? 1 : 0;
  const upCore = 0 < otherPods ? 1 : 0;
  const sent = copiesBelow(encoder, ownLeaf, ownPod);
  const links = (toLeaves: number, toHosts: number): number => up + upCore + otherPods + toLeaves + toHosts;
  return {
    // A member that is alone has nobody to send to, and sends all the same.
    ideal: (1 < hosts ? 1 : 0) + links(leaves.count - 1, hosts - 1),
    multicast: 1 + links(sent.leaves + ownLeaves - 1, sent.hosts + ownHosts - 1),
    headerBytes:
      bytes(bits.hostUp) +
      up * bytes(bits.leafUp) +
      upCore * bytes(bits.spineUp) +
      otherPods * bytes(bits.coreDown) +
      (sent.leaves + ownLeaves - 1) * bytes(bits.spineDown),
    // 2 links to the own leaf, 4 within the pod, 6 beyond.
    unicast: 6 * hosts - 2 * hostsIn(encoder, ownPod) - 2 * ownHosts - 2,
  };
}

/**
 * The published accounting: up three links, one for each pod, leaf and host, surplus copies on top, whoever sends;
 * unicast six links a host. Header parts always all, n <= H switches never share a rule.
 *
 * @see `traffic_per_group_per_tenant*` in simulation/data.py of github.com/Elmo-MCast/numerical-evals.
 */
export function publishedCost({ topology, leaves, pods }: GroupEncoder, hosts: number, { spurious, strayLeaves }: Delivery): PacketCost {
  const ideal = 3 + pods.count + leaves.count + hosts;
  const dl = publishedSectionBits(leaves, Math.ceil(Math.log2(leafCount(topology))));
  const ds = publishedSectionBits(pods, Math.ceil(Math.log2(topology.pods)));
  const coreDown = ds + dl;
  const spineUp = coreDown + topology.pods;
  const leafUp = spineUp + topology.leavesPerPod + topology.coresPerSpine;
  const hostUp = leafUp + topology.hostsPerLeaf + topology.spinesPerPod;
  const bits = hostUp + leafUp + spineUp + pods.count * coreDown + (leaves.count + strayLeaves) * dl;
  return { ideal, multicast: ideal + spurious + strayLeaves, headerBytes: bits / 8, unicast: 6 * hosts };
}

/** Bits of the published header on `hostUp`. */
export function publishedHeaderBits({ topology, leaves, pods }: GroupEncoder): number {
  const upstream = topology.hostsPerLeaf + topology.spinesPerPod + topology.leavesPerPod + topology.coresPerSpine + topology.pods;
  const dl = publishedSectionBits(leaves, Math.ceil(Math.log2(leafCount(topology))));
  return upstream + dl + publishedSectionBits(pods, Math.ceil(Math.log2(topology.pods)));
}

const bytes = (bits: number): number => (bits + 7) >>> 3;

/** Copies to leaves of other pods, and to hosts of leaves other than the sender's. */
function copiesBelow({ leaves, pods }: GroupEncoder, ownLeaf: number, ownPod: number): { leaves: number; hosts: number } {
  let toLeaves = 0;
  let strayLeaves = 0;
  for (let i = 0; i < pods.count; i += 1) {
    const pod = pods.ids[i] as number;
    if (pod === ownPod) continue;
    const sent = weightAt(pods.cover, pod * pods.stride, pods.stride);
    toLeaves += sent;
    strayLeaves += sent - (pods.weights[i] as number);
  }
  let toHosts = leaves.defaultCount === 0 ? 0 : strayLeaves * weightAt(leaves.defaultBits, 0, leaves.stride);
  for (let i = 0; i < leaves.count; i += 1) {
    const leaf = leaves.ids[i] as number;
    if (leaf !== ownLeaf) toHosts += weightAt(leaves.cover, leaf * leaves.stride, leaves.stride);
  }
  return { leaves: toLeaves, hosts: toHosts };
}

function hostsIn({ leaves, topology }: GroupEncoder, pod: number): number {
  let hosts = 0;
  for (let i = 0; i < leaves.count; i += 1) if (podOfLeaf(topology, leaves.ids[i] as number) === pod) hosts += leaves.weights[i] as number;
  return hosts;
}

function sectionBits(tier: Tier, idBits: number): number {
  const named = tier.count - tier.leftCount;
  return 2 + tier.ruleCount * (tier.ports + 1) + named * (idBits + 1) + (tier.defaultCount === 0 ? 0 : tier.ports);
}

function publishedSectionBits(tier: Tier, idBits: number): number {
  if (tier.count <= tier.maxRules) return tier.count * (tier.ports + idBits + 2);
  return sectionBits(tier, idBits) - 2;
}
