import type { Position } from "../../protocol/source.ts";

/** Where the lines of a text start, for turning places into offsets and back. All counts are zero-based and in UTF-16 units. */
export interface Lines {
  offsetAt(line: number, character: number): number;
  positionAt(offset: number): Position;
}

/** Lines as an editor counts them. */
export const editorLines = (text: string): Lines => linesOf(text, /\r\n|[\n\r]/g);

/** Lines as esbuild counts them: as JavaScript does. */
export const scriptLines = (text: string): Lines => linesOf(text, /\r\n|[\n\r\u2028\u2029]/g);

/** Does an editor count other lines in this text than JavaScript? */
export const countsDiffer = (text: string): boolean => /[\u2028\u2029]/.test(text);

function linesOf(text: string, lineEnd: RegExp): Lines {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(lineEnd)) starts.push(index + end.length);
  return {
    offsetAt: (line, character) => Math.min(text.length, (starts[line] ?? text.length) + character),
    positionAt(offset) {
      const line = Math.max(0, lineOf(starts, offset));
      return { line, character: offset - (starts[line] ?? 0) };
    },
  };
}

/** Index of the last start that is not behind `offset`. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
