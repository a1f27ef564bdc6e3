import { hashWords, tagOf } from "./hash.ts";

/** The memory of a search that several workers make together. Grows by being replaced, while all of them wait. */
export interface SharedMemory {
  /** Words in a state. */
  readonly width: number;
  /** States that there is room for: a power of two. */
  readonly capacity: number;
  readonly states: SharedArrayBuffer;
  /** Twice as many slots as there is room for states; a slot is as in `StateStore`, or `busy`. */
  readonly table: SharedArrayBuffer;
  /** See `control`. */
  readonly control: SharedArrayBuffer;
}

/** What the words of `SharedMemory.control` count. */
export const control = { states: 0, nextToExpand: 1, nextToRehash: 2 } as const;

export function allocate(width: number, capacity: number, counters?: SharedArrayBuffer): SharedMemory {
  return {
    width,
    capacity,
    states: new SharedArrayBuffer(4 * width * capacity),
    table: new SharedArrayBuffer(8 * capacity),
    control: counters ?? new SharedArrayBuffer(4 * Object.keys(control).length),
  };
}

/** Bytes that `allocate` takes. */
export const bytesOf = (width: number, capacity: number): number => capacity * (4 * width + 8);

/**
 * The reachable states, in memory that workers share. Numbers differ from run to run, but those of one depth are next to each other.
 *
 * A slot goes from free to busy by compare-and-swap, from busy to its state's number once the state's words are written, and never changes again.
 * A plain read of a slot only serves to skip, or to find a state that was there when all workers last waited for each other: before other words
 * are compared, or a state is called new, the slot has been read atomically.
 */
export class SharedStore {
  readonly states: Int32Array;
  readonly width: number;
  readonly control: Int32Array;
  readonly #capacity: number;
  readonly #table: Int32Array;
  /** States that every worker sees. */
  #settled = 0;

  constructor({ width, capacity, states, table, control: counters }: SharedMemory) {
    this.width = width;
    this.states = new Int32Array(states);
    this.control = new Int32Array(counters);
    this.#capacity = capacity;
    this.#table = new Int32Array(table);
  }

  get count(): number {
    return Math.min(this.#capacity, Atomics.load(this.control, control.states));
  }

  /** To be called when a worker has been told to go on, and so sees what all had written before. */
  settle(): void {
    this.#settled = this.count;
  }

  /** After the memory ran out, the counter stands too high. */
  settleCount(): void {
    Atomics.store(this.control, control.states, this.count);
  }

  /** The number of the state in `words[at ..)` when it is new; `known`, or `full`. */
  add(words: Int32Array, at: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    const hash = hashWords(words, at, this.width);
    const tag = tagOf(hash) & ~mask;
    for (let slot = hash & mask; ; ) {
      let entry = table[slot] as number;
      if (entry === 0) {
        entry = Atomics.compareExchange(table, slot, 0, busy);
        if (entry === 0) return this.#publish(slot, tag, words, at);
      }
      if (entry === busy || ((entry & ~mask) === tag && this.#settled < (entry & mask))) entry = Atomics.load(table, slot);
      // Another worker is writing here, or has given up since there was no memory: look again.
      if (entry === busy || entry === 0) continue;
      if ((entry & ~mask) === tag && this.#equals(((entry & mask) - 1) * this.width, words, at)) return known;
      slot = (slot + 1) & mask;
    }
  }

  /** The number of this state, or -1. Only while nobody adds. */
  find(words: Int32Array, at: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    const hash = hashWords(words, at, this.width);
    const tag = tagOf(hash) & ~mask;
    for (let slot = hash & mask; table[slot] !== 0; slot = (slot + 1) & mask) {
      const entry = table[slot] as number;
      if ((entry & ~mask) === tag && this.#equals(((entry & mask) - 1) * this.width, words, at)) return (entry & mask) - 1;
    }
    return -1;
  }

  /** Puts the states with these numbers into the table, which other workers do with others at the same time. */
  rehash(from: number, to: number): void {
    const { states, width } = this;
    const table = this.#table;
    const mask = table.length - 1;
    for (let index = from; index < to; index += 1) {
      const hash = hashWords(states, index * width, width);
      const entry = (tagOf(hash) & ~mask) | (index + 1);
      let slot = hash & mask;
      while (table[slot] !== 0 || Atomics.compareExchange(table, slot, 0, entry) !== 0) slot = (slot + 1) & mask;
    }
  }

  #publish(slot: number, tag: number, words: Int32Array, at: number): number {
    const index = Atomics.add(this.control, control.states, 1);
    if (index >= this.#capacity) {
      Atomics.store(this.#table, slot, 0);
      return full;
    }
    const to = index * this.width;
    for (let word = 0; word < this.width; word += 1) this.states[to + word] = words[at + word] as number;
    Atomics.store(this.#table, slot, tag | (index + 1));
    return index;
  }

  #equals(at: number, words: Int32Array, other: number): boolean {
    const states = this.states;
    for (let word = 0; word < this.width; word += 1) if (states[at + word] !== words[other + word]) return false;
    return true;
  }
}

/** Answers of `add`. */
export const known = -1;
export const full = -2;

/** No number has all bits set: tables are at most half full. */
const busy = -1;
