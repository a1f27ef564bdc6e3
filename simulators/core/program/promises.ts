import { type PromiseState, VPromise } from "../vm/builtins/promise.ts";
import type { Value } from "../vm/value.ts";

/** "none": not a promise. */
export function promiseState(value: Value): PromiseState | "none" {
  return value instanceof VPromise ? value.state : "none";
}

/** Value or reason of a settled promise; any other value itself. */
export function settledValue(value: Value): Value {
  return value instanceof VPromise ? value.result : value;
}
