import type { Note, Result } from "../protocol/report.ts";
import type { Problem } from "../protocol/problem.ts";
import { comparePositions, type Position, type Range } from "../protocol/source.ts";

/** `range` of the text before was replaced by `newText`. */
export interface TextChange {
  readonly range: Range;
  readonly newText: string;
}

/**
 * Where a place of the text before an edit is found after it.
 * What was deleted shrinks to the place of the edit; what was typed at an end of a range is not part of it.
 */
export function shiftRange(range: Range, change: TextChange): Range {
  const start = shiftPosition(range.start, change, "after");
  const end = shiftPosition(range.end, change, "before");
  return comparePositions(end, start) < 0 ? { start: end, end } : { start, end };
}

/** `side`: on which side of the new text a position within the old one comes to lie. */
function shiftPosition(position: Position, { range, newText }: TextChange, side: "before" | "after"): Position {
  if (comparePositions(position, range.start) < 0 || (side === "before" && comparePositions(position, range.start) === 0)) return position;
  const end = endOf(range.start, newText);
  if (comparePositions(position, range.end) < 0) return side === "after" ? end : range.start;
  if (position.line !== range.end.line) return { line: position.line - range.end.line + end.line, character: position.character };
  return { line: end.line, character: position.character - range.end.character + end.character };
}

function endOf(start: Position, text: string): Position {
  const lines = text.split(/\r\n|\n|\r/);
  const last = lines.at(-1) ?? "";
  if (lines.length === 1) return { line: start.line, character: start.character + last.length };
  return { line: start.line + lines.length - 1, character: last.length };
}

/** A result with everything that points into `path` moved along. Traces stay: they tell of the text that was run. */
export function shiftResult(result: Result, path: string, change: TextChange): Result {
  const move = <Place extends { readonly path: string; readonly range: Range }>(place: Place): Place =>
    place.path === path ? { ...place, range: shiftRange(place.range, change) } : place;
  const moveProblem = (problem: Problem): Problem => ({ ...move(problem), related: problem.related.map(move) });
  const moveNote = (note: Note): Note => (result.path === path ? { ...note, range: shiftRange(note.range, change) } : note);
  return {
    ...move(result),
    problems: result.problems.map(moveProblem),
    ...(result.notes ? { notes: result.notes.map(moveNote) } : {}),
  };
}

/** One change that makes `after` of `before`: what is left between their common beginning and end. */
export function changeBetween(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail += 1;
  // There is no place between the two characters of a Windows line end.
  if (splitsLineEnd(before, head) || splitsLineEnd(after, head)) head -= 1;
  if (splitsLineEnd(before, before.length - tail) || splitsLineEnd(after, after.length - tail)) tail -= 1;
  const start = endOf({ line: 0, character: 0 }, before.slice(0, head));
  const end = endOf({ line: 0, character: 0 }, before.slice(0, before.length - tail));
  return { range: { start, end }, newText: after.slice(head, after.length - tail) };
}

const splitsLineEnd = (text: string, at: number): boolean => text[at - 1] === "\r" && text[at] === "\n";
