import type { Finding, RunStep, StepAction } from "../properties/types.ts";
import type { Setup } from "../world/setup.ts";
import { gerund, infinitive, requestTo } from "./call-forms.ts";
import { callWords, plural } from "./request-words.ts";
import { sampleName } from "./sample-name.ts";
import type { Told } from "./step-words.ts";

/** "after a crash right after creating Secret web": what went wrong around the controller. Empty: nothing had to. */
export function whenText({ run, cause }: Finding, setup: Setup, told: Told): string {
  const index = cause.fault;
  const action = index === undefined ? undefined : run.steps[index]?.action;
  if (index === undefined || !action) return "";
  const { names } = told;
  switch (action.kind) {
    case "crash":
      return crashText(run.steps, index, told);
    case "call":
      return callText(action, told);
    case "behind":
      return `with an outdated cache of ${plural(names.kind(action.resource))}`;
    case "duplicate":
      return "when it is reconciled once more than needed";
    case "edit":
      return "when the user edits the resource meanwhile";
    case "delete":
    case "create-again": {
      const isThere = run.steps.some((step) => step.action.kind === "create-again");
      return `when the user deletes ${sampleName(setup)}${isThere ? " and creates it again" : " meanwhile"}`;
    }
    case "start":
      return `with an outdated copy of ${sampleName(setup)}`;
    case "delete-owned":
      return `when somebody deletes ${names.object(action.object)}`;
    case "release":
      return `when finalizer ${action.finalizer} goes`;
    case "caught-up":
    case "builtin":
    case "progress":
      return "";
  }
}

/** "without the crash": the same run, had nothing gone wrong. Undefined: that is no fault. */
export function faultName(action: StepAction): string | undefined {
  switch (action.kind) {
    case "crash":
      return "the crash";
    case "call":
      return action.fault && callFaults[action.fault];
    case "behind":
      return "the outdated cache";
    case "start":
      return "the outdated copy";
    case "duplicate":
      return "the extra reconcile";
    case "edit":
      return "the edit";
    case "delete":
    case "create-again":
      return "the deletion";
    case "delete-owned":
      return "the foreign deletion";
    case "builtin":
    case "caught-up":
    case "progress":
    case "release":
      return undefined;
  }
}

const callFaults = {
  "answer-lost": "the lost answer",
  "request-lost": "the lost request",
  refused: "the refusal",
  conflict: "the conflict",
  late: "the late answer",
} as const;

function callText({ call, fault }: StepAction & { readonly kind: "call" }, { names }: Told): string {
  if (fault === undefined) return "";
  const words = callWords(call, names);
  switch (fault) {
    case "answer-lost":
      return `when the answer to ${gerund(words)} is lost`;
    case "request-lost":
      return `when ${requestTo(words)} is lost`;
    case "refused":
      return `when the server refuses to ${infinitive(words)}`;
    case "conflict":
      return `when ${gerund(words)} meets a conflict`;
    case "late":
      return "when an answer takes longer than a timer";
  }
}

/** Between which steps of a reconcile it came, where one was running. */
function crashText(steps: readonly RunStep[], crash: number, told: Told): string {
  const action = steps[crash]?.action;
  if (action?.kind !== "crash") return "after a crash";
  for (let index = crash - 1; index >= 0; index -= 1) {
    const step = steps[index];
    const before = step?.action;
    if (!step || !before || !("reconcile" in before) || before.reconcile.process !== action.process) continue;
    if (step.ending) break;
    return before.kind === "start"
      ? "after a crash at the start of a reconcile"
      : `after a crash right after ${gerund(callWords(before.call, told.names))}`;
  }
  return "after a crash";
}
