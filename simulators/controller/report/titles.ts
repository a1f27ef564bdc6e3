import type { Finding, RunStep } from "../properties/types.ts";
import type { Setup } from "../world/setup.ts";
import { callWords } from "./request-words.ts";
import type { Told } from "./step-words.ts";

/** What a run without a fault shows. */
export const witnessTitle = ({ sample }: Setup): string =>
  `${sampleName(sample)} comes to rest after each change, and is cleaned up when it is deleted`;

const sampleName = (sample: Setup["sample"]): string =>
  `${String(sample["kind"])} ${(sample["metadata"] as { readonly name?: string } | undefined)?.name ?? ""}`.trim();

/** One sentence: when, who does what, what is lost. */
export function titleOf(finding: Finding, setup: Setup, told: Told): string {
  const when = whenText(finding, told);
  const what = whatText(finding, setup, told);
  return when === "" ? capital(what) : `${capital(when)}, ${what}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "after a crash before the ConfigMap is created". Empty: no fault was needed. */
function whenText({ run, cause }: Finding, told: Told): string {
  const step = cause.fault === undefined ? undefined : run.steps[cause.fault];
  if (!step) return "";
  const { action } = step;
  const { names } = told;
  switch (action.kind) {
    case "crash": {
      const last = lastCall(run.steps, cause.fault ?? 0);
      return last ? `after a crash, right when it ${pastWords(last, told)}` : "after a crash";
    }
    case "call":
      switch (action.fault) {
        case "answer-lost":
          return `when ${gerund(callWords(action.call, names))} is done but its answer is lost`;
        case "request-lost":
          return `when the request to ${bare(callWords(action.call, names))} is lost`;
        case "refused":
          return `when the server refuses to ${bare(callWords(action.call, names))}`;
        case "conflict":
          return `after a conflict on the write to ${bare(callWords(action.call, names))}`;
        default:
          return "";
      }
    case "behind":
      return `while its cache of ${names.kind(action.resource)} is behind`;
    case "duplicate":
      return "when it is reconciled once more";
    case "edit":
      return "when the user edits the resource meanwhile";
    case "delete":
    case "create-again":
      return "when the user deletes the resource and creates it again";
    case "start":
      return "with an outdated copy of the resource";
    case "delete-owned":
      return `when somebody deletes ${names.object(action.object)}`;
    default:
      return "";
  }
}

function lastCall(steps: readonly RunStep[], before: number): RunStep | undefined {
  for (let index = before - 1; index >= 0; index--) if (steps[index]?.action.kind === "call") return steps[index];
  return undefined;
}

const pastWords = ({ action }: RunStep, { names }: Told): string =>
  action.kind === "call" ? `had made the call that ${callWords(action.call, names)}` : "";

/** "creates Secret a" → "create Secret a". */
const bare = (words: string): string => words.replace(/^(\w+?)(?:es|s)\b/, (whole, stem: string) => verbs[whole] ?? stem);
const gerund = (words: string): string => `the call that ${words}`;
const verbs: Readonly<Record<string, string>> = {
  creates: "create",
  replaces: "replace",
  deletes: "delete",
  applies: "apply",
  patches: "patch",
  reads: "read",
  lists: "list",
  calls: "call",
};

function whatText({ property, detail, objects, harm, run }: Finding, setup: Setup, told: Told): string {
  const { names } = told;
  const resource = sampleName(setup.sample);
  const [first] = objects;
  const object = first ? names.object(first) : resource;
  const action = harm === undefined ? undefined : run.steps[harm]?.action;
  const call = action?.kind === "call" ? callWords(action.call, names) : undefined;
  switch (detail.kind) {
    case "livelock":
      return detail.isFailing
        ? `the reconcile of ${resource} fails and is tried again for ever`
        : "the cluster never comes to rest: the same steps repeat for ever";
    case "growth":
      return `it never ends: ${first ? `${object} and what belongs to it` : "the cluster"} grows with every reconcile`;
    case "terminating":
      return `${resource} stays terminating for ever: finalizer ${detail.finalizers.join(", ")} is never removed`;
    case "stale":
      return `reconcile ${call ?? "destroys something"}, which it would not do had it seen the present state`;
    case "foreign":
      return `reconcile ${call ?? `changes ${object}`}, which ${detail.madeBy} made`;
    case "restless":
      return `reconcile ${call ?? "writes"} although everything is as it should be`;
    case "unhandled":
      return `a promise is rejected and nobody handles it: ${detail.message}`;
    case "under-way":
      return `reconcile returns while ${detail.calls === 1 ? "a call is" : `${detail.calls} calls are`} still under way`;
    case "stuck":
      return "reconcile waits for a promise that nothing ever settles";
    case "finalizer-late":
      return `reconcile ${call ?? "acts"} before its finalizer is on the resource`;
    case "finalizer-foreign":
      return `reconcile removes finalizer ${detail.finalizer}, which is somebody else's`;
    case "observed-generation":
      return `the status says generation ${detail.generation} was observed, but what was written was worked out from generation ${detail.seen}`;
    case "ready":
      return `the status says ${detail.where} although ${first ? `${object} is ${first.problem === "missing" ? "missing" : "not ready"}` : "the workload is not ready"}`;
    case "invariant":
      return `${property.slice(property.indexOf(":") + 1)} is no longer true${detail.message ? `: ${detail.message}` : ""}`;
    case "desired":
      return `the cluster comes to rest, and \`desired\` is false${detail.message ? `: ${detail.message}` : ""}`;
    case "end":
      return endText(first, object, detail.isGone, property);
  }
}

function endText(first: Finding["objects"][number] | undefined, object: string, isGone: boolean, property: string): string {
  if (!first) return "the cluster comes to rest in another state than without it";
  if (isGone || property === "no-leak")
    return first.problem === "missing" ? `${object} is missing for ever` : `${object} stays behind for ever`;
  switch (first.problem) {
    case "missing":
      return `${object} is missing for ever`;
    case "unexpected":
      return `${object} is there for ever, which it should not be`;
    default: {
      const [difference] = first.differences;
      const path = difference?.path.filter((part) => typeof part === "string").join(".");
      return `${object} stays wrong for ever${path ? `: ${path} is ${short(difference?.actual)}, not ${short(difference?.expected)}` : ""}`;
    }
  }
}

function short(value: unknown): string {
  if (value === undefined) return "missing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= 30 ? text : `${text.slice(0, 29)}…`;
}
