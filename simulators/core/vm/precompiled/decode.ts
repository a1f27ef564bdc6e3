import { type FunctionBody, type FunctionCode, type Handler, Instruction, noBody } from "../code.ts";
import { operations } from "../run/operations.ts";
import { hole } from "../value.ts";
import { type EncodedConstant, type EncodedFunction, functionFlag, isGiven, kinds, mark, operationNames } from "./format.ts";

/** A machine's own copy, linked; bodies are made when they are entered. */
export function decodeFunction(encoded: EncodedFunction): FunctionCode {
  const [kind, flags, name, parameters, length, offset] = encoded;
  return {
    name,
    kind: kinds[kind] as FunctionCode["kind"],
    isAsync: (flags & functionFlag.async) !== 0,
    isGenerator: (flags & functionFlag.generator) !== 0,
    isOurs: true,
    parameters,
    length,
    keepsArguments: (flags & functionFlag.keepsArguments) !== 0,
    source: "",
    offset,
    ...noBody,
    late: () => decodeBody(encoded),
  };
}

function decodeBody([, , , , , offset, registers, handlers, words, constants]: EncodedFunction): FunctionBody {
  const instructions: Instruction[] = [];
  let last = offset;
  for (let at = 0; at < words.length; ) {
    const word = words[at] as number;
    const given = word >> isGiven.shift;
    const registersOf: number[] = [];
    at += 1;
    for (let bit = 0; bit < 5; bit += 1) registersOf.push((given & (1 << bit)) === 0 ? -1 : (words[at++] as number));
    const target = (given & isGiven.target) === 0 ? -1 : (words[at++] as number);
    const constant = (given & isGiven.constant) === 0 ? undefined : decodeConstant(constants[words[at++] as number] as EncodedConstant);
    last += words[at++] as number;
    const name = operationNames[word & ((1 << isGiven.shift) - 1)] as Instruction["name"];
    const instruction = new Instruction(name, registersOf, constant, last);
    instruction.target = target;
    instruction.run = operations[name];
    instructions.push(instruction);
  }
  const blank = Array.from({ length: registers }, () => undefined);
  return { registers, instructions, handlers: decodeHandlers(handlers), locals: [], blank };
}

function decodeHandlers(numbers: readonly number[]): readonly Handler[] {
  const handlers: Handler[] = [];
  for (let at = 0; at < numbers.length; at += 4) {
    const [start = 0, end = 0, target = 0, register = 0] = numbers.slice(at, at + 4);
    handlers.push({ start, end, target, register });
  }
  return handlers;
}

export function decodeConstant(encoded: EncodedConstant): unknown {
  if (typeof encoded !== "object" || encoded === null) return encoded;
  if (isList(encoded)) return encoded.map(decodeConstant);
  const word = encoded[mark];
  if (word === undefined) return Object.fromEntries(Object.entries(encoded).map(([key, each]) => [key, decodeConstant(each)]));
  if (word === "code") return decodeFunction(encoded["code"] as unknown as EncodedFunction);
  if (word === "hole") return hole;
  if (word === "bigint") return BigInt(encoded["text"] as string);
  return word === "number" ? Number(encoded["text"]) : undefined;
}

const isList = (encoded: object): encoded is readonly EncodedConstant[] => Array.isArray(encoded);
