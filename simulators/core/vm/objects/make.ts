import { attribute, type VObject } from "../cell.ts";
import type { Realm } from "../realm.ts";
import type { Slot, Value } from "../value.ts";
import type { ErrorName, NativeFunction, Vm } from "../vm.ts";
import { VArray } from "./array.ts";
import { VError } from "./error.ts";
import { VFunction } from "./function.ts";
import { OrdinaryObject } from "./ordinary.ts";

/** `{}`, or an object with that prototype. */
export function makeObject(vm: Vm, proto: VObject | null = vm.realm.objectPrototype): OrdinaryObject {
  return new OrdinaryObject(vm.nextId(), proto, vm.realm.emptyShape);
}

/** @param elements becomes the array's own; may have holes. */
export function makeArray(vm: Vm, elements: Slot[], proto: VObject | null = vm.realm.arrayPrototype): VArray {
  return new VArray(vm.nextId(), proto, vm.realm.emptyShape, elements);
}

/** An object with these enumerable properties. */
export function makeRecord(vm: Vm, properties: Readonly<Record<string, Value>>): OrdinaryObject {
  const object = makeObject(vm);
  for (const [key, value] of Object.entries(properties)) object.addNamed(key, value, attribute.all);
  return object;
}

/** `{ value, done }`, what iterators answer. */
export function makeIteratorResult(vm: Vm, value: Value, done: boolean): OrdinaryObject {
  const { realm } = vm;
  return new OrdinaryObject(vm.nextId(), realm.objectPrototype, iteratorResultShape(realm), [value, done]);
}

const iteratorResultShape = (realm: Realm) => realm.emptyShape.add("value", attribute.all).add("done", attribute.all);

export interface NativeOptions {
  readonly isConstructor?: boolean;
  /** Values that `call` keeps beside its arguments: what it does is determined by `name` and these. */
  readonly data?: readonly Slot[];
}

/** A function of ours. A constructor's `prototype` is added by `defineConstructor`. */
export function makeNative(vm: Vm, name: string, length: number, call: NativeFunction, options: NativeOptions = {}): VFunction {
  const { functionPrototype, functionShape } = vm.realm;
  const parts = { native: call, isConstructor: options.isConstructor ?? false, nativeName: name };
  const made = new VFunction(vm.nextId(), functionPrototype, functionShape, [length, name], parts);
  if (options.data !== undefined) made.data = options.data;
  return made;
}

/** An error as `new TypeError(message)` makes it, with the stack of now. */
export function makeError(vm: Vm, name: ErrorName, message: string): VError {
  return VError.make(vm, vm.realm.intrinsic(`${name}Prototype`), message);
}

/** The prototype of an object that `new` makes: `newTarget.prototype` if that is an object, else the builtin one. */
export function prototypeFor(vm: Vm, newTarget: VObject | undefined, intrinsic: string): VObject {
  if (newTarget === undefined) return vm.realm.intrinsic(intrinsic);
  const proto = vm.get(newTarget, "prototype");
  return typeof proto === "object" && proto !== null ? proto : vm.realm.intrinsic(intrinsic);
}
