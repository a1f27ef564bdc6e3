import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";
import type { Program } from "../../core/simulator.ts";
import type { Value } from "../../core/vm/value.ts";
import { promiseState, settledValue } from "../machine/promises.ts";
import { drain } from "../machine/jobs.ts";
import { Misuse } from "../machine/misuse.ts";
import { type Names, thrownAt, World, type WorldOptions } from "../machine/world.ts";
import type { Sharing } from "../machine/sharing.ts";
import type { Payload } from "../payload.ts";

/** Why there is nothing to run. */
export interface LoadFailure {
  readonly kind: "failed";
  readonly code: "FL0003" | "FL1023" | "FL0002";
  readonly message: string;
  /** UTF-16 offset in the bundle; -1: unknown. */
  readonly offset: number;
  /** Declaration that is to blame. */
  readonly declaration?: string;
  /** Ended by a limit, not by the program. */
  readonly limit?: Limit;
}

export type Loaded = { readonly kind: "loaded"; readonly world: World } | LoadFailure;

/** A module that is still busy after so many instructions does not come to an end. */
const maximumInstructions = 20_000_000;
const stepInstructions = 20_000;

/** Makes a world and runs the modules in it. */
export function loadWorld(
  program: Program,
  payload: Payload,
  options: WorldOptions,
  names: Names,
  budget: Budget,
  sharing?: Sharing,
): Loaded {
  // Every world of a run tells where it is, also those that only look ahead.
  const beacon = budget.beacon && ((offset: number) => budget.beacon?.(offset));
  const world = new World(
    payload,
    { ...(beacon ? { beacon } : {}), mustStop: () => budget.stop() !== undefined, ...options },
    names,
    sharing,
  );
  const { vm } = world;
  let task: ReturnType<typeof vm.load>;
  try {
    task = vm.load(program.code);
  } catch (error) {
    return { kind: "failed", code: "FL0003", message: `this can't be read: ${String(error)}`, offset: -1 };
  }
  for (let used = 0; ; used += stepInstructions) {
    const stop = vm.run(task, stepInstructions);
    const limit = budget.stop();
    if (stop.kind === "budget" && limit)
      return { kind: "failed", code: "FL0003", message: `the limit of ${limit} came first, while the module loaded`, offset: -1, limit };
    if (stop.kind === "budget" && used < maximumInstructions) continue;
    const offset = vm.stack(task)[0]?.offset ?? -1;
    switch (stop.kind) {
      case "done":
        return begin(world, stop.value);
      case "threw":
        return {
          kind: "failed",
          code: "FL1023",
          message: `the module throws while it loads: ${world.toText(stop.value)}`,
          offset: thrownAt(stop.value) < 0 ? offset : thrownAt(stop.value),
        };
      case "not-modelled":
        return { kind: "failed", code: "FL0003", message: stop.message, offset };
      case "budget":
        return { kind: "failed", code: "FL0003", message: "the module does not come to an end while it loads", offset };
      case "access":
      case "pause":
        return { kind: "failed", code: "FL0003", message: "the module waits for ever while it loads", offset };
    }
  }
}

function begin(world: World, evaluated: Value): Loaded {
  drain(world);
  if (world.notModelled) return { kind: "failed", code: "FL0003", ...world.notModelled };
  const state = promiseState(evaluated);
  if (state === "rejected") {
    const reason = settledValue(evaluated);
    return {
      kind: "failed",
      code: "FL1023",
      message: `the module throws while it loads: ${world.toText(reason)}`,
      offset: thrownAt(reason),
    };
  }
  if (state === "pending")
    return { kind: "failed", code: "FL0003", message: "the module waits at its top level for something that only comes later", offset: -1 };
  try {
    world.begin();
    for (const { name } of [...world.payload.threads, ...world.payload.finals, ...world.payload.invariants]) world.exported(name);
    if (world.payload.handler) world.exported(world.payload.handler.name);
  } catch (error) {
    if (!(error instanceof Misuse)) throw error;
    return { kind: "failed", code: "FL0002", message: error.message, offset: -1, declaration: error.declaration };
  }
  return { kind: "loaded", world };
}
