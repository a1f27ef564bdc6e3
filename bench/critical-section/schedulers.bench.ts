// The same programs under fast-check's scheduler: orders tried a second, and how many different ones are among them.
import fc from "fast-check";
import { unlimited } from "../../simulators/core/budget.ts";
import { explore } from "../../simulators/core/explore/explore.ts";
import { count, isQuick, printTable, type Row, mustBe } from "../support.ts";
import { counterIn, type Increments, incrementsWorld } from "./programs.ts";

interface Program extends Increments {
  readonly name: string;
  /** Orders of all its accesses. */
  readonly orders: number;
  /** Values of the counter at the end. */
  readonly results: readonly number[];
  /** Random schedules tried by fast-check. */
  readonly runs: number;
}

const programs: readonly Program[] = [
  { name: "2 x (read, write)", threads: 2, rounds: 1, orders: 6, results: [1, 2], runs: isQuick ? 2000 : 20_000 },
  {
    name: "2 x 5 x (read, write)",
    threads: 2,
    rounds: 5,
    orders: 184_756,
    results: [2, 3, 4, 5, 6, 7, 8, 9, 10],
    runs: isQuick ? 2000 : 20_000,
  },
];

/** What one way of going through the orders came to. */
interface Walk {
  readonly tried: number;
  readonly different: number;
  readonly results: readonly number[];
  readonly milliseconds: number;
}

async function main(): Promise<void> {
  const rows: Row[] = [];
  for (const program of programs) {
    const ours = walkAll(program);
    mustBe(`${program.name}: orders`, ours.different, program.orders);
    mustBe(`${program.name}: results`, ours.results, program.results);
    const ways = [
      ["this simulator, every path", ours],
      ["fast-check, waitIdle", await sample(program, (scheduler) => scheduler.waitIdle())],
      ["fast-check, waitFor", await sample(program, async (scheduler, done) => void (await scheduler.waitFor(done)))],
    ] as const;
    for (const [way, walk] of ways) rows.push(rowOf(program, way, walk));
  }
  printTable("orders of accesses to one counter", rows);
}

function rowOf({ name, orders, results }: Program, way: string, walk: Walk): Row {
  return {
    what: `${name}: ${way}`,
    figure: `${count((walk.tried / walk.milliseconds) * 1000)} schedules/s`,
    goal: `${count(walk.different)} of ${count(orders)} different ones in ${count(walk.tried)}, ${walk.results.length} of ${results.length} results`,
  };
}

// ------------------------------------------------------------ ours

/** The second of two runs: as warm as the other. */
function walkAll(program: Program): Walk {
  walkOnce(program);
  return walkOnce(program);
}

/** The threads begin first, in their order, as those of fast-check do. */
function walkOnce(program: Program): Walk {
  const { threads } = program;
  const world = incrementsWorld(program);
  let found = -1;
  for (; found < world.sharing.count; world.sharing.activate()) {
    found = world.sharing.count;
    explore(world, { bound: 1, keepEdges: false }, unlimited(), { arrive: () => "expand" });
  }
  const results = new Set<number>();
  const start = performance.now();
  const { executions } = explore(world, { bound: Infinity, keepEdges: false, isStateless: true }, unlimited(), {
    arrive(path) {
      if (0 < path.length && path.length <= threads && world.state.last !== path.length - 1) return "prune";
      if (path.length === threads * (2 * program.rounds + 1)) results.add(counterIn(world));
      return "expand";
    },
  });
  // No path is walked twice: each is another sequence of choices.
  return { tried: executions, different: executions, results: ascending(results), milliseconds: performance.now() - start };
}

// ------------------------------------------------------------ fast-check

type Wait = (scheduler: fc.Scheduler, done: Promise<unknown>) => Promise<void>;

/** A run as its users write it: each access is released by the scheduler, and happens when it is released. */
async function sample(program: Program, wait: Wait): Promise<Walk> {
  const orders = new Set<string>();
  const results = new Set<number>();
  const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
    let x = 0;
    let order = "";
    let finished = 0;
    const add = async (thread: number): Promise<void> => {
      for (let round = 0; round < program.rounds; round += 1) {
        const seen = await scheduler.schedule(Promise.resolve()).then(() => {
          order += thread;
          return x;
        });
        await scheduler.schedule(Promise.resolve()).then(() => {
          order += thread;
          x = seen + 1;
        });
      }
      finished += 1;
    };
    await wait(scheduler, Promise.all(Array.from({ length: program.threads }, (_, thread) => add(thread))));
    mustBe("threads that finished", finished, program.threads);
    orders.add(order);
    results.add(x);
  });
  const start = performance.now();
  await fc.assert(property, { numRuns: program.runs, seed: 1 });
  const milliseconds = performance.now() - start;
  return { tried: program.runs, different: orders.size, results: ascending(results), milliseconds };
}

const ascending = (numbers: Iterable<number>): number[] => [...numbers].sort((a, b) => a - b);

await main();
