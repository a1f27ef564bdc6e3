import { type FunctionCode, Instruction } from "../code.ts";
import { Frame } from "../frame.ts";
import type { Value } from "../value.ts";
import type { Runner } from "./runner.ts";
import { link } from "./link.ts";
import { setTag } from "./tags.ts";

/** A frame that calls `callee` and ends with its result. Being there, it can be stopped before a native function, too. */
export function callStub(m: Runner, callee: Value, thisValue: Value, args: readonly Value[], tags?: readonly number[]): Frame {
  const frame = stub(m, args.length + 3, `call ${args.length}`, () => [
    new Instruction("call", [0, 1, 2, 3, args.length], undefined, 0),
    new Instruction("return", [0], undefined, 0),
  ]);
  frame.registers[1] = callee;
  frame.registers[2] = thisValue;
  for (const [index, value] of args.entries()) frame.registers[index + 3] = value;
  for (const [index, tag] of (tags ?? []).entries()) setTag(frame, index + 3, tag);
  return frame;
}

/** `new callee(...args)`. */
export function constructStub(m: Runner, callee: Value, args: readonly Value[], newTarget: Value): Frame {
  const frame = stub(m, 4, "construct", () => [
    new Instruction("constructSpread", [0, 1, 2, 3], undefined, 0),
    new Instruction("return", [0], undefined, 0),
  ]);
  frame.registers[1] = callee;
  frame.registers[2] = newTarget;
  frame.registers[3] = m.array(args);
  return frame;
}

/** Throws `value` into the frame below it. */
export function throwStub(m: Runner, value: Value, caller: Frame): Frame {
  const frame = stub(m, 1, "throw", () => [new Instruction("throw", [0], undefined, 0)], caller);
  frame.registers[0] = value;
  return frame;
}

const codes = new Map<string, FunctionCode>();

function stub(m: Runner, registers: number, name: string, make: () => readonly Instruction[], caller?: Frame): Frame {
  let code = codes.get(name);
  if (code === undefined) {
    code = stubCode(registers, make());
    codes.set(name, code);
  }
  return new Frame(code, code.blank.slice() as Value[], caller, m.realm.functionPrototype, undefined);
}

function stubCode(registers: number, instructions: readonly Instruction[]): FunctionCode {
  const blank = Array.from({ length: registers }, () => undefined);
  const none = { parameters: 0, length: 0, keepsArguments: false, handlers: [], locals: [], source: "", offset: 0, late: undefined };
  return link({ ...none, name: "", kind: "stub", isAsync: false, isGenerator: false, isOurs: true, registers, instructions, blank });
}
