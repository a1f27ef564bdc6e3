import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { type Budget, unlimited } from "../../simulators/core/budget.ts";
import type { Simulator } from "../../simulators/core/simulator.ts";
import type { Job, ToWorker } from "./messages.ts";

/**
 * Runs scenarios of ours as long as nothing is asked for: the runtime makes code fast that has been run. The first request ends it, within a millisecond
 * or two. Nothing of it is kept, and no answer depends on it: it is as if other scenarios had been run before.
 *
 * @param port Where requests come in; one that is found on the way is handed to `take`.
 */
export function warmUp(
  simulators: readonly Simulator[],
  samples: readonly Job[],
  port: MessagePort,
  take: (message: ToWorker) => void,
): void {
  let asked: ToWorker | undefined;
  const isAsked = (): boolean => (asked ??= receiveMessageOnPort(port)?.message) !== undefined;
  const budget = budgetUntil(isAsked);
  for (const sample of samples) {
    if (isAsked()) break;
    runSample(simulators, sample, budget);
  }
  if (asked) take(asked);
}

/** What goes wrong here goes wrong in a run that somebody waits for, too, and is told there. */
function runSample(simulators: readonly Simulator[], { scenario }: Job, budget: Budget): void {
  try {
    const outcome = simulators.find(({ id }) => id === scenario.simulator)?.run(scenario, budget);
    if (outcome instanceof Promise) outcome.catch(() => {});
  } catch {
    // See above.
  }
}

/** The port is looked at now and then: that takes longer than a call of `stop` should. */
function budgetUntil(isAsked: () => boolean): Budget {
  let calls = 0;
  let isOver = false;
  const stop = () => {
    calls += 1;
    if (calls % callsPerLook === 0) isOver ||= isAsked();
    return isOver ? ("cancelled" as const) : undefined;
  };
  return { ...unlimited(), stop };
}

const callsPerLook = 16;
