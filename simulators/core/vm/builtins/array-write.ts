import type { VObject } from "../cell.ts";
import { toInteger } from "../convert.ts";
import { VArray } from "../objects/array.ts";
import { type Slot, type Value, whole } from "../value.ts";
import type { Vm } from "../vm.ts";
import {
  isFast,
  keyOf,
  moveSlots,
  putSlot,
  read,
  remove,
  replaceSlots,
  setLength,
  slotsOf,
  touchLength,
  touchList,
  write,
} from "./array-elements.ts";
import { listOf, relative } from "./argument.ts";
import { speciesArray } from "./array-species.ts";
import type { Methods } from "./install.ts";

/** Methods that change their array: one access each, a write of the whole. */
export const arrayWriteMethods: Methods = [
  ["push", 1, push],
  ["pop", 0, pop],
  ["shift", 0, shift],
  ["unshift", 1, unshift],
  ["splice", 2, splice],
  ["reverse", 0, reverse],
  ["fill", 1, fill],
  ["copyWithin", 2, copyWithin],
];

function push(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const object = listOf(vm, thisValue, "push");
  const length = touchEnd(vm, object, args.length);
  if (isFast(object)) {
    const { elements } = object;
    if (args.length === 0) return length;
    vm.journal.save(elements, "length");
    for (const value of args) elements.push(value);
    return elements.length;
  }
  if (length + args.length > Number.MAX_SAFE_INTEGER) {
    vm.fail("TypeError", `Pushing ${args.length} elements on an array-like of length ${length} is disallowed by ECMA-262`);
  }
  for (const [at, value] of args.entries()) write(vm, object, keyOf(length + at), value);
  setLength(vm, object, length + args.length);
  return length + args.length;
}

/** What `push` and `pop` access: the whole of an array; of something else its length and the elements at its end. */
function touchEnd(vm: Vm, object: VObject, added: number): number {
  if (object instanceof VArray) {
    vm.touch(object, whole, "write");
    return object.length;
  }
  const length = touchLength(vm, object);
  for (let at = added === 0 ? -1 : 0; at < added; at += 1) object.touchOwn(vm, keyOf(Math.max(0, length + at)), "write");
  object.touchOwn(vm, "length", "write");
  return length;
}

function pop(vm: Vm, thisValue: Value): Value {
  const object = listOf(vm, thisValue, "pop");
  const length = touchEnd(vm, object, 0);
  if (length === 0) {
    setLength(vm, object, 0);
    return undefined;
  }
  const last = read(vm, object, keyOf(length - 1));
  if (!isFast(object)) {
    remove(vm, object, keyOf(length - 1));
    setLength(vm, object, length - 1);
    return last;
  }
  const { elements } = object;
  vm.journal.save(elements, length - 1);
  vm.journal.save(elements, "length");
  elements.length = length - 1;
  return last;
}

function shift(vm: Vm, thisValue: Value): Value {
  const object = listOf(vm, thisValue, "shift");
  const length = touchList(vm, object, "write");
  if (length === 0) {
    setLength(vm, object, 0);
    return undefined;
  }
  const first = read(vm, object, 0);
  moveSlots(vm, object, slotsOf(vm, object, length).slice(1), 0, 0, length);
  return first;
}

function unshift(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const object = listOf(vm, thisValue, "unshift");
  const length = touchList(vm, object, "write");
  if (args.length > 0) moveSlots(vm, object, [...args, ...slotsOf(vm, object, length)], 0, args.length, length);
  else if (!isFast(object)) setLength(vm, object, length);
  return length + args.length;
}

function splice(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const object = listOf(vm, thisValue, "splice");
  const length = touchList(vm, object, "write");
  const start = relative(vm, args[0], length, 0);
  const most = length - start;
  const count = args.length === 0 ? 0 : args.length === 1 ? most : Math.min(Math.max(toInteger(vm, args[1]), 0), most);
  const before = slotsOf(vm, object, length);
  const removed = speciesArray(vm, object, before.slice(start, start + count));
  const slots = [...before.slice(0, start), ...args.slice(2), ...before.slice(start + count)];
  moveSlots(vm, object, slots, start, Math.max(args.length - 2, 0), length);
  return removed;
}

function reverse(vm: Vm, thisValue: Value): Value {
  const object = listOf(vm, thisValue, "reverse");
  const length = touchList(vm, object, "write");
  const slots = slotsOf(vm, object, length);
  if (isFast(object)) replaceSlots(vm, object, [...slots].reverse());
  else reversePairs(vm, object, slots);
  return object;
}

function reversePairs(vm: Vm, object: VObject, slots: readonly Slot[]): void {
  for (let lower = 0; lower < Math.floor(slots.length / 2); lower += 1) {
    const upper = slots.length - 1 - lower;
    putSlot(vm, object, lower, slots[upper]);
    putSlot(vm, object, upper, slots[lower]);
  }
}

function fill(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const object = listOf(vm, thisValue, "fill");
  const length = touchList(vm, object, "write");
  const start = relative(vm, args[1], length, 0);
  const end = relative(vm, args[2], length, length);
  if (start < end) replaceSlots(vm, object, [...slotsOf(vm, object, length)].fill(args[0], start, end), start, end);
  return object;
}

function copyWithin(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const object = listOf(vm, thisValue, "copyWithin");
  const length = touchList(vm, object, "write");
  const to = relative(vm, args[0], length, 0);
  const from = relative(vm, args[1], length, 0);
  const end = relative(vm, args[2], length, length);
  const count = Math.min(end - from, length - to);
  const order = from < to && to < from + count ? "down" : "up";
  if (count > 0) replaceSlots(vm, object, [...slotsOf(vm, object, length)].copyWithin(to, from, from + count), to, to + count, order);
  return object;
}
