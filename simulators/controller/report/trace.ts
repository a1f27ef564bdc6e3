import type { Lane, Step, Trace } from "../../../protocol/trace.ts";
import type { Scenario } from "../../core/simulator.ts";
import type { Finding, Run, RunStep } from "../properties/types.ts";
import type { Setup } from "../world/setup.ts";
import { initialState, StateChanges } from "./state.ts";
import { lanes, stepText, type Told } from "./step-words.ts";
import { titleOf, witnessTitle } from "./titles.ts";

/** What a replay needs besides the choices of the steps. */
export interface Subject {
  readonly property?: string;
  readonly world: Run["world"];
}

/** A run as it is drawn; with the finding that it shows, or as a witness of the main path. */
export function traceOf(scenario: Scenario, setup: Setup, run: Run, told: Told, finding?: Finding): Trace {
  const state = new StateChanges(told.names);
  const steps = run.steps.map((step, index) => drawn(step, index, state, told, finding));
  const closing = closingStep(run, finding, told);
  const subject: Subject = { world: run.world, ...(finding ? { property: finding.property } : {}) };
  const { fault, decision } = finding?.cause ?? {};
  const differs = fault ?? decision;
  const harm = finding?.harm ?? (closing ? steps.length : undefined);
  return {
    schema: "faultline-trace/1",
    simulator: "controller",
    scenario: scenario.name,
    path: scenario.path,
    inputs: "",
    ...(finding ? { property: finding.property } : {}),
    title: finding ? titleOf(finding, setup, told) : witnessTitle(setup),
    lanes: lanesOf(setup, run),
    initial: initialState(run, told.names),
    steps: closing ? [...steps, closing] : steps,
    ...(run.loop === undefined ? {} : { loop: run.loop }),
    ...(harm === undefined ? {} : { harm }),
    subject: { ...subject },
    picture: { kind: "cluster", missing: missingOf(finding, told) },
    ...(differs === undefined ? {} : { differs }),
  };
}

function drawn(step: RunStep, index: number, state: StateChanges, told: Told, finding: Finding | undefined): Step {
  const { mark, ...text } = stepText(step, told);
  const isHarm = finding?.harm === index;
  return { ...text, mark, changes: state.of(step), choice: step.choice, ...(isHarm ? { harm: true } : {}) };
}

/** What is found out at the end of a run that has come to rest. */
function closingStep(run: Run, finding: Finding | undefined, told: Told): Step | undefined {
  if (!finding || run.loop !== undefined || finding.harm !== undefined) return undefined;
  const first = finding.objects[0];
  const rest = finding.objects.length > 1 ? `, and ${finding.objects.length - 1} more` : "";
  const problem = {
    missing: "is missing",
    unexpected: "should not be there",
    different: "is not as it should be",
    changed: "was changed",
    deleted: "was deleted",
  };
  const what = first ? `${told.names.object(first)} ${problem[first.problem]}${rest}` : "not as it should be";
  const changes = finding.objects.flatMap((object) =>
    object.differences.slice(0, 8).map(({ path, expected, actual }) => ({
      location: ["cluster", told.names.cell(object), ...path],
      ...(actual === undefined ? {} : { before: actual, after: actual }),
      ...(expected === undefined ? {} : { expected }),
    })),
  );
  return { lane: "", action: "at-rest", message: `at rest: ${what}`, changes, harm: true };
}

/** Objects that are not there and should be: drawn as empty frames. */
function missingOf(finding: Finding | undefined, { names }: Told): readonly string[] {
  return (finding?.objects ?? []).filter(({ problem }) => problem === "missing").map((object) => names.cell(object));
}

function lanesOf(setup: Setup, { steps }: Run): readonly Lane[] {
  const used = new Set(steps.flatMap(({ action }) => (action.kind === "builtin" ? ["builtin"] : [])));
  const processes = Math.max(1, setup.replicas);
  const hasFaults = steps.some(({ action }) =>
    ["crash", "behind", "caught-up", "duplicate", "release", "delete-owned"].includes(action.kind),
  );
  const hasUser = steps.some(({ action }) => ["edit", "delete", "create-again"].includes(action.kind));
  return [
    ...(hasUser ? [{ id: lanes.user, title: "user" }] : []),
    ...(hasFaults ? [{ id: lanes.faults, title: "faults" }] : []),
    ...Array.from({ length: processes }, (_, index) => ({
      id: lanes.controller(index),
      title: processes === 1 ? "reconcile" : `process ${index + 1}`,
    })),
    { id: lanes.server, title: "API" },
    ...(used.has("builtin") ? [{ id: lanes.builtin, title: "cluster" }] : []),
    ...setup.external.map(({ name }) => ({ id: lanes.external(name), title: name })),
  ];
}
