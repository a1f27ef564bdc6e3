import { absent, Accessor, attribute, type NamedSlot, type OwnProperty, type VObject } from "../cell.ts";
import { toNumber } from "../convert.ts";
import type { Shape } from "../shape.ts";
import type { StateWriter } from "../state-writer.ts";
import { hole, type Key, type Slot, type Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { type Content, OrdinaryObject, ownProperty, slotOf, bitsOf } from "./ordinary.ts";
import { writeAttributes, writeHoles } from "./element-words.ts";
import { SlowElements } from "./slow-elements.ts";

/** A gap of more elements than this makes an array sparse. */
const largestGap = 4096;

/**
 * An array. Dense (`slow` is undefined): `elements` are all its elements, with holes; its length is theirs.
 * With unusual attributes of single elements, or sparse: `slow` has them, `elements` is empty.
 */
export class VArray extends OrdinaryObject {
  /** Journalled by whoever changes it; only while `isPlain` may it be changed directly. */
  elements: Slot[];
  slow: SlowElements | undefined = undefined;
  /** Of every element in `elements`: less than all after `Object.freeze` or `Object.seal`. */
  elementAttributes: number = attribute.all;
  isLengthWritable = true;

  /** @param elements becomes the array's own. */
  constructor(id: number, proto: VObject | null, shape: Shape, elements: Slot[]) {
    super(id, proto, shape, [], "array");
    this.elements = elements;
  }

  get length(): number {
    return this.slow === undefined ? this.elements.length : this.slow.length;
  }

  /** Every element may be changed, added and removed, directly in `elements`. */
  get isPlain(): boolean {
    return this.slow === undefined && this.elementAttributes === attribute.all && this.isExtensible && this.isLengthWritable;
  }

  override attributesOf(key: Key): number {
    if (typeof key === "number") {
      if (this.slow !== undefined) return this.slow.attributesOf(key);
      const element = key < this.elements.length ? this.elements[key] : hole;
      return element === hole ? absent : this.elementAttributes;
    }
    if (key === "length") return this.isLengthWritable ? attribute.writable : 0;
    return super.attributesOf(key);
  }

  override readOwn(key: Key): NamedSlot | typeof hole {
    if (typeof key === "number") {
      if (this.slow !== undefined) return this.slow.read(key);
      return key < this.elements.length ? this.elements[key] : hole;
    }
    return key === "length" ? this.length : super.readOwn(key);
  }

  override writeOwn(vm: Vm, key: Key, value: Value): boolean {
    if (typeof key === "number") return this.#writeElement(key, value, attribute.all, false);
    if (key === "length") return this.setLength(lengthOf(vm, value));
    return super.writeOwn(vm, key, value);
  }

  override defineOwn(key: Key, property: OwnProperty): boolean {
    if (typeof key === "number") return this.#writeElement(key, slotOf(property), bitsOf(property), true);
    if (key !== "length") return super.defineOwn(key, property);
    if (!("value" in property)) return false;
    const isDone = this.setLength(property.value as number);
    if (!property.writable && this.isLengthWritable) {
      this.shape.journal.save(this, "isLengthWritable");
      this.isLengthWritable = false;
    }
    return isDone;
  }

  override deleteOwn(key: Key): boolean {
    if (typeof key !== "number") return key === "length" ? false : super.deleteOwn(key);
    const attributes = this.attributesOf(key);
    if (attributes < 0) return true;
    if ((attributes & attribute.configurable) === 0) return false;
    if (this.slow === undefined) this.setElement(key, hole);
    else this.slow.delete(key);
    return true;
  }

  override getOwn(key: Key): OwnProperty | undefined {
    const attributes = this.attributesOf(key);
    return attributes < 0 ? undefined : ownProperty(this.readOwn(key), attributes);
  }

  override ownKeys(): readonly Key[] {
    const indices = this.slow === undefined ? this.#denseIndices() : this.slow.indices();
    return [...indices, "length", ...super.ownKeys()];
  }

  /** Cuts off elements or adds holes; false: the length can't be changed, or an element in the way can't be deleted. */
  setLength(length: number): boolean {
    if (length === this.length) return true;
    if (!this.isLengthWritable) return false;
    if (this.slow !== undefined) return this.slow.setLength(length);
    const { elements, shape } = this;
    if (length > elements.length + largestGap) return this.#makeSlow().setLength(length);
    if (length < elements.length && (this.elementAttributes & attribute.configurable) === 0) return this.#makeSlow().setLength(length);
    for (let at = length; at < elements.length; at += 1) shape.journal.save(elements, at);
    shape.journal.save(elements, "length");
    if (length < elements.length) elements.length = length;
    else while (elements.length < length) elements.push(hole);
    return true;
  }

  /** Attributes of all elements at once: `Object.freeze` and `Object.seal`. Extensions have been prevented before. */
  limitElements(attributes: number): void {
    if (this.slow !== undefined) return this.slow.limit(attributes);
    this.shape.journal.save(this, "elementAttributes");
    this.elementAttributes &= attributes;
  }

  /** Journalled write of an element that is within `elements`. */
  setElement(index: number, slot: Slot): void {
    this.shape.journal.save(this.elements, index);
    this.elements[index] = slot;
  }

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.word(this.isLengthWritable ? this.length : -1 - this.length);
    if (this.slow === undefined) this.#writeElements(out);
    else this.slow.writeState(out);
    this.writeNamed(out);
  }

  override content(): Content {
    const { slow, elements } = this;
    if (slow === undefined) return { items: elements };
    const shown = (index: number): Slot => {
      const slot = slow.read(index);
      return slot instanceof Accessor ? undefined : slot;
    };
    if (slow.length <= largestGap) return { items: Array.from({ length: slow.length }, (_, index) => shown(index)) };
    return { entries: slow.indices().map((index) => [index, shown(index)]) };
  }

  #writeElement(index: number, slot: NamedSlot, attributes: number, isDefinition: boolean): boolean {
    const { elements } = this;
    if (this.slow === undefined) {
      const isPresent = index < elements.length && elements[index] !== hole;
      if (!isPresent && !this.isExtensible) return false;
      if (isPresent || index < elements.length) {
        if (!isDefinition || (attributes === this.elementAttributes && isPresent) || attributes === attribute.all) {
          if (this.elementAttributes === attribute.all || (isPresent && (!isDefinition || attributes === this.elementAttributes))) {
            this.setElement(index, slot as Slot);
            return true;
          }
        }
      } else {
        if (!this.isLengthWritable) return false;
        if (attributes === attribute.all && this.elementAttributes === attribute.all && index - elements.length <= largestGap) {
          this.#append(index, slot as Slot);
          return true;
        }
      }
    }
    const slow = this.#makeSlow();
    if (slow.attributesOf(index) < 0) {
      if (!this.isExtensible || (index >= slow.length && !this.isLengthWritable)) return false;
      slow.set(index, slot, attributes);
    } else slow.set(index, slot, isDefinition ? attributes : slow.attributesOf(index));
    return true;
  }

  #append(index: number, slot: Slot): void {
    this.shape.journal.save(this.elements, "length");
    while (this.elements.length < index) this.elements.push(hole);
    this.elements.push(slot);
  }

  #makeSlow(): SlowElements {
    if (this.slow !== undefined) return this.slow;
    const { journal } = this.shape;
    const slow = new SlowElements(journal, this.elements, this.elementAttributes);
    journal.save(this, "slow");
    journal.save(this, "elements");
    journal.save(this, "elementAttributes");
    this.slow = slow;
    this.elements = [];
    this.elementAttributes = attribute.all;
    return slow;
  }

  #denseIndices(): number[] {
    const indices: number[] = [];
    for (let at = 0; at < this.elements.length; at += 1) if (this.elements[at] !== hole) indices.push(at);
    return indices;
  }

  /** Runs of holes by their length, as `SlowElements` does, so that it makes no difference how an array is kept. */
  #writeElements(out: StateWriter): void {
    let holes = 0;
    for (const element of this.elements) {
      if (element === hole) holes += 1;
      else {
        if (holes > 0) writeHoles(holes, out);
        holes = 0;
        if (this.elementAttributes !== attribute.all) writeAttributes(this.elementAttributes, out);
        out.value(element);
      }
    }
    if (holes > 0) writeHoles(holes, out);
  }
}

/** The new length that a program asks for. */
function lengthOf(vm: Vm, value: Value): number {
  const length = typeof value === "number" ? value : toNumber(vm, value);
  if (length >>> 0 !== length) vm.fail("RangeError", "Invalid array length");
  return length;
}

export const isArray = (value: unknown): value is VArray => value instanceof VArray;
