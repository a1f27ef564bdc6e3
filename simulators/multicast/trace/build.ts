import type { Trace } from "../../../protocol/trace.ts";
import type { Scenario } from "../../core/simulator.ts";
import { examineStreams, type StreamFacts } from "../check/streams.ts";
import type { State } from "../check/state.ts";
import { documentOf } from "../config/index.ts";
import { eventsOf } from "./events.ts";
import { harmOf } from "./harm.ts";
import { pictureOf } from "./picture.ts";
import { type PacketRun, runPacket } from "./run.ts";
import { stepsOf } from "./steps.ts";
import { type PacketSubject, subjectJson } from "./subject.ts";
import { titleOf } from "./title.ts";

/** What traces of one scenario are made from. */
export interface Studio {
  readonly scenario: Scenario;
  readonly state: State;
  /** Computed when it is first needed. */
  readonly streams: () => StreamFacts;
}

export function studioOf(scenario: Scenario, state: State, known?: StreamFacts): Studio {
  let facts = known;
  return { scenario, state, streams: () => (facts ??= examineStreams(state)) };
}

export type Recording =
  /** `trace.harm` is set exactly when the packet breaks the property of the subject. */
  | { readonly kind: "trace"; readonly trace: Trace }
  | { readonly kind: "gone"; readonly message: string; readonly isChoice: boolean }
  /** More copies than anybody would look at one by one. */
  | { readonly kind: "too-large"; readonly message: string; readonly isChoice: false };

/** In one trace: what a panel still shows fluently. */
const mostHops = 100_000;

/** Runs the packet that a subject names, and records it. */
export function record(studio: Studio, subject: PacketSubject): Recording {
  const resolved = runPacket(studio.state, subject);
  if (resolved.kind === "gone") return resolved;
  const { told } = resolved.run;
  const hops = told.reduce((sum, one) => sum + one.hops.length, 0);
  if (hops <= mostHops && told.every(({ isComplete }) => isComplete)) return { kind: "trace", trace: traceOf(studio, resolved.run) };
  return { kind: "too-large", message: "the packet makes more copies than can be told one by one", isChoice: false };
}

function traceOf(studio: Studio, run: PacketRun): Trace {
  const { scenario, streams } = studio;
  const { code } = run.subject;
  const events = eventsOf(run);
  const told = stepsOf(run, events, code ? harmOf(run, code, streams) : () => false, documentOf(scenario));
  const harm = told.steps.findIndex((step) => step.harm);
  const breaks = harm >= 0;
  const hasStreams = run.state.fabric.streams.length > 0;
  return {
    schema: "faultline-trace/1",
    simulator: scenario.simulator,
    scenario: scenario.name,
    path: scenario.path,
    inputs: "",
    ...(breaks && code ? { property: code } : {}),
    title: titleOf(run, breaks ? code : undefined, streams),
    lanes: told.lanes,
    initial: told.initial,
    steps: told.steps,
    ...(breaks ? { harm } : {}),
    subject: subjectJson(run.subject),
    picture: pictureOf(run, events, hasStreams ? streams() : undefined),
  };
}
