import { newPromise } from "../builtins/promise.ts";
import { type FunctionCode, makeBody, next } from "../code.ts";
import { Frame, type NewTarget } from "../frame.ts";
import type { VFunction } from "../objects/function.ts";
import type { Value } from "../value.ts";
import type { Runner } from "./runner.ts";
import { setTag } from "./tags.ts";

/** Arguments of a call: registers of the caller, or values with their tags. */
export interface Passed {
  readonly values: readonly Value[];
  readonly tags: readonly number[] | undefined;
  readonly first: number;
  readonly count: number;
}

/** Puts a frame for `callee` on top; it runs next. */
export function enter(
  m: Runner,
  caller: Frame | undefined,
  callee: VFunction,
  code: FunctionCode,
  thisValue: Value,
  passed: Passed,
  target?: NewTarget,
): Frame {
  if (code.late !== undefined) makeBody(code);
  if (caller !== undefined && caller.depth >= m.depthLimit) m.fail("RangeError", "Maximum call stack size exceeded");
  const registers = code.blank.slice() as Value[];
  const { values, first, count } = passed;
  const { parameters } = code;
  for (let at = 0; at < count && at < parameters; at += 1) registers[at] = values[first + at];
  const frame = new Frame(code, registers, caller, callee, thisValue, target);
  if (code.keepsArguments) frame.args = values.slice(first, first + count);
  if (passed.tags !== undefined) passTags(frame, passed.tags, first, count);
  if (code.isAsync && !code.isGenerator) {
    frame.owner = newPromise(m);
    frame.answer = frame.owner;
  }
  m.frame = frame;
  return frame;
}

function passTags(frame: Frame, tags: readonly number[], first: number, count: number): void {
  const { parameters } = frame.code;
  for (let at = 0; at < count && at < parameters; at += 1) setTag(frame, at, tags[first + at] as number);
  if (frame.code.keepsArguments) frame.argTags = tags.slice(first, first + count);
}

/** `frame` has ended with `value`: whoever called it goes on. */
export function deliver(m: Runner, frame: Frame, value: Value, tag: number): number {
  const caller = frame.caller?.own();
  m.frame = caller;
  if (caller === undefined) {
    m.result = value;
    m.resultTag = tag;
    return next.frame;
  }
  if (!frame.discards) {
    const { a } = caller.code.instructions[caller.pc] as { readonly a: number };
    caller.registers[a] = value;
    if (caller.tags !== undefined || tag !== 0) setTag(caller, a, tag);
  }
  caller.pc += 1;
  return next.frame;
}
