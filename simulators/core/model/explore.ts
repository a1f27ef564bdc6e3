import type { Budget } from "../budget.ts";
import { Edges } from "./edges.ts";
import { ModelFault, type PackedModel, type PackedTest } from "./model.ts";
import type { Packing } from "./plain.ts";
import type { SearchLimit } from "./result.ts";
import { StateStore, StoreFull } from "./store.ts";
import { Successors } from "./successors.ts";
import { maximumBytes } from "./memory.ts";

export interface ExploreOptions {
  /** Keep all steps, for liveness. */
  readonly withEdges: boolean;
  /** End with the depth at which a safety property is first violated. */
  readonly stopAtViolation: boolean;
  /** Of so many states one is expanded twice, and the first thousand are; 0: none. */
  readonly recheckEvery: number;
}

/** The reachable states, in breadth-first order, and the first states that decide a safety property. */
export interface Exploration {
  readonly store: StateStore;
  readonly edges: Edges | undefined;
  /** The first number of each depth. */
  readonly depths: readonly number[];
  /** States whose successors are known: all smaller numbers. */
  readonly expanded: number;
  readonly transitions: number;
  /** By property: the first state that decides it (violates it; shows that it is reachable), or -1. Liveness: -1. */
  readonly deciding: readonly number[];
  /** Every reachable state was visited. */
  readonly complete: boolean;
  readonly limit?: SearchLimit;
}

/**
 * Visits the states breadth-first, in the order of choices: the first state found that violates something is reached by a shortest run,
 * and among those by the first in the order of choices.
 *
 * Limits of states and stops at a violation take effect between depths, so that the answer does not depend on who expands what when.
 *
 * @throws {ModelFault} The model breaks its contract.
 */
export function explore<State>(packing: Packing<State>, budget: Budget, options: ExploreOptions): Exploration {
  return new Explorer(packing, budget, options).run();
}

class Explorer<State> {
  readonly #packing: Packing<State>;
  readonly #model: PackedModel;
  readonly #budget: Budget;
  readonly #options: ExploreOptions;
  readonly #store: StateStore;
  readonly #edges: Edges | undefined;
  readonly #out: Successors;
  readonly #again: Successors;
  readonly #onState: readonly Watch[];
  readonly #mayEnd: readonly Watch[];
  readonly #deciding: number[];
  readonly #memory: number;
  #transitions = 0;
  #expanded = 0;

  constructor(packing: Packing<State>, budget: Budget, options: ExploreOptions) {
    const { model } = packing;
    this.#packing = packing;
    this.#model = model;
    this.#budget = budget;
    this.#options = options;
    this.#memory = maximumBytes(budget);
    this.#store = new StateStore(model.words, this.#memory);
    this.#edges = options.withEdges ? new Edges() : undefined;
    this.#out = new Successors(model.words);
    this.#again = new Successors(model.words);
    this.#onState = watchesOf(model);
    this.#mayEnd = endWatchesOf(model);
    this.#deciding = model.properties.map(() => -1);
  }

  run(): Exploration {
    const depths: number[] = [0];
    let limit: SearchLimit | undefined;
    try {
      this.#addInitial();
      for (let start = 0; start < this.#store.count && limit === undefined && !this.#isOver(); start = this.#expanded) {
        if (start > 0) depths.push(start);
        limit = this.#store.count < this.#budget.maxStates ? this.#expandDepth(start, this.#store.count) : "states";
      }
    } catch (error) {
      if (!(error instanceof StoreFull)) throw error;
      limit = "memory";
      this.#edges?.dropOpenRow();
    }
    const complete = this.#expanded === this.#store.count;
    if (!complete && limit === undefined) limit = "first-violation";
    this.#packing.assertIntact();
    return {
      store: this.#store,
      edges: this.#edges,
      depths,
      expanded: this.#expanded,
      transitions: this.#transitions,
      deciding: this.#deciding,
      complete,
      ...(complete || limit === undefined ? {} : { limit }),
    };
  }

  #addInitial(): void {
    const { words } = this.#model;
    this.#model.initial(this.#out);
    this.#canonicalise(this.#out);
    for (let i = 0; i < this.#out.count; i += 1) {
      const before = this.#store.count;
      if (this.#store.add(this.#out.words, i * words, -1, 0) === before) this.#watch(this.#out.words, i * words, before);
    }
  }

  /** Nothing is left to find out. */
  #isOver(): boolean {
    if (this.#edges) return false;
    const { properties } = this.#model;
    const isViolated = properties.some(({ kind }, i) => kind !== "reachable" && this.#deciding[i] !== -1);
    if (this.#options.stopAtViolation && isViolated) return true;
    return properties.length > 0 && this.#deciding.every((state) => state !== -1);
  }

  #expandDepth(start: number, end: number): SearchLimit | undefined {
    for (let index = start; index < end; index += 1) {
      if (index % pollEvery === 0) {
        const stop = this.#poll();
        if (stop !== undefined) return stop;
      }
      this.#expand(index);
      this.#expanded = index + 1;
    }
    return undefined;
  }

  #poll(): SearchLimit | undefined {
    this.#budget.progress({ done: this.#store.count, unit: "states" });
    if (this.#memory < this.#store.bytes + (this.#edges?.bytes ?? 0) + this.#packing.bytes()) return "memory";
    return this.#budget.stop();
  }

  #expand(index: number): void {
    const store = this.#store;
    const out = this.#out;
    const { words } = this.#model;
    out.clear();
    this.#model.successors(store.states, index * words, out);
    if (this.#isRechecked(index)) this.#recheck(index);
    if (this.#model.canonicalise) this.#canonicalise(out);
    const { count } = out;
    if (count === 0) this.#watchEnd(index);
    const edges = this.#edges;
    for (let i = 0; i < count; i += 1) {
      const action = out.actions[i] as number;
      const before = store.count;
      const target = store.add(out.words, i * words, index, action);
      if (target === before) this.#watch(out.words, i * words, target);
      if (edges !== undefined) edges.add(target, action);
    }
    if (edges !== undefined) edges.endRow();
    this.#transitions += count;
  }

  #isRechecked(index: number): boolean {
    const { recheckEvery } = this.#options;
    return recheckEvery > 0 && (index < alwaysRechecked || index % recheckEvery === 0);
  }

  #recheck(index: number): void {
    const at = index * this.#model.words;
    this.#again.clear();
    this.#packing.successorsAgain(this.#store.states, at, this.#again);
    assertSame(this.#model, this.#out, this.#again, this.#store.states.subarray(at, at + this.#model.words));
  }

  #canonicalise(out: Successors): void {
    const { canonicalise, words } = this.#model;
    if (canonicalise) for (let i = 0; i < out.count; i += 1) canonicalise(out.words, i * words);
  }

  /** The state stands in the words of successors still: a plain model has it at hand. */
  #watch(words: Int32Array, at: number, index: number): void {
    for (const { property, test, decidedBy } of this.#onState) {
      if (this.#deciding[property] === -1 && test(words, at) === decidedBy) this.#deciding[property] = index;
    }
  }

  #watchEnd(index: number): void {
    for (const { property, test } of this.#mayEnd) {
      if (this.#deciding[property] === -1 && !test(this.#store.states, index * this.#model.words)) this.#deciding[property] = index;
    }
  }
}

/** A property that a single state can decide. */
export interface Watch {
  readonly property: number;
  readonly test: PackedTest;
  /** The answer of `test` that decides it. */
  readonly decidedBy: boolean;
}

export function watchesOf({ properties }: PackedModel): readonly Watch[] {
  return properties.flatMap((property, index): readonly Watch[] => {
    if (property.kind === "always") return [{ property: index, test: property.test, decidedBy: false }];
    if (property.kind === "reachable") return [{ property: index, test: property.test, decidedBy: true }];
    return [];
  });
}

/** What a state without successors must be. */
export function endWatchesOf({ properties }: PackedModel): readonly Watch[] {
  return properties.flatMap((property, index) =>
    property.kind === "deadlock-free" ? [{ property: index, test: property.mayEnd ?? (() => false), decidedBy: false }] : [],
  );
}

/**
 * @param state Of which both are the successors, for the message.
 * @throws {ModelFault} The lists differ.
 */
export function assertSame({ actions }: PackedModel, first: Successors, second: Successors, state?: Int32Array): void {
  const place = differenceOf(first, second);
  if (place === undefined) return;
  const action = actions[(place < first.count ? first : second).actions[place] as number];
  const message = `asked twice for the successors of one state, action \`${action?.name}\` gave two answers`;
  throw new ModelFault(message, state ? { words: state.slice() } : {});
}

/** The first place where two lists of successors differ. */
function differenceOf(a: Successors, b: Successors): number | undefined {
  const { width } = a;
  for (let i = 0; i < Math.max(a.count, b.count); i += 1) {
    if (i >= a.count || i >= b.count || a.actions[i] !== b.actions[i]) return i;
    for (let word = i * width; word < (i + 1) * width; word += 1) if (a.words[word] !== b.words[word]) return i;
  }
  return undefined;
}

const pollEvery = 256;
const alwaysRechecked = 1000;
