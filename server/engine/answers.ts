import type { Replay, Trace } from "../../protocol/trace.ts";
import type { Outcome } from "../../simulators/core/simulator.ts";
import { isObject } from "../shape/check.ts";
import { readOutcomeValue } from "../shape/outcome.ts";
import { readTraceValue } from "../shape/trace.ts";
import { EngineFailure } from "./errors.ts";
import { maximumAnswerBytes } from "./limits.ts";

/** What comes out of the engine is data: these check its size and shape. All throw `EngineFailure` when it is not what it should be. */
export function readOutcome(answer: Uint8Array): Outcome {
  const read = readOutcomeValue(parse(answer));
  if ("wrong" in read) throw new EngineFailure({ message: `the simulator gave no outcome: ${read.wrong}` });
  return read.outcome;
}

export function readTrace(answer: Uint8Array): Trace | undefined {
  const value = parse(answer);
  return value === null ? undefined : requireTrace(value);
}

export function readReplay(answer: Uint8Array): Replay {
  const value = parse(answer);
  if (isObject(value)) {
    const { kind, step, message, trace } = value;
    if (kind === "fails-again") return { kind, trace: requireTrace(trace) };
    if (kind === "no-longer-fails") return { kind, ...(trace === undefined ? {} : { trace: requireTrace(trace) }) };
    if (kind === "does-not-fit" && Number.isSafeInteger(step) && typeof message === "string") return { kind, step: Number(step), message };
  }
  throw new EngineFailure({ message: "the simulator gave no answer to a replay" });
}

function requireTrace(value: unknown): Trace {
  const read = readTraceValue(value);
  if ("wrong" in read) throw new EngineFailure({ message: `the simulator gave no trace: ${read.wrong}` });
  return read.trace;
}

function parse(answer: Uint8Array): unknown {
  if (!(answer instanceof Uint8Array)) throw new EngineFailure({ message: "the engine sent no answer" });
  if (maximumAnswerBytes < answer.byteLength) throw new EngineFailure({ message: `the answer has ${answer.byteLength} bytes` });
  try {
    return JSON.parse(new TextDecoder().decode(answer)) as unknown;
  } catch {
    throw new EngineFailure({ message: "the answer is no JSON" });
  }
}
