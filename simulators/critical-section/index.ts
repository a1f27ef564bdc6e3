import type { Json } from "../../protocol/json.ts";
import type { Outcome, Scenario, Simulator } from "../core/simulator.ts";
import { criticalSectionCodes } from "./codes.ts";
import { claims, complete, discover, fixesFor, hover, instrument } from "./discover/index.ts";
import { modules } from "./module.ts";
import type { Payload } from "./payload.ts";
import { replayTrace, runScenario } from "./run.ts";

/** Threads with user-level critical sections that the CPU reverts when an event hits them (US10922128B1). */
export const criticalSection: Simulator = {
  id: "critical-section",
  title: "Critical sections",
  version: 3,
  codes: criticalSectionCodes,
  claims,
  discover,
  complete,
  hover,
  instrument,
  modules,
  mend: (unit, problem, places, outcome) =>
    fixesFor(problem.code, unit, problem.range, { places, isAsync: outcome.bounds["model"] === "async" }),
  run: (scenario, budget) =>
    scenario.program ? runScenario(scenario, scenario.payload as Payload, scenario.program, budget) : withoutProgram(),
  replay: (scenario, trace, budget) =>
    scenario.program
      ? replayTrace(scenario, scenario.payload as Payload, scenario.program, trace, budget)
      : { kind: "does-not-fit", step: 0, message: "the program could not be bundled" },
  trace: (_scenario: Scenario, _subject: Json) => undefined,
};

function withoutProgram(): Outcome {
  return {
    verdict: "not-run",
    reason: { code: "FL0003", message: "the program could not be bundled" },
    properties: [],
    problems: [],
    traces: [],
    bounds: {},
    stats: { states: 0, transitions: 0, executions: 0, complete: false },
  };
}
