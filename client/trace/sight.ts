import type { Range } from "../../protocol/source.ts";

/** Columns of an editor beside a panel: a place further right is shown without the start of its line. */
const columnsBesidePanel = 72;

/**
 * What to bring into sight for a place: its line from the very start, so that the code to its left is not cut off.
 * An editor that is too narrow for that shows the start of what it is given.
 */
export function sightOf({ start, end }: Range): Range {
  const last = end.line === start.line ? end.character : start.character;
  return {
    start: { line: start.line, character: start.character < columnsBesidePanel ? 0 : start.character },
    end: { line: start.line, character: last },
  };
}
