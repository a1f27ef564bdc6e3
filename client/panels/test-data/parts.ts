import type { SourceSpan } from "../../../protocol/source.ts";
import type { Change, Mark, Step } from "../../../protocol/trace.ts";

/** @param line From 1, as people count. */
export function at(path: string, line: number): SourceSpan {
  return { path, range: { start: { line: line - 1, character: 4 }, end: { line: line - 1, character: 30 } } };
}

export const set = (location: Change["location"], before: Change["before"], after: Change["after"]): Change => ({
  location,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

/** Makes the steps of one file. */
export function stepsIn(path: string): (lane: string, mark: Mark, message: string, line: number, more?: Partial<Step>) => Step {
  return (lane, mark, message, line, more = {}) => ({ lane, action: mark, message, mark, at: at(path, line), changes: [], ...more });
}
