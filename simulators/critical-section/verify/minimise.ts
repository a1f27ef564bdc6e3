import { type Run, type Schedule, guide } from "./replay.ts";
import type { World } from "../machine/world.ts";
import type { Failure } from "../machine/failure.ts";

/** So many runs are tried at most. */
const maximumRuns = 200;

/**
 * Makes a failing run smaller: fewest switches first, then fewest steps. Leaves out parts of the schedule, halves first, as long as the property still fails
 * (delta debugging, Zeller and Hildebrandt 2002).
 *
 * @param world At its start; is left there.
 */
export function minimise(world: World, run: Run, target: Failure): Run {
  const start = world.mark();
  let best = run;
  let runs = 0;
  for (let size = Math.max(1, best.schedule.length >> 1); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let at = 0; at < best.schedule.length && runs < maximumRuns; ) {
      runs += 1;
      const shorter: Schedule = [...best.schedule.slice(0, at), ...best.schedule.slice(at + size)];
      const tried = guide(world, shorter, target, best.schedule.length);
      world.undoTo(start);
      if (tried.failure && isSmaller(tried, best)) best = tried;
      else at += size;
    }
  }
  return best;
}

const isSmaller = (a: Run, b: Run): boolean => a.cost < b.cost || (a.cost === b.cost && a.schedule.length < b.schedule.length);
