import type { Scenario, Simulator } from "../core/simulator.ts";
import { checkFabric } from "./check/check.ts";
import { checkedCodes } from "./check/codes.ts";
import { stateOf } from "./check/state.ts";
import { claimsMulticast, completeMulticast, discoverMulticast, hoverMulticast, payloadOf } from "./config/index.ts";
import { withFirstGenerated } from "./scale/first-group.ts";
import { record, type Studio, studioOf } from "./trace/build.ts";
import { replayTrace } from "./trace/replay.ts";
import { type PacketSubject, readSubject } from "./trace/subject.ts";

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
  replay: (scenario, trace) => replayTrace(studioFor(scenario, readSubject(trace.subject)), trace),
  trace: (scenario, json) => {
    const subject = readSubject(json);
    if (!subject) return undefined;
    const recording = record(studioFor(scenario, subject), subject);
    return recording.kind === "trace" ? recording.trace : undefined;
  },
};

/** A packet of the generated workload needs its group beside the configured ones. */
function studioFor(scenario: Scenario, subject: PacketSubject | undefined): Studio {
  const { fabric } = payloadOf(scenario);
  const extended = subject?.isGenerated ? withFirstGenerated(fabric)?.fabric : undefined;
  return studioOf(scenario, stateOf(extended ?? fabric));
}
