import type { Element } from "../elements.ts";
import type { ElementKind, Group, Topology } from "../model.ts";
import { coreAt, leafOfHost, planeOfCore, podOfLeaf, podOfSpine, spineAt } from "../topology.ts";

/**
 * Single failures that are one and the same for headers that leave the choice of plane and core to the switches.
 *
 * Renumbering the planes, and the cores of a plane, changes neither hosts, leaves nor s-rules (an s-rule for a pod is in all its spines, §4).
 * So the failure of spine p0.s0 does to such a packet what that of p0.s1 does, with the planes renumbered.
 */
export interface Orbit {
  /** In plane 0, at its core 0. */
  readonly element: Element;
  /** How many elements are in it. */
  readonly size: number;
}

/**
 * The orbits whose elements a packet of this group may meet. Any other failure leaves all its ways as they are.
 * In the order of `singleFailures`.
 */
export function orbitsNear(topology: Topology, kinds: readonly ElementKind[], group: Pick<Group, "receivers" | "senders">): Orbit[] {
  const hosts = ascending([...group.receivers, ...group.senders]);
  const leaves = ascending(hosts.map((host) => leafOfHost(topology, host)));
  const pods = ascending(leaves.map((leaf) => podOfLeaf(topology, leaf)));
  const planes = topology.spinesPerPod;
  const cores = planes * topology.coresPerSpine;
  const orbits: Orbit[] = [];
  const add = (size: number, element: Element) => orbits.push({ element, size });
  const spineOf = (pod: number) => spineAt(topology, pod, 0);
  if (kinds.includes("leaf")) for (const id of leaves) add(1, { kind: "leaf", id });
  if (kinds.includes("spine")) for (const pod of pods) add(planes, { kind: "spine", id: spineOf(pod) });
  if (kinds.includes("core")) add(cores, { kind: "core", id: 0 });
  if (kinds.includes("link")) {
    for (const leaf of leaves) add(planes, { kind: "leafSpineLink", leaf, spine: spineOf(podOfLeaf(topology, leaf)) });
    for (const pod of pods) add(cores, { kind: "spineCoreLink", spine: spineOf(pod), core: 0 });
  }
  if (kinds.includes("host")) for (const id of hosts) add(1, { kind: "host", id });
  return orbits;
}

/** The elements of an orbit, ascending. */
export function elementsOfOrbit(topology: Topology, { element }: Orbit): Element[] {
  const planes = Array.from({ length: topology.spinesPerPod }, (_, plane) => plane);
  const cores = planes.flatMap((plane) => Array.from({ length: topology.coresPerSpine }, (_, port) => coreAt(topology, plane, port)));
  switch (element.kind) {
    case "leaf":
    case "host":
      return [element];
    case "spine": {
      const pod = podOfSpine(topology, element.id);
      return planes.map((plane) => ({ kind: "spine", id: spineAt(topology, pod, plane) }));
    }
    case "core":
      return cores.map((id) => ({ kind: "core", id }));
    case "leafSpineLink": {
      const { leaf } = element;
      return planes.map((plane) => ({ kind: "leafSpineLink", leaf, spine: spineAt(topology, podOfLeaf(topology, leaf), plane) }));
    }
    case "spineCoreLink": {
      const pod = podOfSpine(topology, element.spine);
      return cores.map((core) => ({ kind: "spineCoreLink", spine: spineAt(topology, pod, planeOfCore(topology, core)), core }));
    }
  }
}

const ascending = (ids: readonly number[]): number[] => [...new Set(ids)].sort((a, b) => a - b);
