import type { Budget } from "../../core/budget.ts";
import type { Program } from "../../core/simulator.ts";
import type { Names } from "../machine/world.ts";
import type { Payload } from "../payload.ts";
import { loadWorld } from "./load.ts";
import { search } from "./search.ts";

/**
 * End states and returned values of all orders of whole units (C2.3, `serialisable`), by shape.
 *
 * model=async: one call after the other. model=threads: on one CPU and without events, where each section is undivided and each access outside is a
 * unit of its own; so on one CPU every run is such an order already, and there is nothing to compare.
 *
 * @param aborts How many sections of a run may be units that only throw.
 * @returns Undefined: nothing to compare, or not all orders could be run.
 */
export function serialEnds(
  program: Program,
  payload: Payload,
  names: Names,
  budget: Budget,
  aborts: number,
): ReadonlySet<string> | undefined {
  const { machine } = payload;
  const isAsync = machine.model === "async";
  if (!isAsync && machine.cpus === 1) return undefined;
  const quiet: Payload = {
    ...payload,
    machine: { ...machine, isolation: "percpu", maxEvents: aborts, events: [] },
    invariants: [],
    finals: [],
  };
  const options = {
    tracksFlow: false,
    allBoundaries: false,
    allKinds: false,
    ...(isAsync ? { isSerial: true } : { isUnitwise: true }),
    ...(aborts > 0 ? { aborts } : {}),
  };
  const loaded = loadWorld(program, withoutHandler(quiet), options, names, budget);
  if (loaded.kind === "failed") return undefined;
  const ends = new Set<string>();
  const { isComplete } = search(loaded.world, budget, { atEnd: (world) => void ends.add(world.endText()) });
  return isComplete ? ends : undefined;
}

function withoutHandler({ handler: _, ...payload }: Payload): Payload {
  return payload;
}
