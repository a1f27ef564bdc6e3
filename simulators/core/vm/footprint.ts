import { Cell, type Scope, type VObject } from "./cell.ts";
import { firstThreadId } from "./ids.ts";
import type { VArray } from "./objects/array.ts";
import { hole, type Place } from "./value.ts";

/** What is looked at in a cell: a slot, whether a scope keeps data flow, how an object is made, an element of an array and whether it is there. */
export type ReadKind = "slot" | "tags" | "shape" | "proto" | "element" | "isElement" | "length";

/** Something that a piece of a run depends on. Of cells made before the first thread only: they are there in every run. */
export class Read {
  readonly kind: ReadKind;
  readonly cell: Cell;
  /** Of the slot or element; else -1. */
  readonly index: number;
  /** The slots, which stay the same list for ever. */
  readonly #slots: readonly unknown[] | undefined;

  constructor(kind: ReadKind, cell: Cell, index = -1) {
    this.kind = kind;
    this.cell = cell;
    this.index = index;
    this.#slots = kind === "slot" ? (cell as Cell & { readonly slots: readonly unknown[] }).slots : undefined;
  }

  /** What is there now: equal for a Map exactly if no program can tell it apart. */
  now(): unknown {
    const found = this.#slots === undefined ? this.#look() : this.#slots[this.index];
    return found === 0 && 1 / found < 0 ? minusZero : found;
  }

  #look(): unknown {
    const { cell, index } = this;
    if (this.kind === "tags") return (cell as Scope).tags;
    if (this.kind === "shape") return (cell as VObject).shape;
    if (this.kind === "proto") return (cell as VObject).proto;
    const array = cell as VArray;
    if (!array.isPlain) return notThere;
    if (this.kind === "length") return array.elements.length;
    const element = index < array.elements.length ? array.elements[index] : hole;
    return this.kind === "element" ? element : element !== hole;
  }
}

const minusZero = Symbol("-0");
const notThere = Symbol("not there");

/** A slot or element that a piece of a run has written. */
export interface Write {
  readonly cell: Cell;
  readonly place: Place;
  /** The slots or elements: as the journal names them. */
  readonly list: unknown[];
  readonly index: number;
}

/** A read, and what was found. */
export interface Found {
  readonly read: Read;
  readonly value: unknown;
}

/**
 * What a piece of a run has depended on and what it has written, apart from its own frames: from the same frames it does the same again whenever
 * it would find the same, in this order.
 */
export class Footprint {
  readonly found: Found[] = [];
  readonly writes: Write[] = [];
  /** There is nothing else that it depended on or changed. */
  isWhole = true;
  /** Values may be marked with reads: of a variable it matters that it keeps no mark. */
  readonly hasFlow: boolean;
  // Of the instruction that runs next: it counts only if the thread is not stopped before it.
  #value: Found | undefined;
  #write: Write | undefined;

  constructor(hasFlow: boolean) {
    this.hasFlow = hasFlow;
  }

  /** Where the next instruction looks depends on this, even if the thread is stopped before it. */
  look(kind: "tags" | "shape" | "proto" | "isElement", cell: Cell, index = -1): boolean {
    const read = new Read(kind, cell, index);
    const value = read.now();
    this.found.push({ read, value });
    return isLasting(cell) && isLasting(value);
  }

  /** The next instruction reads a value, which may have been written here. */
  read(kind: "slot" | "element" | "length", cell: Cell, list: readonly unknown[], index: number): boolean {
    if (this.#hasWritten(list, index)) return true;
    const read = new Read(kind, cell, index);
    this.#value = { read, value: read.now() };
    return isLasting(cell);
  }

  /** The next instruction writes here. */
  write(cell: Cell, place: Place, list: unknown[], index: number): boolean {
    this.#write = { cell, place, list, index };
    return isLasting(cell);
  }

  /** It was executed. */
  take(): void {
    const { found, writes } = this;
    if (this.#value !== undefined) {
      if (isLasting(this.#value.value)) found.push(this.#value);
      else this.isWhole = false;
    }
    if (this.#write !== undefined && !this.#hasWritten(this.#write.list, this.#write.index)) writes.push(this.#write);
    this.leave();
  }

  /** The thread was stopped before it. */
  leave(): void {
    this.#value = undefined;
    this.#write = undefined;
  }

  #hasWritten(list: readonly unknown[], index: number): boolean {
    return this.writes.some((write) => write.list === list && write.index === index);
  }
}

/** Is it the same thing in every run: no object that a thread makes anew? */
export const isLasting = (thing: unknown): boolean => !(thing instanceof Cell && thing.id >= firstThreadId);
