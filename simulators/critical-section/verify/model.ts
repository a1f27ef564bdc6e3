import type { Budget } from "../../core/budget.ts";
import type { Program } from "../../core/simulator.ts";
import { promiseState } from "../machine/promises.ts";
import type { Names } from "../machine/world.ts";
import type { MachineModel, Payload } from "../payload.ts";
import { loadWorld, type LoadFailure } from "./load.ts";

/** A serial run longer than this says nothing more about the model. */
const maximumSteps = 2000;
/** Nor does code that has gone on for so many slices without an end, each twice as long as the one before: 300,000 instructions. */
const maximumSlices = 4;
/** Nor what takes so much memory, MiB. */
const memoryLimitMb = 32;

/**
 * `threads` when a section or a synchronous thread exists, else `async` (C2.1). What the text can't say, one serial run does: sections of imported files,
 * threads that return a promise without being declared so.
 */
export function modelOf(program: Program, payload: Payload, names: Names, budget: Budget): MachineModel | LoadFailure {
  const { machine, threads, hasSections } = payload;
  if (machine.isModelExplicit || hasSections) return machine.model;
  const options = { tracksFlow: false, allBoundaries: false, allKinds: false, memoryLimitMb };
  const probe: Payload = { ...payload, machine: { ...machine, model: "threads" } };
  const loaded = loadWorld(program, probe, options, names, budget);
  if (loaded.kind === "failed") return loaded;
  const { world } = loaded;
  const isEndless = () => world.threads.some(({ standing }) => standing.kind === "busy" && standing.times >= maximumSlices);
  for (let step = 0; step < maximumSteps && world.choices() > 0 && !isEndless() && budget.stop() === undefined; step += 1) world.take(0);
  if (world.learnt.hasSection) return "threads";
  // A thread that has not returned yet is what its declaration says.
  const isSync = world.threads.some(({ result, name }) => {
    if (result !== undefined) return promiseState(result) === "none";
    return !threads.some((thread) => thread.isAsync && name.startsWith(`${thread.name}#`));
  });
  return isSync ? "threads" : "async";
}
