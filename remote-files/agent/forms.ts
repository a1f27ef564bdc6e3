import type { Agent } from "./agent.ts";
import { hostImmediate, hostNextTick } from "./host.ts";
import type { HostFunction } from "./replace.ts";
import { goOn, runLater, runNow, type Steps, Unreachable } from "./steps.ts";

/** What is done when the manager cannot be reached: Node's own function, where the mount says so. */
export type Fallback = (() => unknown) | undefined;

/** The synchronous form of an operation. @param caller What the program has called: an error's trace begins where it was called. */
export function synchronous(agent: Agent, begin: () => Steps<unknown>, fallback: Fallback, caller: HostFunction): unknown {
  try {
    return runNow(begin(), agent.link);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw traced(error, caller);
    if (fallback) return fallback();
    throw traced(error.error, caller);
  }
}

/** Else ten frames of the agent would hide the program's. Node's own errors are left as they are. */
function traced(error: unknown, caller: HostFunction): unknown {
  if (error instanceof Error && !String((error as NodeJS.ErrnoException).code).startsWith("ERR_")) Error.captureStackTrace(error, caller);
  return error;
}

/** The promise form. */
export async function promised(agent: Agent, begin: () => Steps<unknown>, fallback: Fallback): Promise<unknown> {
  try {
    return await runLater(begin(), agent.link);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    if (fallback) return fallback();
    throw error.error;
  }
}

export type Callback = (...args: unknown[]) => void;

/** The callback form. Wrong arguments are thrown at once, as Node does; everything else comes later. */
export function calledBack(
  agent: Agent,
  begin: () => Steps<unknown>,
  fallback: Fallback,
  done: (error: unknown, value?: unknown) => void,
): void {
  let steps: Steps<unknown>;
  let step: ReturnType<typeof steps.next>;
  try {
    steps = begin();
    step = steps.next();
  } catch (error) {
    if (isArgumentError(error)) throw error;
    return void hostImmediate(done, error);
  }
  if (step.done === true) return void hostImmediate(done, null, step.value);
  goOn(steps, step, agent.link).then(
    (value) => hostNextTick(done, null, value),
    (error: unknown) => {
      if (!(error instanceof Unreachable)) hostNextTick(done, error);
      else if (fallback) fallback();
      else hostNextTick(done, error.error);
    },
  );
}

/** Wrong use, as against what went wrong. */
const isArgumentError = (error: unknown): boolean =>
  (error instanceof TypeError || error instanceof RangeError) && String((error as NodeJS.ErrnoException).code).startsWith("ERR_");
