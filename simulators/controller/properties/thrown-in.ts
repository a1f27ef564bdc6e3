import type { SourceSpan } from "../../../protocol/source.ts";
import type { Evaluated } from "../process/types.ts";

/** What a function of the definition says when it throws, and where. */
export function thrownIn(outcome: Evaluated): { readonly message?: string; readonly at?: SourceSpan } {
  if (outcome.kind === "value") return {};
  const { message, at } = outcome;
  return { message, ...(at ? { at } : {}) };
}
