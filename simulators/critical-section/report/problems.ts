import type { Problem, Related, Severity } from "../../../protocol/problem.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Step, Trace } from "../../../protocol/trace.ts";
import { stepWords } from "../../../protocol/trace-words.ts";
import type { Scenario } from "../../core/simulator.ts";
import type { Failure } from "../machine/failure.ts";
import type { Payload } from "../payload.ts";
import type { Recording } from "./recording.ts";
import { titleOf } from "./titles.ts";

/** More related places than this tell nobody more: the first and the last are kept. */
const maximumRelated = 40;

/** The problem that a failing run shows, at the line that is to blame, with the steps that lead to it. */
export function problemOf(
  scenario: Scenario,
  payload: Payload,
  recording: Recording,
  trace: Trace,
  index: number,
  severity: Severity,
): Problem {
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
  const parked =
    failure.code === "FL1011"
      ? trace.steps.findLast(({ action, at, message }) => action === "answer" && at && message.includes('"park"'))
      : undefined;
  if (parked?.at) return parked.at;
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
  return [...shown, ...(failure.code === "FL1021" ? waiting(recording) : []), ...callers(recording), ...predicate];
}

/** Functions that have not gone on: what a thread awaits may itself be waiting for something else. */
function waiting({ places, tape }: Recording): readonly Related[] {
  const seen = new Set<number>();
  return tape.suspended
    .flatMap(({ offset, thread }): readonly Related[] => {
      const span = seen.has(offset) ? undefined : places.span(offset);
      seen.add(offset);
      return span ? [{ message: `${thread || "a function"} still waits here`, path: span.path, range: span.range }] : [];
    })
    .slice(0, maximumCallers);
}

function relatedStep(step: Step, index: number): readonly Related[] {
  return step.at ? [{ message: `${index + 1}. ${stepWords(step)}`, path: step.at.path, range: step.at.range }] : [];
}

/** Where functions were called from in which threads do what the steps tell: the outside world asked, or the last thing done. */
function callers({ places, tape, world }: Recording): readonly Related[] {
  const seen = new Set<string>();
  const related: Related[] = [];
  const last = world.threads.flatMap(
    ({ index }) => tape.events.findLast(({ strand, stack }) => strand === index && stack.length > 0) ?? [],
  );
  const calls = tape.events.filter(({ what }) => what.kind === "outside" && what.moment === "call");
  for (const { strand, stack } of [...last, ...calls]) {
    for (const span of places.spans(stack).slice(1)) {
      const key = `${span.path}:${span.range.start.line}:${span.range.start.character}`;
      if (seen.has(key)) continue;
      seen.add(key);
      related.push({ message: `${world.strand(strand).name} was called from here`, path: span.path, range: span.range });
    }
  }
  return related.slice(0, maximumCallers);
}

const maximumCallers = 16;
