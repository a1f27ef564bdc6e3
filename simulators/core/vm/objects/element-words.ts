import type { StateWriter } from "../state-writer.ts";
import { hole } from "../value.ts";

/** A run of holes in the words of an array. */
export function writeHoles(count: number, out: StateWriter): void {
  out.value(hole);
  out.word(count);
}

/** Marked by a negative count of holes. */
export function writeAttributes(attributes: number, out: StateWriter): void {
  out.value(hole);
  out.word(-1 - attributes);
}
