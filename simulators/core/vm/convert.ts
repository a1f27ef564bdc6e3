import { Accessor, VObject } from "./cell.ts";
import { isCallable } from "./objects/function.ts";
import { makeWrapper } from "./objects/wrapper.ts";
import { getMethod } from "./property.ts";
import { canonicalKey, type Key, type Value } from "./value.ts";
import type { Vm } from "./vm.ts";

export type Primitive = Exclude<Value, VObject>;

export const isObject = (value: unknown): value is VObject => value instanceof VObject;

/** ToPrimitive. Objects run `Symbol.toPrimitive`, `valueOf` and `toString`, undivided. */
export function toPrimitive(vm: Vm, value: Value, hint: "default" | "number" | "string" = "default"): Primitive {
  if (!isObject(value)) return value;
  const exotic = getMethod(vm, value, Symbol.toPrimitive);
  if (exotic !== undefined) {
    const result = vm.call(exotic, value, [hint]);
    if (!isObject(result)) return result;
    return vm.fail("TypeError", "Cannot convert object to primitive value");
  }
  for (const name of hint === "string" ? (["toString", "valueOf"] as const) : (["valueOf", "toString"] as const)) {
    const method = vm.get(value, name);
    if (isCallable(method)) {
      const result = vm.call(method, value, []);
      if (!isObject(result)) return result;
    }
  }
  return vm.fail("TypeError", "Cannot convert object to primitive value");
}

export function toNumber(vm: Vm, value: Value): number {
  if (typeof value === "number") return value;
  const primitive = toPrimitive(vm, value, "number");
  if (typeof primitive === "symbol") return vm.fail("TypeError", "Cannot convert a Symbol value to a number");
  if (typeof primitive === "bigint") return vm.fail("TypeError", "Cannot convert a BigInt value to a number");
  return Number(primitive);
}

/** ToNumeric: BigInts stay what they are. */
export function toNumeric(vm: Vm, value: Value): number | bigint {
  const primitive = toPrimitive(vm, value, "number");
  return typeof primitive === "bigint" ? primitive : toNumber(vm, primitive);
}

/** ToString. */
export function toText(vm: Vm, value: Value): string {
  if (typeof value === "string") return value;
  const primitive = toPrimitive(vm, value, "string");
  return typeof primitive === "symbol" ? vm.fail("TypeError", "Cannot convert a Symbol value to a string") : String(primitive);
}

/** ToPropertyKey, in canonical form. */
export function toKey(vm: Vm, value: Value): Key {
  if (typeof value === "number" && value >= 0 && value < 4_294_967_295 && Number.isInteger(value)) return value === 0 ? 0 : value;
  const primitive = toPrimitive(vm, value, "string");
  return typeof primitive === "symbol" ? primitive : canonicalKey(String(primitive));
}

export const toBoolean = (value: Value): boolean => Boolean(value);

/** ToObject: primitives get a wrapper. */
export function toObject(vm: Vm, value: Value): VObject {
  if (isObject(value)) return value;
  if (value === undefined || value === null) return vm.fail("TypeError", "Cannot convert undefined or null to object");
  return makeWrapper(vm, value);
}

/** ToIntegerOrInfinity. */
export function toInteger(vm: Vm, value: Value): number {
  const number = toNumber(vm, value);
  return Number.isNaN(number) ? 0 : Math.trunc(number) + 0;
}

export const toInt32 = (vm: Vm, value: Value): number => toNumber(vm, value) | 0;
export const toUint32 = (vm: Vm, value: Value): number => toNumber(vm, value) >>> 0;

/** ToLength: 0 .. 2^53 - 1. */
export function toLength(vm: Vm, value: Value): number {
  return Math.min(Math.max(toInteger(vm, value), 0), Number.MAX_SAFE_INTEGER);
}

/** ToIndex: an integer 0 .. 2^53 - 1, or the RangeError. */
export function toIndex(vm: Vm, value: Value, message = "Invalid index"): number {
  const index = value === undefined ? 0 : toInteger(vm, value);
  return index < 0 || index > Number.MAX_SAFE_INTEGER ? vm.fail("RangeError", message) : index;
}

/** ToBigInt. */
export function toBigInt(vm: Vm, value: Value): bigint {
  const primitive = toPrimitive(vm, value, "number");
  if (typeof primitive === "bigint") return primitive;
  if (typeof primitive === "boolean") return primitive ? 1n : 0n;
  if (typeof primitive !== "string") return vm.fail("TypeError", `Cannot convert ${String(primitive)} to a BigInt`);
  try {
    return BigInt(primitive);
  } catch {
    return vm.fail("SyntaxError", `Cannot convert ${primitive} to a BigInt`);
  }
}

/** `typeof`. */
export function typeOf(value: Value): string {
  if (isCallable(value)) return "function";
  return value === null || isObject(value) ? "object" : typeof value;
}

/** `a == b`. */
export function isLooselyEqual(vm: Vm, a: Value, b: Value): boolean {
  if (isObject(a) && isObject(b)) return a === b;
  if (isObject(a)) return b !== undefined && b !== null && isLooselyEqual(vm, toPrimitive(vm, a), b);
  if (isObject(b)) return a !== undefined && a !== null && isLooselyEqual(vm, a, toPrimitive(vm, b));
  // oxlint-disable-next-line eqeqeq -- V8's own comparison of primitives is meant
  return a == b;
}

/** SameValueZero: how Map, Set and `includes` compare. */
export const isSameValueZero = (a: Value, b: Value): boolean => a === b || (a !== a && b !== b);
/** `Object.is`. */
export const isSameValue = (a: Value, b: Value): boolean => Object.is(a, b);

/** `value instanceof constructor`; the run loop calls a `Symbol.hasInstance` of the user's before. */
export function isOrdinaryInstance(vm: Vm, constructor: Value, value: Value): boolean {
  if (!isCallable(constructor)) return false;
  if (constructor.bound !== undefined) return isInstance(vm, value, constructor.bound.target);
  if (!isObject(value)) return false;
  const proto = vm.get(constructor, "prototype");
  if (!isObject(proto)) return vm.fail("TypeError", `Function has non-object prototype '${showPrimitive(proto)}' in instanceof check`);
  for (let object = value.proto; object !== null; object = object.proto) if (object === proto) return true;
  return false;
}

/** `value instanceof constructor`, in full. */
export function isInstance(vm: Vm, value: Value, constructor: Value): boolean {
  if (!isObject(constructor)) return vm.fail("TypeError", "Right-hand side of 'instanceof' is not an object");
  const method = getMethod(vm, constructor, Symbol.hasInstance);
  if (method !== undefined && method !== vm.realm.value("$hasInstance")) return toBoolean(vm.call(method, constructor, [value]));
  if (!isCallable(constructor)) return vm.fail("TypeError", "Right-hand side of 'instanceof' is not callable");
  return isOrdinaryInstance(vm, constructor, value);
}

/** A primitive as messages show it. */
export function showPrimitive(value: Value | Accessor): string {
  if (typeof value === "string") return value;
  if (typeof value === "symbol") return value.toString();
  return value instanceof Accessor || isObject(value) ? "#<Object>" : String(value);
}
