import type { Budget } from "../../core/budget.ts";
import { Random } from "../../core/random.ts";
import type { Failure } from "../machine/failure.ts";
import type { World } from "../machine/world.ts";

/** Runs, and steps of each at most. */
const runs = 2000;
const maximumSteps = 2000;
/** Places in a run where the thread that comes first is put last. Finds faults that need one switch more than this with a known chance. */
const changePoints = 3;

/**
 * What is left to do when there are more states than may be visited: runs with random priorities (PCT). Proves nothing.
 *
 * @see S. Burckhardt et al., "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", ASPLOS 2010.
 * @param world At its start; is left there.
 */
export function walkAtRandom(world: World, budget: Budget, onFailure: (failure: Failure, path: readonly number[]) => void): number {
  const start = world.mark();
  let done = 0;
  let length = 20;
  for (; done < runs && budget.stop() === undefined; done += 1) {
    const path = walk(world, new Random(budget.seed, done + 1), length, onFailure);
    length = Math.max(length, path.length);
    world.undoTo(start);
  }
  return done;
}

function walk(
  world: World,
  random: Random,
  length: number,
  onFailure: (failure: Failure, path: readonly number[]) => void,
): readonly number[] {
  const priorities = world.state.strands.map((_, index) => changePoints + index);
  shuffle(priorities, random);
  const changes = Array.from({ length: changePoints }, () => random.below(length));
  const path: number[] = [];
  while (path.length < maximumSteps) {
    const alternatives = world.alternatives();
    if (alternatives.length === 0) break;
    const change = changes.indexOf(path.length);
    if (change >= 0) priorities[topOf(alternatives, priorities)] = change;
    const first = topOf(alternatives, priorities);
    const candidates = alternatives.flatMap(({ strand }, index) => (strand === first ? [index] : []));
    const choice = candidates[random.below(candidates.length)] as number;
    path.push(choice);
    world.take(choice);
    for (const failure of world.failures) onFailure(failure, path);
    if (world.notModelled || world.misuse) break;
  }
  return path;
}

/** The strand with the highest priority of those that can go on. */
function topOf(alternatives: World["alternatives"] extends () => infer List ? List : never, priorities: readonly number[]): number {
  let top = -1;
  for (const { strand } of alternatives) if (top < 0 || (priorities[strand] ?? 0) > (priorities[top] ?? 0)) top = strand;
  return top;
}

/** Fisher and Yates. */
function shuffle(list: number[], random: Random): void {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    const kept = list[last] as number;
    list[last] = list[other] as number;
    list[other] = kept;
  }
}
