import type { SourceSpan } from "../../../protocol/source.ts";
import type { Places } from "../../core/places.ts";
import { inspectLine } from "../../core/vm/inspect.ts";
import { errorTitle, VError } from "../../core/vm/objects/error.ts";
import { OrdinaryObject } from "../../core/vm/objects/ordinary.ts";
import type { Value } from "../../core/vm/value.ts";

/** What was thrown, in one text. */
export function textOfThrown(value: Value): string {
  return value instanceof VError ? errorTitle(value) : inspectLine(value, 200);
}

/** Where an error was made, in the user's own files. */
export function placeOfThrown(places: Places, value: Value): SourceSpan | undefined {
  return value instanceof VError ? places.spans(value.places.map(({ offset }) => offset))[0] : undefined;
}

/** HTTP status that an error of a client carries: `code` from 1.0 on, `statusCode` before. */
export function statusOfThrown(value: Value): number | undefined {
  if (!(value instanceof OrdinaryObject)) return undefined;
  const code = value.readOwn("code");
  const status = typeof code === "number" ? code : value.readOwn("statusCode");
  return typeof status === "number" ? status : undefined;
}
