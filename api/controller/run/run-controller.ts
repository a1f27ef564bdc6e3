import type { ControllerDefinition, Externals, KubeObject, RunOptions } from "../types.ts";
import { run } from "./run.ts";
import { timing } from "./timing.ts";

/**
 * Runs a controller against a real cluster until `signal` is aborted: list and watch, cache, one queue entry per key, back-off after a rejection.
 *
 * Resolves when everything has come to rest: nothing is watched any more, and every reconcile that ran has finished.
 * A cluster that cannot be reached, or that refuses, is asked again and again; standard error says so.
 *
 * @throws {Error} The cluster's address or credentials cannot be read, or an external system of the definition has no client.
 */
export function runController<T extends KubeObject, X extends Externals>(
  definition: ControllerDefinition<T, X>,
  options: RunOptions<X> = {},
): Promise<void> {
  // What the definition says of its own types plays no part from here on.
  return run(definition as unknown as ControllerDefinition, options, timing);
}
