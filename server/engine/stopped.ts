import type { BudgetOptions } from "../../simulators/core/budget.ts";
import type { Problem } from "../../protocol/problem.ts";
import type { Outcome, Scenario } from "../../simulators/core/simulator.ts";
import { SourceMapIndex } from "../../simulators/core/source-map.ts";
import type { StopLimit } from "./control.ts";
import type { EngineStopped } from "./errors.ts";

/** The outcome of a run that was ended from outside before it could say anything. */
export function stoppedOutcome(limit: StopLimit, options: BudgetOptions): Outcome {
  return {
    verdict: "undecided",
    reason: { limit, message: message(limit, options) },
    properties: [],
    problems: [],
    traces: [],
    bounds: {},
    stats: { states: 0, transitions: 0, executions: 0, complete: false },
  };
}

/** The same where it may be known which call of the user's did not return: a problem stands there. */
export function stuckOutcome(scenario: Scenario, { limit, stuck }: EngineStopped, options: BudgetOptions): Outcome {
  const outcome = stoppedOutcome(limit, options);
  if (stuck === undefined || limit === "cancelled") return outcome;
  const took = limit === "time" ? "took too long" : "took more memory than there is";
  const problem: Problem = {
    code: "FL0003",
    severity: "warning",
    message: `Not modelled: ${stuck.at === undefined ? "a call in here" : "this call"} ${took} and cannot be interrupted, so the run was ended`,
    ...placeOf(scenario, stuck.at),
    property: "FL0003",
    related: [],
  };
  const { path, range } = problem;
  return {
    ...outcome,
    reason: { code: "FL0003", limit, message: `a call in ${path}:${range.start.line + 1} ${took}` },
    problems: [problem],
  };
}

/** The word at a place of the program; the scenario's own place for what is not in a file of the user's. */
function placeOf({ program, path, range }: Scenario, offset: number | undefined): Pick<Problem, "path" | "range"> {
  const place = offset !== undefined && program && new SourceMapIndex(program.code, program.sourceMap).locate(offset);
  const text = place ? program.files.find((file) => file.path === place.path)?.text : undefined;
  if (!place || text === undefined || text === "") return { path, range };
  const rest = (text.split(/\r\n|[\r\n]/)[place.line] ?? "").slice(place.column);
  const start = { line: place.line, character: place.column };
  const length = /^[\w$.]+/.exec(rest)?.[0].length ?? 1;
  return { path: place.path, range: { start, end: { ...start, character: start.character + length } } };
}

function message(limit: StopLimit, options: BudgetOptions): string {
  switch (limit) {
    case "time":
      return `the time limit of ${options.timeLimitMs / 1000} s came first`;
    case "memory":
      return `the memory limit of ${options.memoryLimitMb} MiB came first`;
    case "cancelled":
      return "stopped before it was complete";
  }
}
