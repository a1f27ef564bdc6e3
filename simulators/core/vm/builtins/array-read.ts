import type { VObject } from "../cell.ts";

import { isObject, isSameValueZero, toInteger } from "../convert.ts";
import { VArray } from "../objects/array.ts";
import { hole, type Slot, type Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { listOf, relative } from "./argument.ts";
import { arrayOf, checkCount, isFast, keyOf, read, readSlot, slotsBetween, slotsOf, touchLength, touchList } from "./array-elements.ts";
import { speciesArray } from "./array-species.ts";
import type { Methods } from "./install.ts";
import { Walk } from "./walk.ts";

/** Methods that read their array undivided: one access each, a read of the whole. */
export const arrayReadMethods: Methods = [
  ["at", 1, at],
  ["concat", 1, concat],
  ["flat", 0, flat],
  ["includes", 1, includes],
  ["indexOf", 1, indexOf],
  ["lastIndexOf", 1, lastIndexOf],
  ["slice", 2, slice],
  ["with", 2, withElement],
  ["toReversed", 0, toReversed],
  ["toSpliced", 2, toSpliced],
];

function at(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const object = listOf(vm, thisValue, "at");
  const length = touchLength(vm, object);
  const wanted = toInteger(vm, args[0]);
  const index = wanted < 0 ? length + wanted : wanted;
  if (index < 0 || index >= length) return undefined;
  object.touchOwn(vm, index, "read");
  return read(vm, object, index);
}

function concat(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const object = listOf(vm, thisValue, "concat");
  const slots: Slot[] = [];
  for (const item of [object, ...args]) {
    if (!isObject(item) || !isSpreadable(vm, item)) slots.push(item);
    else for (const slot of slotsOf(vm, item, touchList(vm, item, "read"))) slots.push(slot);
  }
  return speciesArray(vm, object, slots);
}

function isSpreadable(vm: Vm, object: VObject): boolean {
  const spreadable = vm.get(object, Symbol.isConcatSpreadable);
  return spreadable === undefined ? object instanceof VArray : Boolean(spreadable);
}

function flat(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const object = listOf(vm, thisValue, "flat");
  const depth = args[0] === undefined ? 1 : toInteger(vm, args[0]);
  const slots: Slot[] = [];
  flatten(vm, object, depth, slots, new Walk(vm));
  return speciesArray(vm, object, slots);
}

function flatten(vm: Vm, object: VObject, depth: number, into: Slot[], walk: Walk): void {
  for (const slot of slotsOf(vm, object, touchList(vm, object, "read"))) {
    walk.visit();
    if (slot === hole) continue;
    if (depth > 0 && slot instanceof VArray) flatten(vm, slot, depth - 1, into, walk);
    else into.push(slot);
  }
}

function includes(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const object = listOf(vm, thisValue, "includes");
  const length = touchList(vm, object, "read");
  const from = length === 0 ? 0 : relative(vm, args[1], length, 0);
  const [wanted] = args;
  if (isFast(object)) return object.elements.includes(wanted, from) || (wanted === undefined && object.elements.includes(hole, from));
  return find(vm, object, from, length, 1, (slot) => isSameValueZero(slot === hole ? undefined : slot, wanted)) >= 0;
}

function indexOf(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const object = listOf(vm, thisValue, "indexOf");
  const length = touchList(vm, object, "read");
  if (length === 0) return -1;
  const from = relative(vm, args[1], length, 0);
  return isFast(object) ? object.elements.indexOf(args[0], from) : find(vm, object, from, length, 1, (slot) => slot === args[0]);
}

function lastIndexOf(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const object = listOf(vm, thisValue, "lastIndexOf");
  const length = touchList(vm, object, "read");
  if (length === 0) return -1;
  const wanted = args.length > 1 ? toInteger(vm, args[1]) : length - 1;
  const from = wanted < 0 ? length + wanted : Math.min(wanted, length - 1);
  if (from < 0) return -1;
  return isFast(object) ? object.elements.lastIndexOf(args[0], from) : find(vm, object, from, -1, -1, (slot) => slot === args[0]);
}

/** The first index from `from` to before `end` whose element is wanted, or -1. Elements may be getters, so none is read that need not be. */
function find(vm: Vm, object: VObject, from: number, end: number, step: 1 | -1, isWanted: (slot: Slot) => boolean): number {
  for (let index = from, count = 0; index !== end; index += step, count += 1) {
    checkCount(vm, count);
    if (isWanted(readSlot(vm, object, keyOf(index)))) return index;
  }
  return -1;
}

function slice(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const object = listOf(vm, thisValue, "slice");
  const length = touchList(vm, object, "read");
  const start = relative(vm, args[0], length, 0);
  const end = relative(vm, args[1], length, length);
  return speciesArray(vm, object, slotsBetween(vm, object, start, end));
}

/** Elements of a copy: no holes. */
export function denseSlots(vm: Vm, object: VObject): Slot[] {
  const slots = slotsOf(vm, object, touchList(vm, object, "read"));
  return slots.map((slot) => (slot === hole ? undefined : slot));
}

function withElement(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const object = listOf(vm, thisValue, "with");
  const slots = denseSlots(vm, object);
  const wanted = toInteger(vm, args[0]);
  const index = wanted < 0 ? slots.length + wanted : wanted;
  if (index < 0 || index >= slots.length) vm.fail("RangeError", "Invalid index : " + String(wanted));
  slots[index] = args[1];
  return arrayOf(vm, slots);
}

function toReversed(vm: Vm, thisValue: Value): Value {
  return arrayOf(vm, denseSlots(vm, listOf(vm, thisValue, "toReversed")).reverse());
}

function toSpliced(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const slots = denseSlots(vm, listOf(vm, thisValue, "toSpliced"));
  const start = relative(vm, args[0], slots.length, 0);
  const most = slots.length - start;
  const count = args.length === 0 ? 0 : args.length === 1 ? most : Math.min(Math.max(toInteger(vm, args[1]), 0), most);
  slots.splice(start, count, ...(args.slice(2) as Slot[]));
  return arrayOf(vm, slots);
}
