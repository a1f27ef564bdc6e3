import type { Reconcile, Run, RunStep, StepAction } from "../properties/types.ts";
import { argumentOf, eventNames, kindOf, label, variantOfCall, word } from "./layout.ts";
import { faultName } from "./strands.ts";
import type { Transitions } from "./transitions.ts";
import { type Taken, Walk } from "./walk.ts";
import type { StepInfo } from "./world.ts";

/** What is always left of the faults in a run that is told again: its codes say which happen. */
const manyFaults = 3;

/**
 * Runs codes again and puts what happens in data. `step`: the first that does not fit.
 *
 * @param faults How many may still happen: as in the search that found the run, where nothing may be asked of user code that was not asked then.
 */
export function describeRun(
  transitions: Transitions,
  codes: readonly number[],
  loop: number,
  faults = manyFaults,
): Run | { readonly step: number } {
  const { world } = transitions;
  const walk = new Walk(transitions, transitions.initial(faults));
  const cluster = world.contents.clusterOf(world.first);
  const objects = cluster.resources.flatMap((resource) => cluster.list(resource));
  const initial = { objects, external: world.externals.stateOf(0) };
  const numbers = new Numbers();
  const steps: RunStep[] = [];
  for (const code of codes) {
    const before = walk.words[word.external] as number;
    const info = walk.take(code);
    if (info === undefined) return { step: steps.length };
    const after = walk.words[word.external] as number;
    const strand = info.call?.delivered.strand ?? info.started?.strand;
    steps.push({
      choice: code,
      action: actionOf(transitions, { code, info }, numbers),
      changes: info.changes,
      ...(before === after ? {} : { external: { before: world.externals.stateOf(before), after: world.externals.stateOf(after) } }),
      ...(strand?.ending === undefined ? {} : { ending: strand.ending }),
      events: strand?.events ?? [],
    });
  }
  return { world: "plain", initial, steps, ...(loop > 0 ? { loop: steps.length - loop } : {}) };
}

/** Counts reconciles. */
class Numbers {
  readonly #running = new Map<number, number>();
  #count = 0;

  start(slot: number): number {
    this.#running.set(slot, this.#count);
    this.#count += 1;
    return this.#count - 1;
  }

  of(slot: number): number {
    return this.#running.get(slot) ?? 0;
  }
}

function actionOf({ world }: Transitions, { code, info }: Taken, numbers: Numbers): StepAction {
  const slot = info.slot ?? 0;
  const reconcile = (number: number): Reconcile => ({ process: world.processOf(slot), key: world.keyOf(slot), number });
  switch (kindOf(code)) {
    case label.start: {
      const { event = 0, parameter, truth } = info.started ?? {};
      const shown = { ...(parameter ? { parameter } : {}), ...(truth ? { truth } : {}) };
      return { kind: "start", reconcile: reconcile(numbers.start(slot)), event: eventNames[event] ?? "MODIFIED", ...shown };
    }
    case label.call:
      return callAction(code, info, reconcile(numbers.of(slot)));
    case label.builtin: {
      const { controller, request, executed } = info.builtin as NonNullable<StepInfo["builtin"]>;
      const { answer } = executed;
      const body = answer.kind === "answer" && typeof answer.body === "object" ? { body: answer.body as never } : {};
      return { kind: "builtin", controller, request, answer: { code: answer.kind === "answer" ? answer.code : 0, ...body } };
    }
    case label.edit:
      return { kind: "edit", index: argumentOf(code) };
    case label.delete:
      return { kind: "delete" };
    case label.createAgain:
      return { kind: "create-again" };
    case label.crash:
      return { kind: "crash", process: argumentOf(code) };
    case label.behind:
      return { kind: "behind", resource: info.shows?.resource ?? "", shows: info.shows?.objects ?? [] };
    case label.caughtUp:
      return { kind: "caught-up", resource: info.shows?.resource ?? "" };
    case label.duplicate:
      return { kind: "duplicate", key: world.keyOf(slot), process: world.processOf(slot) };
    case label.progress:
      return { kind: "progress", system: info.system ?? "" };
    case label.release:
      return { kind: "release", finalizer: info.release?.finalizer ?? "" };
    default:
      return { kind: "delete-owned", object: info.deletion?.object ?? { resource: "", key: "" } };
  }
}

function callAction(code: number, info: StepInfo, reconcile: Reconcile): StepAction {
  const { pending, delivered, truth } = info.call as NonNullable<StepInfo["call"]>;
  const fault = faultName(variantOfCall(code));
  return { kind: "call", reconcile, call: pending, answer: delivered.answer, ...(fault ? { fault } : {}), ...(truth ? { truth } : {}) };
}
