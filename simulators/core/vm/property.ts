import { absentForGood, Accessor, attribute, type NamedSlot, type OwnProperty, VObject } from "./cell.ts";
import { isCallable, type VFunction } from "./objects/function.ts";
import { prototypeName } from "./objects/wrapper.ts";
import { hole, type Key, type Value } from "./value.ts";
import type { Vm } from "./vm.ts";

/**
 * [[Get]] up to a getter: the value, or the accessor whose getter is to be called with `base` as `this` (none: undefined).
 * Says every access on the way. Throws the user's TypeError for undefined and null.
 */
export function find(vm: Vm, base: Value, key: Key): NamedSlot {
  return base instanceof VObject ? findFrom(vm, base, key) : findInPrimitive(vm, base, key);
}

/** The same, from a known object: `super.x` starts at the home object's prototype. */
export function findFrom(vm: Vm, start: VObject, key: Key): NamedSlot {
  for (let object: VObject | null = start; object !== null; object = object.proto) {
    object.touchOwn(vm, key, "read");
    const slot = object.readOwn(key);
    if (slot !== hole) return slot;
    if (typeof key === "number" && object.attributesOf(key) === absentForGood) return undefined;
  }
  return undefined;
}

function findInPrimitive(vm: Vm, base: Exclude<Value, VObject>, key: Key): NamedSlot {
  if (typeof base === "string") {
    if (key === "length") return base.length;
    if (typeof key === "number" && key < base.length) return base[key];
  }
  if (base === undefined || base === null) return vm.fail("TypeError", nothingThere(base, key));
  return findFrom(vm, vm.realm.intrinsic(prototypeName(base)), key);
}

/** What reading a property of undefined or null throws. */
export function nothingThere(base: undefined | null, key: Key): string {
  if (key !== Symbol.iterator) return `Cannot read properties of ${base} (reading '${keyText(key)}')`;
  return `${base === null ? "object null" : "undefined"} is not iterable (cannot read property Symbol(Symbol.iterator))`;
}

/** [[Get]] with `receiver` as `this` of getters, which run undivided: for natives. */
export function get(vm: Vm, base: Value, key: Key, receiver: Value = base): Value {
  const slot = find(vm, base, key);
  if (!(slot instanceof Accessor)) return slot;
  return slot.get === undefined ? undefined : vm.call(slot.get, receiver, []);
}

/** GetMethod: undefined for undefined and null; anything else that can't be called is the user's TypeError. */
export function getMethod(vm: Vm, base: Value, key: Key): VFunction | undefined {
  const method = get(vm, base, key);
  if (method === undefined || method === null) return undefined;
  return isCallable(method) ? method : vm.fail("TypeError", `${keyText(key)} is not a function`);
}

/**
 * [[Set]] up to a setter. True: done. False: refused (`failToSet` says why). An accessor: its setter (there is one) is to be called with
 * `receiver` as `this`. Says every access, before anything is changed.
 */
export function put(vm: Vm, base: Value, key: Key, value: Value, receiver: Value = base): boolean | Accessor {
  const start = base instanceof VObject ? base : primitiveStart(vm, base, key);
  const { flow } = vm;
  const done = putFrom(vm, start, key, value, receiver, flow);
  vm.flow = flow;
  return done;
}

/** Reads on the way change `vm.flow`, which a write's access needs as it was. */
function putFrom(vm: Vm, start: VObject, key: Key, value: Value, receiver: Value, flow: number): boolean | Accessor {
  if (start === receiver && start.attributesOf(key) >= 0) return putOwn(vm, start, key, value);
  for (let object: VObject | null = start; object !== null; object = object.proto) {
    const attributes = object.attributesOf(key);
    if (attributes === absentForGood) return true;
    if (object !== receiver || (attributes & attribute.accessor) !== 0) object.touchOwn(vm, key, "read");
    if (attributes >= 0) {
      if ((attributes & attribute.accessor) !== 0) return setterOf(object, key);
      if ((attributes & attribute.writable) === 0) return false;
      break;
    }
  }
  vm.flow = flow;
  return receiver instanceof VObject && putIntoReceiver(vm, receiver, key, value);
}

/** The most frequent case: an own property. */
function putOwn(vm: Vm, object: VObject, key: Key, value: Value): boolean | Accessor {
  const attributes = object.attributesOf(key);
  if ((attributes & attribute.accessor) !== 0) {
    object.touchOwn(vm, key, "read");
    return setterOf(object, key);
  }
  if ((attributes & attribute.writable) === 0) {
    object.touchOwn(vm, key, "read");
    return false;
  }
  object.touchOwn(vm, key, "write");
  return object.writeOwn(vm, key, value);
}

function putIntoReceiver(vm: Vm, receiver: VObject, key: Key, value: Value): boolean {
  const attributes = receiver.attributesOf(key);
  if (attributes === absentForGood) return true;
  if (attributes >= 0 && ((attributes & attribute.accessor) !== 0 || (attributes & attribute.writable) === 0)) {
    receiver.touchOwn(vm, key, "read");
    return false;
  }
  receiver.touchOwn(vm, key, "write");
  return receiver.writeOwn(vm, key, value);
}

function setterOf(object: VObject, key: Key): boolean | Accessor {
  const accessor = object.readOwn(key) as Accessor;
  return accessor.set === undefined ? false : accessor;
}

function primitiveStart(vm: Vm, base: Exclude<Value, VObject>, key: Key): VObject {
  if (base === undefined || base === null) return vm.fail("TypeError", `Cannot set properties of ${base} (setting '${keyText(key)}')`);
  return vm.realm.intrinsic(prototypeName(base));
}

/** [[Set]]; setters run undivided: for natives. False: refused. */
export function set(vm: Vm, base: Value, key: Key, value: Value, receiver: Value = base): boolean {
  const done = put(vm, base, key, value, receiver);
  if (!(done instanceof Accessor)) return done;
  vm.call(done.set, receiver, [value]);
  return true;
}

/** Throws what strict code throws when `put` refused. */
export function failToSet(vm: Vm, base: Value, key: Key): never {
  if (!(base instanceof VObject)) return failToSetOnPrimitive(vm, base, key);
  let holder: VObject | null = base;
  while (holder !== null && holder.attributesOf(key) < 0) holder = holder.proto;
  if (holder === null) return vm.fail("TypeError", `Cannot add property ${keyText(key)}, object is not extensible`);
  if ((holder.attributesOf(key) & attribute.accessor) !== 0) {
    return vm.fail("TypeError", `Cannot set property ${keyText(key)} of ${describeObject(base)} which has only a getter`);
  }
  const type = isCallable(base) ? "function" : "object";
  return vm.fail("TypeError", `Cannot assign to read only property '${keyText(key)}' of ${type} '${describeObject(base)}'`);
}

function failToSetOnPrimitive(vm: Vm, base: Exclude<Value, VObject>, key: Key): never {
  const isConstant = typeof base === "string" && (key === "length" || (typeof key === "number" && key < base.length));
  if (isConstant) return vm.fail("TypeError", `Cannot assign to read only property '${keyText(key)}' of string '${base}'`);
  return vm.fail("TypeError", `Cannot create property '${keyText(key)}' on ${typeof base} '${String(base)}'`);
}

/** `key in object`. */
export function has(vm: Vm, start: VObject, key: Key): boolean {
  for (let object: VObject | null = start; object !== null; object = object.proto) {
    object.touchOwn(vm, key, "read");
    const attributes = object.attributesOf(key);
    if (attributes >= 0) return true;
    if (attributes === absentForGood) return false;
  }
  return false;
}

/** [[Delete]]. False: refused. */
export function remove(vm: Vm, object: VObject, key: Key): boolean {
  const attributes = object.attributesOf(key);
  object.touchOwn(vm, key, attributes >= 0 && (attributes & attribute.configurable) !== 0 ? "write" : "read");
  return object.deleteOwn(key);
}

/** Throws what strict code throws when `remove` refused. */
export function failToDelete(vm: Vm, object: VObject, key: Key): never {
  return vm.fail("TypeError", `Cannot delete property '${keyText(key)}' of ${describeObject(object)}`);
}

/** CreateDataProperty: an own property with all attributes, as literals and `Object.assign`'s targets get them. False: refused. */
export function createProperty(vm: Vm, object: VObject, key: Key, value: Value): boolean {
  return define(vm, object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** A property descriptor as a program gives it: what is left out stays, or is false and undefined for a new property. */
export interface Descriptor {
  readonly value?: Value;
  readonly writable?: boolean;
  readonly get?: VObject | undefined;
  readonly set?: VObject | undefined;
  readonly enumerable?: boolean;
  readonly configurable?: boolean;
}

/** [[DefineOwnProperty]] with all its rules. False: refused. */
export function define(vm: Vm, object: VObject, key: Key, descriptor: Descriptor): boolean {
  object.touchOwn(vm, key, "write");
  const current = object.getOwn(key);
  if (current === undefined) {
    if (!object.isExtensible) return false;
    return object.defineOwn(key, complete(descriptor, undefined));
  }
  if (!isAllowed(current, descriptor)) return false;
  return object.defineOwn(key, complete(descriptor, current));
}

/** ValidateAndApplyPropertyDescriptor's refusals. */
function isAllowed(current: OwnProperty, wanted: Descriptor): boolean {
  if (current.configurable) return true;
  if (wanted.configurable === true || (wanted.enumerable !== undefined && wanted.enumerable !== current.enumerable)) return false;
  const isAccessorWanted = "get" in wanted || "set" in wanted;
  const isDataWanted = "value" in wanted || "writable" in wanted;
  if ("value" in current) {
    if (isAccessorWanted) return false;
    if (current.writable) return true;
    return wanted.writable !== true && (!("value" in wanted) || Object.is(wanted.value, current.value));
  }
  if (isDataWanted) return false;
  return (!("get" in wanted) || wanted.get === current.get) && (!("set" in wanted) || wanted.set === current.set);
}

function complete(wanted: Descriptor, current: OwnProperty | undefined): OwnProperty {
  const enumerable = wanted.enumerable ?? current?.enumerable ?? false;
  const configurable = wanted.configurable ?? current?.configurable ?? false;
  const accessor = current !== undefined && !("value" in current) ? current : undefined;
  const data = current !== undefined && "value" in current ? current : undefined;
  const isAccessor = "get" in wanted || "set" in wanted || (accessor !== undefined && !("value" in wanted) && !("writable" in wanted));
  if (isAccessor) {
    return {
      get: "get" in wanted ? wanted.get : accessor?.get,
      set: "set" in wanted ? wanted.set : accessor?.set,
      enumerable,
      configurable,
    };
  }
  return {
    value: "value" in wanted ? wanted.value : data?.value,
    writable: wanted.writable ?? data?.writable ?? false,
    enumerable,
    configurable,
  };
}

/** Own keys as a program sees them; says the access. */
export function ownKeys(vm: Vm, object: VObject): readonly Key[] {
  object.touchAll(vm, "read");
  return object.ownKeys();
}

/** A key as the program gets it: texts and symbols. */
export const keyValue = (key: Key): string | symbol => (typeof key === "number" ? String(key) : key);

export function keyText(key: Key): string {
  return typeof key === "symbol" ? key.toString() : String(key);
}

/** `#<Account>`, `[object Array]`, a function's text: how V8's messages name an object. Runs nothing of the program's. */
export function describeObject(object: VObject): string {
  const tag = textTags[object.kind];
  if (tag !== undefined) return `[object ${tag}]`;
  if (isCallable(object)) {
    const isNative = object.code === undefined || object.code.isOurs;
    return isNative ? `function ${nameOf(object)}() { [native code] }` : object.code.source;
  }
  return `#<${className(object) ?? "Object"}>`;
}

/** Kinds with a `toString` of their own. */
const textTags: Readonly<Record<string, string>> = { array: "Array", date: "Date", regexp: "RegExp" };

/** Name of the function that made the object, by `constructor` of its prototypes. */
export function className(object: VObject): string | undefined {
  for (let holder: VObject | null = object.proto; holder !== null; holder = holder.proto) {
    const constructor = holder.readOwn("constructor");
    if (isCallable(constructor)) return nameOf(constructor);
  }
  return undefined;
}

function nameOf(callee: VObject): string {
  const name = callee.readOwn("name");
  return typeof name === "string" ? name : "";
}
