import type { Position, Range } from "../../protocol/source.ts";

/** Offset of the first character of each line. Lines end with `\n`, `\r\n` or `\r`, as in LSP. */
export function lineStarts(text: string): Int32Array {
  const starts: number[] = [0];
  if (text.includes("\r")) pushMixedStarts(text, starts);
  else for (let feed = text.indexOf("\n"); feed !== -1; feed = text.indexOf("\n", feed + 1)) starts.push(feed + 1);
  return Int32Array.from(starts);
}

function pushMixedStarts(text: string, starts: number[]): void {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === lineFeed || (unit === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) starts.push(at + 1);
  }
}

const lineFeed = 10;
const carriageReturn = 13;

/** @param offset From 0 up to and including the length of the text. */
export function positionAt(starts: Int32Array, offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (starts[low] ?? 0) };
}

/** The range from offset `start` up to `end`. */
export function rangeBetween(starts: Int32Array, start: number, end: number): Range {
  return { start: positionAt(starts, start), end: positionAt(starts, Math.max(start, end)) };
}

/** A position behind the end of its line, or of the text, counts as that end. */
export function offsetAt(starts: Int32Array, text: string, position: Position): number {
  const start = starts[position.line];
  if (start === undefined) return position.line < 0 ? 0 : text.length;
  const next = starts[position.line + 1] ?? text.length;
  return Math.max(start, Math.min(start + position.character, next));
}
