import type { TopologyPicture } from "../../../../protocol/picture.ts";
import type { CopyTable } from "./copies.ts";
import { type FabricShape, type NodeCode, nodeCode, numberOf, parseElement, podOf, tierOf } from "./names.ts";

/** What became of a host. `missing`: wanted, reachable, and without a copy. */
export type HostState = "sender" | "wanted" | "unasked" | "duplicate" | "missing" | "unreachable" | "failed";

export interface TouchedLeaf {
  readonly leaf: number;
  /** Ascending. */
  readonly hosts: readonly { readonly host: number; readonly state: HostState }[];
}

/** What the packet, its receivers or a failure touch of a pod. All numbers are global and ascending. */
export interface TouchedPod {
  readonly pod: number;
  readonly spines: readonly number[];
  readonly leaves: readonly TouchedLeaf[];
}

/** The part of a fabric that has something to show. */
export interface Fabric {
  readonly shape: FabricShape;
  readonly sender: number;
  /** Ascending. */
  readonly pods: readonly TouchedPod[];
  readonly cores: readonly number[];
  /** Which of the four colours for copies a pod has: in the order of the pods. */
  readonly colourOf: ReadonlyMap<number, number>;
  readonly failedNodes: ReadonlySet<NodeCode>;
  /** Nodes that copies leave or reach. */
  readonly onWay: ReadonlySet<NodeCode>;
  readonly failedLinks: readonly (readonly [NodeCode, NodeCode])[];
  /** Switches that send copies which harm. */
  readonly badNodes: ReadonlySet<NodeCode>;
}

export const colourCount = 4;

export function summariseFabric(picture: TopologyPicture, table: CopyTable): Fabric {
  const shape = picture.fabric;
  const failed = failures(picture);
  const hosts = hostStates(picture, failed.nodes);
  const touched = new Set<NodeCode>([nodeCode("host", picture.sender), ...failed.nodes, ...failed.links.flat()]);
  for (const host of hosts.keys()) touched.add(nodeCode("host", host));
  for (const code of table.from) if (code >= 0) touched.add(code);
  for (const code of table.to) if (code >= 0) touched.add(code);
  const pods = touchedPods(shape, touched, hosts);
  return {
    shape,
    sender: picture.sender,
    pods,
    cores: [...touched]
      .filter((code) => tierOf(code) === "core")
      .map(numberOf)
      .sort(ascending),
    colourOf: new Map(pods.filter(hasReceivers).map(({ pod }, index) => [pod, index % colourCount])),
    failedNodes: failed.nodes,
    failedLinks: failed.links,
    onWay: new Set([...table.from, ...table.to]),
    badNodes: new Set(table.copies.flatMap(({ kind }, i) => (kind === "unasked" || kind === "duplicate" ? [table.from[i] ?? -1] : []))),
  };
}

function failures(picture: TopologyPicture): {
  readonly nodes: ReadonlySet<NodeCode>;
  readonly links: readonly (readonly [NodeCode, NodeCode])[];
} {
  const nodes = new Set<NodeCode>();
  const links: (readonly [NodeCode, NodeCode])[] = [];
  for (const text of picture.failed) {
    const element = parseElement(picture.fabric, text);
    if (!element) continue;
    if ("node" in element) nodes.add(element.node);
    else links.push(element.ends);
  }
  return { nodes, links };
}

function hostStates(picture: TopologyPicture, failed: ReadonlySet<NodeCode>): ReadonlyMap<number, HostState> {
  const states = new Map<number, HostState>();
  for (const { host, wanted, copies, unreachable } of picture.hosts) {
    states.set(host, unreachable ? "unreachable" : copies > 1 ? "duplicate" : copies === 0 ? "missing" : wanted ? "wanted" : "unasked");
  }
  for (const code of failed) if (tierOf(code) === "host") states.set(numberOf(code), "failed");
  states.set(picture.sender, "sender");
  return states;
}

function touchedPods(shape: FabricShape, touched: ReadonlySet<NodeCode>, hosts: ReadonlyMap<number, HostState>): readonly TouchedPod[] {
  const pods = new Map<number, { spines: number[]; leaves: Map<number, { host: number; state: HostState }[]> }>();
  for (const code of [...touched].sort(ascending)) {
    const pod = podOf(shape, code);
    if (pod === undefined) continue;
    const entry = pods.get(pod) ?? { spines: [], leaves: new Map<number, { host: number; state: HostState }[]>() };
    pods.set(pod, entry);
    const number = numberOf(code);
    const tier = tierOf(code);
    if (tier === "spine") entry.spines.push(number);
    else {
      const leaf = tier === "leaf" ? number : Math.floor(number / shape.hostsPerLeaf);
      const onLeaf = entry.leaves.get(leaf) ?? [];
      entry.leaves.set(leaf, onLeaf);
      if (tier === "host") onLeaf.push({ host: number, state: hosts.get(number) ?? "wanted" });
    }
  }
  return [...pods]
    .sort(([a], [b]) => a - b)
    .map(([pod, { spines, leaves }]) => ({
      pod,
      spines,
      leaves: [...leaves].sort(([a], [b]) => a - b).map(([leaf, onLeaf]) => ({ leaf, hosts: onLeaf })),
    }));
}

/** Pods that only hold the sender or something broken need no colour of their own. */
const hasReceivers = ({ leaves }: TouchedPod): boolean =>
  leaves.some(({ hosts }) => hosts.some(({ state }) => state !== "sender" && state !== "failed"));

const ascending = (a: number, b: number): number => a - b;
