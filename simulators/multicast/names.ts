/** Text forms of §2: host `p0.l3.h7`, leaf `p0.l3`, spine `p0.s1`, core `s1.c0`. */
import type { Topology } from "./model.ts";
import {
  coreCount,
  hostCount,
  leafCount,
  leafOfHost,
  planeOfCore,
  planeOfSpine,
  podOfLeaf,
  podOfSpine,
  portOfCore,
  portOfHost,
  portOfLeaf,
  spineCount,
} from "./topology.ts";

export const hostText = (topology: Topology, host: number): string =>
  `${leafText(topology, leafOfHost(topology, host))}.h${portOfHost(topology, host)}`;

export const leafText = (topology: Topology, leaf: number): string => `p${podOfLeaf(topology, leaf)}.l${portOfLeaf(topology, leaf)}`;

export const spineText = (topology: Topology, spine: number): string => `p${podOfSpine(topology, spine)}.s${planeOfSpine(topology, spine)}`;

export const coreText = (topology: Topology, core: number): string => `s${planeOfCore(topology, core)}.c${portOfCore(topology, core)}`;

export type NodeKind = "host" | "leaf" | "spine" | "core";

/** A node as its id in traces names it: `leaf:40`. Global number. */
export interface Node {
  readonly kind: NodeKind;
  readonly id: number;
}

export const nodeId = (node: Node): string => `${node.kind}:${node.id}`;

/** Reads `leaf:40`; undefined when it names no node of the fabric. */
export function parseNode(topology: Topology, text: string): Node | undefined {
  const match = /^(host|leaf|spine|core):(\d{1,7})$/.exec(text);
  if (!match) return undefined;
  const node: Node = { kind: match[1] as NodeKind, id: Number(match[2]) };
  return node.id < counts[node.kind](topology) ? node : undefined;
}

/** For people: `leaf:40` is `leaf p4.l40`. What names no node of the fabric (`controller`) is returned as it is. */
export function nodeText(topology: Topology, id: string): string {
  const node = parseNode(topology, id);
  return node ? `${node.kind} ${placeText(topology, node)}` : id;
}

/** The text form alone: `p4.l40`. */
export function placeText(topology: Topology, node: Node): string {
  return texts[node.kind](topology, node.id);
}

/** Reads a text form: `p0.l3.h7`, `p0.l3`, `p0.s1`, `s1.c0`; undefined when it names no node of the fabric. */
export function parsePlace(topology: Topology, text: string): Node | undefined {
  const match = /^(?:p(\d{1,7})\.(?:l(\d{1,7})(?:\.h(\d{1,7}))?|s(\d{1,7}))|s(\d{1,7})\.c(\d{1,7}))$/.exec(text);
  if (!match) return undefined;
  const [pod, leaf, host, spine, plane, core] = match.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  if (plane !== undefined && core !== undefined) {
    if (plane >= topology.spinesPerPod || core >= topology.coresPerSpine) return undefined;
    return { kind: "core", id: plane * topology.coresPerSpine + core };
  }
  if (pod === undefined || pod >= topology.pods) return undefined;
  if (spine !== undefined) return spine < topology.spinesPerPod ? { kind: "spine", id: pod * topology.spinesPerPod + spine } : undefined;
  if (leaf === undefined || leaf >= topology.leavesPerPod) return undefined;
  const leafId = pod * topology.leavesPerPod + leaf;
  if (host === undefined) return { kind: "leaf", id: leafId };
  return host < topology.hostsPerLeaf ? { kind: "host", id: leafId * topology.hostsPerLeaf + host } : undefined;
}

const texts = { host: hostText, leaf: leafText, spine: spineText, core: coreText };
const counts = { host: hostCount, leaf: leafCount, spine: spineCount, core: coreCount };
