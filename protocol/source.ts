/** A place in text as LSP counts it: zero-based, characters in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** From `start` up to, not including, `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A range in a file. */
export interface SourceSpan {
  /** Relative to the working directory or workspace folder, with `/`; see `Scenario.path`. */
  readonly path: string;
  readonly range: Range;
}

/** The empty range at the start of a file: where a problem of the whole file is shown. */
export const startOfFile: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Negative, zero or positive as `a` stands before, at or after `b`. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/** Does `range` contain `position`? Both ends count, as an editor's cursor at the end of a word does. */
export function containsPosition(range: Range, position: Position): boolean {
  return comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0;
}
