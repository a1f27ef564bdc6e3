import type { Complaint } from "../../core/source/complaint.ts";
import type { Parsed } from "../../core/source/parse.ts";
import { syntaxErrors } from "../../core/source/syntax-errors.ts";

/** The first place at which a text does not parse; undefined: it does. Said as the bundler would say it, which is not asked. */
export function syntaxError({ source, text }: Parsed): Complaint | undefined {
  const [first] = syntaxErrors(source);
  if (!first) return undefined;
  // At the end of the text there is nothing to mark.
  const start = first.start < text.trimEnd().length ? first.start : Math.max(0, text.trimEnd().length - 1);
  return {
    code: "FL0003",
    severity: "warning",
    message: `Syntax error: ${first.message}`,
    start,
    end: Math.max(start + 1, first.end),
  };
}
