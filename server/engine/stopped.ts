import type { BudgetOptions } from "../../simulators/core/budget.ts";
import type { Outcome } from "../../simulators/core/simulator.ts";
import type { StopLimit } from "./control.ts";

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
