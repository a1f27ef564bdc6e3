import { type Cell, Scope } from "../../core/vm/cell.ts";
import { type CellNames, nameCells } from "../../core/vm/cell-names.ts";
import { firstThreadId } from "../../core/vm/ids.ts";
import type { Machine } from "../../core/vm/machine.ts";
import { OrdinaryObject } from "../../core/vm/objects/ordinary.ts";
import type { Place, Slot } from "../../core/vm/value.ts";

/** Numbers and texts in module state, by the names that lead there: `hits`, `counter.#values.get("a")`. */
export type Remembered = ReadonlyMap<string, Slot>;

/** What module state says now. @param changed Cells of the modules that may have changed. */
export function rememberedNow(vm: Machine, changed: readonly Cell[]): Remembered {
  const { moduleScope, initialCells } = vm;
  const scopes = initialCells.filter((cell): cell is Scope => cell instanceof Scope && cell !== moduleScope);
  const looker = new Looker(nameCells([...(moduleScope ? [moduleScope] : []), ...scopes]));
  for (const cell of changed) looker.look(cell);
  return looker.found;
}

/** A name that stands for something else, or for something that was not there. */
export function nameOfDifference(before: Remembered, after: Remembered): string | undefined {
  const names = [...after].filter(([name, value]) => !Object.is(before.get(name), value)).map(([name]) => name);
  return names.find((name) => before.has(name)) ?? names[0];
}

class Looker {
  readonly found = new Map<string, Slot>();
  readonly #names: CellNames;
  readonly #seen = new Set<Cell>();

  constructor(names: CellNames) {
    this.#names = names;
  }

  look(cell: Cell): void {
    if (this.#seen.has(cell) || this.#seen.size > mostCells) return;
    this.#seen.add(cell);
    if (cell instanceof Scope) for (const [index, slot] of cell.slots.entries()) this.#note(cell, cell.names[index] ?? "", slot);
    if (!(cell instanceof OrdinaryObject)) return;
    for (const [key, slot] of cell.namedSlots()) this.#note(cell, key, slot as Slot);
    const { items = [], entries = [] } = cell.content();
    for (const [index, item] of items.entries()) this.#note(cell, index, item);
    for (const [key, value] of entries) this.#note(cell, key, value);
  }

  /** Cells of the modules that have not changed say what they said. */
  #note(cell: Cell, place: Place, slot: Slot): void {
    if (slot instanceof OrdinaryObject) {
      if (slot.id >= firstThreadId) this.look(slot);
    } else if (typeof slot === "number" || typeof slot === "string" || typeof slot === "bigint")
      this.found.set(this.#names.location(cell, place), slot);
  }
}

const mostCells = 5000;
