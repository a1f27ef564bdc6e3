import { absent } from "../cell.ts";
import type { Journal } from "../journal.ts";
import type { ShapeOrder } from "../shape.ts";
import { sortKeys } from "../shape.ts";
import type { Key } from "../value.ts";

/** The named properties of one object that has too many for a shape. Slots of deleted ones stay unused. */
export class Dictionary {
  readonly journal: Journal;
  readonly #indices = new Map<Key, number>();
  readonly #keys: (Key | undefined)[] = [];
  readonly #attributes: number[] = [];
  /** Slots ever used. */
  #used = { slots: 0, deleted: 0 };

  constructor(journal: Journal, keys: readonly Key[], attributes: readonly number[]) {
    this.journal = journal;
    for (const [index, key] of keys.entries()) {
      this.#indices.set(key, index);
      this.#keys.push(key);
      this.#attributes.push(attributes[index] ?? absent);
    }
    this.#used.slots = keys.length;
  }

  /** What the journal may name as changed. */
  get parts(): readonly object[] {
    return [this.#indices, this.#keys, this.#attributes, this.#used];
  }

  /** Slots in use or used before. */
  get size(): number {
    return this.#used.slots;
  }

  /** Properties. */
  get count(): number {
    return this.#used.slots - this.#used.deleted;
  }

  lookup(key: Key): number {
    return this.#indices.get(key) ?? -1;
  }

  attributesAt(index: number): number {
    return this.#attributes[index] ?? absent;
  }

  /** Index of the new slot. */
  add(key: Key, attributes: number): number {
    const index = this.#used.slots;
    this.journal.saveEntry(this.#indices, key);
    this.journal.save(this.#keys, index);
    this.journal.save(this.#attributes, index);
    this.journal.save(this.#used, "slots");
    this.#indices.set(key, index);
    this.#keys[index] = key;
    this.#attributes[index] = attributes;
    this.#used.slots = index + 1;
    return index;
  }

  change(index: number, attributes: number): void {
    this.journal.save(this.#attributes, index);
    this.#attributes[index] = attributes;
  }

  remove(index: number): void {
    const key = this.#keys[index] as Key;
    this.journal.saveEntry(this.#indices, key);
    this.journal.save(this.#keys, index);
    this.journal.save(this.#used, "deleted");
    this.#indices.delete(key);
    this.#keys[index] = undefined;
    this.#used.deleted += 1;
  }

  /** Keys and positions as a program sees them. */
  order(): Pick<ShapeOrder, "visible" | "slots"> {
    return sortKeys(this.#keys.slice(0, this.#used.slots));
  }

  /** Indices of slots in use, oldest first. */
  slots(): readonly number[] {
    return this.#keys.flatMap((key, index) => (key === undefined || index >= this.#used.slots ? [] : [index]));
  }

  keyAt(index: number): Key {
    return this.#keys[index] as Key;
  }
}
