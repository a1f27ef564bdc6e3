import { BuiltinIterator } from "../builtins/iterator.ts";
import { shown } from "../builtins/shown.ts";
import { attribute, type VObject } from "../cell.ts";
import { type Instruction, next } from "../code.ts";
import { isObject, toObject, typeOf } from "../convert.ts";
import type { Frame } from "../frame.ts";
import { isCallable, VFunction } from "../objects/function.ts";
import { get, getMethod as findMethod, keyText } from "../property.ts";
import { canonicalKey, hole, type Key, type Value, whole } from "../value.ts";
import { begin, scriptCode } from "./calls.ts";
import { enter } from "./frames.ts";
import { KeyList } from "./key-list.ts";
import type { Runner } from "./runner.ts";
import { flowInto, setTag, tagOf } from "./tags.ts";

export function getIteratorMethod(m: Runner, f: Frame, i: Instruction): number {
  const value = f.registers[i.b];
  begin(m);
  m.flow = 0;
  const method = value === undefined || value === null ? undefined : get(m, value, Symbol.iterator);
  if (!isCallable(method)) return m.fail("TypeError", notIterable(i.constant as string, value));
  f.registers[i.a] = method;
  flowInto(m, f, i.a, i.b);
  return f.pc + 1;
}

function notIterable(text: string, value: Value): string {
  if (text.startsWith("...")) {
    if (value !== undefined && value !== null) return "Spread syntax requires ...iterable[Symbol.iterator] to be a function";
    return `${text.length > 3 ? text.slice(3) : value} is not iterable (cannot read property undefined)`;
  }
  if (text !== "") return `${text} is not iterable`;
  const named = value === undefined ? "undefined" : isObject(value) ? typeOf(value) : `${typeof value} ${String(value)}`;
  return `${named} is not iterable (cannot read property Symbol(Symbol.iterator))`;
}

export function getAsyncIteratorMethod(m: Runner, f: Frame, i: Instruction): number {
  const value = f.registers[i.b];
  begin(m);
  m.flow = 0;
  f.registers[i.a] = value === undefined || value === null ? undefined : findMethod(m, value, Symbol.asyncIterator);
  flowInto(m, f, i.a, i.b);
  return f.pc + 1;
}

export function asyncFromSync(m: Runner, f: Frame, i: Instruction): number {
  const callee = m.realm.intrinsic("$asyncFromSync") as VFunction;
  const args = [f.registers[i.b], f.registers[i.c]];
  const tags = f.tags && [tagOf(f, i.b), tagOf(f, i.c)];
  enter(m, f, callee, scriptCode(callee), undefined, { values: args, tags, first: 0, count: args.length });
  return next.frame;
}

export function checkObject(m: Runner, f: Frame, i: Instruction): number {
  const value = f.registers[i.a];
  if (isObject(value)) return f.pc + 1;
  return m.fail("TypeError", (i.constant as string).replace("%", shown(value)));
}

/** Steps an iterator of ours without a result object. `d`: true a value is in `a`, undefined there is none, false it is somebody else's. */
export function iterate(m: Runner, f: Frame, i: Instruction): number {
  const iterator = f.registers[i.b];
  const method = f.registers[i.c];
  if (
    !(iterator instanceof BuiltinIterator) ||
    !(method instanceof VFunction) ||
    method.native === undefined ||
    method !== iterator.proto?.readOwn("next")
  ) {
    f.registers[i.d] = false;
    return f.pc + 1;
  }
  begin(m);
  m.flow = 0;
  const slot = iterator.advance(m);
  if (slot === hole) f.registers[i.d] = undefined;
  else {
    f.registers[i.a] = slot;
    f.registers[i.d] = true;
    flowInto(m, f, i.a, i.b);
  }
  return f.pc + 1;
}

/** A method that need not be there. */
export function getMethod(m: Runner, f: Frame, i: Instruction): number {
  const base = f.registers[i.b];
  begin(m);
  m.flow = 0;
  const method = get(m, base, i.constant as Key);
  if (method !== undefined && method !== null && !isCallable(method)) {
    return m.fail(
      "TypeError",
      `${shown(method)} returned for property '${keyText(i.constant as Key)}' of object '${shown(base)}' is not a function`,
    );
  }
  f.registers[i.a] = method ?? undefined;
  flowInto(m, f, i.a, i.b);
  return f.pc + 1;
}

export function keysForIn(m: Runner, f: Frame, i: Instruction): number {
  const value = f.registers[i.b];
  const keys: string[] = [];
  if (value !== undefined && value !== null) {
    const seen = new Set<Key>();
    begin(m);
    for (let object: VObject | null = toObject(m, value); object !== null; object = object.proto) {
      m.touch(object, whole, "read");
      for (const key of object.ownKeys()) {
        if (typeof key === "symbol" || seen.has(key)) continue;
        seen.add(key);
        if ((object.attributesOf(key) & attribute.enumerable) !== 0) keys.push(String(key));
      }
    }
  }
  f.registers[i.a] = new KeyList(keys) as unknown as Value;
  setTag(f, i.a, tagOf(f, i.b));
  return f.pc + 1;
}

export function nextForIn(m: Runner, f: Frame, i: Instruction): number {
  const { keys } = f.registers[i.b] as unknown as KeyList;
  let at = f.registers[i.c] as number;
  const object = at < keys.length ? toObject(m, f.registers[i.d]) : null;
  begin(m);
  for (; at < keys.length; at += 1) {
    const key = keys[at] as string;
    if (!isStillThere(m, object, key)) continue;
    f.registers[i.a] = key;
    f.registers[i.c] = at + 1;
    setTag(f, i.a, tagOf(f, i.b));
    return f.pc + 1;
  }
  f.registers[i.c] = at;
  return i.target;
}

function isStillThere(m: Runner, start: VObject | null, text: string): boolean {
  const key = canonicalKey(text);
  for (let object = start; object !== null; object = object.proto) {
    object.touchOwn(m, key, "read");
    const attributes = object.attributesOf(key);
    if (attributes >= 0) return (attributes & attribute.enumerable) !== 0;
  }
  return false;
}
