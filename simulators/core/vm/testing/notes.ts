import type { Cell, VObject } from "../cell.ts";
import type { Shape } from "../shape.ts";
import type { StateWriter } from "../state-writer.ts";
import type { Slot } from "../value.ts";

/** Content of one cell as text, other cells by id: written without anything that is tested here. */
export class Notes implements StateWriter {
  readonly #notes: string[] = [];

  static of(cell: Cell): string {
    const notes = new Notes();
    cell.writeState(notes);
    return notes.#notes.join();
  }

  word(word: number): void {
    this.#notes.push(String(word));
  }
  value(slot: Slot): void {
    if (typeof slot === "object" && slot !== null) this.cell(slot);
    else this.#notes.push(`${typeof slot} ${String(slot)}`);
  }
  cell(cell: Cell | null | undefined): void {
    this.#notes.push(cell ? `cell ${cell.id}` : "none");
  }
  text(text: string): void {
    this.#notes.push(JSON.stringify(text));
  }
  identity(): void {}
  proto(proto: VObject | null): void {
    this.cell(proto);
  }
  shape(shape: Shape, isExtensible: boolean): void {
    this.#notes.push(`shape ${shape.number} ${isExtensible}`);
  }
  tag(tag: number): void {
    this.word(tag);
  }
}
