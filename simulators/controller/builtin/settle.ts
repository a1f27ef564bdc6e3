import type { ApiRequest, Cluster, Environment, Handle, Handled } from "../cluster/types.ts";
import type { BuiltinController } from "./types.ts";

export interface BuiltinStep {
  readonly controller: BuiltinController;
  readonly request: ApiRequest;
  readonly handled: Handled;
}

/**
 * The next write of the built-in controllers that has an effect: the first controller that has something to do does it.
 *
 * A write that the server refuses, or that changes nothing, is passed over: a real controller goes on with its other work and tries again later.
 *
 * @returns undefined: nothing is left to do.
 */
export function step(
  cluster: Cluster,
  controllers: readonly BuiltinController[],
  handle: Handle,
  environment: Environment,
): BuiltinStep | undefined {
  for (const controller of controllers) {
    for (const request of controller.requests(cluster)) {
      const handled = handle(cluster, request, environment);
      if (handled.cluster !== cluster) return { controller, request, handled };
    }
  }
  return undefined;
}

export interface Settled {
  readonly cluster: Cluster;
  readonly steps: readonly BuiltinStep[];
  /** False: after `maxSteps` there was still something to do. */
  readonly isQuiet: boolean;
}

/** Lets the controllers work until none has anything left to do. */
export function settle(
  cluster: Cluster,
  controllers: readonly BuiltinController[],
  handle: Handle,
  environment: Environment,
  maxSteps = 10_000,
): Settled {
  const steps: BuiltinStep[] = [];
  let now = cluster;
  while (steps.length < maxSteps) {
    const next = step(now, controllers, handle, environment);
    if (next === undefined) return { cluster: now, steps, isQuiet: true };
    steps.push(next);
    now = next.handled.cluster;
  }
  return { cluster: now, steps, isQuiet: false };
}
