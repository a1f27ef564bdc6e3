/** For tests of simulators: marks in texts, and tokens of findings. */
import type { Position, Range } from "../../protocol/source.ts";
import { lineStarts, offsetAt } from "./lines.ts";

export function tokenAt(text: string, range: Range): string {
  const lines = lineStarts(text);
  return text.slice(offsetAt(lines, text, range.start), offsetAt(lines, text, range.end));
}

/** Takes the first `|` out of a text and says where it was. */
export function marked(text: string): { readonly text: string; readonly position: Position } {
  const offset = text.indexOf("|");
  const before = text.slice(0, offset).split("\n");
  return {
    text: text.slice(0, offset) + text.slice(offset + 1),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}
