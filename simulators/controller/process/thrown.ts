import { OrdinaryObject } from "../../core/vm/objects/ordinary.ts";
import type { Value } from "../../core/vm/value.ts";

/** HTTP status that an error of a client carries: `code` from 1.0 on, `statusCode` before. */
export function statusOfThrown(value: Value): number | undefined {
  if (!(value instanceof OrdinaryObject)) return undefined;
  const code = value.readOwn("code");
  const status = typeof code === "number" ? code : value.readOwn("statusCode");
  return typeof status === "number" ? status : undefined;
}
