import type { Topology } from "../model.ts";
import { leafAt, leafCount } from "../topology.ts";

/** A leaf by its global number, or a pod: all its spines. */
export interface TableSwitch {
  readonly tier: "leaf" | "pod";
  readonly id: number;
}

/** A switch that the fabric does not have: says which there are. */
export interface NoSwitch {
  readonly tier: "none";
  readonly message: string;
}

/** Reads `leaf:p1.l2`, `leaf:6`, `pod:p1` or `pod:1`, of which the schema has checked the form. */
export function parseSwitch(topology: Topology, text: string): TableSwitch | NoSwitch {
  const [kind = "", place = ""] = text.split(":");
  if (kind !== "pod") return parseLeaf(topology, place);
  const pod = Number(place.replace("p", ""));
  return pod < topology.pods ? { tier: "pod", id: pod } : none("pods", topology.pods);
}

/** Reads `p1.l2`, or the global number of a leaf. */
export function parseLeaf(topology: Topology, place: string): TableSwitch | NoSwitch {
  const parts = /^p(\d+)\.l(\d+)$/.exec(place);
  if (!parts) {
    const leaf = Number(place);
    return leaf < leafCount(topology) ? { tier: "leaf", id: leaf } : none("leaves", leafCount(topology));
  }
  const [pod, leaf] = [Number(parts[1]), Number(parts[2])];
  if (topology.pods <= pod) return none("pods", topology.pods);
  return leaf < topology.leavesPerPod
    ? { tier: "leaf", id: leafAt(topology, pod, leaf) }
    : none("the leaves of a pod", topology.leavesPerPod);
}

const none = (noun: string, count: number): NoSwitch => ({ tier: "none", message: `${noun} are numbered 0 to ${count - 1}` });
