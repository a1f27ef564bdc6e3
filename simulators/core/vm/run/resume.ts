import { type Instruction, next } from "../code.ts";
import type { Frame } from "../frame.ts";
import { Thrown } from "../thrown.ts";
import type { Value } from "../value.ts";
import type { Runner } from "./runner.ts";
import { setTag } from "./tags.ts";

/** How a suspended frame goes on: with a value, leaving the function, or with an exception. */
export type ResumeKind = "next" | "return" | "throw";

/** The frame as it waits: it has no caller and never changes. Its `pc` stays at the instruction that waits. */
export function suspend(frame: Frame): Frame {
  const suspended = frame.copyOnto(undefined);
  suspended.answer = undefined;
  suspended.isSaved = true;
  return suspended;
}

/** Lets `frame`, a copy of a suspended one, go on. */
export function resumeWith(m: Runner, frame: Frame, kind: ResumeKind, value: Value, tag: number): number {
  m.frame = frame;
  const instruction = frame.code.instructions[frame.pc] as Instruction;
  if (kind === "throw") throw new Thrown(value, tag);
  if (instruction.name === "startGenerator") {
    frame.pc += 1;
    return next.frame;
  }
  frame.registers[instruction.a] = value;
  setTag(frame, instruction.a, tag);
  frame.pc = kind === "return" ? instruction.target : frame.pc + 1;
  return next.frame;
}
