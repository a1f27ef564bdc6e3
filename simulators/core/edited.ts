import type { TextEdit } from "../../protocol/problem.ts";
import { lineStarts, offsetAt } from "./lines.ts";
import type { InputFile } from "./simulator.ts";

/** A file with the edits that are meant for it. */
export function edited({ path, text }: InputFile, edits: readonly TextEdit[]): string {
  const own = edits.filter((edit) => edit.path === path);
  return own.length === 0 ? text : applyEdits(text, own);
}

/** A text with edits, all of which are meant for it and none of which overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const lines = lineStarts(text);
  const spots = edits.map(({ range, newText }, index) => ({
    start: offsetAt(lines, text, range.start),
    end: offsetAt(lines, text, range.end),
    newText,
    index,
  }));
  // From the end, so that places in front stay; of two at one place the later goes behind.
  return spots
    .sort((a, b) => b.start - a.start || b.index - a.index)
    .reduce((left, { start, end, newText }) => left.slice(0, start) + newText + left.slice(end), text);
}
