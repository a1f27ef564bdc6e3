import { absent, Accessor, attribute, type Cell, type NamedSlot, type OwnProperty, VObject } from "../cell.ts";
import type { AccessKind } from "../host.ts";
import { attributeBits, largestShape, type Shape } from "../shape.ts";
import type { StateWriter } from "../state-writer.ts";
import { hole, type Key, type Slot, type Value, whole } from "../value.ts";
import type { Vm } from "../vm.ts";
import { Dictionary } from "./dictionary.ts";
import { writeNamed } from "./write-named.ts";

/** An object with named properties and no others; the base of all kinds. */
export class OrdinaryObject extends VObject {
  readonly kind: string;
  proto: VObject | null;
  shape: Shape;
  readonly slots: NamedSlot[];
  isExtensible = true;
  /** Describes the slots if `shape.isFixed` is false. */
  dictionary: Dictionary | undefined = undefined;

  /** @param id from `vm.nextId()`, asked for right before. @param slots described by `shape`; becomes the object's own. */
  constructor(id: number, proto: VObject | null, shape: Shape, slots: NamedSlot[] = [], kind = "object") {
    super(id);
    this.kind = kind;
    this.proto = proto;
    this.shape = shape;
    this.slots = slots;
  }

  /** Index of the slot of a named property, or -1. */
  slotOf(key: Key): number {
    return this.dictionary === undefined ? this.shape.lookup(key) : this.dictionary.lookup(key);
  }

  slotAttributes(index: number): number {
    return this.dictionary === undefined ? this.shape.attributesAt(index) : this.dictionary.attributesAt(index);
  }

  attributesOf(key: Key): number {
    const index = this.slotOf(key);
    return index < 0 ? absent : this.slotAttributes(index);
  }

  readOwn(key: Key): NamedSlot | typeof hole {
    const index = this.slotOf(key);
    return index < 0 ? hole : this.slots[index];
  }

  writeOwn(_vm: Vm, key: Key, value: Value): boolean {
    const index = this.slotOf(key);
    if (index >= 0) {
      this.setSlot(index, value);
      return true;
    }
    if (!this.isExtensible) return false;
    this.addNamed(key, value, attribute.all);
    return true;
  }

  touchOwn(vm: Vm, key: Key, kind: AccessKind): void {
    vm.touch(this, key, kind);
  }

  touchAll(vm: Vm, kind: AccessKind): void {
    vm.touch(this, whole, kind);
  }

  getOwn(key: Key): OwnProperty | undefined {
    const attributes = this.attributesOf(key);
    return attributes < 0 ? undefined : ownProperty(this.readOwn(key), attributes);
  }

  defineOwn(key: Key, property: OwnProperty): boolean {
    const index = this.slotOf(key);
    const attributes = bitsOf(property);
    const slot = slotOf(property);
    if (index < 0) {
      if (!this.isExtensible) return false;
      this.addNamed(key, slot, attributes);
      return true;
    }
    if (this.slotAttributes(index) !== attributes) this.#changeAttributes(index, attributes);
    this.setSlot(index, slot);
    return true;
  }

  deleteOwn(key: Key): boolean {
    const index = this.slotOf(key);
    if (index < 0) return true;
    if ((this.slotAttributes(index) & attribute.configurable) === 0) return false;
    if (this.dictionary === undefined) this.#removeFromShape(index);
    else this.#removeFromDictionary(this.dictionary, index);
    return true;
  }

  ownKeys(): readonly Key[] {
    return this.dictionary === undefined ? this.shape.order.visible : this.dictionary.order().visible;
  }

  preventExtensions(): boolean {
    if (this.isExtensible) {
      this.shape.journal.save(this, "isExtensible");
      this.isExtensible = false;
    }
    return true;
  }

  setPrototype(proto: VObject | null): void {
    this.shape.journal.save(this, "proto");
    this.proto = proto;
  }

  writeState(out: StateWriter): void {
    out.text(this.kind);
    this.writeNamed(out);
  }

  /** What is worth showing beside named properties. Kinds with content of their own override it; runs nothing of the program's. */
  content(): Content {
    return {};
  }

  /** Named properties with private ones, in the order in which a program sees them. Runs nothing of the program's. */
  namedSlots(): readonly (readonly [key: Key, slot: NamedSlot, isEnumerable: boolean])[] {
    const { dictionary, shape, slots } = this;
    const order = dictionary === undefined ? shape.order.slots : dictionary.order().slots;
    const keys = dictionary === undefined ? shape.keys : undefined;
    return order.map((slot) => [
      keys === undefined ? (dictionary as Dictionary).keyAt(slot) : (keys[slot] as Key),
      slots[slot],
      (this.slotAttributes(slot) & attribute.enumerable) !== 0,
    ]);
  }

  /** Prototype, extensibility and named properties: what every kind's `writeState` needs. */
  writeNamed(out: StateWriter): void {
    writeNamed(this, out);
  }

  setSlot(index: number, slot: NamedSlot): void {
    this.shape.journal.save(this.slots, index);
    this.slots[index] = slot;
  }

  /** Adds a named property that is not there. */
  addNamed(key: Key, slot: NamedSlot, attributes: number): void {
    const { journal } = this.shape;
    if (this.dictionary === undefined && this.shape.size >= largestShape) this.#useDictionary();
    if (this.dictionary === undefined) {
      const index = this.shape.size;
      journal.save(this.slots, index);
      journal.save(this, "shape");
      this.slots[index] = slot;
      this.shape = this.shape.add(key, attributes);
      return;
    }
    const index = this.dictionary.add(key, attributes);
    journal.save(this.slots, index);
    this.slots[index] = slot;
  }

  #changeAttributes(index: number, attributes: number): void {
    if (this.dictionary !== undefined) return this.dictionary.change(index, attributes);
    this.shape.journal.save(this, "shape");
    this.shape = this.shape.change(index, attributes);
  }

  #removeFromShape(index: number): void {
    const { journal, size } = this.shape;
    for (let at = index; at < size; at += 1) {
      journal.save(this.slots, at);
      this.slots[at] = at + 1 < size ? this.slots[at + 1] : undefined;
    }
    journal.save(this, "shape");
    this.shape = this.shape.remove(index);
  }

  #useDictionary(): void {
    const { journal, keys, attributes } = this.shape;
    journal.save(this, "shape");
    journal.save(this, "dictionary");
    this.dictionary = new Dictionary(journal, keys, attributes);
    this.shape = this.shape.unfixed;
  }

  /** Whether an object has a dictionary depends on how many properties it has, not on its past. */
  #removeFromDictionary(dictionary: Dictionary, index: number): void {
    this.setSlot(index, undefined);
    dictionary.remove(index);
    const isSmall = dictionary.count <= largestShape;
    if (!isSmall && dictionary.count * 2 > dictionary.size) return;
    const { journal } = this.shape;
    const indices = dictionary.slots();
    const keys = indices.map((at) => dictionary.keyAt(at));
    const attributes = indices.map((at) => dictionary.attributesAt(at));
    for (const [at, from] of indices.entries()) if (at !== from) this.setSlot(at, this.slots[from]);
    journal.save(this, "dictionary");
    this.dictionary = isSmall ? undefined : new Dictionary(journal, keys, attributes);
    if (!isSmall) return;
    journal.save(this, "shape");
    this.shape = keys.reduce<Shape>((shape, key, at) => shape.add(key, attributes[at] as number), this.shape.root);
  }
}

/** For people: see `inspect`. */
export interface Content {
  /** Instead of everything else: the time of a Date, a RegExp, the value of a wrapper. */
  readonly text?: string;
  /** After the name of the class: "pending". */
  readonly note?: string;
  /** Elements, in order: of an array (with holes), a Set, a typed array. */
  readonly items?: readonly Slot[];
  readonly entries?: readonly (readonly [key: Slot, value: Slot])[];
  /** Where `items` lie: accesses to them are accesses to that cell at byte offsets. */
  readonly memory?: { readonly cell: Cell; readonly byteOffset: number; readonly bytesPerItem: number };
}

export function ownProperty(slot: NamedSlot, attributes: number): OwnProperty {
  const enumerable = (attributes & attribute.enumerable) !== 0;
  const configurable = (attributes & attribute.configurable) !== 0;
  if (slot instanceof Accessor) return { get: slot.get, set: slot.set, enumerable, configurable };
  return { value: slot, writable: (attributes & attribute.writable) !== 0, enumerable, configurable };
}

/** What a slot holds for the property. */
export function slotOf(property: OwnProperty): NamedSlot {
  return "value" in property ? property.value : new Accessor(property.get, property.set);
}

export function bitsOf(property: OwnProperty): number {
  const isData = "value" in property;
  const bits = attributeBits(isData && property.writable, property.enumerable, property.configurable);
  return isData ? bits : bits | attribute.accessor;
}
