import { finish } from "../../core/model/hash.ts";

/**
 * Remembers what calls have come to, by two numbers: which call it is, and what it finds. It is asked for every step of a search, mostly about something that
 * was not asked for lately, so that all that a look-up needs stands in one place of the memory.
 */
export class CallTable<Value> {
  /** Of the entry that was found last: what was noted beside it. */
  note = 0;
  /** Four words each: call + 1 (0: free), what it finds, number of the value, note. At most half full. */
  #entries = new Int32Array(4 * firstCapacity);
  readonly #values: Value[] = [];

  /** The number of the value; -1: none. */
  find(call: number, place: number): number {
    const entries = this.#entries;
    const mask = entries.length - 1;
    for (let at = (hashOf(call, place) << 2) & mask; entries[at] !== 0; at = (at + 4) & mask) {
      if (entries[at] !== call + 1 || entries[at + 1] !== place) continue;
      this.note = entries[at + 3] as number;
      return entries[at + 2] as number;
    }
    return -1;
  }

  /** @param note Any 32 bits. */
  add(call: number, place: number, value: Value, note: number): void {
    const number = this.#values.push(value) - 1;
    if (8 * this.#values.length > this.#entries.length) this.#grow();
    this.#put(call + 1, place, number, note);
  }

  value(number: number): Value {
    return this.#values[number] as Value;
  }

  #put(key: number, place: number, number: number, note: number): void {
    const entries = this.#entries;
    const mask = entries.length - 1;
    let at = (hashOf(key - 1, place) << 2) & mask;
    while (entries[at] !== 0) at = (at + 4) & mask;
    entries[at] = key;
    entries[at + 1] = place;
    entries[at + 2] = number;
    entries[at + 3] = note;
  }

  #grow(): void {
    const old = this.#entries;
    this.#entries = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += 4) {
      if (old[at] !== 0) this.#put(old[at] as number, old[at + 1] as number, old[at + 2] as number, old[at + 3] as number);
    }
  }
}

const firstCapacity = 256;

const hashOf = (call: number, place: number): number => finish(Math.imul(call, 0x9e3779b1) ^ place);
