import type { FunctionCode, Instruction } from "../code.ts";
import { isCode } from "../run/link.ts";
import { hole } from "../value.ts";
import { type EncodedConstant, type EncodedFunction, functionFlag, isGiven, kinds, mark, operationNames } from "./format.ts";

/** @throws A constant is none that can be written down. */
export function encodeFunction(code: FunctionCode): EncodedFunction {
  const { kind, name, parameters, length, offset, registers, isAsync, isGenerator, keepsArguments } = code;
  const flags =
    (isAsync ? functionFlag.async : 0) | (isGenerator ? functionFlag.generator : 0) | (keepsArguments ? functionFlag.keepsArguments : 0);
  const handlers = code.handlers.flatMap(({ start, end, target, register }) => [start, end, target, register]);
  const constants: EncodedConstant[] = [];
  const instructions: number[] = [];
  let last = offset;
  for (const instruction of code.instructions) {
    instructions.push(...encodeInstruction(instruction, constants, last));
    last = instruction.offset;
  }
  return [kinds.indexOf(kind), flags, name, parameters, length, offset, registers, handlers, instructions, constants];
}

function encodeInstruction(instruction: Instruction, constants: EncodedConstant[], last: number): readonly number[] {
  const { name, a, b, c, d, e, target, constant, offset } = instruction;
  const fields: number[] = [];
  let given = 0;
  for (const [bit, register] of [a, b, c, d, e].entries()) {
    if (register === -1) continue;
    given |= 1 << bit;
    fields.push(register);
  }
  if (target !== -1) {
    given |= isGiven.target;
    fields.push(target);
  }
  if (constant !== undefined) {
    given |= isGiven.constant;
    fields.push(constants.push(encodeConstant(constant)) - 1);
  }
  return [operationNames.indexOf(name) | (given << isGiven.shift), ...fields, offset - last];
}

/** The constant `undefined` is no constant at all: see `Instruction`. */
export function encodeConstant(value: unknown): EncodedConstant {
  if (isCode(value)) return { [mark]: "code", code: encodeFunction(value) as unknown as EncodedConstant };
  if (value === undefined) return { [mark]: "undefined" };
  if (value === hole) return { [mark]: "hole" };
  if (typeof value === "bigint") return { [mark]: "bigint", text: String(value) };
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)))
    return { [mark]: "number", text: Object.is(value, -0) ? "-0" : String(value) };
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(encodeConstant);
  if (typeof value !== "object" || mark in value) throw new Error(`a constant of code of ours cannot be written down: ${typeof value}`);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, encodeConstant(each)]));
}
