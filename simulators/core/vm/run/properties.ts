import { absent, Accessor, attribute, type VObject } from "../cell.ts";
import { type Instruction, next } from "../code.ts";
import { shown } from "../builtins/shown.ts";
import { isObject, toKey } from "../convert.ts";
import type { Frame } from "../frame.ts";
import { VArray } from "../objects/array.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import { describeObject, failToDelete, failToSet, find, findFrom, keyText, nothingThere, put, remove } from "../property.ts";
import { hole, type Key, type Value } from "../value.ts";
import type { PrivateText } from "../compile/members.ts";
import { callGetter, callSetter } from "./accessors.ts";
import { begin } from "./calls.ts";
import type { Runner } from "./runner.ts";
import { combine, flowInto, tagOf } from "./tags.ts";

export function getProperty(m: Runner, f: Frame, i: Instruction): number {
  const base = f.registers[i.b];
  if (typeof base === "object" && base !== null && base.shape === i.shape) {
    const object = base;
    const key = i.constant as Key;
    m.flow = 0;
    if (!m.host.access(object, key, "read")) return next.stop;
    const { holder } = i;
    if (holder === undefined) {
      f.registers[i.a] = object.slots[i.slot] as Value;
      flowInto(m, f, i.a, i.b);
      return f.pc + 1;
    }
    if (object.proto === holder && holder.shape === i.nextShape) {
      if (!m.host.access(holder, key, "read")) return next.stop;
      f.registers[i.a] = holder.slots[i.slot] as Value;
      flowInto(m, f, i.a, i.b);
      return f.pc + 1;
    }
  }
  // What can be remembered needs no exception when the thread is stopped here.
  if (base instanceof OrdinaryObject && remember(i, base, i.constant as Key)) return getProperty(m, f, i);
  return slowGet(m, f, i, base, i.constant as Key);
}

function slowGet(m: Runner, f: Frame, i: Instruction, base: Value, key: Key): number {
  begin(m);
  m.flow = 0;
  const slot = find(m, base, key);
  if (slot instanceof Accessor) return callGetter(m, f, i, slot, base, tagOf(f, i.b));
  f.registers[i.a] = slot;
  flowInto(m, f, i.a, i.b);
  return f.pc + 1;
}

/** Notes where the property is: in the object itself or in its prototype. False: somewhere else, or it is a getter. */
function remember(i: Instruction, base: OrdinaryObject, key: Key): boolean {
  if (!base.shape.isFixed) return false;
  const own = base.shape.lookup(key);
  if (own >= 0) {
    if (base.slots[own] instanceof Accessor) return false;
    i.shape = base.shape;
    i.slot = own;
    i.holder = undefined;
    return true;
  }
  const holder = base.proto;
  if (key === "length" || !(holder instanceof OrdinaryObject) || !holder.shape.isFixed || base.attributesOf(key) !== absent) return false;
  const slot = holder.shape.lookup(key);
  if (slot < 0 || holder.slots[slot] instanceof Accessor) return false;
  i.shape = base.shape;
  i.slot = slot;
  i.holder = holder;
  i.nextShape = holder.shape;
  return true;
}

export function getElement(m: Runner, f: Frame, i: Instruction): number {
  const base = f.registers[i.b];
  const key = f.registers[i.c];
  if (typeof key === "number" && base instanceof VArray) {
    const { elements } = base;
    if (key >= 0 && key < elements.length) {
      const slot = elements[key];
      if (slot !== hole && Number.isInteger(key)) {
        m.flow = 0;
        if (!m.host.access(base, key, "read")) return next.stop;
        f.registers[i.a] = slot;
        flowInto(m, f, i.a, i.b);
        return f.pc + 1;
      }
    }
  }
  if (base === undefined || base === null) {
    // An object is not made a key any more: that could run code of the program's.
    return m.fail("TypeError", isObject(key) ? nothingAt(base, key) : nothingThere(base, toKey(m, key)));
  }
  return slowGet(m, f, i, base, toKey(m, key));
}

/** As V8 says it, which calls nothing. */
function nothingAt(base: undefined | null, key: VObject): string {
  const reading = key.attributesOf("toString") >= 0 ? "" : ` (reading '${describeObject(key)}')`;
  return `Cannot read properties of ${base}${reading}`;
}

export function setProperty(m: Runner, f: Frame, i: Instruction): number {
  const base = f.registers[i.a];
  const value = f.registers[i.b];
  if (typeof base === "object" && base !== null && base.shape === i.shape) {
    const object = base;
    m.flow = tagOf(f, i.b);
    if (!m.host.access(object, i.constant as Key, "write")) return next.stop;
    m.journal.save(object.slots, i.slot);
    object.slots[i.slot] = value;
    return f.pc + 1;
  }
  if (base instanceof OrdinaryObject && rememberSet(i, base, i.constant as Key)) return setProperty(m, f, i);
  return slowSet(m, f, i, base, i.constant as Key, value, i.b);
}

function slowSet(m: Runner, f: Frame, i: Instruction, base: Value, key: Key, value: Value, valueRegister: number): number {
  begin(m);
  m.flow = tagOf(f, valueRegister);
  const done = put(m, base, key, value);
  if (done === true) return f.pc + 1;
  if (done === false) return failToSet(m, base, key);
  return callSetter(m, f, i, done, base, value, m.flow);
}

/** Notes the slot of an own property that can be written. */
function rememberSet(i: Instruction, base: OrdinaryObject, key: Key): boolean {
  if (!base.shape.isFixed) return false;
  const slot = base.shape.lookup(key);
  if (slot < 0 || (base.shape.attributesAt(slot) & (attribute.writable | attribute.accessor)) !== attribute.writable) return false;
  i.shape = base.shape;
  i.slot = slot;
  return true;
}

export function setElement(m: Runner, f: Frame, i: Instruction): number {
  const base = f.registers[i.a];
  const key = f.registers[i.b];
  const value = f.registers[i.c];
  if (typeof key === "number" && base instanceof VArray && base.isPlain) {
    const { elements } = base;
    if (key >= 0 && key < elements.length && Number.isInteger(key) && elements[key] !== hole) {
      m.flow = tagOf(f, i.c);
      if (!m.host.access(base, key, "write")) return next.stop;
      m.journal.save(elements, key);
      elements[key] = value;
      return f.pc + 1;
    }
  }
  if (base === undefined || base === null) {
    const name = isObject(key) ? describeObject(key) : keyText(toKey(m, key));
    return m.fail("TypeError", `Cannot set properties of ${base} (setting '${name}')`);
  }
  return slowSet(m, f, i, base, toKey(m, key), value, i.c);
}

const homeOf = (f: Frame, register: number): VObject | null => {
  const callee = f.registers[register] as unknown as { readonly homeObject: VObject | undefined };
  return callee.homeObject?.proto ?? null;
};

/** `super.key`: looked up in the prototype of the method's object, with the same `this`. */
export function getSuper(m: Runner, f: Frame, i: Instruction): number {
  const home = homeOf(f, i.b);
  const self = f.registers[i.c];
  const key = toKey(m, f.registers[i.d]);
  begin(m);
  m.flow = 0;
  const slot = home === null ? find(m, null, key) : findFrom(m, home, key);
  if (slot instanceof Accessor) return callGetter(m, f, i, slot, self, tagOf(f, i.c));
  f.registers[i.a] = slot;
  flowInto(m, f, i.a, i.c);
  return f.pc + 1;
}

export function setSuper(m: Runner, f: Frame, i: Instruction): number {
  const home = homeOf(f, i.a);
  const self = f.registers[i.b];
  const key = toKey(m, f.registers[i.c]);
  begin(m);
  m.flow = tagOf(f, i.d);
  const done = put(m, home, key, f.registers[i.d], self);
  if (done === false) return failToSet(m, self, key);
  if (done === true) return f.pc + 1;
  return callSetter(m, f, i, done, self, f.registers[i.d], m.flow);
}

export function deleteProperty(m: Runner, f: Frame, i: Instruction): number {
  return deleteKey(m, f, i, i.constant as Key);
}

export function deleteElement(m: Runner, f: Frame, i: Instruction): number {
  return deleteKey(m, f, i, toKey(m, f.registers[i.c]));
}

function deleteKey(m: Runner, f: Frame, i: Instruction, key: Key): number {
  const base = f.registers[i.b];
  if (base === undefined || base === null) return m.fail("TypeError", "Cannot convert undefined or null to object");
  m.flow = 0;
  begin(m);
  if (typeof base === "object" && !remove(m, base, key)) return failToDelete(m, base, key);
  f.registers[i.a] = true;
  if (f.tags !== undefined) f.tags[i.a] = 0;
  return f.pc + 1;
}

/** Private names: only own properties count, and a missing one is an error. */
export function getPrivate(m: Runner, f: Frame, i: Instruction): number {
  const base = f.registers[i.b];
  const name = f.registers[i.c] as symbol;
  const slot = privateSlot(m, base, name, i.constant as PrivateText, "read");
  m.flow = 0;
  if (!m.host.access(base as VObject, name, "read")) return next.stop;
  if (slot instanceof Accessor) {
    if (slot.get === undefined) return m.fail("TypeError", `'${(i.constant as PrivateText).name}' was defined without a getter`);
    return callGetter(m, f, i, slot, base, tagOf(f, i.b));
  }
  f.registers[i.a] = slot;
  flowInto(m, f, i.a, i.b);
  return f.pc + 1;
}

function privateSlot(m: Runner, base: Value, name: symbol, { name: text, missing }: PrivateText, kind: "read" | "write"): Value | Accessor {
  const slot = typeof base === "object" && base !== null ? base.readOwn(name) : hole;
  if (slot !== hole) return slot;
  if (missing !== undefined) return m.fail("TypeError", missing);
  const how = kind === "read" ? "read private member" : "write private member";
  const where = kind === "read" ? "from" : "to";
  return m.fail("TypeError", `Cannot ${how} ${text} ${where} an object whose class did not declare it`);
}

export function setPrivate(m: Runner, f: Frame, i: Instruction): number {
  const base = f.registers[i.a];
  const name = f.registers[i.b] as symbol;
  const slot = privateSlot(m, base, name, i.constant as PrivateText, "write");
  const object = base as VObject;
  if (slot instanceof Accessor) {
    if (slot.set === undefined) return m.fail("TypeError", `'${(i.constant as PrivateText).name}' was defined without a setter`);
    return callSetter(m, f, i, slot, base, f.registers[i.c], tagOf(f, i.c));
  }
  if ((object.attributesOf(name) & attribute.writable) === 0)
    return m.fail("TypeError", `Private method '${(i.constant as PrivateText).name}' is not writable`);
  m.flow = tagOf(f, i.c);
  if (!m.host.access(object, name, "write")) return next.stop;
  object.writeOwn(m, name, f.registers[i.c]);
  return f.pc + 1;
}

export function hasPrivate(m: Runner, f: Frame, i: Instruction): number {
  const object = f.registers[i.b];
  if (typeof object !== "object" || object === null)
    return m.fail("TypeError", `Cannot use 'in' operator to search for '${i.constant as string}' in ${shown(object)}`);
  m.flow = 0;
  if (!m.host.access(object, f.registers[i.c], "read")) return next.stop;
  f.registers[i.a] = object.attributesOf(f.registers[i.c] as symbol) >= 0;
  if (f.tags !== undefined) combine(m, f, i.a, i.b, i.b);
  return f.pc + 1;
}
