// Every interleaving of threads that read and write one counter: complete search, and every single path.
import { unlimited } from "../../simulators/core/budget.ts";
import { type Exploration, explore } from "../../simulators/core/explore/explore.ts";
import type { World } from "../../simulators/critical-section/machine/world.ts";
import { search } from "../../simulators/critical-section/verify/search.ts";
import { count, isQuick, printTable, type Row, mustBe } from "../support.ts";
import { measure, show, type Times } from "./measure.ts";
import { counterIn, type Increments, incrementsWorld } from "./programs.ts";
import { countByHand } from "./reference.ts";

const two: Increments = { threads: 2, rounds: 5 };
const three: Increments = { threads: 3, rounds: 5 };
/** Orders of ten accesses of each of two threads: 20 over 10. */
const interleavings = 184_756;
const rounds = isQuick ? 3 : 7;

async function main(): Promise<void> {
  const rows = [...(await completely(two, 300)), ...(await everyPath()), ...(await completely(three, 1000))];
  printTable("threads that each raise one counter five times (ten shared accesses a thread)", rows);
}

// ------------------------------------------------------------ with known states

/** The search of a check (serial runs, one, two, three switches, then all), and its last part alone. */
async function completely(program: Increments, goal: number): Promise<Row[]> {
  const expected = countByHand(program, false);
  const flowing = countByHand(program, true);
  let states = 0;
  const whole = await measure(
    rounds,
    2,
    () => incrementsWorld(program),
    (world) => (states = searchAll(world, expected.results, expected.states)),
  );
  const hashing = await exploreAll(program, expected, false);
  const withFlow = await exploreAll(program, flowing, true);
  const name = `${program.threads} threads`;
  return [
    {
      what: `${name}: complete search, ${count(states)} states, results ${expected.results[0]}..${expected.results.at(-1)}`,
      figure: show(whole),
      goal: `at most ${goal} ms`,
      isMet: whole.processor <= goal,
    },
    {
      what: `${name}: unbounded part alone, ${count(expected.transitions)} transitions`,
      figure: `${perSecond(expected.states, hashing)} states/s`,
      ...(program.threads === 3 ? { goal: "at least 500,000", isMet: 500_000 <= (expected.states / hashing.processor) * 1000 } : {}),
    },
    {
      what: `${name}: with data flow, ${count(flowing.states)} states, ${count(flowing.transitions)} transitions`,
      figure: `${perSecond(flowing.states, withFlow)} states/s`,
    },
  ];
}

function searchAll(world: World, results: readonly number[], states: number): number {
  const found = new Set<number>();
  const result = search(world, unlimited(), { atEnd: (at) => void found.add(counterIn(at)) });
  mustBe("complete", result.isComplete, true);
  mustBe("results", ascending(found), results);
  mustBe("states", result.states, states);
  return result.states;
}

async function exploreAll(
  program: Increments,
  expected: { readonly states: number; readonly transitions: number },
  tracksFlow: boolean,
): Promise<Times> {
  return measure(
    rounds,
    1,
    () => knowing(program, tracksFlow),
    (world) => {
      const { states, transitions } = explore(world, { bound: Infinity, keepEdges: true }, unlimited(), { arrive: () => "expand" });
      mustBe("states and transitions", [states, transitions], [expected.states, expected.transitions]);
    },
  );
}

/** A world in which all places of conflict are known. */
function knowing(program: Increments, tracksFlow: boolean): World {
  const world = incrementsWorld(program, { tracksFlow });
  for (let known = -1; known < world.sharing.count; ) {
    known = world.sharing.count;
    world.sharing.activate();
    explore(world, { bound: 1, keepEdges: false }, unlimited(), { arrive: () => "expand" });
  }
  return world;
}

// ------------------------------------------------------------ every path

async function everyPath(): Promise<Row[]> {
  mustBe("interleavings", ordersWalked(knowing(two, false)), interleavings);
  const expected = countByHand(two, false).results;
  const found = new Set<number>();
  const times = await measure(
    rounds,
    1,
    () => knowing(two, false),
    (world) => {
      const { executions } = walkPaths(world, () => void found.add(counterIn(world)));
      mustBe("executions", executions, interleavings);
    },
  );
  mustBe("results", ascending(found), expected);
  return [
    {
      what: `2 threads: each of the ${count(interleavings)} paths walked, nothing remembered`,
      figure: `${perSecond(interleavings, times)} executions/s`,
      goal: "at least 300,000",
      isMet: 300_000 <= (interleavings / times.processor) * 1000,
    },
  ];
}

/** Every path on which the threads begin first, in their order: what is counted are orders of accesses. */
function walkPaths(world: World, atEnd: () => void): Exploration {
  const { threads } = two;
  return explore(world, { bound: Infinity, keepEdges: false, isStateless: true }, unlimited(), {
    arrive(path) {
      if (0 < path.length && path.length <= threads && world.state.last !== path.length - 1) return "prune";
      if (path.length === 10 * threads + threads) atEnd();
      return "expand";
    },
  });
}

/** How many different orders of accesses there are among the paths. */
function ordersWalked(world: World): number {
  const accesses = 20;
  const walked = new Uint8Array(2 ** accesses);
  const order: number[] = [];
  const { threads } = two;
  explore(world, { bound: Infinity, keepEdges: false, isStateless: true }, unlimited(), {
    arrive(path) {
      if (0 < path.length && path.length <= threads && world.state.last !== path.length - 1) return "prune";
      if (path.length > threads) order[path.length - threads - 1] = world.state.last;
      if (path.length === threads + accesses) walked[order.reduce((word, thread) => word * 2 + thread, 0)] = 1;
      return "expand";
    },
  });
  return walked.reduce((sum, one) => sum + one, 0);
}

/** By time on the processor: what the wall shows when nothing else runs. */
const perSecond = (things: number, { processor }: Times): string => count((things / processor) * 1000);
const ascending = (numbers: Iterable<number>): number[] => [...numbers].sort((a, b) => a - b);

await main();
