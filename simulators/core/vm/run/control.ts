import { rejectPromise, resolvePromise, VPromise } from "../builtins/promise.ts";
import type { Instruction } from "../code.ts";
import { isObject } from "../convert.ts";
import type { Frame } from "../frame.ts";
import { makeArguments } from "./arguments.ts";
import { makeArray } from "../objects/make.ts";
import { Thrown } from "../thrown.ts";
import type { Value } from "../value.ts";
import { begin } from "./calls.ts";
import { deliver } from "./frames.ts";
import { generatorReturned, generatorThrew } from "./generators.ts";
import { isLess } from "./operators.ts";
import type { Runner } from "./runner.ts";
import { setTag, tagOf } from "./tags.ts";

export function jump(_: Runner, __: Frame, i: Instruction): number {
  return i.target;
}

export function jumpTrue(_: Runner, f: Frame, i: Instruction): number {
  return f.registers[i.a] ? i.target : f.pc + 1;
}

export function jumpFalse(_: Runner, f: Frame, i: Instruction): number {
  return f.registers[i.a] ? f.pc + 1 : i.target;
}

export function jumpNullish(_: Runner, f: Frame, i: Instruction): number {
  const value = f.registers[i.a];
  return value === undefined || value === null ? i.target : f.pc + 1;
}

export function jumpNotNullish(_: Runner, f: Frame, i: Instruction): number {
  const value = f.registers[i.a];
  return value === undefined || value === null ? f.pc + 1 : i.target;
}

export function jumpUndefined(_: Runner, f: Frame, i: Instruction): number {
  return f.registers[i.a] === undefined ? i.target : f.pc + 1;
}

export function jumpNotUndefined(_: Runner, f: Frame, i: Instruction): number {
  return f.registers[i.a] === undefined ? f.pc + 1 : i.target;
}

export function jumpIsNot(_: Runner, f: Frame, i: Instruction): number {
  return f.registers[i.a] === i.constant ? f.pc + 1 : i.target;
}

export function jumpLess(m: Runner, f: Frame, i: Instruction): number {
  return isLess(m, f.registers[i.b], f.registers[i.c]) ? i.target : f.pc + 1;
}

export function jumpNotLess(m: Runner, f: Frame, i: Instruction): number {
  return isLess(m, f.registers[i.b], f.registers[i.c]) ? f.pc + 1 : i.target;
}

export function throwValue(_: Runner, f: Frame, i: Instruction): number {
  throw new Thrown(f.registers[i.a], tagOf(f, i.a));
}

export function returnValue(m: Runner, f: Frame, i: Instruction): number {
  return finish(m, f, f.registers[i.a], tagOf(f, i.a));
}

/** In a derived constructor: an object is the result, undefined is `this`, anything else an error. */
export function returnIfObject(m: Runner, f: Frame, i: Instruction): number {
  const value = f.registers[i.a];
  if (isObject(value)) return finish(m, f, value, tagOf(f, i.a));
  return value === undefined ? f.pc + 1 : m.fail("TypeError", "Derived constructors may only return object or undefined");
}

function finish(m: Runner, f: Frame, value: Value, tag: number): number {
  const { owner } = f;
  if (owner === undefined) return deliver(m, f, f.constructed !== undefined && !isObject(value) ? f.constructed : value, tag);
  begin(m);
  if (!(owner instanceof VPromise)) return generatorReturned(m, f, value, tag);
  m.flow = tag;
  resolvePromise(m, owner, value);
  return deliver(m, f, f.answer, 0);
}

/** `frame` ends by an exception. True: its caller goes on normally, because it gets a promise. */
export function endByThrow(m: Runner, frame: Frame, thrown: Thrown): boolean {
  const { owner } = frame;
  if (owner === undefined) return false;
  if (!(owner instanceof VPromise)) return generatorThrew(m, frame, thrown);
  m.flow = thrown.tag;
  rejectPromise(m, owner, thrown.value);
  deliver(m, frame, frame.answer, 0);
  return true;
}

export function loadThis(_: Runner, f: Frame, i: Instruction): number {
  f.registers[i.a] = f.thisValue;
  return f.pc + 1;
}

export function loadNewTarget(_: Runner, f: Frame, i: Instruction): number {
  f.registers[i.a] = f.newTarget;
  return f.pc + 1;
}

export function loadCallee(_: Runner, f: Frame, i: Instruction): number {
  f.registers[i.a] = f.callee;
  return f.pc + 1;
}

export function createArguments(m: Runner, f: Frame, i: Instruction): number {
  f.registers[i.a] = makeArguments(m, f.args ?? []);
  tagRest(m, f, i.a, 0);
  return f.pc + 1;
}

export function restArguments(m: Runner, f: Frame, i: Instruction): number {
  f.registers[i.a] = makeArray(m, (f.args ?? []).slice(i.b));
  tagRest(m, f, i.a, i.b);
  return f.pc + 1;
}

function tagRest(m: Runner, f: Frame, register: number, from: number): void {
  if (f.argTags === undefined) return;
  let tag = 0;
  for (const each of f.argTags.slice(from)) if (each !== tag && each !== 0) tag = tag === 0 ? each : m.host.union(tag, each);
  setTag(f, register, tag);
}
