import type { Json } from "../../../protocol/json.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Mark } from "../../../protocol/trace.ts";
import type { Ending, PendingCall } from "../process/types.ts";
import type { CallFault, ObjectChange, Reconcile, RunStep, StepAction } from "../properties/types.ts";
import { parted } from "./call-forms.ts";
import { changeForms } from "./change-words.ts";
import type { Names } from "./names.ts";
import { answerWords, callWords, isRead, requestWords, targetOf } from "./request-words.ts";

/** How one step is told. */
export interface StepText {
  readonly lane: string;
  readonly to?: string;
  readonly action: string;
  readonly message: string;
  readonly detail?: string;
  readonly short?: string;
  readonly mark: Mark;
  readonly at?: SourceSpan;
  readonly thread?: string;
}

export interface Told {
  readonly names: Names;
  /** More than one process: their numbers are said. */
  readonly hasProcesses: boolean;
  /** Edits as they are written, by index. */
  readonly edits: readonly string[];
}

export const lanes = {
  user: "user",
  server: "server",
  builtin: "builtin",
  faults: "faults",
  controller: (process: number): string => `controller-${process}`,
  external: (system: string): string => `external:${system}`,
} as const;

export function stepText(step: RunStep, told: Told): StepText {
  const { action } = step;
  const { names } = told;
  switch (action.kind) {
    case "start":
      return started(step, action, told);
    case "call":
      return called(step, action, told);
    case "builtin": {
      const words = requestWords(action.request, names).replace(/^\w+ the status of /, "sets the status of ");
      const actor = `${builtinName(action.controller)} `;
      const failed = action.answer.code >= 400 ? `: ${action.answer.code}` : "";
      return {
        lane: lanes.builtin,
        to: lanes.server,
        action: "built-in",
        message: withChange(`${words}${failed}`, step.changes, action.request.path, actor),
        mark: "write",
      };
    }
    case "edit":
      return { lane: lanes.user, to: lanes.server, action: "edit", message: editText(step, action.index, told), mark: "write" };
    case "delete":
      return { lane: lanes.user, to: lanes.server, action: "delete", message: "user deletes the resource", mark: "write" };
    case "create-again":
      return { lane: lanes.user, to: lanes.server, action: "create", message: "user creates it again, under the same name", mark: "write" };
    case "crash":
      return {
        lane: lanes.faults,
        to: lanes.controller(action.process),
        action: "crash",
        message: `crash: the controller${told.hasProcesses ? ` ${action.process + 1}` : ""} restarts and lists everything`,
        detail: "Every reconcile that was under way is lost, and so is the queue.",
        mark: "event",
      };
    case "behind": {
      const kind = names.kind(action.resource);
      return {
        lane: lanes.faults,
        to: lanes.controller(0),
        action: "behind",
        message: `from here on the cache of ${kind} is behind`,
        detail: action.shows.length === 0 ? `It shows no ${kind} at all.` : `It shows what was there before.`,
        mark: "event",
      };
    }
    case "caught-up":
      return {
        lane: lanes.faults,
        to: lanes.controller(0),
        action: "caught-up",
        message: `the cache of ${names.kind(action.resource)} is up to date again`,
        mark: "event",
      };
    case "duplicate":
      return {
        lane: lanes.faults,
        to: lanes.controller(action.process),
        action: "duplicate",
        message: `${names.name(action.key)} is queued once more, without a cause`,
        mark: "event",
      };
    case "progress":
      return { lane: lanes.external(action.system), action: "progress", message: `${action.system} goes on by itself`, mark: "write" };
    case "release":
      return {
        lane: lanes.faults,
        to: lanes.server,
        action: "release",
        message: `whoever put finalizer ${action.finalizer} there takes it away`,
        mark: "event",
      };
    case "delete-owned":
      return {
        lane: lanes.faults,
        to: lanes.server,
        action: "delete-owned",
        message: `somebody deletes ${names.object(action.object)}`,
        mark: "event",
      };
  }
}

/** "user sets `replicas` `1 → 3`"; as it is written, where more than one value changes. */
function editText({ changes }: RunStep, index: number, { edits }: Told): string {
  const [change] = changes;
  const form = change && changeForms(change).find((text) => text.startsWith("`"));
  return form ? `user sets ${form}` : `user edits the resource: ${edits[index] ?? `edit ${index + 1}`}`;
}

/** `statefulset-controller` as it is known: "StatefulSet controller". */
export const builtinName = (controller: string): string => builtinNames[controller] ?? controller;
const builtinNames: Readonly<Record<string, string>> = {
  "generic-garbage-collector": "garbage collector",
  "statefulset-controller": "StatefulSet controller",
  "deployment-controller": "Deployment controller",
  "replicaset-controller": "ReplicaSet controller",
  "job-controller": "Job controller",
  "endpoint-controller": "Endpoints controller",
  "service-controller": "Service controller",
  "namespace-controller": "Namespace controller",
  "disruption-controller": "Disruption controller",
  "pvc-protection-controller": "claim protection",
  "persistentvolume-binder": "volume binder",
};

/** Words with what the write did to its object, as far as a line has room for it. @param actor "garbage collector ", said before them */
function withChange(words: string, changes: readonly ObjectChange[], path: string, actor = ""): string {
  const { resource, key } = targetOf(path);
  const change = changes.find((one) => one.resource === resource && one.key === key) ?? (changes.length === 1 ? changes[0] : undefined);
  const forms = change ? changeForms(change) : [];
  const [finalizer] = forms.filter((text) => text.includes("s finalizer "));
  if (finalizer) return finalizerText(actor, finalizer, parted(words).rest);
  const message = `${actor}${words}`;
  const form = forms.find((text) => message.length + 2 + text.length <= mostCharacters);
  return form === undefined ? message : `${message}: ${form}`;
}

/** "adds finalizer example.com/web to Site web"; without the domain, then without the object, where the line is too short. */
function finalizerText(actor: string, change: string, object: string): string {
  const brief = change.replace(/ [^\s/]+\//, " ");
  const to = `${change.startsWith("adds") ? "to" : "from"} ${object}`;
  const forms = [`${actor}${change} ${to}`, `${actor}${brief} ${to}`];
  return forms.find(({ length }) => length <= mostCharacters) ?? `${actor}${brief}`;
}

/** Of a line of the steps. */
const mostCharacters = 64;

function started({ ending }: RunStep, action: StepAction & { readonly kind: "start" }, told: Told): StepText {
  const { reconcile, event, parameter, truth } = action;
  const name = `${reconcileName(reconcile, told)} starts`;
  const subject = told.names.name(reconcile.key);
  const outdated = truth !== undefined || (parameter !== undefined && truth === null);
  const what =
    event === "DELETED" ? `${subject} was deleted` : outdated ? "with an outdated copy" : event === "ADDED" ? `${subject} was added` : "";
  return {
    lane: lanes.controller(reconcile.process),
    action: "start",
    message: `${what === "" ? name : `${what.startsWith(subject) ? name.replace(` of ${subject} `, " ") : name}: ${what}`}${endText(ending)}`,
    // A reconcile that makes no call has no other place.
    ...(ending?.kind === "threw" && ending.at ? { at: ending.at } : {}),
    ...(truth && parameter ? { detail: outdatedText(parameter, truth) } : {}),
    mark: "control",
  };
}

function outdatedText(parameter: Json, truth: Json): string {
  const uid = (object: Json): unknown => (object as { readonly metadata?: { readonly uid?: string } }).metadata?.uid;
  return uid(parameter) === uid(truth)
    ? "Its copy is an older version of what the server holds."
    : "Its copy is of an earlier resource of the same name, which has gone.";
}

export const reconcileName = ({ process, key, number }: Reconcile, { names, hasProcesses }: Told): string =>
  `reconcile ${number + 1} of ${names.name(key)}${hasProcesses ? ` in process ${process + 1}` : ""}`;

function called(step: RunStep, action: StepAction & { readonly kind: "call" }, told: Told): StepText {
  const { reconcile, call, answer, fault, truth } = action;
  const [at] = call.at;
  const to = call.target.kind === "external" ? lanes.external(call.target.system) : lanes.server;
  const common = {
    lane: lanes.controller(reconcile.process),
    ...(call.target.kind === "timer" ? {} : { to }),
    action: fault ?? actionOf(call),
    mark: fault ? ("event" as const) : isRead(call) ? ("read" as const) : ("write" as const),
    ...(at ? { at } : {}),
    ...(told.hasProcesses ? { thread: `process ${reconcile.process + 1}` } : {}),
  };
  const words = callWords(call, told.names);
  if (fault) return { ...common, message: `${words}${faultText(fault, answer)}${endText(step.ending)}`, detail: faultDetails[fault] };
  const result = answerWords(call, answer);
  const stale = truth === undefined ? "" : " from a cache that is behind";
  const said = `${foundText(words, result)}${stale}${result === "" ? "" : `: ${result}`}`;
  return { ...common, message: `${writtenText(said, step, action, result)}${endText(step.ending)}` };
}

/** What was read and is there was found. */
const foundText = (words: string, result: string): string => (result === "" ? words.replace(/^reads /, "finds ") : words);

function writtenText(
  said: string,
  { changes, external }: RunStep,
  { call }: StepAction & { readonly kind: "call" },
  result: string,
): string {
  if (isRead(call) || call.target.kind !== "api" || result !== "") return said;
  return changes.length === 0 && !external ? `${said}: nothing changes` : withChange(said, changes, call.target.request.path);
}

const actionOf = ({ target }: PendingCall): string =>
  target.kind === "api"
    ? target.request.method.toLowerCase()
    : target.kind === "external"
      ? `${target.system}.${target.operation}`
      : "timer";

function faultText(fault: CallFault, answer: { readonly kind: string; readonly code?: number }): string {
  switch (fault) {
    case "request-lost":
      return ": the request is lost";
    case "answer-lost":
      return ", but the answer is lost";
    case "refused":
      return `: refused with ${answer.code ?? 500}`;
    case "conflict":
      return ": 409 Conflict";
    case "late":
      return ", and an answer is not there yet";
  }
}

const faultDetails: Readonly<Record<CallFault, string>> = {
  "request-lost": "The server never saw it; the call fails with a time-out.",
  "answer-lost": "The server has done it; the call fails with a time-out all the same.",
  refused: "The server has not done it.",
  late: "The answer of a call takes longer than that.",
  conflict: "Another client has changed the object in between; the server has not done it.",
};

/** How a reconcile ends with this step. */
function endText(ending: Ending | undefined): string {
  if (!ending) return "";
  switch (ending.kind) {
    case "returned":
      return ending.requeueAfterSeconds === undefined ? "" : `, comes back in ${ending.requeueAfterSeconds} s`;
    case "threw":
      return ", reconcile fails";
    case "exited":
      return ", the process exits";
  }
}
