import type { Simulator } from "../core/simulator.ts";
import { checkFabric } from "./check/check.ts";
import { checkedCodes } from "./check/codes.ts";
import { stateOf } from "./check/state.ts";
import { claimsMulticast, completeMulticast, discoverMulticast, hoverMulticast, payloadOf } from "./config/index.ts";
import { record, studioOf } from "./trace/build.ts";
import { replayTrace } from "./trace/replay.ts";
import { readSubject } from "./trace/subject.ts";

/** Fabric and groups in, packet paths out (US11184259B2). */
export const multicast: Simulator = {
  id: "multicast",
  title: "Multicast",
  version: 1,
  isDataOnly: true,
  codes: ["FL3000", ...checkedCodes],
  claims: claimsMulticast,
  discover: discoverMulticast,
  complete: completeMulticast,
  hover: hoverMulticast,
  run: checkFabric,
  replay: (scenario, trace) => replayTrace(studioOf(scenario, stateOf(payloadOf(scenario).fabric)), trace),
  trace: (scenario, json) => {
    const subject = readSubject(json);
    if (!subject) return undefined;
    const recording = record(studioOf(scenario, stateOf(payloadOf(scenario).fabric)), subject);
    return recording.kind === "trace" ? recording.trace : undefined;
  },
};
