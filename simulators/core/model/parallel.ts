import type { Budget } from "../budget.ts";
import { decidedBy, isLiveness, undecidedBy, withFaults } from "./check.ts";
import { firstPath } from "./first-path.ts";
import { maximumBytes } from "./memory.ts";
import { ModelFault, type PackedModel } from "./model.ts";
import type { WorkerAnswer, WorkerOrder } from "./parallel-worker.ts";
import type { Packing } from "./plain.ts";
import type { CheckResult, PropertyResult, SearchLimit } from "./result.ts";
import { allocate, bytesOf, control, type Range, type SharedMemory, SharedStore } from "./shared-store.ts";
import { Successors } from "./successors.ts";

/** A thread with a `ParallelWorker` of the same model: passes orders on and answers back. */
export interface WorkerThread {
  ask(order: WorkerOrder): Promise<WorkerAnswer>;
}

export interface ParallelOptions {
  /** As `CheckOptions.stopAtViolation`. */
  readonly stopAtViolation?: boolean;
  /** One of so many states is expanded twice and compared. 0: none. Default: 256. */
  readonly recheckEvery?: number;
}

/**
 * Decides the safety properties of a packed model on several threads. The answer is the same as that of `check`, but for `stats.bytes`;
 * a depth is explored to its end, and of several shortest runs the first in the order of choices is searched afterwards.
 *
 * @throws {RangeError} The model has liveness properties: those need the steps, which are not kept here.
 */
export async function checkParallel(
  model: PackedModel,
  budget: Budget,
  threads: readonly WorkerThread[],
  options: ParallelOptions = {},
): Promise<CheckResult<Int32Array>> {
  if (model.properties.some(isLiveness)) throw new RangeError("liveness is not checked in parallel");
  try {
    const search = new ParallelSearch(model, budget, threads, options);
    await search.run();
    return withFaults<Int32Array>(model, (packing) => search.result(packing));
  } catch (error) {
    if (!(error instanceof ModelFault)) throw error;
    return withFaults<Int32Array>(model, () => {
      throw error;
    });
  }
}

class ParallelSearch {
  readonly #model: PackedModel;
  readonly #budget: Budget;
  readonly #threads: readonly WorkerThread[];
  readonly #stopAtViolation: boolean;
  readonly #recheckEvery: number;
  #memory: SharedMemory;
  #store: SharedStore;
  /** The first number of each depth. */
  readonly #depths: number[] = [0];
  /** One past the last number of the last depth in `depths`. */
  #depthEnd = 0;
  /** By property: the depth at which it was decided. */
  readonly #decided: (number | undefined)[];
  #transitions = 0;
  /** One past the last state that was expanded. */
  #expanded = 0;
  #complete = false;
  #limit: SearchLimit | undefined;

  constructor(model: PackedModel, budget: Budget, threads: readonly WorkerThread[], options: ParallelOptions) {
    this.#model = model;
    this.#budget = budget;
    this.#threads = threads;
    this.#stopAtViolation = options.stopAtViolation ?? false;
    this.#recheckEvery = options.recheckEvery ?? 256;
    this.#memory = allocate(model.words, firstCapacity(model.words, budget));
    this.#store = new SharedStore(this.#memory);
    this.#decided = model.properties.map(() => undefined);
  }

  async run(): Promise<void> {
    this.#addInitial();
    this.#depthEnd = this.#store.count;
    await this.#tellAll({ kind: "attach", memory: this.#memory });
    for (let start = 0; start < this.#store.count && this.#limit === undefined && !this.#isOver(); ) {
      const end = this.#store.count;
      if (start > 0) this.#depths.push(start);
      this.#depthEnd = end;
      if (end < this.#budget.maxStates) await this.#expandDepth(start, end);
      else this.#limit = "states";
      start = end;
    }
    this.#complete = this.#limit === undefined && this.#expanded === this.#store.count;
    if (!this.#complete) this.#limit ??= "first-violation";
  }

  result(packing: Packing<Int32Array>): CheckResult<Int32Array> {
    const coverage = { complete: this.#complete, ...(this.#limit === undefined ? {} : { limit: this.#limit }) };
    const starts = [...this.#depths, this.#depthEnd];
    const properties = this.#model.properties.map((property, index): PropertyResult<Int32Array> => {
      const depth = this.#decided[index];
      if (depth === undefined) return undecidedBy(property, coverage);
      return decidedBy(packing, property, this.#store, firstPath(this.#model, this.#store, starts, property, depth));
    });
    const stats = {
      states: this.#store.count,
      transitions: this.#transitions,
      depth: Math.max(0, this.#depths.length - 1),
      ...coverage,
      bytes: bytesOf(this.#memory.width, this.#memory.capacity),
    };
    return { model: this.#model.name, properties, stats };
  }

  #addInitial(): void {
    const { words, canonicalise, properties } = this.#model;
    const out = new Successors(words);
    this.#model.initial(out);
    for (let i = 0; i < out.count; i += 1) canonicalise?.(out.words, i * words);
    this.#store.prepare(out.words, out.count);
    for (let i = 0; i < out.count; i += 1) this.#store.add(out.words, i);
    this.#store.closeGaps([this.#store.giveBack()]);
    for (let index = 0; index < this.#store.count; index += 1) {
      for (const [i, property] of properties.entries()) {
        if (property.kind !== "always" && property.kind !== "reachable") continue;
        if (property.test(this.#store.states, index * words) === (property.kind === "reachable")) this.#decided[i] ??= 0;
      }
    }
  }

  #isOver(): boolean {
    const { properties } = this.#model;
    const isViolated = properties.some(({ kind }, i) => kind !== "reachable" && this.#decided[i] !== undefined);
    if (this.#stopAtViolation && isViolated) return true;
    return properties.length > 0 && this.#decided.every((depth) => depth !== undefined);
  }

  /** In slices, so that the budget is asked often. */
  async #expandDepth(start: number, end: number): Promise<void> {
    for (let from = start; from < end; from += slice) {
      this.#budget.progress({ done: this.#store.count, unit: "states" });
      this.#limit = this.#budget.stop();
      if (this.#limit !== undefined) return;
      if (!(await this.#expandSlice(from, Math.min(from + slice, end)))) {
        this.#limit = "memory";
        return;
      }
      this.#expanded = Math.min(from + slice, end);
    }
  }

  /** False: there is no memory for it. */
  async #expandSlice(from: number, to: number): Promise<boolean> {
    Atomics.store(this.#store.control, control.nextToExpand, from);
    let left: readonly Range[] = [];
    let expanded = 0;
    do {
      const { count } = this.#store;
      const orders = this.#threads.map(
        (_, i): WorkerOrder => ({ kind: "expand", own: left[i] ?? nothing(to), to, count, recheckEvery: this.#recheckEvery }),
      );
      const answers = await Promise.all(this.#threads.map((thread, i) => thread.ask(orders[i] as WorkerOrder)));
      const done = answers.map(assertDone);
      for (const { transitions, expanded: more, decided } of done) {
        this.#transitions += transitions;
        expanded += more;
        this.#note(decided);
      }
      left = done.map((answer) => answer.left);
      this.#store.closeGaps(done.map(({ unused }) => unused));
      if (left.some(isLeft) && !(await this.#grow())) return false;
    } while (left.some(isLeft));
    if (expanded !== to - from) throw new Error(`${expanded} of ${to - from} states were expanded`);
    return true;
  }

  #note(decided: readonly boolean[]): void {
    const depth = this.#depths.length - 1;
    for (const [i, { kind }] of this.#model.properties.entries()) {
      if (decided[i] === true) this.#decided[i] ??= kind === "deadlock-free" ? depth : depth + 1;
    }
  }

  async #grow(): Promise<boolean> {
    const { width, capacity, control: counters } = this.#memory;
    const old = this.#store;
    const isPossible = (larger: number) => bytesOf(width, capacity) + bytesOf(width, larger) <= maximumBytes(this.#budget);
    const larger = [4, 2].map((times) => times * capacity).find(isPossible);
    if (larger === undefined) return false;
    this.#memory = allocate(width, larger, counters);
    this.#store = new SharedStore(this.#memory);
    this.#store.states.set(old.states);
    Atomics.store(this.#store.control, control.nextToRehash, 0);
    await this.#tellAll({ kind: "attach", memory: this.#memory });
    await this.#tellAll({ kind: "rehash", to: this.#store.count });
    return true;
  }

  async #tellAll(order: WorkerOrder): Promise<void> {
    await Promise.all(this.#threads.map(async (thread) => assertDone(await thread.ask(order))));
  }
}

function assertDone(answer: WorkerAnswer): Extract<WorkerAnswer, { kind: "done" }> {
  if (answer.kind === "fault") throw new ModelFault(answer.message);
  return answer;
}

const isLeft = ({ from, to }: Range): boolean => from < to;
const nothing = (to: number): Range => ({ from: to, to });

/** States at first: four million where that takes no more than an eighth of the memory, since systems give memory only once it is written to. */
function firstCapacity(width: number, budget: Budget): number {
  let capacity = 1 << 22;
  while (1024 < capacity && maximumBytes(budget) < 8 * bytesOf(width, capacity)) capacity >>= 1;
  return capacity;
}

/** States between two looks at the budget: some ten milliseconds. */
const slice = 1 << 15;
