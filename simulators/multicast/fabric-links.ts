/** All links of the fabric in one direction each, as one range of numbers: what loads and ages are kept by. */
import type { Link } from "../../protocol/picture.ts";
import type { Fabric, Topology } from "./model.ts";
import type { Node } from "./names.ts";
import { coreAt, hostCount, leafCount, leafOfHost, planeOfSpine, podOfLeaf, spineAt, spineCount } from "./topology.ts";

/** Numbers of the links, 0 to `count - 1`. Planes and ports of cores are those at the lower switch. */
export interface LinkNumbers {
  readonly topology: Topology;
  readonly count: number;
  hostUp(host: number): number;
  leafDown(host: number): number;
  leafUp(leaf: number, plane: number): number;
  spineDown(leaf: number, plane: number): number;
  spineUp(spine: number, port: number): number;
  coreDown(spine: number, port: number): number;
}

/** One link in words. Nodes have global numbers. */
export interface LinkEnds {
  readonly link: Link;
  readonly from: Node;
  readonly to: Node;
}

export function linkNumbers(topology: Topology): LinkNumbers {
  const { hosts, leafSpine, spineCore } = linkCounts(topology);
  const { spinesPerPod, coresPerSpine } = topology;
  const leafDown = hosts;
  const leafUp = leafDown + hosts;
  const spineDown = leafUp + leafSpine;
  const spineUp = spineDown + leafSpine;
  const coreDown = spineUp + spineCore;
  return {
    topology,
    count: coreDown + spineCore,
    hostUp: (host) => host,
    leafDown: (host) => leafDown + host,
    leafUp: (leaf, plane) => leafUp + leaf * spinesPerPod + plane,
    spineDown: (leaf, plane) => spineDown + leaf * spinesPerPod + plane,
    spineUp: (spine, port) => spineUp + spine * coresPerSpine + port,
    coreDown: (spine, port) => coreDown + spine * coresPerSpine + port,
  };
}

/** The two ends of link `number`. */
export function linkEnds(topology: Topology, number: number): LinkEnds {
  const { hosts, leafSpine, spineCore } = linkCounts(topology);
  const starts = [0, hosts, 2 * hosts, 2 * hosts + leafSpine, 2 * (hosts + leafSpine), 2 * (hosts + leafSpine) + spineCore];
  const kind = starts.findLastIndex((start) => start <= number);
  const place = number - (starts[kind] ?? 0);
  const isUp = kind % 2 === 0;
  const [lower, upper] = kind < 2 ? hostEnds(topology, place) : kind < 4 ? leafSpineEnds(topology, place) : spineCoreEnds(topology, place);
  const link = (["hostUp", "leafDown", "leafUp", "spineDown", "spineUp", "coreDown"] as const)[kind] ?? "hostUp";
  return isUp ? { link, from: lower, to: upper } : { link, from: upper, to: lower };
}

/** Rates of the links in bit/s, by number. */
export function linkRates({ topology, linkGbps }: Pick<Fabric, "topology" | "linkGbps">): (number: number) => number {
  const { hosts, leafSpine } = linkCounts(topology);
  const [firstOfLeaves, firstOfSpines] = [2 * hosts, 2 * (hosts + leafSpine)];
  const [host, leaf, spine] = [linkGbps.host * 1e9, linkGbps.leafSpine * 1e9, linkGbps.spineCore * 1e9];
  return (number) => (number < firstOfLeaves ? host : number < firstOfSpines ? leaf : spine);
}

const hostEnds = (topology: Topology, place: number): readonly [Node, Node] => [
  { kind: "host", id: place },
  { kind: "leaf", id: leafOfHost(topology, place) },
];

function leafSpineEnds(topology: Topology, place: number): readonly [Node, Node] {
  const leaf = Math.floor(place / topology.spinesPerPod);
  const spine = spineAt(topology, podOfLeaf(topology, leaf), place % topology.spinesPerPod);
  return [
    { kind: "leaf", id: leaf },
    { kind: "spine", id: spine },
  ];
}

function spineCoreEnds(topology: Topology, place: number): readonly [Node, Node] {
  const spine = Math.floor(place / topology.coresPerSpine);
  const core = coreAt(topology, planeOfSpine(topology, spine), place % topology.coresPerSpine);
  return [
    { kind: "spine", id: spine },
    { kind: "core", id: core },
  ];
}

const linkCounts = (topology: Topology): { hosts: number; leafSpine: number; spineCore: number } => ({
  hosts: hostCount(topology),
  leafSpine: leafCount(topology) * topology.spinesPerPod,
  spineCore: spineCount(topology) * topology.coresPerSpine,
});
