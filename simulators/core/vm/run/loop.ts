import { type Handler, type Instruction, next } from "../code.ts";
import type { Frame } from "../frame.ts";
import type { Stop } from "../host.ts";
import { Thrown } from "../thrown.ts";
import { endByThrow } from "./control.ts";
import type { Runner } from "./runner.ts";
import { accessStop, Signal } from "./signal.ts";
import { setTag } from "./tags.ts";

/** Runs `m.frame` until it stops, at most until `m.ordinal` is `limit`. */
export function runLoop(m: Runner, limit: number): Stop {
  let frame = m.frame as Frame;
  let { pc } = frame;
  let { instructions } = frame.code;
  for (;;) {
    try {
      for (;;) {
        if (m.ordinal >= limit) {
          frame.pc = pc;
          return { kind: "budget" };
        }
        m.ordinal += 1;
        const instruction = instructions[pc] as Instruction;
        frame.pc = pc;
        pc = instruction.run(m, frame, instruction);
        if (pc >= 0) continue;
        if (pc === next.stop) return accessStop;
        if (m.frame === undefined) return { kind: "done", value: m.result, tag: m.resultTag };
        frame = m.frame;
        pc = frame.pc;
        ({ instructions } = frame.code);
      }
    } catch (error) {
      const stop = recover(m, frame, error);
      if (stop !== undefined) return stop;
      frame = m.frame as Frame;
      pc = frame.pc;
      ({ instructions } = frame.code);
    }
  }
}

/** What was thrown by the instruction of `frame`. Undefined: the program goes on in `m.frame`. */
export function recover(m: Runner, frame: Frame, error: unknown): Stop | undefined {
  const { ordinal } = m;
  if (error instanceof Signal) return stopAt(m, frame, error, ordinal);
  try {
    return unwind(m, asThrown(m, error));
  } catch (signal) {
    if (!(signal instanceof Signal)) throw signal;
    return stopAt(m, frame, signal, ordinal);
  }
}

/** The instruction is executed again, when the task is run again: nothing of it may stay. */
function stopAt(m: Runner, frame: Frame, { stop }: Signal, ordinal: number): Stop {
  if (m.markOrdinal === ordinal && stop.kind !== "not-modelled") m.journal.undoTo(m.mark);
  m.frame = frame;
  return stop;
}

/** V8's own limits (length of texts, depth of calls) are the program's RangeErrors. @throws Signal, and bugs of ours. */
function asThrown(m: Runner, error: unknown): Thrown {
  if (error instanceof Thrown) return error;
  if (error instanceof RangeError) return new Thrown(m.error("RangeError", error.message), 0);
  throw error;
}

/** Goes on where the exception is caught, or where a promise takes it. */
function unwind(m: Runner, thrown: Thrown): Stop | undefined {
  for (let frame = m.frame; frame !== undefined; frame = frame.caller) {
    const handler = handlerOf(frame);
    if (handler !== undefined) {
      const own = frame.own();
      own.registers[handler.register] = thrown.value;
      if (own.tags !== undefined || thrown.tag !== 0) setTag(own, handler.register, thrown.tag);
      own.pc = handler.target;
      m.frame = own;
      return undefined;
    }
    // Who is left by an exception has not been copied: what is below a saved frame is saved, too.
    if (frame.isSaved && frame.caller !== undefined) frame.caller.isSaved = true;
    if (endByThrow(m, frame, thrown)) return m.frame === undefined ? { kind: "done", value: m.result, tag: m.resultTag } : undefined;
  }
  m.frame = undefined;
  return { kind: "threw", value: thrown.value };
}

function handlerOf({ code, pc }: Frame): Handler | undefined {
  for (const handler of code.handlers) if (pc >= handler.start && pc < handler.end) return handler;
  return undefined;
}
