import type { Insertion } from "../../simulators/core/simulator.ts";

/** A text with insertions, and the way back to the places of the text before. */
export interface Inserted {
  readonly text: string;
  /** Offset in the text before of an offset in `text`; of what was put in, the place where it was put. Both UTF-16 units. */
  before(offset: number): number;
}

/** Puts text into a text. Insertions at one place keep their order. @throws {RangeError} An offset is outside of the text: a bug of the caller. */
export function insertInto(text: string, insertions: readonly Insertion[]): Inserted {
  const sorted = insertions.map((insertion, order) => ({ ...insertion, order })).sort((a, b) => a.offset - b.offset || a.order - b.order);
  const parts: string[] = [];
  let at = 0;
  for (const { offset, text: added } of sorted) {
    if (!(0 <= offset && offset <= text.length)) throw new RangeError(`cannot insert at ${offset} of ${text.length}`);
    parts.push(text.slice(at, offset), added);
    at = offset;
  }
  parts.push(text.slice(at));
  return { text: parts.join(""), before: (offset) => placeBefore(sorted, offset) };
}

function placeBefore(sorted: readonly Insertion[], offset: number): number {
  let added = 0;
  for (const insertion of sorted) {
    const start = insertion.offset + added;
    if (offset < start) break;
    if (offset < start + insertion.text.length) return insertion.offset;
    added += insertion.text.length;
  }
  return offset - added;
}
