import { type PromiseState, VPromise } from "../../core/vm/builtins/promise.ts";
import type { Value } from "../../core/vm/value.ts";

/** "none": not a promise. */
export const promiseState = (value: Value): PromiseState | "none" => (value instanceof VPromise ? value.state : "none");

/** Value or reason of a settled promise; any other value itself. */
export const settledValue = (value: Value): Value => (value instanceof VPromise ? value.result : value);
