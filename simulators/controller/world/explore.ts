import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";
import { Edges } from "../../core/model/edges.ts";
import { PartedStore } from "../../core/model/parted-store.ts";
import { StoreFull } from "../../core/model/store.ts";
import { ProcessStopped } from "../../core/program/stopped.ts";
import { progress, read, word, write } from "./layout.ts";
import { Pasts } from "./pasts.ts";
import type { Transitions } from "./transitions.ts";

/**
 * All states that can be reached, with all steps between them, as far as the limits allowed: first those without a fault, then those after one, and so on.
 * A state that is reached without faults left and was reached with some left is the same state: all that can follow it follows that one too.
 * What a cache may go back to is no part of a state (see `Pasts`).
 */
export interface Graph {
  readonly store: PartedStore;
  /** Steps that cost nothing: rows of the states 0 … `expanded - 1`. Actions are labels (see `layout.ts`). */
  readonly calm: Edges;
  /** Faults: rows of the first states, perhaps of fewer. */
  readonly costly: Edges;
  readonly pasts: Pasts;
  readonly expanded: number;
  /** What ended the search before its end: a limit, or the listener. */
  readonly end?: Limit | "enough";
}

export interface Listener {
  /** Told of every step, while the transitions still hold it. */
  step(from: number, code: number, store: PartedStore): void;
  /** Asked often. False: what has been found is enough. `isWhole`: everything with so many faults has been seen. */
  goesOn(graph: Graph, isWhole: boolean): boolean;
  /** Shown what is known each time that all which follows from some faults has been seen, and now and then on the way. Changes nothing. */
  look?(graph: Graph): void;
}

/** Breadth first for each number of faults, in the order of steps. */
export function explore(transitions: Transitions, first: Int32Array, budget: Budget, listener: Listener): Graph {
  return new Exploration(transitions, budget, listener).run(first);
}

class Exploration {
  readonly #transitions: Transitions;
  readonly #budget: Budget;
  readonly #listener: Listener;
  readonly #store: PartedStore;
  readonly #calm = new Edges();
  readonly #costly = new Edges();
  readonly #earlier: Earlier;
  readonly #pasts: Pasts;
  readonly #scratch: Int32Array;
  #from = 0;

  constructor(transitions: Transitions, budget: Budget, listener: Listener) {
    const { width, parts } = transitions.world;
    this.#transitions = transitions;
    this.#budget = budget;
    this.#listener = listener;
    const bytes = (budget.memoryLimitMb * 2 ** 20) / 2;
    this.#store = new PartedStore(parts, bytes);
    this.#earlier = new Earlier(parts, bytes / 2);
    this.#pasts = new Pasts(transitions.world);
    this.#scratch = new Int32Array(width);
  }

  run(first: Int32Array): Graph {
    const store = this.#store;
    store.add(first, 0, -1, 0);
    try {
      for (let faults = read(first[word.progress] as number, progress.faults); ; faults -= 1) {
        const start = this.#calm.rowCount;
        const end = this.#calmPart();
        if (end !== undefined) return this.#graph(end);
        if (!this.#listener.goesOn(this.#graph(), true)) return this.#graph("enough");
        if (faults === 0) return this.#graph();
        for (let state = start; state < store.count; state += 1) this.#earlier.add(store, state);
        this.#pasts.spread(store, this.#calm, start);
        const limit = faults > 1 ? this.#costlyPart(store.count, faults) : this.#lastPart(store.count);
        if (limit !== undefined) return this.#graph(limit);
      }
    } catch (error) {
      const limit = error instanceof StoreFull ? "memory" : error instanceof ProcessStopped ? error.failure.limit : undefined;
      if (limit === undefined) throw error;
      this.#calm.dropOpenRow();
      this.#costly.dropOpenRow();
      return this.#graph(limit);
    }
  }

  /** All that follows without further faults, or what follows from the next `most` states. */
  #calmPart(most = Number.POSITIVE_INFINITY): Limit | "enough" | undefined {
    const emit = this.#emitter(this.#calm);
    const end = this.#calm.rowCount + most;
    while (this.#calm.rowCount < Math.min(this.#store.count, end)) {
      const limit = this.#limit();
      if (limit !== undefined) return limit;
      if (this.#calm.rowCount % between === 0 && !this.#listener.goesOn(this.#graph(), false)) return "enough";
      if (this.#calm.rowCount % betweenLooks === 0) this.#listener.look?.(this.#graph());
      this.#transitions.calm(this.#take(this.#calm.rowCount), 0, emit);
      this.#calm.endRow();
    }
    return undefined;
  }

  /**
   * The last fault from each state before `end`, and all that follows, a few states at a time: what goes wrong soon after an early fault is found soon.
   * Where there may be no end of what follows from one fault, it does not keep the later ones waiting.
   */
  #lastPart(end: number): Limit | "enough" | undefined {
    while (this.#costly.rowCount < end) {
      const limit = this.#costlyPart(Math.min(end, this.#costly.rowCount + atOnce), 1) ?? this.#calmPart(mostFollowing);
      if (limit !== undefined) return limit;
      this.#listener.look?.(this.#graph());
    }
    return this.#calmPart();
  }

  /** One fault from each state before `end`; `faults` are left there. */
  #costlyPart(end: number, faults: number): Limit | "enough" | undefined {
    const store = this.#store;
    const pasts = this.#pasts;
    const emitted = this.#emitter(this.#costly);
    const emit = (code: number): void => {
      const to = emitted(code);
      if (faults > 1) pasts.reach(store, this.#from, to);
    };
    const older = (kind: number): readonly number[] => pasts.older(pasts.of(this.#from), kind, this.#scratch[word.cluster] as number);
    while (this.#costly.rowCount < end) {
      const limit = this.#limit();
      if (limit !== undefined) return limit;
      if (this.#costly.rowCount % between === between - 1 && !this.#listener.goesOn(this.#graph(), false)) return "enough";
      this.#transitions.costly(this.#take(this.#costly.rowCount), 0, emit, older);
      this.#costly.endRow();
    }
    return undefined;
  }

  /** Its words. */
  #take(state: number): Int32Array {
    this.#from = state;
    this.#store.read(state, this.#scratch);
    return this.#scratch;
  }

  /** @returns Adds a step and answers where it leads to. */
  #emitter(edges: Edges): (code: number) => number {
    const store = this.#store;
    const { next } = this.#transitions;
    return (code) => {
      const known = this.#earlier.find(next);
      const to = known >= 0 ? known : store.add(next, 0, this.#from, code);
      edges.add(to, code);
      this.#listener.step(this.#from, code, store);
      return to;
    };
  }

  #limit(): Limit | undefined {
    return this.#budget.stop() ?? (this.#store.count > this.#budget.maxStates ? "states" : undefined);
  }

  #graph(end?: Limit | "enough"): Graph {
    const graph = { store: this.#store, calm: this.#calm, costly: this.#costly, pasts: this.#pasts, expanded: this.#calm.rowCount };
    return end === undefined ? graph : { ...graph, end };
  }
}

/** From so many states the last fault is taken before what follows is looked at. */
const atOnce = 64;
/** States that are looked at before it is the turn of the next faults. */
const mostFollowing = 1024;
/** After so many states it is asked again whether that is enough. */
const between = 1024;
const betweenLooks = 64;

/** States that were reached with faults left, to be found again by those without. */
class Earlier {
  readonly #store: PartedStore;
  readonly #numbers: number[] = [];
  readonly #key: Int32Array;

  constructor(parts: readonly number[], maximumBytes: number) {
    this.#store = new PartedStore(parts, maximumBytes);
    this.#key = new Int32Array(this.#store.width);
  }

  add(store: PartedStore, state: number): void {
    store.read(state, this.#key);
    const number = this.#store.add(this.#keyOf(this.#key), 0, -1, 0);
    this.#numbers[number] ??= state;
  }

  /** A state that the same can follow; -1: none. */
  find(words: Int32Array): number {
    if (this.#store.count === 0 || read(words[word.progress] as number, progress.faults) > 0) return -1;
    const found = this.#store.find(this.#keyOf(words), 0);
    return found < 0 ? -1 : (this.#numbers[found] as number);
  }

  /** As states without faults left are told apart (see `Aftermath.settle`). */
  #keyOf(words: Int32Array): Int32Array {
    const key = this.#key;
    key.set(words);
    const value = words[word.progress] as number;
    key[word.progress] = write(value, progress.faults, 0);
    key[word.past] = 0;
    if (read(value, progress.window) === 0) key[word.gone] = 0;
    return key;
  }
}
