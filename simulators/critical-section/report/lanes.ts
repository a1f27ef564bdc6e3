import type { Lane } from "../../../protocol/trace.ts";
import type { World } from "../machine/world.ts";
import type { StepEvent } from "./recording.ts";
import type { TapeEvent } from "./tape.ts";

export const kernelLane = "kernel";
export const outsideLane = "outside";

/** One for each thread on one CPU, one for each CPU where there are several. */
export function laneOf(world: World, { strand, what }: TapeEvent): string {
  if (what.kind === "outside" && what.moment === "effect") return outsideLane;
  if (what.kind === "timer") return outsideLane;
  const { cpu, index } = world.strand(strand);
  if (world.payload.machine.cpus > 1) return `cpu:${cpu}`;
  if (index >= world.threadCount) return kernelLane;
  return `thread:${index}`;
}

/** The lanes of a trace in which these events are shown. */
export function lanesOf(world: World, shown: readonly StepEvent[]): readonly Lane[] {
  const { cpus } = world.payload.machine;
  const lanes: Lane[] = [];
  if (cpus > 1) for (let cpu = 0; cpu < cpus; cpu += 1) lanes.push({ id: `cpu:${cpu}`, title: `CPU ${cpu}` });
  else for (const { index, name } of world.threads) lanes.push({ id: `thread:${index}`, title: name });
  const used = new Set(shown.map(({ event }) => laneOf(world, event)));
  if (shown.some(({ event }) => event.what.kind === "upcall") || used.has(kernelLane)) lanes.push({ id: kernelLane, title: "kernel" });
  if (used.has(outsideLane)) lanes.push({ id: outsideLane, title: "outside world" });
  return lanes;
}
