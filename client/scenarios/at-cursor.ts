import type { ScenarioStatus } from "../../protocol/requests.ts";
import { comparePositions, containsPosition, type Position } from "../../protocol/source.ts";

/** The scenario that is meant by a cursor: the one that holds it, else the next one above, else the first of the file. */
export function scenarioAtCursor(statuses: readonly ScenarioStatus[], cursor: Position): ScenarioStatus | undefined {
  return (
    statuses.find(({ range }) => containsPosition(range, cursor)) ??
    statuses.findLast(({ range }) => comparePositions(range.start, cursor) <= 0) ??
    statuses[0]
  );
}
