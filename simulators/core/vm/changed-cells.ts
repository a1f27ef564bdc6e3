import { Cell } from "./cell.ts";
import { firstThreadId } from "./ids.ts";
import { Journal } from "./journal.ts";
import { VFunction } from "./objects/function.ts";
import { Shape } from "./shape.ts";
import type { Vm } from "./vm.ts";

/**
 * Which cells made before the first thread have been changed since: found out from the journal, because everything that can be taken back is in it.
 *
 * An entry names a cell, or one of the arrays and maps that a cell keeps its content in; whose those are is looked up once, at the beginning.
 * (One that replaces another later comes with an entry for the cell itself.)
 */
export class ChangedCells {
  readonly #journal: Journal;
  readonly #initialCells: readonly Cell[];
  readonly #vm: Vm;
  readonly #takeInitial: (cells: readonly Cell[]) => void;
  readonly #owners = new Map<object, Cell>();
  readonly #known = new Set<Cell>();
  readonly #changed = new Set<Cell>();
  /** Changed cells in the order in which they were, and the entry that says so. */
  readonly #stack: Cell[] = [];
  readonly #marks: number[] = [];
  readonly #beginning: number;
  #adopted = 0;
  #processed: number;
  readonly #sorted: Cell[] = [];
  /** Of the changed ones: what they were at the beginning is not known yet. */
  #unknown: Cell[] = [];

  /** @param takeInitial called with memory as it was at the beginning, once for each cell that changes. */
  constructor(vm: Vm, initialCells: readonly Cell[], takeInitial: (cells: readonly Cell[]) => void) {
    const { journal } = vm;
    this.#vm = vm;
    this.#journal = journal;
    this.#initialCells = initialCells;
    this.#takeInitial = takeInitial;
    this.#beginning = journal.mark;
    this.#processed = journal.mark;
    journal.least = Number.POSITIVE_INFINITY;
    this.#adoptAll();
  }

  /** Cells that may have changed, in order of their ids. */
  update(): readonly Cell[] {
    const journal = this.#journal;
    const from = Math.min(journal.least, this.#processed);
    journal.least = Number.POSITIVE_INFINITY;
    const before = this.#stack.length;
    let isSame = !this.#forget(from);
    for (let at = from; at < journal.mark; at += 1) this.#note(journal.targetAt(at), at);
    this.#processed = journal.mark;
    isSame = isSame && this.#stack.length === before;
    if (this.#unknown.length > 0) this.#takeUnknown();
    if (!isSame) this.#sort();
    return this.#sorted;
  }

  #forget(from: number): boolean {
    const { length } = this.#stack;
    while (this.#marks.length > 0 && (this.#marks[this.#marks.length - 1] as number) >= from) {
      this.#marks.pop();
      this.#changed.delete(this.#stack.pop() as Cell);
    }
    return this.#stack.length !== length;
  }

  #note(target: object, mark: number): void {
    const cell = target instanceof Cell ? target : this.#ownerOf(target);
    if (cell === undefined || cell.id >= firstThreadId || this.#changed.has(cell)) return;
    this.#changed.add(cell);
    this.#stack.push(cell);
    this.#marks.push(mark);
    if (!this.#known.has(cell)) this.#unknown.push(cell);
  }

  /** There are few as a rule, and they are nearly in order. */
  #sort(): void {
    const sorted = this.#sorted;
    if (sorted.length > this.#stack.length) sorted.length = 0;
    if (this.#stack.length > 64) {
      sorted.length = 0;
      for (const cell of this.#stack.toSorted((a, b) => a.id - b.id)) sorted.push(cell);
      return;
    }
    for (let index = 0; index < this.#stack.length; index += 1) {
      const cell = this.#stack[index] as Cell;
      let at = index;
      while (at > 0 && (sorted[at - 1] as Cell).id > cell.id) {
        sorted[at] = sorted[at - 1] as Cell;
        at -= 1;
      }
      sorted[at] = cell;
    }
  }

  #ownerOf(thing: object): Cell | undefined {
    if (this.#adopted < this.#initialCells.length) this.#adoptAll();
    return this.#owners.get(thing);
  }

  /** Goes back to the beginning for cells that were not known to change. */
  #takeUnknown(): void {
    const unknown = this.#unknown;
    this.#unknown = [];
    for (const cell of unknown) this.#known.add(cell);
    const { mark } = this.#journal;
    this.#journal.revertTo(this.#beginning);
    this.#takeInitial(unknown);
    this.#journal.undoTo(mark);
    this.#journal.least = Number.POSITIVE_INFINITY;
  }

  #adoptAll(): void {
    for (; this.#adopted < this.#initialCells.length; this.#adopted += 1) this.#adopt(this.#initialCells[this.#adopted] as Cell);
  }

  /** Most initial cells are builtin functions. */
  #adopt(cell: Cell): void {
    if (cell instanceof VFunction && cell.native !== undefined) this.#owners.set(cell.slots, cell);
    else for (const field of fieldsOf(cell)) this.#own(field, cell);
  }

  #own(thing: unknown, cell: Cell): void {
    if (typeof thing !== "object" || thing === null || thing instanceof Cell || this.#owners.has(thing) || this.#isShared(thing)) return;
    this.#owners.set(thing, cell);
    if (ArrayBuffer.isView(thing)) return;
    for (const part of partsOf(thing)) this.#own(part, cell);
  }

  /** What cells refer to but do not contain. */
  #isShared(thing: object): boolean {
    return thing === this.#vm || thing === this.#vm.realm || thing instanceof Journal || thing instanceof Shape;
  }
}

/** Code and what belongs to the host are no content of a cell. */
function fieldsOf(thing: object): readonly unknown[] {
  return Object.entries(thing).flatMap(([name, field]) => (name === "watch" || name === "code" ? [] : [field]));
}

/** Private fields can't be seen from outside: who has some names them in `parts`. */
function partsOf(thing: object): Iterable<unknown> {
  if (Array.isArray(thing) || thing instanceof Set) return thing;
  if (thing instanceof Map) return [...thing.keys(), ...thing.values()];
  return (thing as { readonly parts?: readonly object[] }).parts ?? fieldsOf(thing);
}
