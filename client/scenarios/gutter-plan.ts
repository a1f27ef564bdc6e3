import type { ScenarioStatus } from "../../protocol/requests.ts";
import { type State, stateOf } from "./look.ts";

/** A state's mark beside the line where the scenario stands. */
export interface GutterMark {
  readonly line: number;
  readonly mark: MarkName;
}

export type MarkName = "holds" | "violated" | "undecided" | "not-run" | "running" | "failed" | "obsolete";

/**
 * The marks of one file: the worst state of each line, and nothing where nothing is known.
 *
 * @param taken Lines whose place in the gutter is used by the steps of an open trace.
 */
export function gutterMarks(statuses: readonly ScenarioStatus[], taken: ReadonlySet<number>): readonly GutterMark[] {
  const byLine = new Map<number, MarkName>();
  for (const status of statuses) {
    const mark = markOf(stateOf(status));
    const { line } = status.range.start;
    if (!mark || taken.has(line)) continue;
    const known = byLine.get(line);
    if (!known || worstFirst.indexOf(mark) < worstFirst.indexOf(known)) byLine.set(line, mark);
  }
  return [...byLine].map(([line, mark]) => ({ line, mark }));
}

function markOf(state: State): MarkName | undefined {
  switch (state) {
    case "holds":
    case "violated":
    case "undecided":
    case "not-run":
    case "failed":
    case "obsolete":
      return state;
    case "running":
    case "queued":
      return "running";
    case "cancelled":
    case "blocked":
    case "new":
      return undefined;
  }
}

const worstFirst: readonly MarkName[] = ["running", "failed", "violated", "not-run", "undecided", "obsolete", "holds"];
