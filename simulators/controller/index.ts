import type { Json } from "../../protocol/json.ts";
import { replayWithoutProgram, withoutProgram } from "../core/conclude.ts";
import type { Scenario, Simulator } from "../core/simulator.ts";
import { controllerCodes } from "./codes.ts";
import { complete } from "./discover/complete.ts";
import { claims, discover, instrument } from "./discover/discover.ts";
import { hover } from "./discover/hover.ts";
import { mend } from "./mend/index.ts";
import { modules } from "./module.ts";
import type { Payload } from "./payload.ts";
import { replayTrace, runScenario } from "./run.ts";

/** Reconcile functions against a simulated Kubernetes cluster, under crashes, lost answers, stale caches and conflicts (US20240241889A1). */
export const controller: Simulator = {
  id: "controller",
  title: "Controllers",
  version: 1,
  codes: controllerCodes,
  claims,
  discover,
  complete,
  hover,
  modules,
  instrument,
  goesDeeper: "every pair of faults",
  mend: (unit, problem, _places, outcome) => mend(unit, problem, outcome),
  run: (scenario, budget) =>
    scenario.program ? runScenario(scenario, scenario.payload as Payload, scenario.program, budget) : withoutProgram(scenario),
  replay: (scenario, trace, budget) =>
    scenario.program ? replayTrace(scenario, scenario.payload as Payload, scenario.program, trace, budget) : replayWithoutProgram,
  trace: (_scenario: Scenario, _subject: Json) => undefined,
};
