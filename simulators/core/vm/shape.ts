import { absent, attribute } from "./cell.ts";
import type { Journal } from "./journal.ts";
import { isPrivateName } from "./symbols.ts";
import type { Key } from "./value.ts";

/** Objects with more named properties than this describe them by themselves (`Dictionary`). */
export const largestShape = 128;

/**
 * What objects that were built alike have in common: names of their own properties, in order of creation, with attributes.
 *
 * Equal lists, same shape: `object.shape === known` answers at which index a property's slot is. Shapes never change.
 */
export class Shape {
  readonly journal: Journal;
  /** Unique in a machine; equal for equal lists. */
  readonly number: number;
  /** Properties, and slots in use. */
  readonly size: number;
  readonly parent: Shape | undefined;
  readonly lastKey: Key | undefined;
  readonly lastAttributes: number;
  /** False: it says nothing of the properties, each object with it has a list of its own (`Dictionary`). Keep nothing that was found with it. */
  readonly isFixed: boolean;
  /** The shape that all started from: without properties. */
  readonly root: Shape;
  readonly #numbers: { next: number };
  #keys: readonly Key[] | undefined;
  #attributes: readonly number[] | undefined;
  #indices: Map<Key, number> | undefined;
  #order: ShapeOrder | undefined;
  /** Most shapes are followed by one other. */
  #next: Shape | undefined;
  #others: Map<Key, Shape[]> | undefined;

  #unfixed: Shape | undefined;

  private constructor(journal: Journal, numbers: { next: number }, parent: Shape | undefined, key: Key | undefined, attributes: number) {
    this.journal = journal;
    this.isFixed = attributes !== absent;
    this.root = parent === undefined ? this : parent.root;
    this.#numbers = numbers;
    this.number = numbers.next;
    numbers.next += 1;
    this.parent = parent;
    this.lastKey = key;
    this.lastAttributes = attributes;
    this.size = parent === undefined ? 0 : parent.size + 1;
  }

  /** The shape of an object without named properties; one for a machine. */
  static empty(journal: Journal): Shape {
    return new Shape(journal, { next: 0 }, undefined, undefined, 0);
  }

  /** The shape of objects with a `Dictionary`. */
  get unfixed(): Shape {
    const { root } = this;
    root.#unfixed ??= new Shape(this.journal, this.#numbers, undefined, undefined, absent);
    return root.#unfixed;
  }

  /** Index of the slot of `key`, or -1. */
  lookup(key: Key): number {
    if (this.size <= 6) {
      if (this.lastKey === key && this.size > 0) return this.size - 1;
      for (let shape = this.parent; shape !== undefined; shape = shape.parent)
        if (shape.lastKey === key && shape.size > 0) return shape.size - 1;
      return -1;
    }
    this.#indices ??= new Map(this.keys.map((each, index) => [each, index]));
    return this.#indices.get(key) ?? -1;
  }

  /** Attributes of `key`, or `absent`. */
  attributesOf(key: Key): number {
    const index = this.lookup(key);
    return index < 0 ? absent : this.attributesAt(index);
  }

  attributesAt(index: number): number {
    return this.attributes[index] ?? absent;
  }

  /** By index of slot. */
  get keys(): readonly Key[] {
    this.#keys ??= this.#path().map((shape) => shape.lastKey as Key);
    return this.#keys;
  }

  get attributes(): readonly number[] {
    this.#attributes ??= this.#path().map((shape) => shape.lastAttributes);
    return this.#attributes;
  }

  /** The order in which a program sees the properties; undefined: that of the slots. */
  get order(): ShapeOrder {
    this.#order ??= orderOf(this);
    return this.#order;
  }

  /** The shape with one more property, which this one does not have. */
  add(key: Key, attributes: number): Shape {
    const next = this.#next;
    if (next === undefined) {
      this.#next = new Shape(this.journal, this.#numbers, this, key, attributes);
      return this.#next;
    }
    return next.lastKey === key && next.lastAttributes === attributes ? next : this.#addOther(key, attributes);
  }

  #addOther(key: Key, attributes: number): Shape {
    this.#others ??= new Map();
    const known = this.#others.get(key) ?? [];
    for (const shape of known) if (shape.lastAttributes === attributes) return shape;
    const made = new Shape(this.journal, this.#numbers, this, key, attributes);
    this.#others.set(key, [...known, made]);
    return made;
  }

  /** The shape without the property at `index`; slots after it move down by one. */
  remove(index: number): Shape {
    return this.#rebuild(index, undefined);
  }

  /** The shape with other attributes of the property at `index`. */
  change(index: number, attributes: number): Shape {
    return this.#rebuild(index, attributes);
  }

  #rebuild(index: number, attributes: number | undefined): Shape {
    const path = this.#path();
    let shape = path[index]?.parent as Shape;
    if (attributes !== undefined) shape = shape.add(path[index]?.lastKey as Key, attributes);
    for (let at = index + 1; at < path.length; at += 1) {
      const step = path[at] as Shape;
      shape = shape.add(step.lastKey as Key, step.lastAttributes);
    }
    return shape;
  }

  /** One shape for each property, oldest first. */
  #path(): Shape[] {
    if (this.parent === undefined) return [];
    const path: Shape[] = [this];
    for (let shape = this.parent; shape.parent !== undefined; shape = shape.parent) path.push(shape);
    return path.reverse();
  }
}

export interface ShapeOrder {
  /** What `ownKeys` answers: indices ascending, strings, symbols; without private names. */
  readonly visible: readonly Key[];
  /** Indices of all slots, in that order, private names last. */
  readonly slots: readonly number[];
  /** The shape that has the properties in that order: equal for all that a program can't tell apart. */
  readonly shape: Shape;
}

function orderOf(shape: Shape): ShapeOrder {
  const { visible, slots } = sortKeys(shape.keys);
  const isSame = slots.every((slot, index) => slot === index);
  if (isSame) return { visible, slots, shape };
  let canonical = shape.root;
  for (const slot of slots) canonical = canonical.add(shape.keys[slot] as Key, shape.attributesAt(slot));
  return { visible, slots, shape: canonical };
}

/** The order of keys that a program sees, and the positions at which they stand. */
export function sortKeys(keys: readonly (Key | undefined)[]): { readonly visible: readonly Key[]; readonly slots: readonly number[] } {
  const ranks: number[][] = [[], [], [], []];
  for (const [index, key] of keys.entries()) if (key !== undefined) ranks[rankOf(key)]?.push(index);
  const [numbers = [], texts = [], symbols = [], privates = []] = ranks;
  numbers.sort((a, b) => (keys[a] as number) - (keys[b] as number));
  const visible = [...numbers, ...texts, ...symbols];
  return { visible: visible.map((index) => keys[index] as Key), slots: [...visible, ...privates] };
}

function rankOf(key: Key): 0 | 1 | 2 | 3 {
  if (typeof key === "number") return 0;
  if (typeof key === "string") return 1;
  return isPrivateName(key) ? 3 : 2;
}

/** Attributes as bits. */
export function attributeBits(isWritable: boolean, isEnumerable: boolean, isConfigurable: boolean): number {
  return (isWritable ? attribute.writable : 0) | (isEnumerable ? attribute.enumerable : 0) | (isConfigurable ? attribute.configurable : 0);
}
