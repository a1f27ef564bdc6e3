import type { SourceSpan } from "../../../protocol/source.ts";
import { isFault, isUser } from "../world/layout.ts";
import type { Found } from "./found.ts";
import type { Cause, Run, RunStep } from "./types.ts";

/** Why a run goes wrong, and where the user's code is to be looked at. */
export function causeOf(found: Found, { steps }: Run): { readonly cause: Cause; readonly at?: SourceSpan; readonly harm?: number } {
  const fault = faultOf(found, steps);
  const harm = found.isAtStep ? steps.length - 1 : undefined;
  const decision =
    harm ?? (fault === undefined ? (lastOfRing(found, steps) ?? lastAtRest(found, steps)) : undefined) ?? decisionAfter(steps, fault ?? -1);
  const own = "at" in found.detail ? found.detail.at : undefined;
  const thrown =
    found.detail.kind === "livelock" && found.detail.isFailing && fault === undefined ? placeOfFailure(found, steps) : undefined;
  const at = own ?? thrown ?? placeOf(found, steps, fault, harm ?? decision);
  return {
    cause: { ...(fault === undefined ? {} : { fault }), ...(decision === undefined ? {} : { decision }) },
    ...(at ? { at } : {}),
    ...(harm === undefined ? {} : { harm }),
  };
}

/** The last write of what repeats for ever: how it came about is not to blame. */
function lastOfRing({ detail, loop }: Found, steps: readonly RunStep[]): number | undefined {
  const round = detail.kind === "rounds" ? detail.steps : loop;
  const found = steps.findLastIndex(({ action }, index) => index >= steps.length - round && isWrite(action));
  return found >= 0 ? found : undefined;
}

/** Of an end that is wrong although nothing failed: the last write of the wrong object; else the last call of all, whose answer was taken for the end. */
function lastAtRest({ detail, objects }: Found, steps: readonly RunStep[]): number | undefined {
  const [wrong] = objects;
  const isWritten = detail.kind === "end" && (wrong?.problem === "different" || wrong?.problem === "unexpected");
  if (!isWritten && detail.kind !== "restless" && detail.kind !== "desired") return undefined;
  const writes = ({ changes }: RunStep): boolean => changes.some(({ resource, key }) => resource === wrong?.resource && key === wrong.key);
  const found = steps.findLastIndex((step) => step.action.kind === "call" && placeAt(step) !== undefined && (!isWritten || writes(step)));
  return found >= 0 ? found : undefined;
}

/** Where a run that only ever fails fails last. */
function placeOfFailure({ loop }: Found, steps: readonly RunStep[]): SourceSpan | undefined {
  return steps.slice(-Math.max(1, loop)).findLast(({ ending }) => ending !== undefined)?.ending?.at;
}

/** The first fault, or the last step of the user's that came while a reconcile was running. */
function faultOf({ codes }: Found, steps: readonly RunStep[]): number | undefined {
  const fault = codes.findIndex(isFault);
  if (fault >= 0) return fault;
  let last: number | undefined;
  const running = new Set<string>();
  for (const [index, { action, ending, choice }] of steps.entries()) {
    if (action.kind === "start") running.add(action.reconcile.key);
    if (isUser(choice) && running.size > 0) last = index;
    if (ending !== undefined && (action.kind === "start" || action.kind === "call")) running.delete(action.reconcile.key);
  }
  return last;
}

/** The first reconcile that begins afterwards: its first call, whose answer it acts upon. */
function decisionAfter(steps: readonly RunStep[], fault: number): number | undefined {
  const found = steps.findIndex(
    ({ action, ending }, index) => index > fault && action.kind === "call" && (ending !== undefined || isWrite(action)),
  );
  return found >= 0 ? found : undefined;
}

const isWrite = (action: RunStep["action"]): boolean =>
  action.kind === "call" &&
  (action.call.target.kind === "external" || (action.call.target.kind === "api" && action.call.target.request.method !== "GET"));

function placeOf(found: Found, steps: readonly RunStep[], fault: number | undefined, decision: number | undefined): SourceSpan | undefined {
  if (found.isAtStep) return placeAt(steps[steps.length - 1]) ?? lastPlace(steps, steps.length);
  const step = fault === undefined ? undefined : steps[fault];
  if (step?.action.kind === "call") return placeAt(step);
  if (step?.action.kind === "crash") return lastPlace(steps, fault as number);
  return (decision === undefined ? undefined : placeAt(steps[decision])) ?? lastPlace(steps, steps.length);
}

const placeAt = (step: RunStep | undefined): SourceSpan | undefined => (step?.action.kind === "call" ? step.action.call.at[0] : undefined);

/** Of the last write before a step. */
function lastPlace(steps: readonly RunStep[], before: number): SourceSpan | undefined {
  for (let index = before - 1; index >= 0; index -= 1) {
    const step = steps[index];
    if (step && isWrite(step.action)) return placeAt(step);
  }
  return undefined;
}
