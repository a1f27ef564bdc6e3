import { makeRegExp } from "../builtins/regexp-object.ts";
import { Accessor, attribute, type VObject } from "../cell.ts";
import type { FunctionCode, Instruction } from "../code.ts";
import { isObject, toKey, toObject } from "../convert.ts";
import type { Frame } from "../frame.ts";
import { shown } from "../builtins/shown.ts";
import type { VArray } from "../objects/array.ts";
import { VFunction } from "../objects/function.ts";
import { makeArray, makeObject } from "../objects/make.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import { createProperty, define, get, keyText, ownKeys } from "../property.ts";
import { hole, type Key, type Value, whole } from "../value.ts";
import { begin } from "./calls.ts";
import type { Runner } from "./runner.ts";
import type { ScopeCell } from "./scope.ts";
import { flowInto, setTag, tagOf, union, unionOf } from "./tags.ts";

export function newObject(m: Runner, f: Frame, i: Instruction): number {
  f.registers[i.a] = makeObject(m);
  if (f.tags !== undefined) f.tags[i.a] = 0;
  return f.pc + 1;
}

export function newArray(m: Runner, f: Frame, i: Instruction): number {
  f.registers[i.a] = makeArray(m, f.registers.slice(i.d, i.d + i.e));
  if (f.tags !== undefined) setTag(f, i.a, unionOf(m, f, i.d, i.e));
  return f.pc + 1;
}

/** The array is new: nobody else can see it. */
export function append(m: Runner, f: Frame, i: Instruction): number {
  const { elements } = f.registers[i.a] as VArray;
  m.journal.save(elements, "length");
  elements.push(f.registers[i.b]);
  if ((elements.length & 0xffff) === 0) m.charge(0x80000);
  addTag(m, f, i.a, i.b);
  return f.pc + 1;
}

export function appendHole(m: Runner, f: Frame, i: Instruction): number {
  const { elements } = f.registers[i.a] as VArray;
  m.journal.save(elements, "length");
  elements.push(hole);
  return f.pc + 1;
}

/** What a literal is made of flows into it. */
function addTag(m: Runner, f: Frame, to: number, from: number): void {
  if (f.tags !== undefined) setTag(f, to, union(m, tagOf(f, to), tagOf(f, from)));
}

export function defineField(m: Runner, f: Frame, i: Instruction): number {
  const object = f.registers[i.a] as OrdinaryObject;
  const key = i.constant as Key;
  if (object.kind === "object" && object.isExtensible && object.attributesOf(key) < 0) {
    object.addNamed(key, f.registers[i.b], attribute.all);
  } else defineSlow(m, object, key, f.registers[i.b]);
  addTag(m, f, i.a, i.b);
  return f.pc + 1;
}

function defineSlow(m: Runner, object: VObject, key: Key, value: Value): void {
  begin(m);
  if (createProperty(m, object, key, value)) return;
  if (!object.isExtensible) m.fail("TypeError", `Cannot define property ${keyText(key)}, object is not extensible`);
  m.fail("TypeError", `Cannot redefine property: ${keyText(key)}`);
}

export function defineElement(m: Runner, f: Frame, i: Instruction): number {
  defineSlow(m, f.registers[i.a] as VObject, toKey(m, f.registers[i.b]), f.registers[i.c]);
  addTag(m, f, i.a, i.c);
  return f.pc + 1;
}

export function setLiteralPrototype(_: Runner, f: Frame, i: Instruction): number {
  const proto = f.registers[i.b];
  if (isObject(proto) || proto === null) (f.registers[i.a] as VObject).setPrototype(proto);
  return f.pc + 1;
}

/** `{ ...source }`: own enumerable properties; getters run undivided. */
export function copyProperties(m: Runner, f: Frame, i: Instruction): number {
  const source = f.registers[i.b];
  m.flow = 0;
  if (source !== undefined && source !== null) copyInto(m, f.registers[i.a] as VObject, toObject(m, source), new Set());
  addTag(m, f, i.a, i.b);
  if (m.flow !== 0) setTag(f, i.a, union(m, tagOf(f, i.a), m.flow));
  return f.pc + 1;
}

/** Reads come first: after them nothing can stop the thread. */
function copyInto(m: Runner, target: VObject, source: VObject, excluded: ReadonlySet<Key>): void {
  begin(m);
  m.touch(source, whole, "read");
  const entries: [Key, Value][] = [];
  for (const key of ownKeys(m, source)) {
    if (excluded.has(key)) continue;
    const attributes = source.attributesOf(key);
    if (attributes >= 0 && (attributes & attribute.enumerable) !== 0) entries.push([key, get(m, source, key)]);
  }
  for (const [key, value] of entries) target.defineOwn(key, { value, writable: true, enumerable: true, configurable: true });
}

/** What a pattern `{ a, ...rest }` has not taken; registers `d` .. hold the keys that it has. */
export function restProperties(m: Runner, f: Frame, i: Instruction): number {
  const excluded = new Set(f.registers.slice(i.d, i.d + i.e).map((key) => toKey(m, key)));
  const rest = makeObject(m);
  m.flow = 0;
  copyInto(m, rest, toObject(m, f.registers[i.b]), excluded);
  f.registers[i.a] = rest;
  flowInto(m, f, i.a, i.b);
  return f.pc + 1;
}

export function newRegExp(m: Runner, f: Frame, i: Instruction): number {
  const { pattern, flags } = i.constant as { readonly pattern: string; readonly flags: string };
  f.registers[i.a] = makeRegExp(m, pattern, flags);
  if (f.tags !== undefined) f.tags[i.a] = 0;
  return f.pc + 1;
}

interface TemplateParts {
  readonly cooked: readonly (string | undefined)[];
  readonly raw: readonly string[];
}

/** The same frozen arrays each time. Made as if they had been there from the beginning. */
export function templateObject(m: Runner, f: Frame, i: Instruction): number {
  const parts = i.constant as TemplateParts;
  f.registers[i.a] = m.templateOf(parts, () => {
    const raw = frozen(makeArray(m, [...parts.raw]));
    const object = makeArray(m, [...parts.cooked]);
    object.addNamed("raw", raw, 0);
    return frozen(object);
  });
  if (f.tags !== undefined) f.tags[i.a] = 0;
  return f.pc + 1;
}

function frozen(array: VArray): VArray {
  array.elementAttributes = attribute.enumerable;
  array.isLengthWritable = false;
  array.isExtensible = false;
  return array;
}

/** Of a pattern's value. */
export function requireObject(m: Runner, f: Frame, i: Instruction): number {
  const value = f.registers[i.a];
  if (value !== undefined && value !== null) return f.pc + 1;
  const { property, text } = i.constant as { readonly property: string | undefined; readonly text: string | undefined };
  const named = text === undefined || text === "undefined" ? String(value) : text;
  const what =
    property === undefined
      ? `Cannot destructure '${named}' as it is ${value}.`
      : `Cannot destructure property '${property}' of '${named}' as it is ${value}.`;
  return m.fail("TypeError", what);
}

export function closure(m: Runner, f: Frame, i: Instruction): number {
  const code = i.constant as FunctionCode;
  const scope = (i.b < 0 ? f.scope : f.registers[i.b]) as unknown as ScopeCell | undefined;
  f.registers[i.a] = makeClosure(m, code, scope);
  if (f.tags !== undefined) f.tags[i.a] = 0;
  return f.pc + 1;
}

/** A function object of the user's. */
export function makeClosure(m: Runner, code: FunctionCode, scope: ScopeCell | undefined): VFunction {
  const { realm } = m;
  const { length, name } = code;
  if (code.isGenerator) {
    const kind = code.isAsync ? "AsyncGenerator" : "Generator";
    const made = new VFunction(m.nextId(), realm.intrinsic(`${kind}FunctionPrototype`), realm.constructorShape, [length, name, undefined], {
      code,
      scope,
      isConstructor: false,
    });
    made.slots[2] = makeObject(m, realm.intrinsic(`${kind}Prototype`));
    return made;
  }
  const isConstructor = code.kind === "function" && !code.isAsync;
  const proto = code.isAsync ? realm.intrinsic("AsyncFunctionPrototype") : realm.functionPrototype;
  if (!isConstructor) return new VFunction(m.nextId(), proto, realm.functionShape, [length, name], { code, scope, isConstructor: false });
  const made = new VFunction(m.nextId(), proto, realm.constructorShape, [length, name, undefined], { code, scope, isConstructor: true });
  made.slots[2] = new OrdinaryObject(m.nextId(), realm.objectPrototype, realm.prototypeShape, [made]);
  return made;
}

function keyName(key: string | number | symbol): string {
  if (typeof key !== "symbol") return String(key);
  return key.description === undefined ? "" : `[${key.description}]`;
}

/** The name of a function whose key was computed. */
export function setFunctionName(_: Runner, f: Frame, i: Instruction): number {
  const target = f.registers[i.a] as VFunction;
  const key = f.registers[i.b];
  const text = keyName(key as string | number | symbol);
  const prefix = i.constant as string;
  // A class with a static member `name` keeps that.
  if (target.isClass && target.attributesOf("name") !== attribute.configurable) return f.pc + 1;
  target.defineOwn("name", { value: prefix === "" ? text : `${prefix} ${text}`, writable: false, enumerable: false, configurable: true });
  return f.pc + 1;
}

export function setHome(m: Runner, f: Frame, i: Instruction): number {
  const callee = f.registers[i.a] as VFunction;
  m.journal.save(callee, "homeObject");
  callee.homeObject = f.registers[i.b] as VObject;
  return f.pc + 1;
}

/** A method, getter or setter of a literal or class. */
export function defineMethod(m: Runner, f: Frame, i: Instruction): number {
  const object = f.registers[i.a] as VObject;
  const made = f.registers[i.c] as VFunction;
  const { kind, isEnumerable: enumerable } = i.constant as { readonly kind: "method" | "get" | "set"; readonly isEnumerable: boolean };
  const key = toKey(m, f.registers[i.b]);
  made.homeObject = object;
  const isDone =
    kind === "method"
      ? define(m, object, key, { value: made, writable: true, enumerable, configurable: true })
      : define(m, object, key, { [kind]: made, enumerable, configurable: true });
  return isDone ? f.pc + 1 : m.fail("TypeError", `Cannot redefine property: ${keyText(key)}`);
}

export function definePrivate(m: Runner, f: Frame, i: Instruction): number {
  addPrivate(m, f.registers[i.a], f.registers[i.b] as symbol, f.registers[i.c], attribute.writable);
  return f.pc + 1;
}

function addPrivate(m: Runner, target: Value, name: symbol, slot: Value | Accessor, attributes: number): void {
  const object = target as OrdinaryObject;
  if (object.attributesOf(name) >= 0)
    twice(m, attributes === attribute.writable ? `Cannot initialize ${String(name.description)} twice on the same object` : undefined);
  object.addNamed(name, slot, attributes);
}

function twice(m: Runner, message = "Cannot initialize private methods of class anonymous twice on the same object"): never {
  return m.fail("TypeError", message);
}

/** Getter and setter of one name come one after the other. */
export function definePrivateMethod(m: Runner, f: Frame, i: Instruction): number {
  const object = f.registers[i.a] as OrdinaryObject;
  const name = f.registers[i.b] as symbol;
  const made = f.registers[i.c] as VFunction;
  const { kind } = i.constant as { readonly kind: "method" | "get" | "set" };
  if (kind === "method") addPrivate(m, object, name, made, 0);
  else {
    const known = object.readOwn(name);
    const before = known instanceof Accessor ? known : undefined;
    if (before?.[kind] !== undefined) twice(m);
    const accessor = kind === "get" ? new Accessor(made, before?.set) : new Accessor(before?.get, made);
    const index = object.slotOf(name);
    if (index >= 0) object.setSlot(index, accessor);
    else object.addNamed(name, accessor, attribute.accessor);
  }
  return f.pc + 1;
}

export function newPrivateName(m: Runner, f: Frame, i: Instruction): number {
  f.registers[i.a] = m.realm.symbols.privateName(m.nextId(), i.constant as string);
  if (f.tags !== undefined) f.tags[i.a] = 0;
  return f.pc + 1;
}

export function createClass(m: Runner, f: Frame, i: Instruction): number {
  const { realm } = m;
  const code = i.constant as FunctionCode;
  const scope = (i.d < 0 ? f.scope : f.registers[i.d]) as unknown as ScopeCell | undefined;
  const parent = i.c < 0 ? undefined : f.registers[i.c];
  const [parentProto, constructorProto] = heritage(m, parent);
  const made = new VFunction(m.nextId(), constructorProto, realm.classShape, [code.length, code.name, undefined], {
    code,
    scope,
    isConstructor: true,
  });
  const proto = new OrdinaryObject(m.nextId(), parentProto, realm.prototypeShape, [made]);
  made.slots[2] = proto;
  made.isClass = true;
  made.isDerived = i.c >= 0;
  made.homeObject = proto;
  f.registers[i.a] = made;
  f.registers[i.b] = proto;
  if (f.tags !== undefined) f.tags[i.a] = f.tags[i.b] = 0;
  return f.pc + 1;
}

/** Prototypes of the class's instances and of the class itself. */
function heritage(m: Runner, parent: Value): readonly [VObject | null, VObject] {
  const { realm } = m;
  if (parent === undefined) return [realm.objectPrototype, realm.functionPrototype];
  if (parent === null) return [null, realm.functionPrototype];
  if (!(parent instanceof VFunction) || !parent.isConstructor)
    return m.fail("TypeError", `Class extends value ${shown(parent)} is not a constructor or null`);
  const proto = m.get(parent, "prototype");
  if (isObject(proto) || proto === null) return [proto, parent];
  return m.fail("TypeError", `Class extends value does not have valid prototype property ${shown(proto)}`);
}

export function setFields(m: Runner, f: Frame, i: Instruction): number {
  const callee = f.registers[i.a] as VFunction;
  m.journal.save(callee, "fields");
  callee.fields = f.registers[i.b] as VFunction;
  return f.pc + 1;
}

export function getFields(_: Runner, f: Frame, i: Instruction): number {
  f.registers[i.a] = (f.registers[i.b] as VFunction).fields;
  if (f.tags !== undefined) f.tags[i.a] = 0;
  return f.pc + 1;
}
