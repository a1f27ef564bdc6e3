import { isObject, toInteger, toText } from "../convert.ts";
import { makeArray } from "../objects/make.ts";
import type { StateWriter } from "../state-writer.ts";
import { hole, type Slot, type Value, whole } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { relative } from "./argument.ts";
import { read, touchList } from "./array-elements.ts";
import type { Accessors, Methods } from "./install.ts";
import { BuiltinIterator } from "./iterator.ts";
import { ofLength } from "./typed-array-construct.ts";
import { isBig, toElement, VTypedArray } from "./typed-array.ts";

/** Methods of %TypedArray%.prototype that call nothing of the user's. Each says its accesses to the elements that it reads or writes. */

type Run = (vm: Vm, array: VTypedArray, args: readonly Value[]) => Value;

const method =
  (run: Run): NativeFunction =>
  (vm, thisValue, args) =>
    thisValue instanceof VTypedArray ? run(vm, thisValue, args) : vm.fail("TypeError", "this is not a typed array.");

/** A new one of the same kind; subclasses are not asked. */
export const alike = (vm: Vm, array: VTypedArray, length: number): VTypedArray => ofLength(vm, array.name, length);

const reading = (run: Run): NativeFunction =>
  method((vm, array, args) => {
    array.touchElements(vm, 0, array.length, "read");
    return run(vm, array, args);
  });

/** Writes the elements `from` .. `to` - 1 by `change`. */
function write(vm: Vm, array: VTypedArray, from: number, to: number, change: () => void): VTypedArray {
  array.touchElements(vm, from, to, "write");
  array.saveElements(from, to);
  change();
  return array;
}

const at: Run = (vm, array, [position]) => {
  const integer = toInteger(vm, position);
  const index = integer < 0 ? array.length + integer : integer;
  if (index < 0 || index >= array.length) return undefined;
  array.touchOwn(vm, index, "read");
  return array.view[index];
};

const fill: Run = (vm, array, [value, start, end]) => {
  const element = toElement(vm, array.name, value);
  const from = relative(vm, start, array.length, 0);
  const to = relative(vm, end, array.length, array.length);
  return write(vm, array, from, Math.max(from, to), () => array.view.fill(element, from, to));
};

const copyWithin: Run = (vm, array, [target, start, end]) => {
  const to = relative(vm, target, array.length, 0);
  const from = relative(vm, start, array.length, 0);
  const count = Math.min(relative(vm, end, array.length, array.length) - from, array.length - to);
  if (count <= 0) return array;
  array.touchElements(vm, from, from + count, "read");
  return write(vm, array, to, to + count, () => array.view.copyWithin(to, from, from + count));
};

const set: Run = (vm, array, [source, offset]) => {
  const at = toInteger(vm, offset);
  if (at < 0) return vm.fail("RangeError", "offset is out of bounds");
  if (source instanceof VTypedArray) {
    if (isBig(source.name) !== isBig(array.name)) vm.fail("TypeError", "Cannot mix BigInt and other types, use explicit conversions");
    if (at + source.length > array.length) vm.fail("RangeError", "offset is out of bounds");
    source.touchElements(vm, 0, source.length, "read");
    write(vm, array, at, at + source.length, () => array.view.set(source.view as unknown as ArrayLike<number>, at));
    return undefined;
  }
  if (!isObject(source)) return undefined;
  const length = touchList(vm, source, "read");
  if (at + length > array.length) vm.fail("RangeError", "offset is out of bounds");
  const elements = Array.from({ length }, (_, index) => toElement(vm, array.name, read(vm, source, index)));
  write(vm, array, at, at + length, () => array.view.set(elements as ArrayLike<number>, at));
  return undefined;
};

const slice: Run = (vm, array, [start, end]) => {
  const from = relative(vm, start, array.length, 0);
  const to = Math.max(from, relative(vm, end, array.length, array.length));
  array.touchElements(vm, from, to, "read");
  const copy = alike(vm, array, to - from);
  copy.view.set(array.view.subarray(from, to) as unknown as ArrayLike<number>);
  return copy;
};

const subarray: Run = (vm, array, [start, end]) => {
  const from = relative(vm, start, array.length, 0);
  const to = Math.max(from, relative(vm, end, array.length, array.length));
  return new VTypedArray(
    vm,
    vm.realm.intrinsic(`${array.name}Prototype`),
    array.name,
    array.buffer,
    array.byteOffset + from * array.size,
    to - from,
  );
};

const includes: Run = (vm, array, [value, start]) => array.view.includes(value, relative(vm, start, array.length, 0));
const indexOf: Run = (vm, array, [value, start]) => array.view.indexOf(value, relative(vm, start, array.length, 0));
const lastIndexOf: Run = (vm, array, args) => array.view.lastIndexOf(args[0], args.length > 1 ? toInteger(vm, args[1]) : array.length - 1);
const join: Run = (vm, array, [separator]) => array.view.join(separator === undefined ? "," : toText(vm, separator));
const reverse: Run = (vm, array) => write(vm, array, 0, array.length, () => array.view.reverse());

const toReversed: Run = (vm, array) => {
  const copy = slice(vm, array, []) as VTypedArray;
  copy.view.reverse();
  return copy;
};

const replaced: Run = (vm, array, [position, value]) => {
  const integer = toInteger(vm, position);
  const index = integer < 0 ? array.length + integer : integer;
  const element = toElement(vm, array.name, value);
  if (index < 0 || index >= array.length) return vm.fail("RangeError", "Invalid typed array index");
  const copy = slice(vm, array, []) as VTypedArray;
  copy.view[index] = element;
  return copy;
};

/** Elements of a typed array while they change. */
class TypedArrayIterator extends BuiltinIterator {
  /** Undefined: it has come to the end. */
  target: VTypedArray | undefined;
  position = 0;
  readonly part: "keys" | "values" | "entries";

  constructor(vm: Vm, target: VTypedArray, part: "keys" | "values" | "entries") {
    super(vm.nextId(), vm.realm.intrinsic("ArrayIteratorPrototype"), vm.realm.emptyShape, [], "Array Iterator");
    this.target = target;
    this.part = part;
  }

  advance(vm: Vm): Slot {
    vm.touch(this, whole, "write");
    const { target, position } = this;
    if (target === undefined) return hole;
    if (position >= target.length) {
      vm.journal.save(this, "target");
      this.target = undefined;
      return hole;
    }
    if (this.part !== "keys") target.touchOwn(vm, position, "read");
    vm.journal.save(this, "position");
    this.position = position + 1;
    const value = target.view[position] as number | bigint;
    if (this.part === "keys") return position;
    return this.part === "values" ? value : makeArray(vm, [position, value]);
  }

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.text(this.part);
    out.cell(this.target);
    out.word(this.position);
    this.writeNamed(out);
  }
}

const iteration = (content: "keys" | "values" | "entries"): NativeFunction =>
  method((vm, array) => new TypedArrayIterator(vm, array, content));

export const typedArrayNatives: Methods = [
  ["at", 1, method(at)],
  ["copyWithin", 2, method(copyWithin)],
  ["entries", 0, iteration("entries")],
  ["fill", 1, method(fill)],
  ["includes", 1, reading(includes)],
  ["indexOf", 1, reading(indexOf)],
  ["join", 1, reading(join)],
  ["keys", 0, iteration("keys")],
  ["lastIndexOf", 1, reading(lastIndexOf)],
  ["reverse", 0, method(reverse)],
  ["set", 1, method(set)],
  ["slice", 2, method(slice)],
  ["subarray", 2, method(subarray)],
  ["toLocaleString", 0, reading((_, array) => Array.from(array.view, (value) => value.toLocaleString("en-US")).join(","))],
  ["toReversed", 0, method(toReversed)],
  ["values", 0, iteration("values")],
  ["with", 2, method(replaced)],
];

export const typedArrayAccessors: Accessors = [
  ["buffer", method((_, array) => array.buffer)],
  ["byteLength", method((_, array) => array.byteLength)],
  ["byteOffset", method((_, array) => array.byteOffset)],
  ["length", method((_, array) => array.length)],
  [Symbol.toStringTag, (_, thisValue) => (thisValue instanceof VTypedArray ? thisValue.name : undefined)],
];

/** Sorted in place, as numbers. */
export const sortTyped = method((vm, array) => {
  vm.beacon();
  array.touchElements(vm, 0, array.length, "read");
  return write(vm, array, 0, array.length, () => array.view.sort());
});
