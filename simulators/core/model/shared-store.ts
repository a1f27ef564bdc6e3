import { hashWords, tagOf } from "./hash.ts";

/** State numbers from `from` to before `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The memory of a search that several workers make together. Grows by being replaced, while all of them wait. */
export interface SharedMemory {
  /** Words in a state. */
  readonly width: number;
  /** States that there is room for: a power of two. */
  readonly capacity: number;
  readonly states: SharedArrayBuffer;
  /** Twice as many slots as there is room for states; a slot is as in `StateStore`. */
  readonly table: SharedArrayBuffer;
  /** See `control`. */
  readonly control: SharedArrayBuffer;
}

/** What the words of `SharedMemory.control` count; of states, those that workers have taken numbers for. */
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
 * A worker takes numbers for many states at once, writes the words of a state under its next number, and then puts that into a free slot by
 * compare-and-swap: one atomic operation for a new state. A slot that was taken never changes while workers add. A plain read of a slot only
 * serves to skip it, or to find a state that was there when all workers last waited for each other: before other words are compared, or a state
 * is called new, the slot has been read atomically.
 */
export class SharedStore {
  readonly states: Int32Array;
  readonly width: number;
  readonly control: Int32Array;
  readonly #capacity: number;
  readonly #table: Int32Array;
  /** States that every worker sees. */
  #settled = 0;
  /** Numbers of states to come, which are ours alone. */
  #next = 0;
  #end = 0;
  /** Of the states that are prepared: hash, and what stood in the slot that it names. */
  #hashes = new Int32Array(64);
  #entries = new Int32Array(64);

  constructor({ width, capacity, states, table, control: counters }: SharedMemory) {
    this.width = width;
    this.states = new Int32Array(states);
    this.control = new Int32Array(counters);
    this.#capacity = capacity;
    this.#table = new Int32Array(table);
  }

  /** Exact while nobody holds numbers for states to come. */
  get count(): number {
    return Math.min(this.#capacity, Atomics.load(this.control, control.states));
  }

  /** To be called when a worker has been told to go on, and so sees the states that all had written before: those below `count`. */
  settle(count: number): void {
    this.#settled = count;
  }

  /** Numbers that were taken and are not needed now: they are no longer this worker's. */
  giveBack(): Range {
    const unused = { from: this.#next, to: this.#end };
    this.#next = this.#end = 0;
    return unused;
  }

  /** Closes the gaps that were given back, by states with the highest numbers. Only while nobody adds. */
  closeGaps(unused: readonly Range[]): void {
    const gaps = new Set(unused.flatMap(numbersIn).sort((a, b) => a - b));
    let count = this.count;
    for (const gap of gaps) {
      while (gaps.has(count - 1)) count -= 1;
      if (count <= gap) break;
      count -= 1;
      this.#renumber(count, gap);
      gaps.delete(gap);
    }
    Atomics.store(this.control, control.states, count);
  }

  /**
   * Looks up the slots of states that are about to be added. So memory has many answers under way at once; one by one, each would be waited for.
   *
   * @param count The states in `words[0 ..)`.
   */
  prepare(words: Int32Array, count: number): void {
    if (this.#hashes.length < count) {
      this.#hashes = new Int32Array(2 * count);
      this.#entries = new Int32Array(2 * count);
    }
    const { width } = this;
    const hashes = this.#hashes;
    const entries = this.#entries;
    const table = this.#table;
    const mask = table.length - 1;
    for (let i = 0; i < count; i += 1) {
      const hash = hashWords(words, i * width, width);
      hashes[i] = hash;
      entries[i] = table[hash & mask] as number;
    }
  }

  /** The number of the state `i` that was prepared, when it is new; `known`, or `full`. */
  add(words: Int32Array, i: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    const at = i * this.width;
    const hash = this.#hashes[i] as number;
    const tag = tagOf(hash) & ~mask;
    let slot = hash & mask;
    for (let entry = this.#entries[i] as number; ; entry = table[slot] as number) {
      if (entry === 0) {
        const index = this.#next < this.#end ? this.#next : this.#take();
        if (index === full) return full;
        this.#write(index, words, at);
        entry = Atomics.compareExchange(table, slot, 0, tag | (index + 1));
        if (entry === 0) {
          this.#next = index + 1;
          return index;
        }
      } else if ((entry & ~mask) === tag && this.#settled < (entry & mask)) entry = Atomics.load(table, slot);
      if ((entry & ~mask) === tag && this.#equals(((entry & mask) - 1) * this.width, words, at)) return known;
      slot = (slot + 1) & mask;
    }
  }

  /** The number of this state, or -1. Only while nobody adds. */
  find(words: Int32Array, at: number): number {
    const slot = this.#slotOf(words, at);
    return ((this.#table[slot] as number) & (this.#table.length - 1)) - 1;
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

  /** The first of the next numbers, or `full`. */
  #take(): number {
    const from = Atomics.add(this.control, control.states, numbersAtOnce);
    if (from >= this.#capacity) return full;
    this.#next = from;
    this.#end = Math.min(from + numbersAtOnce, this.#capacity);
    return from;
  }

  #renumber(from: number, to: number): void {
    const table = this.#table;
    const mask = table.length - 1;
    const slot = this.#slotOf(this.states, from * this.width);
    this.#write(to, this.states, from * this.width);
    table[slot] = ((table[slot] as number) & ~mask) | (to + 1);
  }

  /** Where the number of this state stands, or the free slot where it would. Only while nobody adds. */
  #slotOf(words: Int32Array, at: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    const hash = hashWords(words, at, this.width);
    const tag = tagOf(hash) & ~mask;
    let slot = hash & mask;
    for (let entry = table[slot] as number; entry !== 0; entry = table[slot] as number) {
      if ((entry & ~mask) === tag && this.#equals(((entry & mask) - 1) * this.width, words, at)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #write(index: number, words: Int32Array, at: number): void {
    const to = index * this.width;
    for (let word = 0; word < this.width; word += 1) this.states[to + word] = words[at + word] as number;
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

/** So many that taking them costs nothing, so few that closing the gaps does not either. */
const numbersAtOnce = 64;

const numbersIn = ({ from, to }: Range): number[] => Array.from({ length: to - from }, (_, i) => from + i);
