import type { Json } from "../../protocol/json.ts";
import type { Outcome, Scenario, Simulator } from "../core/simulator.ts";
import { remoteFileCodes } from "./codes.ts";
import { claims, complete, discover, hover } from "./discover/index.ts";
import { modules } from "./module.ts";

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
  run: () => withoutProgram(),
  replay: () => ({ kind: "does-not-fit", step: 0, message: "the program could not be bundled" }),
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
