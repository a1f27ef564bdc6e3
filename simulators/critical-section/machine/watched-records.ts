import type { Cell } from "../../core/vm/cell.ts";
import type { Place } from "../../core/vm/value.ts";
import type { Learnt } from "./options.ts";

/** The records that handlers were given, and the events in them. */
export class WatchedRecords {
  readonly #kinds = new WeakMap<Cell, "record" | "event">();
  readonly #learnt: Learnt;

  constructor(learnt: Learnt) {
    this.#learnt = learnt;
  }

  watch(cell: Cell, kind: "record" | "event"): void {
    this.#kinds.set(cell, kind);
  }

  has(cell: Cell): boolean {
    return this.#kinds.has(cell);
  }

  /** A handler reads a field that most handlers do not look at: what it sees must be tried in all its values. */
  noteRead(cell: Cell, place: Place): void {
    const kind = this.#kinds.get(cell);
    if (kind === "record" && place === "cpu") this.#learnt.allBoundaries = true;
    if (kind === "event" && place === "kind") this.#learnt.allKinds = true;
  }
}
