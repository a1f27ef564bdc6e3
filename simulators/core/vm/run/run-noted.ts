import type { Instruction } from "../code.ts";
import { next } from "../code.ts";
import type { Footprint } from "../footprint.ts";
import type { Frame } from "../frame.ts";
import type { Stop } from "../host.ts";
import { recover, runLoop } from "./loop.ts";
import { noteInstruction } from "./repeatable.ts";
import type { Runner } from "./runner.ts";
import { accessStop } from "./signal.ts";

/** Like `runLoop`, and notes what the piece of the run depends on, until it does something for which that can't be told. */
export function runNoted(m: Runner, limit: number, footprint: Footprint): Stop {
  for (;;) {
    const frame = m.frame as Frame;
    const instruction = frame.code.instructions[frame.pc] as Instruction;
    if (m.ordinal >= limit || !noteInstruction(frame, instruction, footprint)) break;
    m.ordinal += 1;
    let pc: number;
    try {
      pc = instruction.run(m, frame, instruction);
    } catch (error) {
      const stop = recover(m, frame, error);
      if (stop === undefined) break;
      footprint.leave();
      footprint.isWhole &&= stop === accessStop;
      return stop;
    }
    if (pc === next.stop) {
      footprint.leave();
      return accessStop;
    }
    footprint.take();
    if (m.frame === undefined) return { kind: "done", value: m.result, tag: m.resultTag };
    if (pc >= 0) frame.pc = pc;
  }
  footprint.leave();
  footprint.isWhole = false;
  return runLoop(m, limit);
}
