import type { Replay, Trace } from "../../../protocol/trace.ts";
import type { Budget } from "../../core/budget.ts";
import type { Program, Scenario } from "../../core/simulator.ts";
import type { Payload } from "../payload.ts";
import { replay } from "../world/check.ts";
import { Names } from "./names.ts";
import { prepare } from "./outcome.ts";
import type { Told } from "./step-words.ts";
import { type Subject, traceOf } from "./trace.ts";

/** Runs the choices of a trace again, in the program as it is now. */
export function replayTrace(scenario: Scenario, payload: Payload, program: Program, trace: Trace, budget: Budget): Replay {
  const prepared = prepare(scenario, payload, program, budget);
  if ("verdict" in prepared) return { kind: "does-not-fit", step: 0, message: prepared.reason?.message ?? "it cannot be run" };
  const subject = trace.subject as unknown as Subject;
  const choices = trace.steps.flatMap(({ choice }) => choice ?? []);
  const replayed = replay(prepared.process, prepared.setup, budget, {
    world: subject.world,
    choices,
    ...(subject.property === undefined ? {} : { property: subject.property }),
    ...(trace.loop === undefined ? {} : { loop: trace.loop }),
  });
  if (replayed.kind === "does-not-fit") return replayed;
  const told: Told = {
    names: new Names(prepared.setup, [replayed.run]),
    hasProcesses: prepared.setup.replicas > 1,
    edits: payload.style === "tagged" ? payload.edits.map(({ text }) => text) : [],
  };
  const again = traceOf(scenario, prepared.setup, replayed.run, told, replayed.finding);
  return replayed.finding
    ? { kind: "fails-again", trace: { ...again, inputs: trace.inputs } }
    : { kind: "no-longer-fails", trace: { ...again, inputs: trace.inputs } };
}
