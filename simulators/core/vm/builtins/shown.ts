import { isObject } from "../convert.ts";
import { isCallable } from "../objects/function.ts";
import { className } from "../property.ts";
import type { Value } from "../value.ts";

/** A value in the middle of a message. */
export function shown(value: Value): string {
  if (isCallable(value)) return value.code === undefined || value.code.isOurs ? "function" : value.code.source;
  if (isObject(value)) return `#<${className(value) ?? "Object"}>`;
  return typeof value === "symbol" ? value.toString() : String(value);
}
