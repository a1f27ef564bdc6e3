import type { Json } from "../../protocol/json.ts";
import { replayWithoutProgram, withoutProgram } from "../core/conclude.ts";
import type { Scenario, Simulator } from "../core/simulator.ts";
import { remoteFileCodes } from "./codes.ts";
import { claims, complete, discover, hover } from "./discover/index.ts";
import { mend } from "./mend/index.ts";
import { modules } from "./module.ts";
import type { Payload } from "./payload.ts";
import { replayTrace, runScenario } from "./run.ts";

/** Programs that open files in the memory of other nodes, under every order of operations and parts, and crashes (US10706005B2). */
export const remoteFile: Simulator = {
  id: "remote-file",
  title: "Remote files",
  version: 1,
  codes: remoteFileCodes,
  claims,
  discover,
  complete,
  hover,
  modules,
  mend,
  goesDeeper: "three parts of a message",
  run: (scenario, budget) =>
    scenario.program ? runScenario(scenario, scenario.payload as Payload, scenario.program, budget) : withoutProgram(scenario),
  replay: (scenario, trace, budget) =>
    scenario.program ? replayTrace(scenario, scenario.payload as Payload, scenario.program, trace, budget) : replayWithoutProgram,
  trace: (_scenario: Scenario, _subject: Json) => undefined,
};
