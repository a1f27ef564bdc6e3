import type { Budget } from "../budget.ts";
import { Random } from "../random.ts";
import { assertModel } from "./check.ts";
import { endWatchesOf, type Watch, watchesOf } from "./explore.ts";
import { type Model, ModelFault, type PackedModel } from "./model.ts";
import { type Packing, pack } from "./plain.ts";
import type { Fault, PropertyResult, SearchLimit } from "./result.ts";
import { decodeRun, type PackedRun } from "./run.ts";
import { Successors } from "./successors.ts";

export interface SimulateOptions {
  readonly runs: number;
  /** At most, in one run. */
  readonly steps: number;
  readonly strategy: Strategy;
}

export type Strategy =
  /** Every step is drawn evenly from those possible. */
  | { readonly kind: "random" }
  /**
   * Processes have random priorities, the highest that can moves, and at `depth - 1` random moments the one that moves falls behind all.
   * A fault that takes `depth` ordering constraints is met by a run with at least the chance 1 / (processes * steps^(depth - 1)).
   *
   * @see S. Burckhardt et al., "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", ASPLOS 2010.
   */
  | { readonly kind: "pct"; readonly depth: number };

/** What some runs showed: a property is violated or undecided, never shown to hold (`reachable`: holds or undecided). */
export interface SimulateResult<State> {
  readonly model: string;
  readonly properties: readonly PropertyResult<State>[];
  readonly runs: number;
  readonly steps: number;
  /** Why there were fewer runs than asked for. */
  readonly limit?: SearchLimit;
  readonly fault?: Fault<State>;
}

/** Tries runs at random, the same for the same seed (`budget.seed`), until all safety properties are decided. Liveness is left undecided. */
export function simulate<State>(model: Model<State>, budget: Budget, options: SimulateOptions): SimulateResult<State> {
  try {
    assertModel(model);
    return new Simulation(pack(model), budget, options).run();
  } catch (error) {
    if (!(error instanceof ModelFault)) throw error;
    const properties = model.properties.map(({ name, kind }) => ({ name, kind, verdict: "undecided", limit: "fault" }) as const);
    return { model: model.name, properties, runs: 0, steps: 0, limit: "fault", fault: { message: error.message } };
  }
}

class Simulation<State> {
  readonly #packing: Packing<State>;
  readonly #model: PackedModel;
  readonly #budget: Budget;
  readonly #options: SimulateOptions;
  readonly #onState: readonly Watch[];
  readonly #mayEnd: readonly Watch[];
  readonly #found: (PackedRun | undefined)[];
  readonly #out: Successors;
  #steps = 0;

  constructor(packing: Packing<State>, budget: Budget, options: SimulateOptions) {
    this.#packing = packing;
    this.#model = packing.model;
    this.#budget = budget;
    this.#options = options;
    this.#onState = watchesOf(packing.model);
    this.#mayEnd = endWatchesOf(packing.model);
    this.#found = packing.model.properties.map(() => undefined);
    this.#out = new Successors(packing.model.words);
  }

  run(): SimulateResult<State> {
    let runs = 0;
    let limit: SearchLimit | undefined;
    for (; runs < this.#options.runs && !this.#isOver() && limit === undefined; runs += 1) {
      limit = this.#budget.stop();
      this.#budget.progress({ done: runs, total: this.#options.runs, unit: "runs" });
      if (limit === undefined) limit = this.#oneRun(new Random(this.#budget.seed, runs));
    }
    this.#packing.assertIntact();
    const properties = this.#model.properties.map((property, i): PropertyResult<State> => {
      const { name, kind } = property;
      const run = this.#found[i];
      if (run === undefined) return { name, kind, verdict: "undecided", limit: "samples" };
      const decoded = decodeRun(this.#packing, run);
      return kind === "reachable"
        ? { name, kind, verdict: "holds", witness: decoded }
        : { name, kind, verdict: "violated", counterexample: decoded };
    });
    return { model: this.#model.name, properties, runs, steps: this.#steps, ...(limit === undefined ? {} : { limit }) };
  }

  #isOver(): boolean {
    const watched = [...this.#onState, ...this.#mayEnd];
    return watched.length > 0 && watched.every(({ property }) => this.#found[property] !== undefined);
  }

  #oneRun(random: Random): SearchLimit | undefined {
    const out = this.#out;
    const scheduler = schedulerOf(this.#options, this.#model, random);
    out.clear();
    this.#model.initial(out);
    if (out.count === 0) return undefined;
    const initialChoice = random.below(out.count);
    const run = { initialChoice, words: [stateAt(out, initialChoice)], choices: [] as number[], actions: [] as number[] };
    this.#watch(this.#onState, run);
    for (let step = 0; step < this.#options.steps; step += 1) {
      if (step % pollEvery === pollEvery - 1) {
        const stop = this.#budget.stop();
        if (stop !== undefined) return stop;
      }
      out.clear();
      this.#model.successors(run.words.at(-1) as Int32Array, 0, out);
      if (out.count === 0) {
        this.#watch(this.#mayEnd, run);
        return undefined;
      }
      const choice = scheduler(out, step);
      run.choices.push(choice);
      run.actions.push(out.actions[choice] as number);
      run.words.push(stateAt(out, choice));
      this.#steps += 1;
      this.#watch(this.#onState, run);
    }
    return undefined;
  }

  #watch(watches: readonly Watch[], run: PackedRun): void {
    for (const { property, test, decidedBy } of watches) {
      if (this.#found[property] !== undefined || test(run.words.at(-1) as Int32Array, 0) !== decidedBy) continue;
      this.#found[property] = { ...run, words: [...run.words], choices: [...run.choices], actions: [...run.actions] };
    }
  }
}

/** Picks one of the successors. */
type Scheduler = (out: Successors, step: number) => number;

function schedulerOf({ strategy, steps }: SimulateOptions, { actions }: PackedModel, random: Random): Scheduler {
  if (strategy.kind === "random") return (out) => random.below(out.count);
  const processOf = (action: number): number => (actions[action]?.process ?? -1) + 1;
  const processes = actions.reduce((most, _, action) => Math.max(most, processOf(action)), 0) + 1;
  const priorities = shuffled(processes, random).map((priority) => priority + strategy.depth);
  const falls = new Map(Array.from({ length: strategy.depth - 1 }, (_, i) => [random.below(steps), i]));
  return (out, step) => {
    const enabled = [...out.actions.subarray(0, out.count)].map(processOf);
    const first = () => enabled.reduce((best, process) => ((priorities[best] ?? 0) < (priorities[process] ?? 0) ? process : best));
    const fall = falls.get(step);
    if (fall !== undefined) priorities[first()] = fall;
    const process = first();
    const choices = enabled.flatMap((one, choice) => (one === process ? [choice] : []));
    return choices[random.below(choices.length)] as number;
  };
}

function shuffled(count: number, random: Random): number[] {
  const items = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i -= 1) {
    const other = random.below(i + 1);
    [items[i], items[other]] = [items[other] as number, items[i] as number];
  }
  return items;
}

const stateAt = ({ words, width }: Successors, index: number): Int32Array => words.slice(index * width, (index + 1) * width);

const pollEvery = 64;
