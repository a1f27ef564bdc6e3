import type { Replay, Trace } from "../../../protocol/trace.ts";
import { record, type Studio } from "./build.ts";
import { readSubject } from "./subject.ts";

/** Runs the packet of a trace again: same sender, same failure, same choices of up-ports. */
export function replayTrace(studio: Studio, trace: Trace): Replay {
  const subject = readSubject(trace.subject);
  if (!subject) return { kind: "does-not-fit", step: 0, message: "the trace does not name a packet" };
  const recording = record(studio, subject);
  if (recording.kind !== "trace")
    return { kind: "does-not-fit", step: recording.isChoice ? firstChoice(trace) : 0, message: recording.message };
  return recording.trace.harm === undefined
    ? { kind: "no-longer-fails", trace: recording.trace }
    : { kind: "fails-again", trace: recording.trace };
}

/** The first step at which a switch chose an up-port. */
function firstChoice({ steps }: Trace): number {
  return Math.max(
    0,
    steps.findIndex((step) => step.choice !== undefined),
  );
}
