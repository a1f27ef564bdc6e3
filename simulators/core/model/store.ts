import { hashWords, tagOf } from "./hash.ts";

/**
 * All states that have been reached, each once, numbered in the order in which they were added.
 *
 * States lie one after the other in one array. An open-addressing table, at most half full, leads from a state's hash to its number;
 * the bits of a slot that the number leaves free hold a part of the hash, and a slot whose part agrees is compared word by word:
 * no two states are ever taken for one. For each state the store keeps the state it was first reached from and by which action.
 */
export class StateStore {
  count = 0;
  /** State i is `states[i * width .. (i + 1) * width)`. Another array after an `add`. */
  states: Int32Array;
  readonly width: number;

  #parents: Int32Array;
  /** Wider ones from the first action on that needs it. */
  #actions: Uint16Array | Uint32Array;
  /** 0: free. Otherwise number + 1 in the low bits (as many as the table's size has) and a part of the hash above. */
  #table: Int32Array;
  readonly #maximumBytes: number;
  readonly #elsewhere: () => number;
  readonly #step: 2 | 4;

  /**
   * @param width Words in a state.
   * @param maximumBytes What the arrays may take together, the moment of copying into larger ones included.
   * @param elsewhere Bytes that others have taken of these. Absent: none.
   * @param step By which factor it grows as long as it is small. Wide states in large steps: what was copied from stays in memory for a while, what is not
   * used yet takes none.
   */
  constructor(width: number, maximumBytes = Number.POSITIVE_INFINITY, elsewhere = () => 0, step: 2 | 4 = width >= wide ? 4 : 2) {
    this.#elsewhere = elsewhere;
    this.#step = step;
    this.width = width;
    this.#maximumBytes = maximumBytes;
    this.states = new Int32Array(firstCapacity * width);
    this.#parents = new Int32Array(firstCapacity);
    this.#actions = new Uint16Array(firstCapacity);
    this.#table = new Int32Array(2 * firstCapacity);
  }

  /** Bytes in use, those for states to come included. */
  get bytes(): number {
    return this.states.byteLength + this.#parents.byteLength + this.#actions.byteLength + this.#table.byteLength;
  }

  /**
   * The number of the state in `words[at ..)`: new when it equals the former `count`.
   *
   * @param parent Number of the state it was reached from; -1: an initial state.
   * @throws {StoreFull} It is new and there is no memory for it; the store is as it was.
   */
  add(words: Int32Array, at: number, parent: number, action: number): number {
    const width = this.width;
    const hash = hashWords(words, at, width);
    let table = this.#table;
    let mask = table.length - 1;
    const tag = tagOf(hash) & ~mask;
    let slot = hash & mask;
    for (let entry = table[slot] as number; entry !== 0; entry = table[slot] as number) {
      if ((entry & ~mask) === tag) {
        const found = (entry & mask) - 1;
        if (this.#equals(found * width, words, at)) return found;
      }
      slot = (slot + 1) & mask;
    }
    const index = this.count;
    if (index === this.#parents.length) {
      this.#grow();
      table = this.#table;
      mask = table.length - 1;
      slot = hash & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
    }
    table[slot] = (tagOf(hash) & ~mask) | (index + 1);
    const states = this.states;
    const to = index * width;
    for (let word = 0; word < width; word += 1) states[to + word] = words[at + word] as number;
    this.#parents[index] = parent;
    if (action > 0xffff && this.#actions instanceof Uint16Array) this.#actions = Uint32Array.from(this.#actions);
    this.#actions[index] = action;
    this.count = index + 1;
    return index;
  }

  /** The number of this state, or -1. */
  find(words: Int32Array, at: number): number {
    const hash = hashWords(words, at, this.width);
    const table = this.#table;
    const mask = table.length - 1;
    const tag = tagOf(hash) & ~mask;
    for (let slot = hash & mask; table[slot] !== 0; slot = (slot + 1) & mask) {
      const entry = table[slot] as number;
      if ((entry & ~mask) === tag && this.#equals(((entry & mask) - 1) * this.width, words, at)) return (entry & mask) - 1;
    }
    return -1;
  }

  /** -1: an initial state. */
  parentOf(index: number): number {
    return this.#parents[index] as number;
  }

  /** The action by which it was first reached. */
  actionOf(index: number): number {
    return this.#actions[index] as number;
  }

  /** Numbers of the states on the way from an initial state to this one, both included. */
  pathTo(index: number): number[] {
    const path: number[] = [];
    for (let at = index; at !== -1; at = this.parentOf(at)) path.push(at);
    return path.reverse();
  }

  #equals(at: number, words: Int32Array, other: number): boolean {
    const states = this.states;
    for (let word = 0; word < this.width; word += 1) if (states[at + word] !== words[other + word]) return false;
    return true;
  }

  /** Everything is checked and allocated before anything is replaced. */
  #grow(): void {
    const capacity = this.#nextCapacity();
    try {
      const states = grown(this.states, capacity * this.width, Int32Array);
      const parents = grown(this.#parents, capacity, Int32Array);
      const actions =
        this.#actions instanceof Uint16Array ? grown(this.#actions, capacity, Uint16Array) : grown(this.#actions, capacity, Uint32Array);
      const table = new Int32Array(2 * capacity);
      this.#table = table;
      this.states = states;
      this.#parents = parents;
      this.#actions = actions;
    } catch (error) {
      if (error instanceof RangeError) throw new StoreFull(this.count);
      throw error;
    }
    this.#rehash();
  }

  /** @throws {StoreFull} */
  #nextCapacity(): number {
    const perState = 4 * this.width + 4 + this.#actions.BYTES_PER_ELEMENT + 4 * 2;
    const held = this.#parents.length;
    const wanted = held < largeCapacity ? [this.#step * held, 2 * held] : [2 * held];
    const left = this.#maximumBytes - this.#elsewhere() - this.bytes;
    const found = wanted.find((capacity) => capacity <= maximumCapacity && capacity * perState <= left);
    if (found === undefined) throw new StoreFull(this.count);
    return found;
  }

  #rehash(): void {
    const { states, width } = this;
    const table = this.#table;
    const mask = table.length - 1;
    for (let index = 0; index < this.count; index += 1) {
      const hash = hashWords(states, index * width, width);
      let slot = hash & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = (tagOf(hash) & ~mask) | (index + 1);
    }
  }
}

/** There is no memory for another state, within the limit or at all. */
export class StoreFull extends Error {
  override readonly name = "StoreFull";

  constructor(states: number) {
    super(`no memory for more than ${states} states`);
  }
}

const firstCapacity = 1024;
/** Words. */
const wide = 8;
/** From here on in steps of two. */
const largeCapacity = 2 ** 20;
/** Numbers must fit a slot beside a part of the hash, and arrays their lengths. */
const maximumCapacity = 2 ** 28;

const grown = <Array extends Int32Array | Uint16Array | Uint32Array>(
  old: Array,
  length: number,
  Kind: new (length: number) => Array,
): Array => {
  const larger = new Kind(length);
  larger.set(old);
  return larger;
};
