import type { Outcome } from "../../simulators/core/simulator.ts";
import { boolean, type Check, count, json, list, matching, object, oneOf, optional, string } from "./check.ts";
import { range, trace } from "./trace.ts";

const verdict = oneOf("holds", "violated", "undecided", "not-run");
const code = matching(/^FL\d{4}$/);
const edit = object({ path: string, range, newText: string });

export const problem = object({
  code,
  severity: oneOf("error", "warning", "information"),
  message: string,
  path: string,
  range,
  property: optional(string),
  trace: optional(count),
  related: list(object({ message: string, path: string, range })),
  fixes: optional(list(object({ title: string, edits: list(edit), preferred: optional(boolean) }))),
  suppressed: optional(string),
});

const shape = object({
  verdict,
  reason: optional(
    object({ code: optional(code), limit: optional(oneOf("states", "time", "memory", "cancelled", "not-modelled")), message: string }),
  ),
  witness: optional(count),
  properties: list(object({ id: string, verdict, trace: optional(count) })),
  problems: list(problem),
  traces: list(trace),
  bounds: object({}),
  stats: object({ states: count, transitions: count, executions: count, complete: boolean }),
  details: optional(object({})),
  notes: optional(
    list(object({ kind: oneOf("lens", "inlay", "hover"), range, text: string, subject: optional(json), action: optional(string) })),
  ),
});

/** A whole outcome, its references to traces within bounds. */
const outcome: Check = (value, at) => shape(value, at) ?? references(value as Outcome);

function references({ traces, witness, problems, properties }: Outcome): string | undefined {
  const all = [
    { name: "witness", trace: witness },
    ...problems.map((one, index) => ({ name: `problems[${index}]`, trace: one.trace })),
    ...properties.map((one, index) => ({ name: `properties[${index}]`, trace: one.trace })),
  ];
  const broken = all.find((one) => one.trace !== undefined && traces.length <= one.trace);
  return broken ? `${broken.name}: there is no trace ${broken.trace}` : undefined;
}

/**
 * Reads the outcome of a run that came out of the engine or the cache.
 * @returns The outcome, or in words why it is none.
 */
export function readOutcomeValue(value: unknown): { readonly outcome: Outcome } | { readonly wrong: string } {
  const wrong = outcome(value, "");
  return wrong === undefined ? { outcome: value as Outcome } : { wrong };
}
