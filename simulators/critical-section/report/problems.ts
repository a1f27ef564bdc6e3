import type { Problem, Related, Severity } from "../../../protocol/problem.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Step, Trace } from "../../../protocol/trace.ts";
import { stepWords } from "../../../protocol/trace-words.ts";
import type { Scenario } from "../../core/simulator.ts";
import type { Failure } from "../machine/failure.ts";
import type { Payload } from "../payload.ts";
import type { Recording } from "./trace.ts";
import { titleOf } from "./titles.ts";

/** More related places than this tell nobody more: the first and the last are kept. */
const maximumRelated = 40;

/** The problem that a failing run shows, at the line that is to blame, with the steps that lead to it. */
export function problemOf(scenario: Scenario, payload: Payload, recording: Recording, trace: Trace, index: number, severity: Severity): Problem {
  const failure = recording.failure as Failure;
  const place = blamedPlace(scenario, payload, recording, trace, failure);
  return {
    code: failure.code,
    severity,
    message: titleOf(recording.world, recording.tape, failure),
    path: place.path,
    range: place.range,
    property: failure.property,
    trace: index,
    related: relatedOf(payload, scenario, recording, trace, failure),
  };
}

function blamedPlace(scenario: Scenario, payload: Payload, { places, world }: Recording, trace: Trace, failure: Failure): SourceSpan {
  const exact = places.span(failure.offset);
  if (exact) return exact;
  const harm = trace.harm === undefined ? undefined : trace.steps[trace.harm];
  if (failure.code === "FL1021" || failure.code === "FL1011" || failure.code === "FL1008") {
    const name = failure.strand >= 0 ? world.strand(failure.strand).name : undefined;
    const own = trace.steps.findLast((step) => step.at && (name === undefined || step.thread === name));
    if (own?.at) return own.at;
  }
  if (harm?.at) return harm.at;
  const name = failure.property.slice(failure.property.indexOf(":") + 1);
  const declared = [...payload.invariants, ...payload.finals].find((one) => one.name === name);
  return { path: scenario.path, range: declared?.range ?? scenario.range };
}

function relatedOf(payload: Payload, scenario: Scenario, recording: Recording, trace: Trace, failure: Failure): readonly Related[] {
  const steps = trace.steps.flatMap((step, index) => relatedStep(step, index));
  const shown = steps.length <= maximumRelated ? steps : [...steps.slice(0, maximumRelated / 2), ...steps.slice(-maximumRelated / 2)];
  const name = failure.property.slice(failure.property.indexOf(":") + 1);
  const declared = [...payload.invariants, ...payload.finals].find((one) => one.name === name);
  const predicate = declared ? [{ message: failure.text ?? `${name} is false`, path: scenario.path, range: declared.range }] : [];
  return [...shown, ...callers(recording), ...predicate];
}

function relatedStep(step: Step, index: number): readonly Related[] {
  return step.at ? [{ message: `${index + 1}. ${stepWords(step)}`, path: step.at.path, range: step.at.range }] : [];
}

/** Where the function of the failing step, and those that threads wait in, were called from. */
function callers({ places, tape, world }: Recording): readonly Related[] {
  const seen = new Set<string>();
  const related: Related[] = [];
  for (const { index, name } of world.threads) {
    const last = tape.events.findLast(({ strand, stack }) => strand === index && stack.length > 0);
    for (const span of last ? places.spans(last.stack).slice(1) : []) {
      const key = `${span.path}:${span.range.start.line}:${span.range.start.character}`;
      if (seen.has(key)) continue;
      seen.add(key);
      related.push({ message: `${name} was called from here`, path: span.path, range: span.range });
    }
  }
  return related.slice(0, 12);
}
