import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";
import { type Exploration, explore } from "../../core/explore/explore.ts";
import type { Failure } from "../machine/failure.ts";
import type { World } from "../machine/world.ts";
import { walkAtRandom } from "./random-walk.ts";
import { Progress } from "./progress.ts";

/** How a property fails: the choices that lead to it from the start. */
export interface Finding {
  readonly failure: Failure;
  readonly path: readonly number[];
  /** A lasso: index of the choice at which the loop begins. */
  readonly loop?: number;
  /** Cost of the path: switches of threads and events. */
  readonly cost: number;
}

export interface SearchResult {
  /** By property and code, in the order in which they were found. */
  readonly findings: readonly Finding[];
  /** All states were visited, with all that was learnt on the way. */
  readonly isComplete: boolean;
  readonly limit?: Limit;
  readonly states: number;
  readonly transitions: number;
  readonly executions: number;
  /** Choices of the first run that came to its end. */
  readonly mainPath: readonly number[] | undefined;
  /** Where runs ended because something is not modelled. */
  readonly notModelled: { readonly message: string; readonly offset: number; readonly path: readonly number[] } | undefined;
  /** Where a run was that had no end yet when the search was ended: UTF-16 offset in the bundle; -1: none was that long. */
  readonly endlessAt: number;
  /** Switches and events of the last bounded search. */
  readonly bound: number;
}

/** After a failure was found, so many more states are looked at to decide about the other properties. */
const statesAfterFailure = 60_000;

/** A run of so many steps may have no end. */
const longRun = 2048;

/** See `Session.#goesOn`. */
const maximumJobsInARow = 1500;

const bounds = [0, 1, 2, 3, Infinity] as const;

/**
 * Serial runs first, then one, two and three switches, then everything; if that is too much, runs at random.
 *
 * A search in which new places of conflict, or needs of the handler, came to light is repeated with them: only one in which nothing new was learnt
 * counts as complete (see `Sharing`).
 * @param world At its start; is left there.
 */
export function search(
  world: World,
  budget: Budget,
  hooks: { readonly atEnd?: (world: World, path: readonly number[]) => void } = {},
): SearchResult {
  const session = new Session(world, budget, hooks.atEnd);
  for (const bound of bounds) {
    session.phase(bound);
    if (session.isOver) break;
  }
  session.walk();
  return session.result();
}

class Session {
  readonly #world: World;
  readonly #budget: Budget;
  readonly #atEnd: ((world: World, path: readonly number[]) => void) | undefined;
  readonly #findings = new Map<string, Finding>();
  #mainPath: readonly number[] | undefined;
  #notModelled: SearchResult["notModelled"];
  #endlessAt = -1;
  #last: Exploration | undefined;
  #bound = 0;
  #totals = { transitions: 0, executions: 0 };
  /** Are lost updates wanted? Once one is found, the rest is searched without. */
  readonly #tracksFlow: boolean;
  isOver = false;

  constructor(world: World, budget: Budget, atEnd: ((world: World, path: readonly number[]) => void) | undefined) {
    this.#world = world;
    this.#budget = budget;
    this.#atEnd = atEnd;
    this.#tracksFlow = world.options.tracksFlow;
  }

  phase(bound: number): void {
    const world = this.#world;
    this.#bound = bound;
    for (;;) {
      this.#world.sharing.activate();
      const needs = this.#needs();
      const progress = bound === Infinity ? new Progress(world) : undefined;
      const exploration = this.#explore(bound, progress);
      this.#last = exploration;
      this.#totals.transitions += exploration.transitions;
      this.#totals.executions += exploration.executions;
      if (!exploration.isComplete || world.misuse) {
        this.isOver = true;
        return;
      }
      if (this.#needs() !== needs || this.#learn()) {
        // Choices were numbered without what was learnt; what fails is found again, lost updates included.
        this.#findings.clear();
        world.options = { ...world.options, tracksFlow: this.#tracksFlow };
        this.#mainPath = undefined;
        continue;
      }
      // Without a loop every way comes to an end.
      if (progress && exploration.edges && exploration.hasLoop)
        for (const finding of progress.findings(exploration.edges, this.#findings)) this.#note(finding);
      return;
    }
  }

  /** More states than may be visited: chance may still find what fails. */
  walk(): void {
    if (this.#last?.limit !== "states" || this.#findings.size > 0 || this.#world.misuse) return;
    // Of the serial orders all ends are wanted, or none.
    const { isSerial, isUnitwise } = this.#world.options;
    if (isSerial || isUnitwise) return;
    this.#totals.executions += walkAtRandom(this.#world, this.#budget, (failure, path) =>
      this.#note({ failure, path: [...path], cost: Infinity }),
    );
  }

  /** Changes when something was learnt that the search did not provide for. */
  #needs(): string {
    const { sharing, options, learnt } = this.#world;
    const { readsClock, clearsTimers, handlerWrites } = learnt;
    return JSON.stringify([sharing.count, options.allBoundaries, options.allKinds, readsClock, clearsTimers, handlerWrites.size]);
  }

  /** Provides for what was learnt. */
  #learn(): boolean {
    const { learnt, options } = this.#world;
    const isNew = (learnt.allBoundaries && !options.allBoundaries) || (learnt.allKinds && !options.allKinds);
    if (isNew) this.#world.options = { ...options, allBoundaries: learnt.allBoundaries, allKinds: learnt.allKinds };
    return isNew;
  }

  #explore(bound: number, progress: Progress | undefined): Exploration {
    const world = this.#world;
    let nextLong = longRun;
    this.#endlessAt = -1;
    let budget = this.#budget;
    if (this.#findings.size > 0) {
      budget = { ...budget, maxStates: Math.min(budget.maxStates, statesAfterFailure) };
      if (world.options.tracksFlow && this.#findings.has("no-lost-update FL1004")) world.options = { ...world.options, tracksFlow: false };
    }
    return explore(world, { bound, keepEdges: progress !== undefined }, budget, {
      arrive: (path, state, isNew) => {
        if (path.length === nextLong) {
          nextLong *= 2;
          this.#endlessAt = world.offsetOf(world.strand(world.state.last));
        }
        progress?.arrive(state, isNew);
        for (const failure of world.failures) this.#note({ failure, path: [...path], cost: bound });
        if (world.misuse) return "stop";
        if (world.notModelled) {
          this.#notModelled ??= { ...world.notModelled, path: [...path] };
          // It would take as long in every other schedule.
          return world.notModelled.isEndless ? "stop" : "prune";
        }
        if (this.#goesOn(path.length)) {
          const strand = world.strand(world.state.last);
          this.#notModelled ??= {
            message: `the micro-tasks of ${strand.name} go on and on`,
            offset: world.offsetOf(strand),
            path: [...path],
          };
          return "stop";
        }
        if (isNew && world.alternatives().length === 0) {
          this.#mainPath ??= [...path];
          this.#atEnd?.(world, path);
        }
        return "expand";
      },
    });
  }

  /** Has nothing but micro-tasks of one thread run for very long, each of which leads to a state that was never there? */
  #goesOn(depth: number): boolean {
    const { state } = this.#world;
    const strand = state.last < 0 ? undefined : this.#world.strand(state.last);
    const isAlone = strand !== undefined && (strand.isInJob || strand.jobs.length > 0) && this.#world.alternatives().length === 1;
    const inARow = isAlone ? (this.#jobsInARow[depth - 1] ?? 0) + 1 : 0;
    this.#jobsInARow[depth] = inARow;
    return inARow > maximumJobsInARow;
  }
  /** By the length of the path. */
  readonly #jobsInARow: number[] = [];

  /** Keeps the cheapest, then the shortest, then the first. */
  #note(finding: Finding): void {
    const key = `${finding.failure.property} ${finding.failure.code}`;
    const known = this.#findings.get(key);
    if (known && (known.cost < finding.cost || (known.cost === finding.cost && known.path.length <= finding.path.length))) return;
    this.#findings.set(key, finding);
  }

  result(): SearchResult {
    const last = this.#last;
    return {
      findings: [...this.#findings.values()],
      isComplete: !this.isOver && this.#bound === Infinity && last?.isComplete === true,
      ...(last?.limit ? { limit: last.limit } : {}),
      states: last?.states ?? 0,
      transitions: this.#totals.transitions,
      executions: this.#totals.executions,
      mainPath: this.#mainPath,
      notModelled: this.#notModelled,
      endlessAt: this.#world.busyAt >= 0 ? this.#world.busyAt : this.#endlessAt,
      bound: this.#bound,
    };
  }
}
