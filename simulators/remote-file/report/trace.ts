import type { Json } from "../../../protocol/json.ts";
import type { Step, StepLink, Trace, Wait } from "../../../protocol/trace.ts";
import { plainWords } from "../../../protocol/trace-words.ts";
import type { Scenario } from "../../core/simulator.ts";
import type { Breach } from "../properties/breach.ts";
import { laneIds, lanesOf } from "../trace/lanes.ts";
import type { FoundObserver, Occurrence } from "../verify/types.ts";
import { harmOf } from "./harm.ts";
import { pictureOf } from "./picture.ts";
import { RunState } from "./state.ts";
import { stepsOf, type ToldStep } from "./steps.ts";
import type { Subject } from "./subject.ts";
import type { Teller } from "./teller.ts";
import { observerTitle, titleOf } from "./titles.ts";

/** What a run shows: a property broken, the user's own check that says no, or the main path. */
export type Shown =
  | { readonly kind: "breach"; readonly breach: Breach }
  | { readonly kind: "observer"; readonly found: FoundObserver }
  | { readonly kind: "main" };

/** A run as it is drawn. */
export function traceOf(scenario: Scenario, teller: Teller, shown: Shown): Trace {
  const { run, setup } = teller;
  const state = new RunState(teller);
  const { told, times } = stepsOf(teller, state);
  const harm = harmOf(told, shown);
  const breach = shown.kind === "breach" ? shown.breach : undefined;
  const picture = pictureOf(teller, told, state.cells, times, breach);
  const differs = told.findIndex(({ of }) => run.steps[of]?.isSwitch === true || run.steps[of]?.move.kind === "crash");
  const loop = run.loop === undefined ? -1 : told.findIndex(({ of }) => (run.loop ?? 0) <= of);
  const steps = told.map(({ step }, index): Step => (index === harm ? { ...step, harm: true } : step));
  const property = propertyOf(teller, shown);
  const links = breach ? linksOf(teller, told, breach) : [];
  const waits = breach ? waitsOf(teller, told, breach) : [];
  const verdict = shown.kind === "observer" ? observerStep(teller, shown.found) : [];
  return {
    schema: "faultline-trace/1",
    simulator: "remote-file",
    scenario: scenario.name,
    path: scenario.path,
    inputs: "",
    ...(property === undefined ? {} : { property }),
    title: titleFor(teller, shown),
    lanes: lanesOf(setup.site),
    initial: state.initial,
    steps: [...steps, ...verdict],
    ...(loop < 0 ? {} : { loop }),
    ...(harm === undefined ? {} : { harm }),
    subject: subjectOf(teller, shown) as unknown as Json,
    ...(picture ? { picture } : {}),
    ...(links.length > 0 ? { links } : {}),
    ...(waits.length > 0 ? { waits } : {}),
    ...(harm !== undefined && 0 <= differs && differs <= harm ? { differs } : {}),
  };
}

/** Id in the report; undefined: the main path. */
export function propertyOf({ setup }: Teller, shown: Shown): string | undefined {
  switch (shown.kind) {
    case "breach":
      return shown.breach.property;
    case "observer": {
      const declared = setup.payload.observers[shown.found.observer];
      return declared && `${declared.kind}:${declared.name}`;
    }
    case "main":
      return undefined;
  }
}

function titleFor(teller: Teller, shown: Shown): string {
  switch (shown.kind) {
    case "breach":
      return plainWords(titleOf(teller, shown.breach));
    case "observer":
      return plainWords(observerTitle(teller, shown.found));
    case "main":
      return plainWords(mainTitle(teller));
  }
}

function mainTitle(teller: Teller): string {
  const ends = teller.setup.site.processes.map(({ name }, process) => `${name} ${teller.outcome(process, teller.run.outcomes[process])}`);
  return `${ends.slice(0, 3).join(", ")}${ends.length > 3 ? ` and ${ends.length - 3} more` : ""}: a run in which nothing goes wrong`;
}

function subjectOf(teller: Teller, shown: Shown): Subject {
  const { run } = teller;
  const property = propertyOf(teller, shown);
  return {
    moves: run.steps.map(({ move }) => move),
    ...(shown.kind === "breach" ? { violation: shown.breach.key } : {}),
    ...(property === undefined ? {} : { property }),
    crashes: run.crashed.length,
  };
}

function observerStep({ setup }: Teller, { observer, thrown }: FoundObserver): readonly Step[] {
  const declared = setup.payload.observers[observer];
  if (!declared) return [];
  const message = thrown ? `${declared.name} throws \`${thrown.message}\`` : `${declared.name} is false`;
  return [{ lane: "", action: "check", message, at: { path: declared.path, range: declared.range }, changes: [] }];
}

/** Where the old value of a lost update was read, and what came between. */
function linksOf(teller: Teller, told: readonly ToldStep[], { detail }: Breach): readonly StepLink[] {
  const { history } = teller;
  const stepAt = (moment: number | undefined): number => (moment === undefined ? -1 : told.findIndex((one) => one.moment === moment));
  const lastPart = (occurrence: Occurrence, kind: "place" | "fetch"): number =>
    stepAt(
      history.parts.findLast(
        (part) => part.kind === kind && part.work.process === occurrence.process && part.work.index === occurrence.index,
      )?.moment,
    );
  if (detail.kind === "lost" && detail.how === "read" && detail.read) {
    const [from, to, between] = [lastPart(detail.read, "fetch"), lastPart(detail.write, "place"), lastPart(detail.other, "place")];
    if (from < 0 || to < 0) return [];
    const over: readonly StepLink[] = from < between && between < to ? [{ from: between, to, kind: "overwrites" }] : [];
    return [{ from, to, kind: "stale" }, ...over];
  }
  if (detail.kind !== "published") return [];
  const [from, to] = [lastPart(detail.flag, "fetch"), lastPart(detail.data, "fetch")];
  return from < 0 || to < 0 ? [] : [{ from, to, kind: "stale" }];
}

/** From the first attempt in vain to the end. */
function waitsOf(teller: Teller, told: readonly ToldStep[], { detail, process, at }: Breach): readonly Wait[] {
  if (detail.kind !== "lock") return [];
  const lane = laneIds.program(teller.setup.site, process);
  const isAttempt = ({ step }: ToldStep): boolean => step.lane === lane && step.at?.range.start.line === at[0]?.range.start.line;
  const crash = told.findIndex(({ step }) => step.action === "node.crash");
  const from = told.findIndex((one, index) => crash <= index && isAttempt(one));
  const what = `waits for the lock of ${teller.process(detail.holder)}, which has crashed`;
  return from < 0 ? [] : [{ lane, from, to: told.length - 1, thread: teller.process(process), what, harm: true }];
}
