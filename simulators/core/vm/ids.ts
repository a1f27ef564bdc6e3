import { births, type Cell } from "./cell.ts";
import type { Journal } from "./journal.ts";

/** Cells made before the first thread have ids below this. */
export const firstThreadId = 2 ** 24;

/** Gives out the ids of cells: a thread's own numbers do not depend on what other threads do, nor on what was tried and taken back. */
export class CellIds {
  readonly #journal: Journal;
  readonly #counters: number[] = [];
  #initial = 0;
  /** Every cell made before the first thread, in the order of their ids. */
  readonly initialCells: Cell[] = [];

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.lasting = this.#counters;
  }

  /** The id of the cell whose constructor is called next. */
  next(context: number): number {
    if (context < 0) {
      births.cells = this.initialCells;
      this.#initial += 1;
      return this.#initial - 1;
    }
    births.cells = undefined;
    while (this.#counters.length <= context) this.#counters.push(0);
    const number = this.#counters[context] ?? 0;
    this.#journal.save(this.#counters, context);
    this.#counters[context] = number + 1;
    return (context + 1) * firstThreadId + number;
  }
}
