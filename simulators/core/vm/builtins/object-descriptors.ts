import { attribute, type OwnProperty, type VObject } from "../cell.ts";
import { isObject, toBoolean, toKey, toObject } from "../convert.ts";
import { isCallable } from "../objects/function.ts";
import { makeObject, makeRecord } from "../objects/make.ts";
import { type Descriptor, define, get, has, keyText, ownKeys } from "../property.ts";
import type { Key, Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import type { Methods } from "./install.ts";
import { shown } from "./shown.ts";

/** Object.create, defineProperty and their kin. */
export const objectDescriptors: Methods = [
  [
    "create",
    2,
    (vm, _, [proto, properties]) => {
      if (proto !== null && !isObject(proto))
        return vm.fail("TypeError", `Object prototype may only be an Object or null: ${shown(proto)}`);
      const object = makeObject(vm, proto);
      if (properties !== undefined) defineAll(vm, object, properties);
      return object;
    },
  ],
  [
    "defineProperty",
    3,
    (vm, _, [object, key, descriptor]) => {
      if (!isObject(object)) return vm.fail("TypeError", "Object.defineProperty called on non-object");
      const name = toKey(vm, key);
      defineOrFail(vm, object, name, toDescriptor(vm, descriptor));
      return object;
    },
  ],
  [
    "defineProperties",
    2,
    (vm, _, [object, properties]) => {
      if (!isObject(object)) return vm.fail("TypeError", "Object.defineProperties called on non-object");
      defineAll(vm, object, properties);
      return object;
    },
  ],
  [
    "getOwnPropertyDescriptor",
    2,
    (vm, _, [value, key]) => {
      const object = toObject(vm, value);
      const name = toKey(vm, key);
      object.touchOwn(vm, name, "read");
      return fromProperty(vm, object.getOwn(name));
    },
  ],
  [
    "getOwnPropertyDescriptors",
    1,
    (vm, _, [value]) => {
      const object = toObject(vm, value);
      const result = makeObject(vm);
      for (const key of ownKeys(vm, object)) result.addNamed(key, fromProperty(vm, object.getOwn(key)), attribute.all);
      return result;
    },
  ],
];

/** All are read before the first is defined. */
function defineAll(vm: Vm, object: VObject, properties: Value): void {
  const source = toObject(vm, properties);
  const descriptors: [Key, Descriptor][] = [];
  for (const key of ownKeys(vm, source)) {
    if ((source.attributesOf(key) & attribute.enumerable) !== 0) descriptors.push([key, toDescriptor(vm, get(vm, source, key))]);
  }
  if (descriptors.length > 0) object.touchAll(vm, "write");
  for (const [key, descriptor] of descriptors) defineOrFail(vm, object, key, descriptor);
}

function defineOrFail(vm: Vm, object: VObject, key: Key, descriptor: Descriptor): void {
  if (define(vm, object, key, descriptor)) return;
  const isThere = object.attributesOf(key) >= 0;
  vm.fail(
    "TypeError",
    isThere ? `Cannot redefine property: ${keyText(key)}` : `Cannot define property ${keyText(key)}, object is not extensible`,
  );
}

/** ToPropertyDescriptor. */
export function toDescriptor(vm: Vm, value: Value): Descriptor {
  if (!isObject(value)) return vm.fail("TypeError", `Property description must be an object: ${shown(value)}`);
  const descriptor: { -readonly [Field in keyof Descriptor]: Descriptor[Field] } = {};
  if (has(vm, value, "enumerable")) descriptor.enumerable = toBoolean(get(vm, value, "enumerable"));
  if (has(vm, value, "configurable")) descriptor.configurable = toBoolean(get(vm, value, "configurable"));
  if (has(vm, value, "value")) descriptor.value = get(vm, value, "value");
  if (has(vm, value, "writable")) descriptor.writable = toBoolean(get(vm, value, "writable"));
  if (has(vm, value, "get")) descriptor.get = accessorPart(vm, get(vm, value, "get"), "Getter");
  if (has(vm, value, "set")) descriptor.set = accessorPart(vm, get(vm, value, "set"), "Setter");
  if (("get" in descriptor || "set" in descriptor) && ("value" in descriptor || "writable" in descriptor)) {
    vm.fail("TypeError", `Invalid property descriptor. Cannot both specify accessors and a value or writable attribute, ${shown(value)}`);
  }
  return descriptor;
}

function accessorPart(vm: Vm, value: Value, what: string): VObject | undefined {
  if (value === undefined || isCallable(value)) return value;
  return vm.fail("TypeError", `${what} must be a function: ${shown(value)}`);
}

/** FromPropertyDescriptor. */
export function fromProperty(vm: Vm, property: OwnProperty | undefined): Value {
  if (property === undefined) return undefined;
  const { enumerable, configurable } = property;
  if ("value" in property) return makeRecord(vm, { value: property.value, writable: property.writable, enumerable, configurable });
  return makeRecord(vm, { get: property.get, set: property.set, enumerable, configurable });
}
