import { absent, absentForGood, Accessor, attribute, type VObject } from "../cell.ts";
import { toLength } from "../convert.ts";
import type { AccessKind } from "../host.ts";
import { VArray } from "../objects/array.ts";
import { makeArray } from "../objects/make.ts";
import { failToDelete, failToSet } from "../property.ts";
import { hole, type Key, type Slot, type Value } from "../value.ts";
import type { Vm } from "../vm.ts";

/**
 * Elements as natives see them: reads and writes without accesses, because a native says all of its accesses before its first change.
 * Getters and setters of the user's are called, undivided.
 */

/** Lists that are longer than this are not copied by natives. */
const longestCopy = 50_000_000;

/** Says the access to all of `object` and answers its length. */
export function touchList(vm: Vm, object: VObject, kind: AccessKind): number {
  object.touchAll(vm, kind);
  if (object instanceof VArray) return object.length;
  return toLength(vm, read(vm, object, "length"));
}

/** Says the access to `length` and answers it (ToLength). */
export function touchLength(vm: Vm, object: VObject): number {
  if (object instanceof VArray) {
    vm.touch(object, "length", "read");
    return object.length;
  }
  object.touchOwn(vm, "length", "read");
  return toLength(vm, read(vm, object, "length"));
}

/** Elements lie in `elements` alone, may all be changed, and prototypes have none: what V8 does to `elements` is what the method does. */
export function isFast(object: VObject): object is VArray {
  return object instanceof VArray && object.isPlain && !hasIndexedPrototype(object);
}

function hasIndexedPrototype(array: VArray): boolean {
  for (let object = array.proto; object !== null; object = object.proto) {
    if (object instanceof VArray ? object.length > 0 : typeof object.ownKeys()[0] === "number") return true;
  }
  return false;
}

/** [[HasProperty]] */
export function has(object: VObject, key: Key): boolean {
  for (let holder: VObject | null = object; holder !== null; holder = holder.proto) {
    const attributes = holder.attributesOf(key);
    if (attributes === absentForGood) return false;
    if (attributes !== absent) return true;
  }
  return false;
}

/** [[Get]], or `hole` where [[HasProperty]] says no. */
export function readSlot(vm: Vm, object: VObject, key: Key): Slot {
  for (let holder: VObject | null = object; holder !== null; holder = holder.proto) {
    const slot = holder.readOwn(key);
    if (slot instanceof Accessor) return slot.get === undefined ? undefined : vm.call(slot.get, object, []);
    if (slot !== hole) return slot;
    if (holder.attributesOf(key) === absentForGood) return hole;
  }
  return hole;
}

/** [[Get]] */
export function read(vm: Vm, object: VObject, key: Key): Value {
  const slot = readSlot(vm, object, key);
  return slot === hole ? undefined : slot;
}

/** [[Set]] that throws when it is refused. */
export function write(vm: Vm, object: VObject, key: Key, value: Value): void {
  for (let holder: VObject | null = object; holder !== null; holder = holder.proto) {
    const attributes = holder.attributesOf(key);
    if (attributes === absent) continue;
    if (attributes === absentForGood) return;
    if ((attributes & attribute.accessor) !== 0) {
      const { set } = holder.readOwn(key) as Accessor;
      if (set === undefined) failToSet(vm, object, key);
      vm.call(set, object, [value]);
      return;
    }
    if ((attributes & attribute.writable) === 0) failToSet(vm, object, key);
    break;
  }
  if (!object.writeOwn(vm, key, value)) failToSet(vm, object, key);
}

/** [[Delete]] that throws when it is refused. */
export function remove(vm: Vm, object: VObject, key: Key): void {
  if (!object.deleteOwn(key)) failToDelete(vm, object, key);
}

/** All elements, `hole` where there is none; not to be changed. Call `touchList` before. */
export function slotsOf(vm: Vm, object: VObject, length: number): readonly Slot[] {
  return isFast(object) ? object.elements : slotsBetween(vm, object, 0, length);
}

/** Elements `start` .. `end` - 1. */
export function slotsBetween(vm: Vm, object: VObject, start: number, end: number): Slot[] {
  if (isFast(object)) return object.elements.slice(start, end);
  const length = Math.max(end - start, 0);
  checkCount(vm, length);
  return Array.from({ length }, (_, at) => readSlot(vm, object, keyOf(start + at)));
}

/** Before work on that many elements, one by one. */
export function checkCount(vm: Vm, count: number): void {
  if (count > longestCopy) vm.notModelled(`an array method on ${count} elements is not modelled`);
}

/** The key of an index of something that may be longer than arrays can be. */
export const keyOf = (index: number): number | string => (index < 4_294_967_295 ? index : String(index));

/** Makes `slots` the elements of `object`: as many as before; those outside `from` .. `to` - 1 are the same. Written in this order if it can be seen. */
export function replaceSlots(vm: Vm, object: VObject, slots: Slot[], from = 0, to = slots.length, order: "up" | "down" = "up"): void {
  if (isFast(object)) {
    vm.journal.save(object, "elements");
    object.elements = slots;
    return;
  }
  for (let at = from; at < to; at += 1) {
    const index = order === "up" ? at : from + to - 1 - at;
    putSlot(vm, object, index, slots[index]);
  }
}

/**
 * Makes `slots` the elements of `object`, which has `length` now: `inserted` of them are new at `start`, those after them have moved.
 * What has setters, or refuses, sees the order of the specification: moved ones, lost ones, new ones, length.
 */
export function moveSlots(vm: Vm, object: VObject, slots: Slot[], start: number, inserted: number, length: number): void {
  if (isFast(object)) return replaceSlots(vm, object, slots);
  const moved = start + inserted;
  if (slots.length > length) {
    for (let index = slots.length - 1; index >= moved; index -= 1) putSlot(vm, object, index, slots[index]);
  } else if (slots.length < length) {
    for (let index = moved; index < slots.length; index += 1) putSlot(vm, object, index, slots[index]);
    for (let index = length - 1; index >= slots.length; index -= 1) remove(vm, object, index);
  }
  for (let index = start; index < moved; index += 1) putSlot(vm, object, index, slots[index]);
  setLength(vm, object, slots.length);
}

/** Writes an element; a hole deletes what is there. */
export function putSlot(vm: Vm, object: VObject, index: number, slot: Slot): void {
  if (slot !== hole) write(vm, object, index, slot);
  else if (has(object, index)) remove(vm, object, index);
}

export function setLength(vm: Vm, object: VObject, length: number): void {
  if (!(object instanceof VArray)) return write(vm, object, "length", length);
  if (length >= 2 ** 32) vm.fail("RangeError", "Invalid array length");
  if (!object.isLengthWritable) failToSet(vm, object, "length");
  if (!object.setLength(length)) failToDelete(vm, object, object.length - 1);
}

/** A list of holes. */
export function holes(length: number): Slot[] {
  const slots: Slot[] = [];
  slots.length = length;
  return slots.fill(hole);
}

/** An array with these elements, which become its own. */
export function arrayOf(vm: Vm, slots: Slot[]): VArray {
  if (slots.length > 4096) vm.charge(slots.length * 8);
  return makeArray(vm, slots);
}
