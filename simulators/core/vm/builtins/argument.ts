import type { VObject } from "../cell.ts";
import { isObject, showPrimitive, toInteger, toObject } from "../convert.ts";
import { describeObject } from "../property.ts";
import type { Value } from "../value.ts";
import type { Vm } from "../vm.ts";

/** An index that counts from the end if it is negative, held within 0 .. `length`; `missing` when it is undefined. */
export function relative(vm: Vm, value: Value, length: number, missing: number): number {
  if (value === undefined) return missing;
  const index = toInteger(vm, value);
  return index < 0 ? Math.max(length + index, 0) : Math.min(index, length);
}

/** `this` of a method of Array.prototype, as an object. */
export function listOf(vm: Vm, thisValue: Value, method: string): VObject {
  if (isObject(thisValue)) return thisValue;
  if (thisValue === undefined || thisValue === null) vm.fail("TypeError", `Array.prototype.${method} called on null or undefined`);
  return toObject(vm, thisValue);
}

/** A value as V8's messages of errors show it: `#<Account>`, `[object Array]`, `abc`. Nothing of the user's is called. */
export const describe = (value: Value): string => (isObject(value) ? describeObject(value) : showPrimitive(value));
