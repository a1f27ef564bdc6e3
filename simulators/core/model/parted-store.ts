import { StateStore } from "./store.ts";

/**
 * All states that have been reached, as `StateStore` keeps them, for states of parts that differ little among themselves: a world and what goes on in it.
 *
 * Each content of a part is kept once, and a state is a row of their numbers: a few words instead of many, so that what is looked up at random stays
 * in the caches of the processor. Where contents hardly come back it takes a little more than a `StateStore` would.
 */
export class PartedStore {
  /** Words in a state. */
  readonly width: number;
  readonly #rows: StateStore;
  /** Where each part begins in a state, and after the last one the width. */
  readonly #starts: Int32Array;
  /** Of each part. */
  readonly #contents: readonly StateStore[];
  /** By word of a state: its part. */
  readonly #partOf: Uint8Array;
  /** The words of the state that was read last, and the numbers of its parts: the steps from a state leave most of them as they are. */
  readonly #read: Int32Array;
  readonly #readRow: Int32Array;
  /** The numbers of the parts of what is looked up. */
  readonly #row: Int32Array;

  /**
   * @param widths Words in each part. Parts of the same width share what is kept of them.
   * @param maximumBytes What the arrays may take together, the moment of copying into larger ones included.
   */
  constructor(widths: readonly number[], maximumBytes = Number.POSITIVE_INFINITY) {
    const stores = new Map<number, StateStore>();
    const elsewhere = (own: StateStore | undefined) => (): number => {
      let bytes = 0;
      for (const store of [this.#rows, ...stores.values()]) if (store !== own) bytes += store?.bytes ?? 0;
      return bytes;
    };
    for (const width of widths) {
      if (stores.has(width)) continue;
      const store: StateStore = new StateStore(width, maximumBytes, () => elsewhere(store)());
      stores.set(width, store);
    }
    const rows: StateStore = new StateStore(widths.length, maximumBytes, () => elsewhere(rows)(), 4);
    this.#rows = rows;
    this.#contents = widths.map((width) => stores.get(width) as StateStore);
    this.#starts = new Int32Array(widths.length + 1);
    for (const [part, width] of widths.entries()) this.#starts[part + 1] = (this.#starts[part] as number) + width;
    this.width = this.#starts[widths.length] as number;
    this.#partOf = Uint8Array.from(widths.flatMap((width, part) => Array.from({ length: width }, () => part)));
    this.#row = new Int32Array(widths.length);
    this.#readRow = new Int32Array(widths.length).fill(-1);
    this.#read = new Int32Array(this.width);
  }

  get count(): number {
    return this.#rows.count;
  }

  /** Bytes in use, those for states to come included. */
  get bytes(): number {
    let bytes = this.#rows.bytes;
    for (const store of new Set(this.#contents)) bytes += store.bytes;
    return bytes;
  }

  /**
   * The number of the state in `words[at ..)`: new when it equals the former `count`.
   *
   * @param parent Number of the state it was reached from; -1: an initial state.
   * @throws {StoreFull} It is new and there is no memory for it; the store is as it was.
   */
  add(words: Int32Array, at: number, parent: number, action: number): number {
    const known = this.#read;
    const row = this.#row;
    const starts = this.#starts;
    for (let part = 0; part < row.length; part += 1) {
      const start = starts[part] as number;
      const end = starts[part + 1] as number;
      let word = start;
      while (word < end && known[word] === words[at + word]) word += 1;
      const number = word === end ? (this.#readRow[part] as number) : -1;
      row[part] = number >= 0 ? number : (this.#contents[part] as StateStore).add(words, at + start, -1, 0);
    }
    return this.#rows.add(row, 0, parent, action);
  }

  /** The number of this state, or -1. */
  find(words: Int32Array, at: number): number {
    const row = new Int32Array(this.#row.length);
    for (let part = 0; part < row.length; part += 1) {
      const number = (this.#contents[part] as StateStore).find(words, at + (this.#starts[part] as number));
      if (number < 0) return -1;
      row[part] = number;
    }
    return this.#rows.find(row, 0);
  }

  /** Copies the words of a state to the start of `into`. */
  read(state: number, into: Int32Array): void {
    const { states, width } = this.#rows;
    const starts = this.#starts;
    const known = this.#read;
    for (let part = 0; part < width; part += 1) {
      const start = starts[part] as number;
      const end = starts[part + 1] as number;
      const number = states[state * width + part] as number;
      const { states: from } = this.#contents[part] as StateStore;
      const shift = number * (end - start) - start;
      this.#readRow[part] = number;
      for (let word = start; word < end; word += 1) known[word] = into[word] = from[shift + word] as number;
    }
  }

  /** One word of a state. */
  word(state: number, index: number): number {
    const part = this.#partOf[index] as number;
    const { states, width } = this.#contents[part] as StateStore;
    const number = this.#rows.states[state * this.#rows.width + part] as number;
    return states[number * width + index - (this.#starts[part] as number)] as number;
  }

  /** The words of a state, as a copy. */
  wordsOf(state: number): Int32Array {
    const words = new Int32Array(this.width);
    this.read(state, words);
    return words;
  }

  /** -1: an initial state. */
  parentOf(state: number): number {
    return this.#rows.parentOf(state);
  }

  /** The action by which it was first reached. */
  actionOf(state: number): number {
    return this.#rows.actionOf(state);
  }

  /** Numbers of the states on the way from an initial state to this one, both included. */
  pathTo(state: number): number[] {
    return this.#rows.pathTo(state);
  }
}
