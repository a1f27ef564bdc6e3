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
  /**
   * A part that never changes once `isSaved`: `write` writes it, unless it is known already; it writes no tags. A writer without this is given the words.
   * `variant`: `write` writes another thing for another one.
   */
  part?<Kind extends Part>(part: Kind, variant: number, write: (part: Kind, variant: number, out: StateWriter) => void): void;
}

/** What a state writer remembers of a thing that never changes. */
export interface Part {
  readonly isSaved: boolean;
  /** Its word, or `writtenOut`; of the writer, and for the variant, by which it was written last. */
  partWord: number;
  partVariant: number;
  partWriter: object | undefined;
}
