import type { VObject } from "../cell.ts";
import { isObject, toIndex, toInteger } from "../convert.ts";
import { VArray } from "../objects/array.ts";
import { prototypeFor } from "../objects/make.ts";
import { hole, type Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { makeBuffer, VBuffer } from "./array-buffer.ts";
import { describe } from "./argument.ts";
import { isFast, read, touchList } from "./array-elements.ts";
import { elementSize, isBig, toElement, type TypedArrayName, VTypedArray } from "./typed-array.ts";

/** `$newTypedArray(name, newTarget, first, second, third)`: the constructor, once an iterable argument has been made a list (see `$needsList`). */
export const newTypedArray: NativeFunction = (vm, _, [name, newTarget, first, offset, length]) => {
  const kind = name as TypedArrayName;
  const proto = prototypeFor(vm, newTarget as VObject, `${kind}Prototype`);
  if (first instanceof VBuffer) return onBuffer(vm, kind, proto, first, offset, length);
  if (!isObject(first)) return ofLength(vm, kind, toIndex(vm, first, `Invalid typed array length: ${describe(first)}`), proto);
  return copyOf(vm, kind, first, proto);
};

/** An argument whose elements only its own iterator knows. */
export const needsList: NativeFunction = (vm, _, [value]) =>
  isObject(value) &&
  !(value instanceof VBuffer) &&
  !(value instanceof VTypedArray) &&
  !(value instanceof VArray && isFast(value) && hasOwnIteration(vm, value));

/** Nobody has changed how arrays are iterated. */
function hasOwnIteration(vm: Vm, array: VArray): boolean {
  const { realm } = vm;
  const isPlain = array.proto === realm.arrayPrototype && array.readOwn(Symbol.iterator) === hole;
  const prototype = realm.intrinsic("ArrayIteratorPrototype");
  return (
    isPlain &&
    prototype.readOwn("next") === originalNext(vm) &&
    realm.arrayPrototype.readOwn(Symbol.iterator) === realm.arrayPrototype.readOwn("values")
  );
}

const originalNext = (vm: Vm): Value => vm.realm.value("$arrayIteratorNext");

export function ofLength(
  vm: Vm,
  name: TypedArrayName,
  length: number,
  proto: VObject = vm.realm.intrinsic(`${name}Prototype`),
): VTypedArray {
  if (length * elementSize(name) > 2 ** 33) vm.fail("RangeError", `Invalid typed array length: ${length}`);
  return new VTypedArray(vm, proto, name, makeBuffer(vm, length * elementSize(name)), 0, length);
}

/** A new Uint8Array with these bytes. */
export function bytesOf(vm: Vm, bytes: Uint8Array): VTypedArray {
  const made = ofLength(vm, "Uint8Array", bytes.length);
  made.buffer.bytes.set(bytes);
  return made;
}

function onBuffer(vm: Vm, name: TypedArrayName, proto: VObject, buffer: VBuffer, offset: Value, length: Value): VTypedArray {
  const size = elementSize(name);
  const start = offset === undefined ? 0 : toInteger(vm, offset);
  if (start < 0) vm.fail("RangeError", `Start offset ${start} is outside the bounds of the buffer`);
  if (start % size !== 0) vm.fail("RangeError", `start offset of ${name} should be a multiple of ${size}`);
  const total = buffer.bytes.length;
  if (length === undefined) {
    if (total % size !== 0) vm.fail("RangeError", `byte length of ${name} should be a multiple of ${size}`);
    if (start > total) vm.fail("RangeError", `Start offset ${start} is outside the bounds of the buffer`);
    return new VTypedArray(vm, proto, name, buffer, start, (total - start) / size);
  }
  const count = toIndex(vm, length, `Invalid typed array length: ${describe(length)}`);
  if (start + count * size > total) vm.fail("RangeError", `Invalid typed array length: ${count}`);
  return new VTypedArray(vm, proto, name, buffer, start, count);
}

/** Elements of a typed array or of what looks like an array. */
function copyOf(vm: Vm, name: TypedArrayName, source: VObject, proto: VObject): VTypedArray {
  if (source instanceof VTypedArray) {
    if (isBig(source.name) !== isBig(name)) vm.fail("TypeError", "Cannot mix BigInt and other types, use explicit conversions");
    source.touchElements(vm, 0, source.length, "read");
    const made = ofLength(vm, name, source.length, proto);
    made.view.set(source.view as unknown as ArrayLike<number>);
    return made;
  }
  const length = touchList(vm, source, "read");
  const made = ofLength(vm, name, length, proto);
  for (let index = 0; index < length; index += 1) made.view[index] = toElement(vm, name, read(vm, source, index));
  return made;
}
