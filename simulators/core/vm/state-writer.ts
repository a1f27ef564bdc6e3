import type { Cell, VObject } from "./cell.ts";
import type { Shape } from "./shape.ts";
import type { Slot } from "./value.ts";

/**
 * Takes down a state as 32-bit words: equal words exactly for states that no program can tell apart.
 *
 * Cells made before the first thread are written by their id (and their content, if it differs from what it was then, before everything else);
 * cells made later are numbered in the order in which they are first met, and written once, there.
 */
export interface StateWriter {
  /** A small integer of ours: a kind, a count, a flag. */
  word(word: number): void;
  /** Any value: primitives by value (NaN, -0 included), symbols by identity, cells by number. */
  value(slot: Slot): void;
  cell(cell: Cell | null | undefined): void;
  /** Interned: equal texts, equal words. */
  text(text: string): void;
  /** A thing of ours that never changes (code of a function), by identity. */
  identity(thing: object): void;
  /** An object's prototype. */
  proto(proto: VObject | null): void;
  /** Names and attributes of an object's properties, in a canonical order (`Shape.order`), and whether there may be more. */
  shape(shape: Shape, isExtensible: boolean): void;
  /** A tag of data flow, as far as it matters (the host maps it to a word). */
  tag(tag: number): void;
}
