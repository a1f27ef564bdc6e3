import type { Json } from "../../protocol/json.ts";
import type { Problem } from "../../protocol/problem.ts";
import type { Range } from "../../protocol/source.ts";
import { replayWithoutProgram, withoutProgram } from "../core/conclude.ts";
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
    fixesFor(problem.code, unit, problem.range, {
      places,
      isAsync: outcome.bounds["model"] === "async" || excludesNobody(outcome),
      meetings: meetingsOf(outcome, problem),
    }),
  run: (scenario, budget) =>
    scenario.program ? runScenario(scenario, scenario.payload as Payload, scenario.program, budget) : withoutProgram(scenario),
  replay: (scenario, trace, budget) =>
    scenario.program ? replayTrace(scenario, scenario.payload as Payload, scenario.program, trace, budget) : replayWithoutProgram,
  trace: (_scenario: Scenario, _subject: Json) => undefined,
};

/** Sections of other CPUs run on, unless the hardware finds conflicts. */
const excludesNobody = ({ bounds }: Outcome): boolean => Number(bounds["cpus"] ?? 1) > 1 && bounds["isolation"] !== "htm";

/** Places of the shared accesses of the failing run in the problem's file, those of the thread to blame first. */
function meetingsOf({ traces }: Outcome, { path, trace }: Problem): readonly Range[] {
  const { steps = [], harm = -1 } = traces[trace ?? -1] ?? {};
  const blamed = steps[harm]?.thread;
  const accesses = steps.filter(({ mark, at }) => (mark === "read" || mark === "write") && at?.path === path);
  const ordered = [...accesses.filter(({ thread }) => thread === blamed), ...accesses.filter(({ thread }) => thread !== blamed)];
  return ordered.flatMap(({ at }) => (at ? [at.range] : []));
}
