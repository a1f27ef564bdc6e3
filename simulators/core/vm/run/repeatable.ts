import { Accessor, attribute, type NamedSlot } from "../cell.ts";
import type { Instruction } from "../code.ts";
import type { OperationName } from "../effects.ts";
import type { Footprint } from "../footprint.ts";
import type { Frame } from "../frame.ts";
import { VArray } from "../objects/array.ts";
import { VFunction } from "../objects/function.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import { hole, type Key } from "../value.ts";
import type { ScopeCell } from "./scope.ts";
import { scopeOf } from "./variables.ts";

/**
 * Notes what the instruction that runs next depends on and writes. False: that can't be told, or it makes something, calls code of ours, may throw.
 * What marks of data flow there are on registers is not noted.
 */
export function noteInstruction(frame: Frame, instruction: Instruction, footprint: Footprint): boolean {
  return notes[instruction.name]?.(frame, instruction, footprint) === true;
}

type Note = (f: Frame, i: Instruction, footprint: Footprint) => boolean;

/** Nothing but registers, whatever is in them. */
const always: Note = () => true;
const onPrimitive: Note = (f, i) => isPlain(f.registers[i.b]);
const onPrimitives: Note = (f, i) => isPlain(f.registers[i.b]) && isPlain(f.registers[i.c]);

/** What is converted without calling anything and without an exception. */
const isPlain = (value: unknown): boolean =>
  typeof value === "number" || typeof value === "string" || typeof value === "boolean" || value === undefined || value === null;

const readScope: Note = (f, i, footprint) => {
  const scope = scopeOf(f, i);
  return isUsable(scope, i.d, footprint) && footprint.read("slot", scope, scope.slots, i.d);
};

const writeScope: Note = (f, i, footprint) => {
  const scope = scopeOf(f, i);
  return isUsable(scope, i.d, footprint) && footprint.write(scope, i.constant as string, scope.slots, i.d);
};

/** Initialised, and without data flow. A variable stays initialised. */
const isUsable = (scope: ScopeCell, index: number, footprint: Footprint): boolean =>
  scope.tags === undefined && scope.slots[index] !== hole && (!footprint.hasFlow || footprint.look("tags", scope));

const readProperty: Note = (f, i, footprint) => {
  const base = f.registers[i.b];
  const key = i.constant as Key;
  if (!(base instanceof OrdinaryObject)) return false;
  if (typeof key === "number") return noteElementRead(base, key, footprint);
  if (key === "length" && base instanceof VArray) return readLength(base, footprint);
  if (!lookAtShape(base, footprint)) return false;
  const own = base.shape.lookup(key);
  if (own >= 0) return readSlot(base, own, footprint);
  const { proto } = base;
  if (base.kind !== "object" || !(proto instanceof OrdinaryObject) || !footprint.look("proto", base)) return false;
  if (!lookAtShape(proto, footprint)) return false;
  const inherited = proto.shape.lookup(key);
  return inherited >= 0 && readSlot(proto, inherited, footprint);
};

const lookAtShape = (object: OrdinaryObject, footprint: Footprint): boolean => object.shape.isFixed && footprint.look("shape", object);

function readSlot(object: OrdinaryObject, index: number, footprint: Footprint): boolean {
  return !(object.slots[index] instanceof Accessor) && footprint.read("slot", object, object.slots, index);
}

function readLength(array: VArray, footprint: Footprint): boolean {
  return array.isPlain && footprint.read("length", array, array.elements, -1);
}

const writeProperty: Note = (f, i, footprint) => {
  const base = f.registers[i.a];
  const key = i.constant as Key;
  if (typeof key === "number") return noteElementWrite(base, key, footprint);
  return base instanceof OrdinaryObject && writeNamed(base, key, footprint);
};

function writeNamed(object: OrdinaryObject, key: Key, footprint: Footprint): boolean {
  if (!lookAtShape(object, footprint)) return false;
  const index = object.shape.lookup(key);
  if (index < 0 || (object.shape.attributesAt(index) & (attribute.writable | attribute.accessor)) !== attribute.writable) return false;
  const slots: NamedSlot[] = object.slots;
  return footprint.write(object, key, slots, index);
}

const readElement: Note = (f, i, footprint) => noteElementRead(f.registers[i.b], f.registers[i.c], footprint);

const writeElement: Note = (f, i, footprint) => noteElementWrite(f.registers[i.a], f.registers[i.b], footprint);

function noteElementRead(base: unknown, key: unknown, footprint: Footprint): boolean {
  if (!isIndex(key) || !hasElement(base, key)) return false;
  return footprint.look("isElement", base, key) && footprint.read("element", base, base.elements, key);
}

function noteElementWrite(base: unknown, key: unknown, footprint: Footprint): boolean {
  if (!isIndex(key) || !hasElement(base, key)) return false;
  return footprint.look("isElement", base, key) && footprint.write(base, key, base.elements, key);
}

const isIndex = (key: unknown): key is number => typeof key === "number" && Number.isInteger(key) && key >= 0;

const hasElement = (base: unknown, index: number): base is VArray =>
  base instanceof VArray && base.isPlain && index < base.elements.length && base.elements[index] !== hole;

const readPrivate: Note = (f, i, footprint) => {
  const base = f.registers[i.b];
  if (!(base instanceof OrdinaryObject) || !lookAtShape(base, footprint)) return false;
  const index = base.shape.lookup(f.registers[i.c] as symbol);
  return index >= 0 && readSlot(base, index, footprint);
};

const writePrivate: Note = (f, i, footprint) => {
  const base = f.registers[i.a];
  return base instanceof OrdinaryObject && writeNamed(base, f.registers[i.b] as symbol, footprint);
};

const callFunction: Note = (f, i) => {
  const callee = f.registers[i.b];
  return callee instanceof VFunction && callee.code !== undefined && !callee.isClass && !callee.code.isAsync && !callee.code.isGenerator;
};

const notes: Partial<Record<OperationName, Note>> = {
  constant: always,
  move: always,
  loadThis: always,
  loadCallee: always,
  not: always,
  typeof: always,
  strictEqual: always,
  strictNotEqual: always,
  jump: always,
  jumpTrue: always,
  jumpFalse: always,
  jumpNullish: always,
  jumpNotNullish: always,
  jumpUndefined: always,
  jumpNotUndefined: always,
  jumpIsNot: always,
  checkInitialised: (f, i) => f.registers[i.a] !== hole,
  return: (f) => f.owner === undefined,
  negate: onPrimitive,
  toNumber: onPrimitive,
  toNumeric: onPrimitive,
  bitNot: onPrimitive,
  increment: onPrimitive,
  decrement: onPrimitive,
  add: onPrimitives,
  subtract: onPrimitives,
  multiply: onPrimitives,
  divide: onPrimitives,
  remainder: onPrimitives,
  exponentiate: onPrimitives,
  bitAnd: onPrimitives,
  bitOr: onPrimitives,
  bitXor: onPrimitives,
  shiftLeft: onPrimitives,
  shiftRight: onPrimitives,
  shiftRightUnsigned: onPrimitives,
  equal: onPrimitives,
  notEqual: onPrimitives,
  less: onPrimitives,
  lessEqual: onPrimitives,
  greater: onPrimitives,
  greaterEqual: onPrimitives,
  jumpLess: onPrimitives,
  jumpNotLess: onPrimitives,
  template: (f, i) => f.registers.slice(i.d, i.d + i.e).every(isPlain),
  getScoped: readScope,
  getScopedConstant: readScope,
  setScoped: writeScope,
  getProperty: readProperty,
  setProperty: writeProperty,
  getElement: readElement,
  setElement: writeElement,
  getPrivate: readPrivate,
  setPrivate: writePrivate,
  call: callFunction,
};
