import type { Lane } from "../../../protocol/trace.ts";
import { nodeOf, type Site } from "../nodes/site.ts";

/** Ids of lanes: what stands in `Step.lane`. */
export const laneIds = {
  program: (site: Site, process: number): string => `program:${site.processes[process]?.name ?? process}`,
  agent: (site: Site, node: number): string => `agent:${nodeOf(site, node).name}`,
  manager: "manager",
  nic: (site: Site, node: number): string => `nic:${nodeOf(site, node).name}`,
  wire: "wire",
  memory: (site: Site, node: number): string => `memory:${nodeOf(site, node).name}`,
  os: (site: Site, node: number): string => `os:${nodeOf(site, node).name}`,
} as const;

/** Lanes of every trace, in the order in which a request passes them; the last ones stay empty, which is the point (C5 of claim 1). */
export function lanesOf(site: Site): readonly Lane[] {
  const appNodes = [...new Set(site.processes.map(({ node }) => node))];
  const lane = (id: string, title: string, group: string): Lane => ({ id, title, group });
  const named = (node: number) => nodeOf(site, node).name;
  return [
    ...site.processes.map(({ name }, process) => lane(laneIds.program(site, process), name, "program")),
    ...appNodes.map((node) => lane(laneIds.agent(site, node), `agent on ${named(node)}`, "agent")),
    lane(laneIds.manager, "manager", "manager"),
    ...appNodes.map((node) => lane(laneIds.nic(site, node), `NIC of ${named(node)}`, "NIC 1")),
    lane(laneIds.wire, "wire", "wire"),
    ...site.memoryNodes.map((node) => lane(laneIds.nic(site, node), `NIC of ${named(node)}`, "NIC 2")),
    ...site.memoryNodes.map((node) => lane(laneIds.memory(site, node), `memory of ${named(node)}`, "memory")),
    ...site.memoryNodes.map((node) => lane(laneIds.os(site, node), `system of ${named(node)}`, "OS")),
  ];
}
