import type { Code, Problem, Related, Severity } from "../../../protocol/problem.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Step, Trace } from "../../../protocol/trace.ts";
import { stepWords } from "../../../protocol/trace-words.ts";
import type { Scenario } from "../../core/simulator.ts";
import type { Occurrence } from "../verify/types.ts";
import type { Breach } from "../properties/breach.ts";
import type { Teller } from "./teller.ts";
import { propertyOf, type Shown } from "./trace.ts";

/** More related places than this tell nobody more: the first and the last are kept. */
const mostRelated = 24;

/** The problem that a run shows, at the line that is to blame, with the steps that lead to it. @param index Of the trace. */
export function problemOf(
  scenario: Scenario,
  teller: Teller,
  shown: Exclude<Shown, { readonly kind: "main" }>,
  trace: Trace,
  index: number,
): Problem {
  const code = codeOf(teller, shown);
  const property = propertyOf(teller, shown) ?? code;
  const place = placeOf(scenario, teller, shown, trace);
  return {
    code,
    severity: severityOf(code),
    message: trace.title,
    path: place.path,
    range: place.range,
    property,
    trace: index,
    related: relatedOf(teller, shown, trace),
  };
}

function codeOf({ setup }: Teller, shown: Exclude<Shown, { readonly kind: "main" }>): Code {
  if (shown.kind === "breach") return shown.breach.code;
  return setup.payload.observers[shown.found.observer]?.kind === "finally" ? "FL4023" : "FL4022";
}

const warnings: ReadonlySet<Code> = new Set<Code>(["FL4001", "FL4004", "FL4021"]);
const severityOf = (code: Code): Severity => (warnings.has(code) ? "warning" : "error");

/** What is to blame; else the step that harms, or the last one before it that has a place; else the scenario. */
function placeOf(
  scenario: Scenario,
  { setup }: Teller,
  shown: Exclude<Shown, { readonly kind: "main" }>,
  { steps, harm }: Trace,
): SourceSpan {
  const own = shown.kind === "breach" ? shown.breach.at[0] : undefined;
  const harmful = steps.slice(0, (harm ?? steps.length - 1) + 1).findLast(({ at }) => at)?.at;
  const declared = shown.kind === "observer" ? setup.payload.observers[shown.found.observer] : undefined;
  return own ?? harmful ?? declared ?? { path: scenario.path, range: scenario.range };
}

function relatedOf(teller: Teller, shown: Exclude<Shown, { readonly kind: "main" }>, { steps, harm }: Trace): readonly Related[] {
  const told = steps.flatMap((step, index) => (isTold(step, index === harm) ? relatedStep(step, index) : []));
  const kept = told.length <= mostRelated ? told : [...told.slice(0, mostRelated / 2), ...told.slice(-mostRelated / 2)];
  const declared = shown.kind === "observer" ? declaration(teller, shown.found.observer) : [];
  return [...kept, ...(shown.kind === "breach" ? callers(teller, shown.breach) : []), ...declared];
}

/** What programs do, what harms, when bytes land, and what the environment does: the rest is in the trace. */
function isTold(step: Step, isHarm: boolean): boolean {
  return (
    isHarm ||
    step.lane.startsWith("program:") ||
    step.action === "memory.place" ||
    step.action === "node.crash" ||
    (step.action === "agent.end" && step.mark === "event")
  );
}

function relatedStep(step: Step, index: number): readonly Related[] {
  return step.at ? [{ message: `${index + 1}. ${stepWords(step)}`, path: step.at.path, range: step.at.range }] : [];
}

function declaration({ setup: { payload } }: Teller, observer: number): readonly Related[] {
  const declared = payload.observers[observer];
  return declared
    ? [
        {
          message: `${declared.name} is checked ${declared.kind === "finally" ? "at the end" : "in every state"}`,
          path: declared.path,
          range: declared.range,
        },
      ]
    : [];
}

/** Where the functions were called from that make the calls to blame. */
function callers(teller: Teller, breach: Breach): readonly Related[] {
  const seen = new Set<string>();
  const stacks = [breach.at, ...occurrencesOf(breach).map((occurrence) => teller.history.call(occurrence)?.at ?? [])];
  return stacks
    .flatMap((at) => at.slice(1))
    .flatMap(({ path, range }): readonly Related[] => {
      const key = `${path}:${range.start.line}:${range.start.character}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ message: "called from here", path, range }];
    })
    .slice(0, mostCallers);
}

const mostCallers = 8;

/** Calls that a breach names. */
function occurrencesOf({ detail }: Breach): readonly Occurrence[] {
  switch (detail.kind) {
    case "torn":
      return [detail.read, detail.write];
    case "published":
      return [detail.flagWrite, detail.dataWrite, detail.flag, detail.data];
    case "lost":
      return [detail.write, detail.other, ...(detail.read ? [detail.read] : [])];
    case "lock":
      return [detail.taken];
    case "closed":
    case "stale":
    case "swallowed":
    case "outside":
    case "unfinished":
      return [detail.call];
    case "unhandled":
    case "strayed":
    case "refused":
    case "threw":
    case "opens":
      return [];
  }
}
