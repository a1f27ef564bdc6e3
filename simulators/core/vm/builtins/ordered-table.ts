import type { Journal } from "../journal.ts";
import { hole, type Slot, type Value } from "../value.ts";

/**
 * Entries of a Map or Set in order of insertion. Every change goes through the journal.
 *
 * A deleted entry leaves a gap, so that positions of running iterations stay right. When gaps prevail, the entries are moved together; a position
 * taken before is brought up to date by `position`, as V8's transitions of ordered hash tables do.
 */
export class OrderedTable {
  /** Number of live entries. */
  size = 0;
  /** Positions used so far, gaps included. */
  used = 0;
  #keys: Slot[] = [];
  #values: Slot[] = [];
  #index = new Map<Value, number>();
  /** What happened to positions at each compaction, oldest first: the gaps that went, ascending; undefined: all entries went. */
  #moves: readonly (readonly number[] | undefined)[] = [];

  /** Position of a key; -1: there is none. */
  find(key: Value): number {
    return this.#index.get(key) ?? -1;
  }

  keyAt(position: number): Slot {
    return this.#keys[position];
  }

  valueAt(position: number): Slot {
    return this.#values[position];
  }

  /** Grows with every compaction: positions are good for one epoch. */
  get epoch(): number {
    return this.#moves.length;
  }

  /** A position of an earlier epoch, as it is now: the first entry that had not been passed. */
  position(position: number, epoch: number): number {
    let now = position;
    for (let at = epoch; at < this.#moves.length; at += 1) {
      const gaps = this.#moves[at];
      now = gaps === undefined ? 0 : now - countBelow(gaps, now);
    }
    return now;
  }

  /** The first live position at or after `position`; `used` when there is none. */
  next(position: number): number {
    let at = position;
    while (at < this.used && this.#keys[at] === hole) at += 1;
    return at;
  }

  /** Live entries, in order. */
  entries(): readonly (readonly [key: Value, value: Value])[] {
    const found: (readonly [Value, Value])[] = [];
    for (let at = this.next(0); at < this.used; at = this.next(at + 1)) found.push([this.keyAt(at), this.valueAt(at)]);
    return found;
  }

  /** Adds an entry or changes the value of one. */
  set(journal: Journal, key: Value, value: Value): void {
    const known = this.find(key);
    if (known >= 0) {
      journal.save(this.#values, known);
      this.#values[known] = value;
      return;
    }
    const normal = key === 0 ? 0 : key;
    const position = this.used;
    this.#saveCounts(journal);
    journal.save(this.#keys, position);
    journal.save(this.#values, position);
    journal.saveEntry(this.#index, normal);
    this.#keys[position] = normal;
    this.#values[position] = value;
    this.#index.set(normal, position);
    this.used = position + 1;
    this.size += 1;
  }

  /** False: there was no such entry. */
  delete(journal: Journal, key: Value): boolean {
    const position = this.find(key);
    if (position < 0) return false;
    this.#saveCounts(journal);
    journal.save(this.#keys, position);
    journal.save(this.#values, position);
    journal.saveEntry(this.#index, key);
    this.#keys[position] = hole;
    this.#values[position] = hole;
    this.#index.delete(key);
    this.size -= 1;
    if (this.used > 32 && this.size * 2 < this.used) this.#compact(journal);
    return true;
  }

  clear(journal: Journal): void {
    this.#replace(journal, [], [], undefined);
    journal.save(this, "size");
    this.size = 0;
  }

  #saveCounts(journal: Journal): void {
    journal.save(this, "size");
    journal.save(this, "used");
  }

  #compact(journal: Journal): void {
    const gaps: number[] = [];
    const keys: Slot[] = [];
    const values: Slot[] = [];
    for (let at = 0; at < this.used; at += 1) {
      const key = this.#keys[at];
      if (key === hole) gaps.push(at);
      else {
        keys.push(key);
        values.push(this.#values[at]);
      }
    }
    this.#replace(journal, keys, values, gaps);
  }

  /** New arrays and a new index instead of changed ones: one step of the journal, however many entries. */
  #replace(journal: Journal, keys: Slot[], values: Slot[], gaps: readonly number[] | undefined): void {
    journal.save(this, "used");
    journal.save(this, "content");
    this.content = { keys, values, index: new Map(keys.map((key, at) => [key, at])), moves: [...this.#moves, gaps] };
    this.used = keys.length;
  }

  /** What the journal names beside the table itself. */
  get parts(): readonly object[] {
    return [this.#keys, this.#values, this.#index];
  }

  /** Everything but the counts, as one field for the journal. */
  get content(): object {
    return { keys: this.#keys, values: this.#values, index: this.#index, moves: this.#moves } satisfies Content;
  }

  set content(content: object) {
    const { keys, values, index, moves } = content as Content;
    this.#keys = keys;
    this.#values = values;
    this.#index = index;
    this.#moves = moves;
  }
}

interface Content {
  readonly keys: Slot[];
  readonly values: Slot[];
  readonly index: Map<Value, number>;
  readonly moves: readonly (readonly number[] | undefined)[];
}

/** How many of the ascending numbers are less than `limit`. */
function countBelow(numbers: readonly number[], limit: number): number {
  let from = 0;
  let to = numbers.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((numbers[middle] as number) < limit) from = middle + 1;
    else to = middle;
  }
  return from;
}
