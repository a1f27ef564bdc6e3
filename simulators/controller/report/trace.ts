import type { ClusterPicture } from "../../../protocol/picture.ts";
import type { Lane, Step, Trace } from "../../../protocol/trace.ts";
import type { Scenario } from "../../core/simulator.ts";
import type { Finding, ObjectName, Run, RunStep } from "../properties/types.ts";
import type { Setup } from "../world/setup.ts";
import { closingStep } from "./closing-step.ts";
import { initialState, StateChanges } from "./state.ts";
import { lanes, stepText, type Told } from "./step-words.ts";
import { titleOf, witnessTitle } from "./titles.ts";
import { withoutFault } from "./without.ts";

/** What a replay needs besides the choices of the steps. */
export interface Subject {
  readonly property?: string;
  readonly world: Run["world"];
}

/**
 * A run as it is drawn; with the finding that it shows, or as a witness of the main path.
 *
 * @param quiet The run without faults, to be told beside it.
 */
export function traceOf(scenario: Scenario, setup: Setup, run: Run, told: Told, finding?: Finding, quiet?: Run): Trace {
  const state = new StateChanges(told.names);
  const closing = finding && closingStep(run, finding, told);
  const harm = finding?.harm ?? (closing ? run.steps.length : finding && harmInLoop(run));
  const steps = run.steps.map((step, index) => drawn(step, state, told, index === harm));
  const subject: Subject = { world: run.world, ...(finding ? { property: finding.property } : {}) };
  const { fault, decision } = finding?.cause ?? {};
  const differs = fault ?? decision;
  const all = closing ? [...steps, closing] : steps;
  const without = finding && quiet && withoutFault(finding, quiet, all.length, told);
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
    steps: all,
    ...(run.loop === undefined ? {} : { loop: run.loop }),
    ...(harm === undefined ? {} : { harm }),
    subject: { ...subject },
    picture: pictureOf(finding, quiet, told),
    ...(differs === undefined ? {} : { differs }),
    ...(without ? { without } : {}),
  };
}

/** Of a run that goes round: the first write of the controller in the loop, or its failure. */
function harmInLoop({ steps, loop }: Run): number | undefined {
  if (loop === undefined) return undefined;
  const round = steps.slice(loop);
  const write = round.findIndex(({ action, changes }) => action.kind === "call" && changes.length > 0);
  const failure = round.findIndex(({ ending }) => ending?.kind === "threw");
  return loop + Math.max(0, write === -1 ? failure : write);
}

function drawn(step: RunStep, state: StateChanges, told: Told, isHarm: boolean): Step {
  const { mark, ...text } = stepText(step, told);
  return { ...text, mark, changes: state.of(step), choice: step.choice, ...(isHarm ? { harm: true } : {}) };
}

/** Objects that are not there and should be are drawn as empty frames, below the owner that they have in the quiet run. */
function pictureOf(finding: Finding | undefined, quiet: Run | undefined, { names }: Told): ClusterPicture {
  const missing = (finding?.objects ?? []).filter(({ problem }) => problem === "missing");
  const owners = missing.flatMap((object): readonly (readonly [string, string])[] => {
    const owner = quiet && ownerIn(quiet, object);
    return owner ? [[names.cell(object), `${owner.kind}/${names.name(`${owner.namespace}/${owner.name}`)}`]] : [];
  });
  return {
    kind: "cluster",
    missing: missing.map((object) => names.cell(object)),
    ...(owners.length === 0 ? {} : { missingOwners: Object.fromEntries(owners) }),
  };
}

function ownerIn(
  { steps }: Run,
  { resource, key }: ObjectName,
): { readonly kind: string; readonly namespace: string; readonly name: string } | undefined {
  for (const { changes } of steps) {
    const made = changes.find((change) => change.resource === resource && change.key === key)?.after;
    const owner = made?.metadata.ownerReferences?.find(({ controller }) => controller) ?? made?.metadata.ownerReferences?.[0];
    if (owner) return { kind: owner.kind, namespace: made?.metadata.namespace ?? "", name: owner.name };
  }
  return undefined;
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
