import { finish } from "./hash.ts";
import { ModelFault } from "./model.ts";

/**
 * Gives each value of plain data one 32-bit word, equal words exactly for deeply equal values (hash consing).
 *
 * Small integers are their own words (odd ones). Everything else is a number of a table: of primitives, or of nodes whose children are words.
 * A value is interned against a former one: what is identical to its counterpart costs a comparison, and the hash of a node is a sum over
 * its children, so that a copy with one element changed costs one element.
 */
export class Interner {
  /**
   * By number. The children of a node are what is kept here: equal parts are identical.
   * Nothing is frozen, since engines copy frozen arrays ten times more slowly; see `isIntact` and `frozenValueOf`.
   */
  readonly #values: unknown[] = [];
  readonly #primitives = new Map<unknown, number>();
  readonly #negativeZero: number;

  /** Of nodes, by number; of primitives unused. */
  #shapes = new Int32Array(1024);
  #hashes = new Int32Array(1024);
  #starts = new Int32Array(1024);
  #children = new Int32Array(4096);
  #childCount = 0;
  #table = new Int32Array(2048);
  #nodes = 0;

  /** Keys of records of shape i, in the order in which they were first seen. An array of length n has the shape -1 - n. */
  readonly #keys: (readonly string[])[] = [];
  readonly #shapeOfKeys = new Map<string, number>();

  /** Words of children of the nodes that are being built, a stack. */
  #scratch = new Int32Array(1024);
  #top = 0;

  constructor() {
    this.#negativeZero = this.#number(-0);
    this.#primitives.set(undefined, this.#number(undefined));
  }

  get bytes(): number {
    const arrays = [this.#shapes, this.#hashes, this.#starts, this.#children, this.#table];
    // An object of ours takes about as much as its header and a pointer for each child.
    return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0) + 40 * this.#values.length + 8 * this.#childCount;
  }

  valueOf(word: number): unknown {
    return (word & 1) === 1 ? word >> 1 : this.#values[word >> 1];
  }

  /** The same value in objects of its own, frozen: writing to it throws. */
  frozenValueOf(word: number): unknown {
    const value = this.valueOf(word);
    if (typeof value !== "object" || value === null) return value;
    const number = word >> 1;
    const shape = this.#shapes[number] as number;
    const start = this.#starts[number] as number;
    const keys = shape < 0 ? [] : (this.#keys[shape] as readonly string[]);
    const words = this.#children.slice(start, start + (shape < 0 ? -1 - shape : keys.length));
    const children = Array.from(words, (child) => this.frozenValueOf(child));
    return Object.freeze(shape < 0 ? children : recordOf(keys, children));
  }

  /** Is every value still what it was when it was interned? */
  isIntact(): boolean {
    return this.#values.every((value, number) => typeof value !== "object" || value === null || this.#isIntactNode(value, number));
  }

  #isIntactNode(node: object, number: number): boolean {
    const shape = this.#shapes[number] as number;
    const start = this.#starts[number] as number;
    const isChild = (value: unknown, i: number): boolean => Object.is(value, this.valueOf(this.#children[start + i] as number));
    if (Array.isArray(node)) return node.length === -1 - shape && node.every(isChild);
    const keys = this.#keys[shape] as readonly string[];
    return hasKeys(node, keys) && keys.every((key, i) => isChild((node as Readonly<Record<string, unknown>>)[key], i));
  }

  /**
   * The word of `value`.
   *
   * @param old A value like it, as `valueOf` gave it, and its word: makes it fast.
   * @throws {ModelFault} It is no plain data.
   */
  word(value: unknown, old: unknown, oldWord: number): number {
    if (value === old && (value !== 0 || Object.is(value, old))) return oldWord;
    if (typeof value !== "object" || value === null) return this.#primitive(value);
    this.#top = 0;
    return this.#node(value, old, oldWord);
  }

  #any(value: unknown, old: unknown, oldWord: number): number {
    if (value === old && (value !== 0 || Object.is(value, old))) return oldWord;
    if (typeof value !== "object" || value === null) return this.#primitive(value);
    return this.#node(value, old, oldWord);
  }

  #primitive(value: unknown): number {
    if (typeof value === "number") {
      if ((value | 0) === value && -smallest <= value && value < smallest) {
        return value === 0 && Object.is(value, -0) ? this.#negativeZero : (value << 1) | 1;
      }
    } else if (typeof value === "function" || typeof value === "symbol") {
      throw new ModelFault(`a state holds a ${typeof value}, which is no plain data`);
    }
    const known = this.#primitives.get(value);
    if (known !== undefined) return known;
    const word = this.#number(value);
    this.#primitives.set(value, word);
    return word;
  }

  #number(value: unknown): number {
    if (this.#values.length >= 2 ** 30) throw new RangeError("too many different values");
    return (this.#values.push(value) - 1) << 1;
  }

  #node(value: object, old: unknown, oldWord: number): number {
    return Array.isArray(value) ? this.#array(value, old, oldWord) : this.#record(value as Readonly<Record<string, unknown>>, old, oldWord);
  }

  #array(value: readonly unknown[], old: unknown, oldWord: number): number {
    const { length } = value;
    if (Array.isArray(old) && old.length === length) return this.#changedArray(value, old, oldWord);
    const from = this.#reserve(length);
    let hash = 0;
    for (let i = 0; i < length; i += 1) {
      const element: unknown = value[i];
      if (element === undefined && !(i in value)) throw new ModelFault("a state holds an array with holes");
      const word = this.#any(element, undefined, undefinedWord);
      this.#scratch[from + i] = word;
      hash = (hash + share(word, i)) | 0;
    }
    return this.#find(-1 - length, from, length, hash);
  }

  /** Most elements are what they were: they are skipped first. */
  #changedArray(value: readonly unknown[], old: readonly unknown[], oldWord: number): number {
    const { length } = value;
    let first = 0;
    while (first < length && isSame(value[first], old[first])) first += 1;
    if (first === length) return oldWord;
    const from = this.#reserve(length);
    const start = this.#starts[oldWord >> 1] as number;
    let hash = this.#hashes[oldWord >> 1] as number;
    this.#copyChildren(start, length, from);
    let isChanged = false;
    for (let i = first; i < length; i += 1) {
      const element: unknown = value[i];
      const former: unknown = old[i];
      if (isSame(element, former)) continue;
      if (element === undefined && !(i in value)) throw new ModelFault("a state holds an array with holes");
      const before = this.#children[start + i] as number;
      const after = this.#any(element, former, before);
      if (after === before) continue;
      this.#scratch[from + i] = after;
      hash = (hash + share(after, i) - share(before, i)) | 0;
      isChanged = true;
    }
    return isChanged ? this.#find(-1 - length, from, length, hash) : this.#leave(from, oldWord);
  }

  #copyChildren(start: number, length: number, to: number): void {
    const children = this.#children;
    const scratch = this.#scratch;
    for (let i = 0; i < length; i += 1) scratch[to + i] = children[start + i] as number;
  }

  #record(value: Readonly<Record<string, unknown>>, old: unknown, oldWord: number): number {
    assertRecord(value);
    const shape = this.#shapeOf(value, old, oldWord);
    const keys = this.#keys[shape] as readonly string[];
    const hasOld = isRecord(old) && this.#shapes[oldWord >> 1] === shape;
    const start = hasOld ? (this.#starts[oldWord >> 1] as number) : 0;
    const from = this.#reserve(keys.length);
    let hash = 0;
    let isChanged = !hasOld;
    for (const [i, key] of keys.entries()) {
      const before = hasOld ? (this.#children[start + i] as number) : undefinedWord;
      const after = this.#any(value[key], hasOld ? old[key] : undefined, before);
      this.#scratch[from + i] = after;
      isChanged ||= after !== before;
      hash = (hash + share(after, i)) | 0;
    }
    return isChanged ? this.#find(shape, from, keys.length, hash) : this.#leave(from, oldWord);
  }

  /** Room for the children of one more node. */
  #reserve(length: number): number {
    const from = this.#top;
    this.#top += length;
    if (this.#scratch.length < this.#top) this.#scratch = grown(this.#scratch, this.#top);
    return from;
  }

  #leave(from: number, word: number): number {
    this.#top = from;
    return word;
  }

  #shapeOf(value: Readonly<Record<string, unknown>>, old: unknown, oldWord: number): number {
    if (isRecord(old)) {
      const shape = this.#shapes[oldWord >> 1] as number;
      if (hasKeys(value, this.#keys[shape] as readonly string[])) return shape;
    }
    const keys = Object.keys(value);
    const name = JSON.stringify(keys.toSorted());
    const known = this.#shapeOfKeys.get(name);
    if (known !== undefined) return known;
    this.#shapeOfKeys.set(name, this.#keys.length);
    return this.#keys.push(keys) - 1;
  }

  /** The node with the children in the scratch area, which is given back. */
  #find(shape: number, from: number, length: number, sum: number): number {
    this.#top = from;
    const mask = this.#table.length - 1;
    let slot = finish(sum ^ Math.imul(shape, 0x9e3779b1)) & mask;
    for (; this.#table[slot] !== 0; slot = (slot + 1) & mask) {
      const number = (this.#table[slot] as number) - 1;
      if (this.#hashes[number] === sum && this.#shapes[number] === shape && this.#hasChildren(number, from, length)) return number << 1;
    }
    return this.#create(shape, from, length, sum, slot);
  }

  #hasChildren(number: number, from: number, length: number): boolean {
    const start = this.#starts[number] as number;
    const children = this.#children;
    const scratch = this.#scratch;
    for (let i = 0; i < length; i += 1) if (children[start + i] !== scratch[from + i]) return false;
    return true;
  }

  #create(shape: number, from: number, length: number, sum: number, slot: number): number {
    const words = this.#scratch.subarray(from, from + length);
    const word = this.#number(this.#build(shape, words));
    const number = word >> 1;
    if (this.#shapes.length <= number) {
      this.#shapes = grown(this.#shapes, number + 1);
      this.#hashes = grown(this.#hashes, number + 1);
      this.#starts = grown(this.#starts, number + 1);
    }
    if (this.#children.length < this.#childCount + length) this.#children = grown(this.#children, this.#childCount + length);
    this.#children.set(words, this.#childCount);
    this.#shapes[number] = shape;
    this.#hashes[number] = sum;
    this.#starts[number] = this.#childCount;
    this.#childCount += length;
    this.#table[slot] = number + 1;
    this.#nodes += 1;
    if (this.#table.length < 2 * this.#nodes) this.#rehash();
    return word;
  }

  #build(shape: number, words: Int32Array): unknown {
    if (shape < 0) return Array.from(words, (word) => this.valueOf(word));
    const keys = this.#keys[shape] as readonly string[];
    return recordOf(
      keys,
      Array.from(words, (word) => this.valueOf(word)),
    );
  }

  #rehash(): void {
    const old = this.#table;
    const table = new Int32Array(2 * old.length);
    const mask = table.length - 1;
    for (const entry of old) {
      if (entry === 0) continue;
      let slot = finish((this.#hashes[entry - 1] as number) ^ Math.imul(this.#shapes[entry - 1] as number, 0x9e3779b1)) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = entry;
    }
    this.#table = table;
  }
}

/** A record without prototype tricks: a key `__proto__` is a key. */
export function recordOf(keys: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as string;
    if (key === "__proto__") Object.defineProperty(record, key, { value: values[i], enumerable: true, configurable: true, writable: true });
    else record[key] = values[i];
  }
  return record;
}

/** Exactly these keys, in this order. */
export function hasKeys(value: object, keys: readonly string[]): boolean {
  let i = 0;
  for (const key in value) {
    if (key !== keys[i]) return false;
    i += 1;
  }
  return i === keys.length;
}

/** @throws {ModelFault} It is an instance of a class, a Map, a Date …: what it is would be lost. */
export function assertRecord(value: object): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    const name = (value.constructor as { readonly name?: string } | undefined)?.name ?? "class";
    throw new ModelFault(`a state holds an instance of ${name}, which is no plain data`);
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Identical beyond doubt: 0 may be -0, undefined may be a hole. */
const isSame = (value: unknown, old: unknown): boolean => value === old && value !== 0 && value !== undefined;

/** Integers of 31 bits are their own words. */
const smallest = 2 ** 30;
/** Where there is no counterpart, undefined takes its place. It is the second number of every table. */
export const undefinedWord = 2;

/** What the child at this place adds to its node's hash. */
const share = (word: number, place: number): number => finish(Math.imul(word, 0x9e3779b1) + place);

function grown(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(length, 2 * old.length));
  larger.set(old);
  return larger;
}
