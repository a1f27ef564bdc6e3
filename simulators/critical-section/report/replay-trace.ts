import type { Replay, Trace } from "../../../protocol/trace.ts";
import type { Budget } from "../../core/budget.ts";
import type { Program, Scenario } from "../../core/simulator.ts";
import type { Failure } from "../machine/failure.ts";
import { Sharing } from "../machine/sharing.ts";
import type { World, WorldOptions } from "../machine/world.ts";
import type { Payload } from "../payload.ts";
import { loadWorld } from "../verify/load.ts";
import type { Stage } from "../verify/replay.ts";
import { serialEnds } from "../verify/serial.ts";
import { ProgramNames } from "./names.ts";
import { Places } from "../../core/places.ts";
import { makeTrace, recordRun, type Subject } from "./record-run.ts";

/** Runs the choices of a trace again, in the program as it is now. */
export function replayTrace(scenario: Scenario, payload: Payload, program: Program, trace: Trace, budget: Budget): Replay {
  const subject = readSubject(trace.subject);
  if (!subject) return { kind: "does-not-fit", step: 0, message: "the trace does not say what was chosen" };
  const places = new Places(program);
  const names = new ProgramNames(places, scenario.path, payload);
  const model = subject.model === "async" ? "async" : "threads";
  const isLasso = subject.loop !== undefined;
  // A loop is one whatever flows where.
  const options: WorldOptions = {
    tracksFlow: !isLasso,
    tracksAllFlow: !isLasso,
    allBoundaries: subject.allBoundaries,
    allKinds: subject.allKinds,
  };
  const modelled: Payload = { ...payload, machine: { ...payload.machine, model } };
  const ends = subject.failure?.code === "FL1002" ? serialEnds(program, modelled, names, budget, subject.aborts ?? 0) : undefined;
  const stage: Stage = { program, payload: modelled, options: { ...options, ...(ends ? { serialEnds: ends } : {}) }, names, budget };
  const sharing = Sharing.import(subject.places);
  const loaded = loadWorld(program, stage.payload, stage.options, names, budget, sharing);
  if (loaded.kind === "failed") return { kind: "does-not-fit", step: 0, message: loaded.message };
  const { world } = loaded;
  const target = subject.failure as Failure | undefined;
  let hasFailed = false;
  let loopState: Int32Array | undefined;
  for (const [index, choice] of subject.choices.entries()) {
    if (world.choices() <= choice)
      return {
        kind: "does-not-fit",
        step: stepOf(trace, index),
        message: `here the program offers other choices than when the trace was made`,
      };
    if (index === subject.loop) loopState = stateOf(world);
    world.take(choice);
    hasFailed ||= target !== undefined && world.failures.some(({ code, property }) => code === target.code && property === target.property);
  }
  if (isLasso) hasFailed = loopState !== undefined && String(stateOf(world)) === String(loopState);
  if (!hasFailed) return { kind: "no-longer-fails" };
  const recording = recordRun(stage, sharing, places, subject.choices, {
    ...(target ? { failure: { ...target, strand: -1, offset: -1 } } : {}),
    ...(subject.loop === undefined ? {} : { loop: subject.loop }),
  });
  return { kind: "fails-again", trace: { ...makeTrace(scenario, stage, recording, sharing), inputs: trace.inputs } };
}

function stateOf(world: World): Int32Array {
  const { buffer, length } = world.words();
  return buffer.slice(0, length);
}

/** Step of the trace at which a choice was made. */
function stepOf(trace: Trace, choice: number): number {
  let seen = -1;
  let last: number | undefined;
  for (const [index, step] of trace.steps.entries()) {
    if (step.choice !== undefined && step.choice !== last) seen += 1;
    last = step.choice;
    if (seen >= choice) return index;
  }
  return Math.max(0, trace.steps.length - 1);
}

function readSubject(json: unknown): Subject | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const { choices, places, model } = json as Partial<Subject>;
  const isFit = Array.isArray(choices) && choices.every((choice) => Number.isInteger(choice) && choice >= 0) && Array.isArray(places);
  return isFit && typeof model === "string" && places.every((place) => Array.isArray(place) && place.length === 2)
    ? (json as Subject)
    : undefined;
}
