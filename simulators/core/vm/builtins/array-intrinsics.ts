import { attribute, type VObject } from "../cell.ts";
import { isObject, toObject, toText } from "../convert.ts";
import { VArray } from "../objects/array.ts";
import { isCallable, isConstructor, VFunction } from "../objects/function.ts";
import { hole, type Slot, type Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { describe, listOf } from "./argument.ts";
import { arrayOf, holes, isFast, readSlot, replaceSlots, slotsOf, touchLength, touchList } from "./array-elements.ts";
import { denseSlots } from "./array-read.ts";
import { placeElement, speciesArray } from "./array-species.ts";
import type { Methods } from "./install.ts";

/** What `$element` answers where there is no element. Only the prelude sees it. */
export const absentMark: unique symbol = Symbol("absent");

/** Helpers of the prelude. Arrays that they change are known to nobody else yet; those say no accesses. */
export const arrayIntrinsics: Methods = [
  ["$object", 2, (vm, _, args) => objectOf(vm, args[0], args[1] as string)],
  ["$length", 1, (vm, _, args) => touchLength(vm, args[0] as VObject)],
  ["$element", 2, element],
  ["$callback", 2, callback],
  ["$append", 2, append],
  ["$appendFlat", 2, appendFlat],
  ["$place", 3, place],
  ["$holes", 1, (vm, _, args) => arrayOf(vm, chargedHoles(vm, args[0] as number))],
  ["$species", 2, (vm, _, args) => speciesArray(vm, args[0] as VObject, chargedHoles(vm, args[1] as number))],
  ["$checkComparison", 1, checkComparison],
  ["$sortByText", 3, sortByText],
  ["$sortInput", 2, sortInput],
  ["$sortOutput", 2, sortOutput],
  ["$sortCopy", 3, (vm, _, args) => arrayOf(vm, (args[0] as VArray).elements.slice(args[1] as number, Number(args[1]) + Number(args[2])))],
  ["$denseCopy", 1, (vm, _, args) => arrayOf(vm, denseSlots(vm, args[0] as VObject))],
  ["$isArray", 1, (_, __, args) => args[0] instanceof VArray],
  ["$isObject", 1, (_, __, args) => isObject(args[0])],
  ["$isOtherConstructor", 1, (vm, _, args) => isConstructor(args[0]) && args[0] !== vm.realm.intrinsic("Array")],
  ["$typeError", 1, (vm, _, args) => vm.error("TypeError", args[0] as string)],
  ["$rangeError", 1, (vm, _, args) => vm.error("RangeError", args[0] as string)],
];

function objectOf(vm: Vm, value: Value, method: string): VObject {
  if (isObject(value)) return value;
  return method.startsWith("Array.prototype.") ? listOf(vm, value, method.slice("Array.prototype.".length)) : toObject(vm, value);
}

/** Has and get of an element in one access. */
function element(vm: Vm, _: Value, args: readonly Value[]): Value {
  const object = args[0] as VObject;
  const index = args[1] as number;
  const key = index < 4_294_967_295 ? index : String(index);
  object.touchOwn(vm, key, "read");
  const slot = object instanceof VArray && index < object.elements.length ? object.elements[index] : hole;
  if (slot !== hole) return slot;
  const found = readSlot(vm, object, key);
  return found === hole ? absentMark : found;
}

/** The function itself, or one that calls it with `thisArg`. */
function callback(vm: Vm, _: Value, args: readonly Value[]): Value {
  const [callee, thisArg] = args;
  if (!isCallable(callee)) return vm.fail("TypeError", `${describe(callee)} is not a function`);
  if (thisArg === undefined) return callee;
  const { realm } = vm;
  const bound = { target: callee, thisValue: thisArg, args: [] };
  return new VFunction(vm.nextId(), realm.functionPrototype, realm.functionShape, [0, ""], { bound, isConstructor: false });
}

function append(vm: Vm, _: Value, args: readonly Value[]): Value {
  const array = args[0] as VObject;
  if (isFast(array)) appendSlot(vm, array, args[1]);
  else placeElement(vm, array, (array as VArray).length, args[1]);
  return array;
}

function appendSlot(vm: Vm, array: VArray, value: Value): void {
  vm.journal.save(array.elements, "length");
  array.elements.push(value);
}

function appendFlat(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const [array, item] = args;
  if (!(item instanceof VArray)) return append(vm, thisValue, args);
  const slots = slotsOf(vm, item, touchList(vm, item, "read"));
  for (const slot of slots) if (slot !== hole) append(vm, undefined, [array, slot]);
  return array;
}

function place(vm: Vm, _: Value, args: readonly Value[]): Value {
  const object = args[0] as VObject;
  const index = args[1] as number;
  if (object instanceof VArray && object.isPlain && index < object.elements.length) object.setElement(index, args[2]);
  else placeElement(vm, object, index, args[2]);
  return object;
}

function chargedHoles(vm: Vm, length: number): Slot[] {
  if (length > 4_294_967_295) vm.fail("RangeError", "Invalid array length");
  if (length > 4096) vm.charge(length * 8);
  return holes(length);
}

function checkComparison(vm: Vm, _: Value, args: readonly Value[]): Value {
  if (args[0] === undefined || isCallable(args[0])) return undefined;
  return vm.fail("TypeError", "The comparison function must be either a function or undefined");
}

/** `$sortByText(array, source, isShared)`: elements by their text, undefined after them, holes last. */
function sortByText(vm: Vm, _: Value, args: readonly Value[]): Value {
  const array = args[0] as VObject;
  const length = args[2] ? touchList(vm, array, "write") : (array as VArray).length;
  vm.beacon();
  const before = slotsOf(vm, array, length);
  const texts = present(before).map((value) => ({ value, text: toText(vm, value) }));
  texts.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const sorted = texts.map(({ value }) => value);
  putSorted(vm, array, length, sorted, before.filter((slot) => slot === undefined).length, length);
  return array;
}

const present = (slots: readonly Slot[]): Value[] => slots.filter((slot): slot is Value => slot !== hole && slot !== undefined);

/** The elements to compare, without holes and undefined; how many there were of all and of undefined is noted beside them. */
function sortInput(vm: Vm, _: Value, args: readonly Value[]): Value {
  const array = args[0] as VObject;
  const length = args[1] ? touchList(vm, array, "read") : (array as VArray).length;
  const slots = slotsOf(vm, array, length);
  const work = arrayOf(vm, present(slots));
  work.addNamed("total", length, attribute.all);
  work.addNamed("undefined", slots.filter((slot) => slot === undefined).length, attribute.all);
  return work;
}

/** `$sortOutput(array, work)`: sorted elements, then as many undefined as there were, then holes. */
function sortOutput(vm: Vm, _: Value, args: readonly Value[]): Value {
  const array = args[0] as VObject;
  const work = args[1] as VArray;
  const length = touchList(vm, array, "write");
  putSorted(vm, array, length, work.elements, work.readOwn("undefined") as number, work.readOwn("total") as number);
  return array;
}

/** The first `total` elements; others, which a comparison has appended, stay. */
function putSorted(vm: Vm, array: VObject, length: number, sorted: readonly Slot[], undefineds: number, total: number): void {
  const slots = [...slotsOf(vm, array, length)];
  while (slots.length < sorted.length + undefineds) slots.push(hole);
  for (let index = 0; index < Math.min(total, slots.length); index += 1) {
    slots[index] = index < sorted.length ? sorted[index] : index < sorted.length + undefineds ? undefined : hole;
  }
  replaceSlots(vm, array, slots, 0, Math.min(total, slots.length));
}
