import { ScriptFunction, scriptCode } from "./calls.ts";
import type { Accessor } from "../cell.ts";
import { type Instruction, next } from "../code.ts";
import type { Frame } from "../frame.ts";
import { VFunction } from "../objects/function.ts";
import type { Value } from "../value.ts";
import { enter } from "./frames.ts";
import type { Runner } from "./runner.ts";
import { setTag, union } from "./tags.ts";

/** The result goes to register `a` of the instruction. A getter of the user's is a frame of its own, and one of ours that runs code of the user's. */
export function callGetter(m: Runner, f: Frame, i: Instruction, accessor: Accessor, thisValue: Value, thisTag: number): number {
  const getter = accessor.get;
  if (getter === undefined) f.registers[i.a] = undefined;
  else if (getter instanceof VFunction && (getter.code !== undefined || getter instanceof ScriptFunction)) {
    enter(m, f, getter, getter.code ?? scriptCode(getter), thisValue, nothing);
    return next.frame;
  } else f.registers[i.a] = m.call(getter, thisValue, []);
  if (f.tags !== undefined || m.flow !== 0 || thisTag !== 0) setTag(f, i.a, union(m, m.flow, thisTag));
  return f.pc + 1;
}

const nothing = { values: [], tags: undefined, first: 0, count: 0 };

export function callSetter(m: Runner, f: Frame, _: Instruction, accessor: Accessor, thisValue: Value, value: Value, tag: number): number {
  const setter = accessor.set;
  if (setter instanceof VFunction && setter.code !== undefined) {
    const tags = tag === 0 ? undefined : [tag];
    enter(m, f, setter, setter.code, thisValue, { values: [value], tags, first: 0, count: 1 }).discards = true;
    return next.frame;
  }
  m.call(setter, thisValue, [value]);
  return f.pc + 1;
}
