import type { Trace } from "../../protocol/trace.ts";
import { boolean, type Check, count, json, list, matching, object, oneOf, optional, string } from "./check.ts";

export const position = object({ line: count, character: count });
export const range = object({ start: position, end: position });

const span = object({ path: string, range });

const step = object({
  lane: string,
  to: optional(string),
  action: string,
  message: string,
  short: optional(string),
  detail: optional(string),
  thread: optional(string),
  at: optional(span),
  changes: list(object({ location: list(stepOfLocation), before: optional(json), after: optional(json), expected: optional(json) })),
  choice: optional(count),
  mark: optional(oneOf("read", "write", "control", "event", "revert", "wait")),
  revertedBy: optional(count),
  harm: optional(boolean),
});

const stretch = { lane: string, from: count, to: count };

const section = object({
  ...stretch,
  thread: string,
  outcome: oneOf("published", "reverted", "open"),
  try: count,
  harm: optional(boolean),
});

const upcall = object({
  ...stretch,
  handler: string,
  thread: string,
  event: object({ kind: string, sequence: count, after: optional(string) }),
  cpu: object({
    cpu: count,
    at: optional(span),
    locals: list(object({ name: string, value: json })),
    pending: list(object({ location: string, before: optional(json), after: optional(json) })),
  }),
  inSection: boolean,
  nestedIn: optional(object({ depth: count, event: string })),
  did: list(string),
  answered: optional(string),
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
  sections: optional(list(section)),
  links: optional(list(object({ from: count, to: count, kind: oneOf("stale", "overwrites") }))),
  held: optional(list(object({ ...stretch, what: string, thread: optional(string) }))),
  waits: optional(list(object({ ...stretch, thread: string, what: string, harm: optional(boolean) }))),
  upcalls: optional(list(upcall)),
  differs: optional(count),
});

/** A whole trace, its indices within bounds. */
export const trace: Check = (value, at) => shape(value, at) ?? indices(value as Trace, at);

function indices(trace: Trace, at: string): string | undefined {
  const { steps, loop, harm, differs } = trace;
  const named = Object.entries({ loop, harm, differs });
  const reverts = steps.flatMap((step, index) =>
    step.revertedBy === undefined ? [] : [[`steps[${index}].revertedBy`, step.revertedBy] as const],
  );
  const stretches = Object.entries({
    sections: trace.sections,
    links: trace.links,
    held: trace.held,
    waits: trace.waits,
    upcalls: trace.upcalls,
  }).flatMap(([name, items = []]) =>
    items.flatMap(({ from, to }, index) => [[`${name}[${index}].from`, from] as const, [`${name}[${index}].to`, to] as const]),
  );
  for (const [name, index] of [...named, ...reverts, ...stretches]) {
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
