import type { Finding, FindingDetail, StepAction, WrongObject } from "../properties/types.ts";
import { mutationText } from "./mutation.ts";
import { outside } from "../properties/judge.ts";
import type { Setup } from "../world/setup.ts";
import { endlessText } from "./endless.ts";
import { callWords } from "./request-words.ts";
import { sampleName } from "./sample-name.ts";
import type { Told } from "./step-words.ts";
import { valueWords } from "./value-words.ts";
import { whenText } from "./when.ts";

/** What a run without a fault shows. */
export const witnessTitle = (setup: Setup): string =>
  `${sampleName(setup)} comes to rest after each change, and is cleaned up when it is deleted`;

/** One sentence: when, who does what, what is lost. */
export function titleOf(finding: Finding, setup: Setup, told: Told): string {
  // That it happens at all is what is wrong with it.
  if (finding.detail.kind === "cache-mutated") return capital(mutationText(finding.detail.object));
  const depends = dependsText(finding, told);
  if (depends !== undefined) return capital(depends);
  const when = whenText(finding, setup, told);
  const what = whatText(finding, setup, told);
  return when === "" ? capital(what) : `${capital(when)}, ${what}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Of two orders of what the user does neither is the right one: it is only said that the ends differ. */
function dependsText({ detail, run, cause, objects }: Finding, { names }: Told): string | undefined {
  // Where nothing else is to blame the other order is that of a quiet day: the edit comes when all is at rest.
  const action = cause.fault === undefined ? run.steps.find((step) => step.action.kind === "edit")?.action : run.steps[cause.fault]?.action;
  const [first] = objects;
  if (detail.kind !== "end" || action?.kind !== "edit" || !first || detail.isGone) return undefined;
  const when = "depending on when the resource is edited";
  const system = outsideName(first);
  if (system !== undefined) return `${system} ends in two states, ${when}`;
  const object = names.object(first);
  if (first.problem !== "different") return `${object} is there in the end or not, ${when}`;
  const [difference] = first.differences;
  if (!difference) return `${object} ends in two ways, ${when}`;
  return `${object} ends with ${pathWords(difference.path)} ${valueWords(difference.actual)} or ${valueWords(difference.expected)}, ${when}`;
}

function whatText(finding: Finding, setup: Setup, told: Told): string {
  const { property, detail, objects, harm, run } = finding;
  const { names } = told;
  const resource = sampleName(setup);
  const [first] = objects;
  const object = first ? (outsideName(first) ?? names.object(first)) : resource;
  const action = harm === undefined ? undefined : run.steps[harm]?.action;
  const call = action?.kind === "call" ? callWords(action.call, names) : undefined;
  switch (detail.kind) {
    case "livelock":
    case "rounds":
    case "growth":
      return endlessText(run, detail, resource, told);
    case "terminating":
      return `${resource} stays terminating for ever: ${finalizersText(detail.finalizers)}`;
    case "stale":
      return staleText(detail.write, call, object);
    case "foreign":
      return `reconcile${ofAnother(action, setup, names)} ${call ?? `changes ${object}`}, which ${makerText(detail.madeBy)}`;
    case "restless":
      return call === undefined
        ? `at rest a reconcile would still ${first ? `${writeWords[first.problem]} ${object}` : "write"}`
        : `reconcile ${call} although everything is as it should be`;
    case "anew":
      return anewText(first, object, detail);
    case "unhandled":
      return `a promise is rejected and nobody handles it: ${detail.message}`;
    case "under-way":
      return `reconcile returns while ${detail.calls === 1 ? "a call is" : `${detail.calls} calls are`} still under way`;
    case "stuck":
      return "reconcile waits for a promise that nothing ever settles";
    case "cache-mutated":
      return mutationText(detail.object);
    case "finalizer-late":
      return `reconcile ${call ?? "acts"} before its finalizer is on ${resource}`;
    case "finalizer-foreign":
      return `reconcile removes finalizer ${detail.finalizer}, which is somebody else's`;
    case "observed-generation":
      return `the status says generation ${detail.generation} was observed, but the writes followed generation ${detail.seen}`;
    case "ready":
      return `the status says ${detail.where} although ${first ? `${object} is ${first.problem === "missing" ? "missing" : "not ready"}` : "the workload is not ready"}`;
    case "invariant":
      return `invariant ${property.slice(property.indexOf(":") + 1)} is no longer true${detail.message ? `: ${detail.message}` : ""}`;
    case "desired":
      return `the cluster comes to rest, and \`desired\` ${detail.message ? `throws ${detail.message}` : "is false"}`;
    case "end":
      if (property === "confluent" && detail.isGone && first?.problem === "unexpected")
        return `${object} is there in the end or not, depending on when ${resource} is deleted`;
      return property === "errors-retried"
        ? `nobody tries again: ${endText(first, object, resource, detail.isGone).replace(/ for ever(?=$|:)/, "")}`
        : endText(first, object, resource, detail.isGone);
  }
}

const writeWords: Readonly<Record<WrongObject["problem"], string>> = {
  unexpected: "create",
  deleted: "delete",
  changed: "change",
  missing: "create",
  different: "change",
};

/** The time, or a random value, is all that is new in it. */
function anewText(first: WrongObject | undefined, object: string, { of, isTold }: FindingDetail & { readonly kind: "anew" }): string {
  const [difference] = first?.differences ?? [];
  const what = difference ? `${pathWords(difference.path)} of ${object}` : object;
  const verb = first?.problem === "unexpected" ? "creates" : first?.problem === "deleted" ? "deletes" : "writes";
  if (isTold) {
    const value = of === "time" ? "the time" : "another random value";
    return `the cluster never comes to rest: each reconcile ${verb} ${what}, with ${value}, and is called again for that`;
  }
  const when = of === "time" ? "a millisecond later" : "with another random value";
  return `reconcile ${verb} ${what} again ${when}, although all is as it should be`;
}

/** " of Site other", of a resource that is not the one of the sample. */
function ofAnother(action: StepAction | undefined, { sample, resource }: Setup, names: Told["names"]): string {
  const { name, namespace = "" } = (sample["metadata"] ?? {}) as { readonly name?: string; readonly namespace?: string };
  const key = action && "reconcile" in action ? action.reconcile.key : undefined;
  return key === undefined || key === `${namespace}/${name}` ? "" : ` of ${resource.kind} ${names.name(key)}`;
}

/** "somebody else made", "was there before", "belongs to Site other". */
function makerText(madeBy: string): string {
  if (madeBy === "was there before") return madeBy;
  const [, kind, name] = /^(\S+) (?:[^\s/]*\/)?([^\s/]+)$/.exec(madeBy) ?? [];
  return kind !== undefined && /^[A-Z]/.test(kind) ? `belongs to ${kind} ${name}` : `${madeBy} made`;
}

function finalizersText(finalizers: readonly string[]): string {
  return finalizers.length === 1
    ? `finalizer ${finalizers.join()} is never removed`
    : `finalizers ${finalizers.join(", ")} are never removed`;
}

function staleText(write: "delete" | "scale-down" | "finalizer", call: string | undefined, object: string): string {
  switch (write) {
    case "delete":
      return `reconcile ${call ?? `deletes ${object}`}, which it would otherwise keep`;
    case "scale-down":
      return `reconcile lowers the replicas of ${object}, which it would otherwise leave alone`;
    case "finalizer":
      return `reconcile removes the finalizer of ${object}, which it would otherwise leave there`;
  }
}

/** `broker`, of what is wrong in a system outside the cluster. */
function outsideName({ resource, differences }: WrongObject): string | undefined {
  if (resource !== outside) return undefined;
  const system = differences[0]?.path[0];
  return system === undefined ? "the outside" : String(system);
}

function endText(first: WrongObject | undefined, object: string, resource: string, isGone: boolean): string {
  if (!first) return "the cluster comes to rest in another state than without it";
  if (first.resource === outside)
    return isGone ? `${object} still holds what was made for ${resource}` : `${object} stays in a wrong state`;
  // One that is there either way, as others have made it, does not stay behind: what is in it does.
  if (isGone && first.problem !== "missing" && first.problem !== "different") return `${object} stays behind after ${resource} has gone`;
  if (first.problem === "missing") return `${object} is missing for ever`;
  if (first.problem === "unexpected") return `${object} is there for ever, which it should not be`;
  const [difference] = first.differences;
  if (!difference) return `${object} stays wrong for ever`;
  const { path, actual, expected } = difference;
  return `${object} stays wrong for ever: ${pathWords(path)} is ${valueWords(actual)}, not ${valueWords(expected)}`;
}

/** `spec.replicas`; the place in a list is left out. */
const pathWords = (path: readonly (string | number)[]): string => path.filter((part) => typeof part === "string").join(".");
