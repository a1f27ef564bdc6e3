import { applyArguments, functionApply, functionCall } from "../builtins/function.ts";
import { listFromArrayLike } from "../builtins/function.ts";
import { reflectApply, reflectConstruct } from "../builtins/reflect.ts";
import { shown } from "../builtins/shown.ts";
import type { VObject } from "../cell.ts";
import { type FunctionCode, type Instruction, next } from "../code.ts";
import type { Frame } from "../frame.ts";
import { isArray } from "../objects/array.ts";
import { isConstructor, VFunction } from "../objects/function.ts";
import { prototypeFor } from "../objects/make.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import type { Value } from "../value.ts";
import type { NativeFunction } from "../vm.ts";
import { enter, type Passed } from "./frames.ts";
import type { Runner } from "./runner.ts";
import { setTag, tagOf, union, workedOf } from "./tags.ts";

/** A function of ours that works on frames: resuming a generator, going on after an `await`. */
export abstract class FrameFunction extends VFunction {
  /** Like an operation: answers what runs next. The result goes to register `a` of the caller's instruction. */
  abstract enter(m: Runner, caller: Frame, thisValue: Value, args: readonly Value[], tags: readonly number[] | undefined): number;
}

/** A function of the prelude: compiled when it is called first. */
export abstract class ScriptFunction extends VFunction {
  abstract compiled(): FunctionCode;
}

/** From now on a stop takes back what this instruction has changed. */
export function begin(m: Runner): void {
  m.mark = m.journal.mark;
  m.markOrdinal = m.ordinal;
}

export function call(m: Runner, f: Frame, i: Instruction): number {
  const callee = f.registers[i.b];
  const thisValue = i.c < 0 ? undefined : f.registers[i.c];
  if (callee instanceof VFunction) {
    const { code } = callee;
    if (code !== undefined && !callee.isClass) {
      enter(m, f, callee, code, thisValue, { values: f.registers, tags: f.tags, first: i.d, count: i.e });
      return next.frame;
    }
  }
  const tags = f.tags?.slice(i.d, i.d + i.e);
  return dispatch(m, f, i, callee, thisValue, tagOf(f, i.c), f.registers.slice(i.d, i.d + i.e), tags);
}

export function callSpread(m: Runner, f: Frame, i: Instruction): number {
  const list = f.registers[i.d] as VObject;
  const args = listFromArrayLike(m, list);
  const tag = tagOf(f, i.d);
  const tags = tag === 0 ? undefined : args.map(() => tag);
  return dispatch(m, f, i, f.registers[i.b], i.c < 0 ? undefined : f.registers[i.c], tagOf(f, i.c), args, tags);
}

/** Calls anything; what is no function is the program's TypeError. */
function dispatch(
  m: Runner,
  f: Frame,
  i: Instruction,
  callee: Value,
  thisValue: Value,
  thisTag: number,
  args: readonly Value[],
  tags: readonly number[] | undefined,
): number {
  if (!(callee instanceof VFunction)) return m.fail("TypeError", notCallable(i, callee));
  const { native, code, bound } = callee;
  if (native !== undefined) return callNative(m, f, i, native, thisValue, thisTag, args, tags);
  if (bound !== undefined) {
    const all = bound.args.length === 0 ? args : [...bound.args, ...args];
    const allTags = tags === undefined ? undefined : [...bound.args.map(() => 0), ...tags];
    return dispatch(m, f, i, bound.target, bound.thisValue, 0, all, allTags);
  }
  if (callee instanceof FrameFunction) {
    begin(m);
    return callee.enter(m, f, thisValue, args, tags);
  }
  if (callee.isClass) return m.fail("TypeError", `Class constructor ${nameOf(callee)} cannot be invoked without 'new'`);
  enter(m, f, callee, code ?? scriptCode(callee), thisValue, { values: args, tags, first: 0, count: args.length });
  return next.frame;
}

export const scriptCode = (callee: VFunction): FunctionCode => (callee as ScriptFunction).compiled();

const nameOf = (callee: VFunction): string => {
  const name = callee.readOwn("name");
  return typeof name === "string" ? name : "";
};

const notCallable = (i: Instruction, callee: Value): string => {
  const text = typeof i.constant === "string" && i.constant !== "" ? i.constant : shown(callee);
  return `${text} is not a function`;
};

function callNative(
  m: Runner,
  f: Frame,
  i: Instruction,
  native: NativeFunction,
  thisValue: Value,
  thisTag: number,
  args: readonly Value[],
  tags: readonly number[] | undefined,
): number {
  if (native === functionCall) return dispatch(m, f, i, thisValue, args[0], tags?.[0] ?? 0, args.slice(1), tags?.slice(1));
  if (native === functionApply) return applied(m, f, i, thisValue, args[0], tags?.[0] ?? 0, applyArguments(m, args[1]), tags?.[1] ?? 0);
  if (native === reflectApply && args[0] instanceof VFunction && args[2] instanceof OrdinaryObject) {
    return applied(m, f, i, args[0], args[1], tags?.[1] ?? 0, listFromArrayLike(m, args[2]), tags?.[2] ?? 0);
  }
  if (
    native === reflectConstruct &&
    isConstructor(args[0]) &&
    args[1] instanceof OrdinaryObject &&
    (args.length < 3 || isConstructor(args[2]))
  ) {
    const list = listFromArrayLike(m, args[1]);
    return enterConstruct(m, f, i, args[0], list, undefined, args.length < 3 ? args[0] : (args[2] as VObject));
  }
  begin(m);
  m.flow = 0;
  // Natives see the data flow of their arguments, and answer that of their result, in `flow`.
  let given = thisTag;
  if (tags !== undefined) for (const tag of tags) given = union(m, given, tag);
  m.flow = given;
  const result = native(m, thisValue, args, undefined);
  f.registers[i.a] = result;
  if (f.tags !== undefined || m.flow !== 0) setTag(f, i.a, workedOf(m, result, union(m, given, m.flow)));
  return f.pc + 1;
}

function applied(
  m: Runner,
  f: Frame,
  i: Instruction,
  callee: Value,
  thisValue: Value,
  thisTag: number,
  args: readonly Value[],
  tag: number,
): number {
  return dispatch(m, f, i, callee, thisValue, thisTag, args, tag === 0 ? undefined : args.map(() => tag));
}

export function construct(m: Runner, f: Frame, i: Instruction): number {
  const args = f.registers.slice(i.d, i.d + i.e);
  return constructWith(m, f, i, args, f.tags?.slice(i.d, i.d + i.e), undefined);
}

/** With an array of arguments; `c`: another `new.target`. */
export function constructSpread(m: Runner, f: Frame, i: Instruction): number {
  const args = listFromArrayLike(m, f.registers[i.d] as VObject);
  const tag = tagOf(f, i.d);
  return constructWith(m, f, i, args, tag === 0 ? undefined : args.map(() => tag), i.c < 0 ? undefined : (f.registers[i.c] as VObject));
}

function constructWith(
  m: Runner,
  f: Frame,
  i: Instruction,
  args: readonly Value[],
  tags: readonly number[] | undefined,
  target: VObject | undefined,
): number {
  const callee = f.registers[i.b];
  if (!isConstructor(callee))
    return m.fail("TypeError", `${typeof i.constant === "string" ? i.constant : shown(callee)} is not a constructor`);
  return enterConstruct(m, f, i, callee, args, tags, target ?? callee);
}

export function superCall(m: Runner, f: Frame, i: Instruction): number {
  return callParent(m, f, i, f.registers.slice(i.d, i.d + i.e), f.tags?.slice(i.d, i.d + i.e));
}

export function superCallSpread(m: Runner, f: Frame, i: Instruction): number {
  const list = f.registers[i.d];
  const args = isArray(list) && list.isPlain ? (list.elements.slice() as Value[]) : listFromArrayLike(m, list as VObject);
  const tag = tagOf(f, i.d);
  return callParent(m, f, i, args, tag === 0 ? undefined : args.map(() => tag));
}

function callParent(m: Runner, f: Frame, i: Instruction, args: readonly Value[], tags: readonly number[] | undefined): number {
  const parent = (f.registers[i.b] as VObject).proto;
  if (!isConstructor(parent)) return m.fail("TypeError", notParent(parent, f.registers[i.b] as VFunction));
  return enterConstruct(m, f, i, parent, args, tags, f.registers[i.c] as VObject);
}

function notParent(parent: Value, child: VFunction): string {
  const name = parent instanceof VFunction ? nameOf(parent) : "";
  const of = nameOf(child) === "" ? "anonymous class" : nameOf(child);
  return `Super constructor ${name === "" ? "null" : name} of ${of} is not a constructor`;
}

export function enterConstruct(
  m: Runner,
  f: Frame,
  i: Instruction,
  callee: VFunction,
  args: readonly Value[],
  tags: readonly number[] | undefined,
  newTarget: VObject,
): number {
  const { bound, native } = callee;
  if (bound !== undefined) {
    const target = newTarget === callee ? bound.target : newTarget;
    return enterConstruct(m, f, i, bound.target, [...bound.args, ...args], tags && [...bound.args.map(() => 0), ...tags], target);
  }
  if (native === undefined) {
    const passed: Passed = { values: args, tags, first: 0, count: args.length };
    const code = callee.code ?? scriptCode(callee);
    const constructed = callee.isDerived || callee instanceof ScriptFunction ? undefined : newObject(m, newTarget);
    enter(m, f, callee, code, constructed, passed, { newTarget, constructed });
    return next.frame;
  }
  begin(m);
  let given = 0;
  if (tags !== undefined) for (const tag of tags) given = union(m, given, tag);
  m.flow = given;
  f.registers[i.a] = native(m, undefined, args, newTarget);
  if (f.tags !== undefined || m.flow !== 0) setTag(f, i.a, union(m, given, m.flow));
  return f.pc + 1;
}

/** An object for `new`: its prototype is `newTarget.prototype`, which of a class cannot change. */
function newObject(m: Runner, newTarget: VObject): VObject {
  const fixed = newTarget instanceof VFunction && newTarget.isClass ? newTarget.readOwn("prototype") : undefined;
  const proto = fixed instanceof OrdinaryObject ? fixed : prototypeFor(m, newTarget, "ObjectPrototype");
  return new OrdinaryObject(m.nextId(), proto, m.realm.emptyShape);
}
