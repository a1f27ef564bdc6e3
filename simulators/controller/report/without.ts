import type { WithoutFault } from "../../../protocol/trace.ts";
import type { Finding, Run, RunStep } from "../properties/types.ts";
import { toldAtStart } from "./state.ts";
import { stepText, type Told } from "./step-words.ts";
import { faultName } from "./when.ts";

/**
 * How the quiet run goes on from where the fault struck, beside the steps of the run that fails.
 * Undefined where the two part before the fault: then nothing can be told of one fault alone.
 *
 * @param rows Steps of the trace: as many messages find room from the fault on.
 */
export function withoutFault(finding: Finding, quiet: Run, rows: number, told: Told): WithoutFault | undefined {
  const { run, cause } = finding;
  const action = cause.fault === undefined ? undefined : run.steps[cause.fault]?.action;
  const fault = action && faultName(action);
  const from = cause.fault ?? 0;
  if (!fault || run.world !== quiet.world || commonSteps(run, quiet) !== from) return undefined;
  const end = from + quietLength(run, quiet, from);
  const messages = quiet.steps.slice(from, end).map((step) => stepText(step, told).message);
  const room = Math.max(0, rows - from - 1);
  const kept = messages.length <= room ? messages : messages.slice(0, Math.max(0, room - 1));
  const left = messages.length - kept.length;
  const rest = `${left === 0 ? "" : `after ${left} more steps `}at rest, ${objectsAfter(quiet, end)} objects`;
  return { fault, from, steps: [...kept, rest] };
}

function commonSteps(a: Run, b: Run): number {
  const index = a.steps.findIndex(({ choice }, at) => b.steps[at]?.choice !== choice);
  return index === -1 ? a.steps.length : index;
}

/** As far as the user does the same in both. */
function quietLength(run: Run, quiet: Run, from: number): number {
  const wanted = run.steps.slice(from).flatMap(userStep);
  let next = 0;
  const rest = quiet.steps.slice(from);
  const end = rest.findIndex((step) => {
    const [kind] = userStep(step);
    if (kind === undefined) return false;
    const isWanted = kind === wanted[next];
    next += 1;
    return !isWanted;
  });
  return end === -1 ? rest.length : end;
}

function userStep({ action }: RunStep): readonly string[] {
  return action.kind === "edit" || action.kind === "delete" || action.kind === "create-again" ? [action.kind] : [];
}

function objectsAfter(run: Run, end: number): number {
  const start = toldAtStart(run);
  const { steps } = run;
  const made = steps.slice(0, end).flatMap(({ changes }) => changes);
  return made.reduce((count, { before, after }) => count + (after ? 1 : 0) - (before ? 1 : 0), start);
}
