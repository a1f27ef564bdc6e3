import { assertSame, endWatchesOf, type Watch, watchesOf } from "./explore.ts";
import { ModelFault, type PackedModel } from "./model.ts";
import { control, full, known, type Range, type SharedMemory, SharedStore } from "./shared-store.ts";
import { Successors } from "./successors.ts";

/** What a worker is told: plain data that `postMessage` can send. */
export type WorkerOrder =
  /** Use this memory from now on. */
  | { readonly kind: "attach"; readonly memory: SharedMemory }
  /** Together with the others, put all states below `to` into the table. */
  | { readonly kind: "rehash"; readonly to: number }
  /** Expand `own`, then, together with the others, states up to `to`. There are `count` of them now. */
  | { readonly kind: "expand"; readonly own: Range; readonly to: number; readonly count: number; readonly recheckEvery: number };

export type WorkerAnswer =
  | {
      readonly kind: "done";
      readonly transitions: number;
      /** States whose successors are all stored. */
      readonly expanded: number;
      /** By property: a state was seen that decides it. */
      readonly decided: readonly boolean[];
      /** There was no memory for the successors of the first of these; none of them counts as expanded. */
      readonly left: Range;
      /** Numbers that were taken for states to come, and not used. */
      readonly unused: Range;
    }
  | { readonly kind: "fault"; readonly message: string };

/** One of the workers that `checkParallel` directs: what runs on its thread, with a model of its own. */
export class ParallelWorker {
  readonly #model: PackedModel;
  readonly #out: Successors;
  readonly #again: Successors;
  readonly #onState: readonly Watch[];
  readonly #mayEnd: readonly Watch[];
  readonly #decided: boolean[];
  #store: SharedStore | undefined;

  constructor(model: PackedModel) {
    this.#model = model;
    this.#out = new Successors(model.words);
    this.#again = new Successors(model.words);
    this.#onState = watchesOf(model);
    this.#mayEnd = endWatchesOf(model);
    this.#decided = model.properties.map(() => false);
  }

  handle(order: WorkerOrder): WorkerAnswer {
    try {
      return this.#obey(order);
    } catch (error) {
      if (error instanceof ModelFault) return { kind: "fault", message: error.message };
      throw error;
    }
  }

  #obey(order: WorkerOrder): WorkerAnswer {
    if (order.kind === "attach") {
      this.#store = new SharedStore(order.memory);
      return this.#done();
    }
    const store = this.#store;
    if (store === undefined) throw new Error("a worker was told to work before it had memory");
    return order.kind === "expand" ? this.#expandAll(store, order) : this.#rehash(store, order.to);
  }

  #rehash(store: SharedStore, to: number): WorkerAnswer {
    for (;;) {
      const from = Atomics.add(store.control, control.nextToRehash, chunk);
      if (from >= to) return this.#done();
      store.rehash(from, Math.min(from + chunk, to));
    }
  }

  #expandAll(store: SharedStore, { own, to, count: settled, recheckEvery }: Extract<WorkerOrder, { kind: "expand" }>): WorkerAnswer {
    let transitions = 0;
    let expanded = 0;
    store.settle(settled);
    for (let range = own.from < own.to ? own : this.#claim(store, to); range.from < range.to; range = this.#claim(store, to)) {
      for (let index = range.from; index < range.to; index += 1) {
        const count = this.#expand(store, index, recheckEvery > 0 && index % recheckEvery === 0);
        if (count === full) return this.#done({ transitions, expanded, left: { from: index, to: range.to } });
        transitions += count;
        expanded += 1;
      }
    }
    return this.#done({ transitions, expanded });
  }

  #claim(store: SharedStore, to: number): Range {
    const from = Atomics.add(store.control, control.nextToExpand, chunk);
    return { from, to: Math.min(from + chunk, to) };
  }

  #done({ transitions = 0, expanded = 0, left = noStates } = {}): WorkerAnswer {
    const unused = this.#store?.giveBack() ?? noStates;
    return { kind: "done", transitions, expanded, decided: [...this.#decided], left, unused };
  }

  /** How many successors there are, or `full`. */
  #expand(store: SharedStore, index: number, isRechecked: boolean): number {
    const model = this.#model;
    const out = this.#out;
    const { words } = model;
    out.clear();
    model.successors(store.states, index * words, out);
    if (isRechecked) this.#recheck(store, index);
    const { count } = out;
    if (count === 0) this.#watch(this.#mayEnd, store, index);
    if (model.canonicalise) for (let i = 0; i < count; i += 1) model.canonicalise(out.words, i * words);
    store.prepare(out.words, count);
    for (let i = 0; i < count; i += 1) {
      const added = store.add(out.words, i);
      if (added === full) return full;
      if (added !== known) this.#watch(this.#onState, store, added);
    }
    return count;
  }

  #recheck(store: SharedStore, index: number): void {
    this.#again.clear();
    this.#model.successors(store.states, index * this.#model.words, this.#again);
    assertSame(this.#model, this.#out, this.#again);
  }

  #watch(watches: readonly Watch[], store: SharedStore, index: number): void {
    for (const { property, test, decidedBy } of watches) {
      if (this.#decided[property] !== true && test(store.states, index * store.width) === decidedBy) this.#decided[property] = true;
    }
  }
}

const noStates: Range = { from: 0, to: 0 };

/** Large enough that claims are rare, small enough that all end at nearly the same time. */
const chunk = 256;
