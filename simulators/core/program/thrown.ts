import type { SourceSpan } from "../../../protocol/source.ts";
import type { Places } from "../places.ts";
import { inspectLine } from "../vm/inspect.ts";
import { errorTitle, VError } from "../vm/objects/error.ts";
import type { Value } from "../vm/value.ts";

/** What was thrown, in one text. */
export const textOfThrown = (value: Value): string => (value instanceof VError ? errorTitle(value) : inspectLine(value, 200));

/** Where an error was made, in the user's own files. */
export const placeOfThrown = (places: Places, value: Value): SourceSpan | undefined =>
  value instanceof VError ? places.spans(value.places.map(({ offset }) => offset))[0] : undefined;
