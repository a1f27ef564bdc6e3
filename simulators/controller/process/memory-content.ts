import type { Cell, VObject } from "../../core/vm/cell.ts";
import { firstThreadId } from "../../core/vm/ids.ts";
import type { Shape } from "../../core/vm/shape.ts";
import type { StateWriter } from "../../core/vm/state-writer.ts";
import { keyText } from "../../core/vm/property.ts";
import type { Slot } from "../../core/vm/value.ts";

/** What module state says: whether it may know a text, such as the uid of an object that has gone. It is looked through once. */
export class MemoryContent implements StateWriter {
  readonly #texts = new Set<string>();
  /** Cells that the modules did not make, in the order in which they were met. */
  readonly #cells = new Set<Cell>();
  readonly #known = new Map<string, boolean>();
  /** There are large numbers or bytes: who knows what they were worked out of. */
  #isOpaque = false;

  /** @param changed Cells of the modules that may have changed. */
  constructor(changed: readonly Cell[]) {
    for (const cell of changed) cell.writeState(this);
    // What is met on the way is added behind.
    for (const cell of this.#cells) cell.writeState(this);
  }

  /** The text, or a part of it: what is kept of a uid may be cut off. */
  mayKnow(text: string): boolean {
    if (this.#isOpaque) return true;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const parts =
      text.length <= partLength ? [text] : Array.from({ length: text.length - partLength + 1 }, (_, at) => text.slice(at, at + partLength));
    const found = [...this.#texts].some((each) => parts.some((part) => each.includes(part)));
    this.#known.set(text, found);
    return found;
  }

  value(slot: Slot): void {
    if (typeof slot === "string") this.#texts.add(slot);
    else if (typeof slot === "object") this.cell(slot);
    else if (typeof slot === "bigint" || (typeof slot === "number" && !isSmall(slot))) this.#isOpaque = true;
    else if (typeof slot === "symbol") this.#texts.add(slot.description ?? "");
  }

  cell(cell: Cell | null | undefined): void {
    if (cell && cell.id >= firstThreadId) this.#cells.add(cell);
  }

  /** Of names of kinds, too: bytes are no texts. */
  text(text: string): void {
    this.#texts.add(text);
    if (/buffer/i.test(text)) this.#isOpaque = true;
  }

  proto(proto: VObject | null): void {
    this.cell(proto);
  }

  shape({ keys }: Shape): void {
    for (const key of keys) this.#texts.add(keyText(key));
  }

  word(): void {}
  identity(): void {}
  tag(): void {}
}

/** Of a uid less says nothing any more. */
const partLength = 4;

/** Counters and flags are no hashes. */
const isSmall = (value: number): boolean => Math.abs(value) < 2 ** 16 || Number.isNaN(value);
