import { absent, Accessor, attribute, type NamedSlot } from "../cell.ts";
import type { Journal } from "../journal.ts";
import type { StateWriter } from "../state-writer.ts";
import { hole, type Slot } from "../value.ts";
import { writeAttributes, writeHoles } from "./element-words.ts";

interface Element {
  readonly slot: NamedSlot;
  readonly attributes: number;
}

/** Elements of an array that has large gaps or elements with attributes of their own. */
export class SlowElements {
  readonly #journal: Journal;
  readonly #elements = new Map<number, Element>();
  length: number;

  constructor(journal: Journal, elements: readonly Slot[], attributes: number) {
    this.#journal = journal;
    this.length = elements.length;
    for (const [index, slot] of elements.entries()) if (slot !== hole) this.#elements.set(index, { slot, attributes });
  }

  /** What the journal may name as changed. */
  get parts(): readonly object[] {
    return [this.#elements];
  }

  attributesOf(index: number): number {
    return this.#elements.get(index)?.attributes ?? absent;
  }

  read(index: number): NamedSlot | typeof hole {
    const element = this.#elements.get(index);
    return element === undefined ? hole : element.slot;
  }

  set(index: number, slot: NamedSlot, attributes: number): void {
    this.#journal.saveEntry(this.#elements, index);
    this.#elements.set(index, { slot, attributes });
    if (index >= this.length) this.#changeLength(index + 1);
  }

  delete(index: number): void {
    this.#journal.saveEntry(this.#elements, index);
    this.#elements.delete(index);
  }

  /** False: stopped at an element that can't be deleted. */
  setLength(length: number): boolean {
    const lost = this.indices()
      .filter((index) => index >= length)
      .reverse();
    for (const index of lost) {
      if ((this.attributesOf(index) & attribute.configurable) === 0) {
        this.#changeLength(index + 1);
        return false;
      }
      this.delete(index);
    }
    this.#changeLength(length);
    return true;
  }

  limit(attributes: number): void {
    for (const index of this.indices()) {
      const { slot, attributes: before } = this.#elements.get(index) as Element;
      this.set(index, slot, before & (attributes | attribute.accessor));
    }
  }

  /** Ascending. */
  indices(): readonly number[] {
    return [...this.#elements.keys()].sort((a, b) => a - b);
  }

  writeState(out: StateWriter): void {
    let next = 0;
    for (const index of this.indices()) {
      if (index > next) writeHoles(index - next, out);
      next = index + 1;
      const { slot, attributes } = this.#elements.get(index) as Element;
      if (attributes !== attribute.all) writeAttributes(attributes, out);
      if (slot instanceof Accessor) {
        out.cell(slot.get);
        out.cell(slot.set);
      } else out.value(slot);
    }
    if (this.length > next) writeHoles(this.length - next, out);
  }

  #changeLength(length: number): void {
    this.#journal.save(this, "length");
    this.length = length;
  }
}
