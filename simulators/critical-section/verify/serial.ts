import type { Budget } from "../../core/budget.ts";
import type { Program } from "../../core/simulator.ts";
import type { HandlerWrites, Names } from "../machine/world.ts";
import type { Payload } from "../payload.ts";
import { loadWorld } from "./load.ts";
import { search } from "./search.ts";

/** End states and returned values of all orders of whole units, by shape and without what handlers write. Undefined: not all orders could be run. */
export type SerialEnds = (handlerWrites: HandlerWrites) => ReadonlySet<string> | undefined;

/**
 * What ends are to be compared with (C2.3, `serialisable`): found when they are asked for, and kept.
 *
 * model=async: one call after the other. model=threads: on one CPU and without events, where each section is undivided and each access outside is a
 * unit of its own; so on one CPU every run is such an order already, and there is nothing to compare.
 *
 * @param aborts How many sections of a run may be units that only throw.
 * @returns Undefined: nothing to compare.
 */
export function serialEnds(program: Program, payload: Payload, names: Names, budget: Budget, aborts: number): SerialEnds | undefined {
  const { machine } = payload;
  if (machine.model !== "async" && machine.cpus === 1) return undefined;
  const known = new Map<string, ReadonlySet<string> | undefined>();
  return (handlerWrites) => {
    const key = [...handlerWrites].sort().join();
    if (!known.has(key)) known.set(key, runSerially(program, payload, names, budget, aborts, handlerWrites));
    return known.get(key);
  };
}

/** Of calls that run one after the other (model=async). */
const maximumStates = 10_000;

function runSerially(
  program: Program,
  payload: Payload,
  names: Names,
  budget: Budget,
  aborts: number,
  handlerWrites: HandlerWrites,
): ReadonlySet<string> | undefined {
  const { machine } = payload;
  const quiet: Payload = {
    ...payload,
    machine: { ...machine, isolation: "percpu", maxEvents: aborts, events: [] },
    invariants: [],
    finals: [],
  };
  const order = machine.model === "async" ? { isSerial: true } : { isUnitwise: true };
  const options = { tracksFlow: false, allBoundaries: false, allKinds: false, ...order, ...(aborts > 0 ? { aborts } : {}) };
  const loaded = loadWorld(program, withoutHandler(quiet), options, names, budget);
  if (loaded.kind === "failed") return undefined;
  const ends = new Set<string>();
  // A call that waits for another one goes on alone for ever: with a timer and a counter in states without end.
  const few = machine.model === "async" ? { ...budget, maxStates: Math.min(budget.maxStates, maximumStates) } : budget;
  const { isComplete } = search(loaded.world, few, { atEnd: (world) => void ends.add(world.endText(handlerWrites)) });
  return isComplete ? ends : undefined;
}

function withoutHandler(payload: Payload): Payload {
  const { handler: _handler, ...others } = payload;
  return others;
}
