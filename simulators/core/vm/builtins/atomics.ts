import { toIndex, toInteger, toNumber } from "../convert.ts";
import type { AccessKind } from "../host.ts";
import type { Builtins } from "../realm.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { defineNamespace, type Methods } from "./install.ts";
import { toElement, VTypedArray } from "./typed-array.ts";

/** `Atomics`: each operation is one access, of an atomic kind; waiting and waking are the host's. */

/** An integer typed array and a checked index. */
interface Place {
  readonly array: VTypedArray;
  readonly index: number;
}

function placeOf(vm: Vm, array: Value, index: Value): Place {
  if (!(array instanceof VTypedArray)) return vm.fail("TypeError", "[object Array] is not an integer typed array.");
  if (array.name === "Float32Array" || array.name === "Float64Array" || array.name === "Uint8ClampedArray") {
    return vm.fail("TypeError", `[object ${array.name}] is not an integer typed array.`);
  }
  const at = toIndex(vm, index, "Invalid atomic access index");
  if (at >= array.length) return vm.fail("RangeError", "Invalid atomic access index");
  return { array, index: at };
}

function touch(vm: Vm, { array, index }: Place, kind: AccessKind): void {
  array.buffer.touchBytes(vm, array.byteOffset + index * array.size, array.size, kind);
}

/** Replaces an element by what `change` makes of it and the argument; answers what it was. */
const update =
  (change: (before: number | bigint, value: number | bigint) => number | bigint): NativeFunction =>
  (vm, _, [array, index, value]) => {
    const place = placeOf(vm, array, index);
    const operand = toOperand(vm, place.array, value);
    touch(vm, place, "atomic-write");
    return exchange(place, (before) => change(before, operand));
  };

function exchange({ array, index }: Place, change: (before: number | bigint) => number | bigint): number | bigint {
  const before = array.view[index] as number | bigint;
  array.saveElements(index, index + 1);
  array.view[index] = change(before);
  return before;
}

/** ToIntegerOrInfinity, or a BigInt. */
function toOperand(vm: Vm, array: VTypedArray, value: Value): number | bigint {
  const element = toElement(vm, array.name, value);
  return typeof element === "number" ? toInteger(vm, element) : element;
}

const arithmetic = (numbers: (a: number, b: number) => number, bigints: (a: bigint, b: bigint) => bigint): NativeFunction =>
  update((before, value) => (typeof before === "number" ? numbers(before, value as number) : bigints(before, value as bigint)));

const load: NativeFunction = (vm, _, [array, index]) => {
  const place = placeOf(vm, array, index);
  touch(vm, place, "atomic-read");
  return place.array.view[place.index];
};

const store: NativeFunction = (vm, _, [array, index, value]) => {
  const place = placeOf(vm, array, index);
  const element = toOperand(vm, place.array, value);
  touch(vm, place, "atomic-write");
  exchange(place, () => element);
  return element;
};

const compareExchange: NativeFunction = (vm, _, [array, index, expected, replacement]) => {
  const place = placeOf(vm, array, index);
  const wanted = asElement(place.array, toOperand(vm, place.array, expected));
  const element = toOperand(vm, place.array, replacement);
  const isEqual = place.array.view[place.index] === wanted;
  touch(vm, place, isEqual ? "exchange" : "atomic-read");
  return isEqual ? exchange(place, () => element) : place.array.view[place.index];
};

/** The value as the array would hold it. */
function asElement(array: VTypedArray, value: number | bigint): number | bigint {
  const one = array.view.slice(0, 1);
  one[0] = value;
  return one[0];
}

/** Elements that threads can wait at. */
function waitPlace(vm: Vm, array: Value, index: Value): Place {
  if (array instanceof VTypedArray && (array.name === "Int32Array" || array.name === "BigInt64Array")) return placeOf(vm, array, index);
  const shown = array instanceof VTypedArray ? array.name : "Array";
  return vm.fail("TypeError", `[object ${shown}] is not an int32 or BigInt64 typed array.`);
}

/** The element's number in its buffer, in units of its size. */
const numberOf = ({ array, index }: Place): number => array.byteOffset / array.size + index;

const wait: NativeFunction = (vm, _, [array, index, expected, timeout]) => {
  const place = waitPlace(vm, array, index);
  if (!place.array.buffer.isShared) return vm.fail("TypeError", `[object ${place.array.name}] is not a shared typed array.`);
  const wanted = asElement(place.array, toOperand(vm, place.array, expected));
  const limit = timeout === undefined ? Number.NaN : toNumber(vm, timeout);
  touch(vm, place, "atomic-read");
  const isEqual = place.array.view[place.index] === wanted;
  const milliseconds = Number.isNaN(limit) ? Number.POSITIVE_INFINITY : Math.max(limit, 0);
  const answer = vm.host.wait(place.array.buffer, numberOf(place), isEqual, milliseconds);
  return answer ?? vm.pause(place.array.buffer);
};

const notify: NativeFunction = (vm, _, [array, index, count]) => {
  const place = waitPlace(vm, array, index);
  const most = count === undefined ? Number.POSITIVE_INFINITY : Math.max(toInteger(vm, count), 0);
  if (!place.array.buffer.isShared) return 0;
  touch(vm, place, "atomic-write");
  return vm.host.notify(place.array.buffer, numberOf(place), most);
};

const methods: Methods = [
  ["load", 2, load],
  ["store", 3, store],
  [
    "add",
    3,
    arithmetic(
      (a, b) => a + b,
      (a, b) => a + b,
    ),
  ],
  [
    "sub",
    3,
    arithmetic(
      (a, b) => a - b,
      (a, b) => a - b,
    ),
  ],
  [
    "and",
    3,
    arithmetic(
      (a, b) => a & b,
      (a, b) => a & b,
    ),
  ],
  [
    "or",
    3,
    arithmetic(
      (a, b) => a | b,
      (a, b) => a | b,
    ),
  ],
  [
    "xor",
    3,
    arithmetic(
      (a, b) => a ^ b,
      (a, b) => a ^ b,
    ),
  ],
  ["exchange", 3, update((_, value) => value)],
  ["compareExchange", 4, compareExchange],
  ["isLockFree", 1, (vm, _, [size]) => [1, 2, 4, 8].includes(toInteger(vm, size))],
  ["wait", 4, wait],
  ["waitAsync", 4, (vm) => vm.notModelled("`Atomics.waitAsync` is not modelled; use `Atomics.wait` in a thread")],
  ["notify", 3, notify],
];

export const atomicsBuiltins: Builtins = {
  globals: ["Atomics"],
  intrinsics: [],
  install(vm) {
    defineNamespace(vm, "Atomics", methods);
  },
};
