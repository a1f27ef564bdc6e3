import type { SourceSpan } from "../../../protocol/source.ts";
import type { Places } from "../../core/places.ts";
import { placeOfThrown, textOfThrown } from "../../core/program/thrown.ts";
import { VError } from "../../core/vm/objects/error.ts";
import { OrdinaryObject } from "../../core/vm/objects/ordinary.ts";
import { shapeText } from "../../core/vm/shape-text.ts";
import type { Value } from "../../core/vm/value.ts";
import type { ThrownValue } from "./types.ts";

/** What was thrown, as data. Runs nothing of the program's. @param fallback Where it came out, if it says nothing itself. */
export function thrownValue(places: Places, value: Value, fallback?: SourceSpan): ThrownValue {
  const code = value instanceof OrdinaryObject ? value.readOwn("code") : undefined;
  const at = placeOfThrown(places, value) ?? fallback;
  const message = textOfThrown(value);
  return {
    message,
    ...(typeof code === "string" ? { code } : {}),
    ...(at ? { at } : {}),
    // Where an error was made is no difference of it, and neither are the numbers of the work that failed.
    key: value instanceof VError ? `error ${typeof code === "string" ? code : ""} ${message}` : shapeText([value]),
  };
}
