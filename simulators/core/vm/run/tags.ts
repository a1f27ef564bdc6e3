import type { Frame } from "../frame.ts";
import { VArray } from "../objects/array.ts";
import type { Value } from "../value.ts";
import type { Runner } from "./runner.ts";

/** Data flow of a value that is made of two others. */
export function union(m: Runner, a: number, b: number): number {
  if (a === b || b === 0) return a;
  return a === 0 ? b : m.host.union(a, b);
}

export const tagOf = (f: Frame, register: number): number => (f.tags === undefined || register < 0 ? 0 : (f.tags[register] as number));

export function setTag(f: Frame, register: number, tag: number): void {
  if (f.tags === undefined) {
    if (tag === 0) return;
    f.tags = f.registers.map(() => 0);
  }
  f.tags[register] = tag;
}

/** `register` = union of `from` and the flow of what was accessed. */
export function flowInto(m: Runner, f: Frame, register: number, from: number): void {
  if (f.tags === undefined && m.flow === 0) return;
  setTag(f, register, union(m, m.flow, tagOf(f, from)));
}

/** `register` is worked out of two others: only called while there are tags. */
export function combine(m: Runner, f: Frame, register: number, a: number, b: number): void {
  const tags = f.tags as number[];
  const [one, other] = [tags[a] as number, tags[b] as number];
  tags[register] = one === other || other === 0 ? one : one === 0 ? other : worked(m, m.host.union(one, other));
}

/** Of a value that an operator or a builtin has worked out, rather than put together. */
export const worked = (m: Runner, tag: number): number => (tag === 0 || m.host.worked === undefined ? tag : m.host.worked(tag));

/** What a builtin answers: texts and lists are worked out of its arguments; a number may be one of them (`Math.min`), other objects may hold them side by side. */
export const workedOf = (m: Runner, result: Value, tag: number): number =>
  typeof result === "string" || result instanceof VArray ? worked(m, tag) : tag;

/** Union of `count` registers from `first` on. */
export function unionOf(m: Runner, f: Frame, first: number, count: number): number {
  if (f.tags === undefined) return 0;
  let tag = 0;
  for (let at = first; at < first + count; at += 1) tag = union(m, tag, f.tags[at] as number);
  return tag;
}
