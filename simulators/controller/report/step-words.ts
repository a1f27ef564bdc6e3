import type { Json } from "../../../protocol/json.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Mark } from "../../../protocol/trace.ts";
import type { Ending, PendingCall } from "../process/types.ts";
import type { CallFault, ObjectChange, Reconcile, RunStep, StepAction } from "../properties/types.ts";
import type { Names } from "./names.ts";
import { answerWords, callWords, isRead, requestWords } from "./request-words.ts";

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
      return started(action, told);
    case "call":
      return called(step, action, told);
    case "builtin": {
      const message = `${builtinName(action.controller)} ${requestWords(action.request, names)}`;
      const failed = action.answer.code >= 400 ? `: ${action.answer.code}` : "";
      return {
        lane: lanes.builtin,
        to: lanes.server,
        action: "built-in",
        message: `${message}${failed}${changeText(step.changes)}`,
        mark: "write",
      };
    }
    case "edit":
      return { lane: lanes.user, to: lanes.server, action: "edit", message: `user edits: ${editText(told, action.index)}`, mark: "write" };
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

const editText = ({ edits }: Told, index: number): string => edits[index] ?? `edit ${index + 1}`;

/** `statefulset` as it is known: "StatefulSet controller". */
const builtinName = (controller: string): string => builtinNames[controller] ?? controller;
const builtinNames: Readonly<Record<string, string>> = {
  "garbage-collector": "garbage collector",
  statefulset: "StatefulSet controller",
  deployment: "Deployment controller",
  replicaset: "ReplicaSet controller",
  job: "Job controller",
  endpoints: "Endpoints controller",
  namespace: "Namespace controller",
  disruption: "Disruption controller",
  "pvc-protection": "PVC protection",
};

function started({ reconcile, event, parameter, truth }: StepAction & { readonly kind: "start" }, told: Told): StepText {
  const name = `${reconcileName(reconcile, told)} starts`;
  const outdated = truth !== undefined || (parameter !== undefined && truth === null);
  const what =
    event === "DELETED"
      ? "the resource was deleted"
      : outdated
        ? "with an outdated copy of the resource"
        : event === "ADDED"
          ? "for a resource that is new to it"
          : "";
  return {
    lane: lanes.controller(reconcile.process),
    action: "start",
    message: what === "" ? name : `${name}: ${what}`,
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
  if (fault) return { ...common, message: `${words}: ${faultText(fault, answer)}${endText(step.ending)}`, detail: faultDetails[fault] };
  const result = answerWords(call, answer);
  const stale = truth === undefined ? "" : " from a cache that is behind";
  const changed = isRead(call)
    ? ""
    : step.changes.length === 0 && result === "" && call.target.kind === "api"
      ? ": nothing changes"
      : changeText(step.changes);
  return { ...common, message: `${words}${stale}${result === "" ? "" : `: ${result}`}${changed}${endText(step.ending)}` };
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
      return "the request is lost";
    case "answer-lost":
      return "done, but the answer is lost";
    case "refused":
      return `refused with ${answer.code ?? 500}`;
    case "conflict":
      return "409 Conflict, somebody has just touched it";
  }
}

const faultDetails: Readonly<Record<CallFault, string>> = {
  "request-lost": "The server never saw it; the call fails with a time-out.",
  "answer-lost": "The server has done it; the call fails with a time-out all the same.",
  refused: "The server has not done it.",
  conflict: "Another client has changed the object in between; the server has not done it.",
};

/** How a reconcile ends with this step. */
function endText(ending: Ending | undefined): string {
  if (!ending) return "";
  switch (ending.kind) {
    case "returned":
      return ending.requeueAfterSeconds === undefined ? "" : `, comes back in ${ending.requeueAfterSeconds} s`;
    case "threw":
      return ", and the reconcile fails";
    case "exited":
      return ", and the process exits";
  }
}

/** " `replicas: 3 → 2`" of a change of one value. */
function changeText(changes: readonly ObjectChange[]): string {
  const [change] = changes;
  if (changes.length !== 1 || !change?.before || !change.after) return "";
  const found = onlyChange(change.before["spec"] ?? null, change.after["spec"] ?? null, []);
  if (!found) return "";
  const { path, before, after } = found;
  const name = path.filter((part) => typeof part === "string").at(-1);
  const [old, now] = [valueText(before), valueText(after)];
  return old === undefined || now === undefined || name === undefined ? "" : `: \`${name} ${old} → ${now}\``;
}

interface ValueChange {
  readonly path: readonly (string | number)[];
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

function onlyChange(before: Json | undefined, after: Json | undefined, path: readonly (string | number)[]): ValueChange | undefined {
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null)
    return before === after ? undefined : { path, before, after };
  const isList = Array.isArray(before);
  const [a, b] = [before as Readonly<Record<string, Json>>, after as Readonly<Record<string, Json>>];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
  const [key] = keys;
  return keys.length === 1 && key !== undefined ? onlyChange(a[key], b[key], [...path, isList ? Number(key) : key]) : undefined;
}

function valueText(value: Json | undefined): string | undefined {
  if (value === undefined) return "none";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 24 || text.includes("`") ? undefined : text;
}
