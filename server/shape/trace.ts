import type { Trace } from "../../protocol/trace.ts";
import { boolean, type Check, count, json, list, matching, object, oneOf, optional, string } from "./check.ts";

export const position = object({ line: count, character: count });
export const range = object({ start: position, end: position });

const step = object({
  lane: string,
  to: optional(string),
  action: string,
  message: string,
  at: optional(object({ path: string, range })),
  changes: list(object({ location: list(stepOfLocation), before: optional(json), after: optional(json) })),
  choice: optional(count),
  mark: optional(oneOf("read", "write", "control", "event", "revert")),
  harm: optional(boolean),
});

function stepOfLocation(value: unknown, at: string): string | undefined {
  return typeof value === "string" ? undefined : count(value, at);
}

const shape = object({
  schema: oneOf("faultline-trace/1"),
  simulator: string,
  scenario: string,
  path: string,
  inputs: string,
  property: optional(string),
  title: string,
  lanes: list(object({ id: string, title: string, group: optional(string) })),
  initial: object({}),
  steps: list(step),
  loop: optional(count),
  harm: optional(count),
  subject: json,
  picture: optional(object({ kind: matching(/^[a-z-]+$/) })),
});

/** A whole trace, its indices within bounds. */
export const trace: Check = (value, at) => shape(value, at) ?? indices(value as Trace, at);

function indices({ steps, loop, harm }: Trace, at: string): string | undefined {
  for (const [name, index] of Object.entries({ loop, harm })) {
    if (index !== undefined && steps.length <= index) return `${at}.${name}: there is no step ${index}`;
  }
  return undefined;
}

/**
 * Reads a trace that came from a file or from the engine.
 * @returns The trace, or in words why it is none.
 */
export function readTraceValue(value: unknown): { readonly trace: Trace } | { readonly wrong: string } {
  const wrong = trace(value, "");
  return wrong === undefined ? { trace: value as Trace } : { wrong };
}
