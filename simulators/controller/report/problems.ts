import type { Code, Problem, Related, Severity } from "../../../protocol/problem.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Step, Trace } from "../../../protocol/trace.ts";
import { stepWords } from "../../../protocol/trace-words.ts";
import type { Scenario } from "../../core/simulator.ts";
import { codeOf } from "../codes.ts";
import type { Finding, Run, RunStep } from "../properties/types.ts";

/** More related places than this tell nobody more: the first and the last are kept. */
const maximumRelated = 24;

/** The run without faults, and how its steps are told. */
export interface RightRun {
  readonly run: Run;
  readonly trace: Trace;
}

/** The problem that a finding is, at the line that is to blame, with the steps that lead to it. */
export function problemOf(scenario: Scenario, finding: Finding, trace: Trace, index: number, right: RightRun): Problem {
  const place = placeOf(scenario, finding, trace);
  return {
    code: codeOf(finding.property),
    severity: severityOf(codeOf(finding.property)),
    message: trace.title,
    path: place.path,
    range: place.range,
    property: finding.property,
    trace: index,
    related: [...relatedOf(finding, trace), ...leftBehind(finding), ...rightWrite(finding, right)],
  };
}

/** As the static findings. */
const severityOf = (code: Code): Severity => (code.startsWith("FL21") ? "warning" : "error");

/** Where it is decided, done or last been: the first of these that is known. */
function placeOf(scenario: Scenario, { at, harm, cause }: Finding, { steps }: Trace): SourceSpan {
  if (at) return at;
  const before = (index: number | undefined): SourceSpan | undefined =>
    index === undefined ? undefined : steps.slice(0, index + 1).findLast((step) => step.at)?.at;
  return (
    before(harm) ??
    before(cause.decision) ??
    before(cause.fault) ??
    before(steps.length - 1) ?? { path: scenario.path, range: scenario.range }
  );
}

function relatedOf({ run }: Finding, { steps }: Trace): readonly Related[] {
  const all = steps.flatMap((step, index) => [...relatedStep(step, index, steps), ...callerOf(run.steps[index], index)]);
  return all.length <= maximumRelated ? all : [...all.slice(0, maximumRelated / 2), ...all.slice(-maximumRelated / 2)];
}

/** A fault has no place of its own: it stands where the controller was last. */
function relatedStep(step: Step, index: number, steps: readonly Step[]): readonly Related[] {
  const at = step.at ?? (step.mark === "event" ? steps.slice(0, index).findLast((earlier) => earlier.at)?.at : undefined);
  return at ? [{ message: `${index + 1}. ${stepWords(step)}`, path: at.path, range: at.range }] : [];
}

/** Which lines of the right run make what is wrong here: the writes of reconciles to that object, the last one of each line. */
function rightWrite({ objects, harm }: Finding, { run, trace }: RightRun): readonly Related[] {
  const [wrong] = objects;
  if (!wrong || harm !== undefined || (wrong.problem !== "missing" && wrong.problem !== "different")) return [];
  const isIts = ({ action, changes }: RunStep): boolean =>
    action.kind === "call" && changes.some(({ resource, key }) => resource === wrong.resource && key === wrong.key);
  const all = run.steps.flatMap((step, index): readonly Related[] => {
    const told = trace.steps[index];
    if (!isIts(step) || step.action.kind !== "call" || !told) return [];
    const places = [step.action.call.at[0], step.action.call.at.at(-1)].flatMap((at) => at ?? []);
    return places.map(({ path, range }) => ({ message: `Without the fault: ${stepWords(told)}`, path, range }));
  });
  const lastFirst = all.toReversed();
  const isFirst = ({ range }: Related, at: number): boolean =>
    lastFirst.findIndex((each) => each.range.start.line === range.start.line) === at;
  return lastFirst.filter(isFirst).slice(0, maximumRightWrites);
}

const maximumRightWrites = 4;

/** Calls that nobody waits for, and who asks for them. */
function leftBehind({ detail }: Finding): readonly Related[] {
  if (detail.kind !== "under-way") return [];
  const all = detail.places.flat();
  const isFirst = (one: SourceSpan, at: number): boolean =>
    all.findIndex(({ path, range }) => path === one.path && range.start.line === one.range.start.line) === at;
  return all.filter(isFirst).map(({ path, range }) => ({ message: "Still under way when the reconcile returns", path, range }));
}

/** A call that is made in a helper: where the reconcile itself asks for it. */
function callerOf(step: RunStep | undefined, index: number): readonly Related[] {
  if (step?.action.kind !== "call") return [];
  const { at } = step.action.call;
  const [inner, outer] = [at[0], at.at(-1)];
  if (!inner || !outer || (inner.path === outer.path && inner.range.start.line === outer.range.start.line)) return [];
  return [{ message: `${index + 1}. asked for here`, path: outer.path, range: outer.range }];
}
