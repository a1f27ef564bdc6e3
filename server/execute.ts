import { performance } from "node:perf_hooks";
import type { Result } from "../protocol/report.ts";
import type { BudgetOptions } from "../simulators/core/budget.ts";
import { conclude, notRunOutcome } from "../simulators/core/conclude.ts";
import type { Outcome, Scenario, Simulator, SourceUnit } from "../simulators/core/simulator.ts";
import { simulators as registered } from "../simulators/registry.ts";
import type { ResultCache } from "./cache.ts";
import { mendProblems } from "./mend.ts";
import type { Engine, EngineHooks } from "./engine/client.ts";
import { EngineFailure } from "./engine/errors.ts";
import { inputsHash } from "./inputs.ts";
import { describeError, internalProblem } from "./internal-error.ts";
import { tryFixes } from "./try-fixes.ts";

export interface ExecuteContext {
  readonly engine: Engine;
  readonly cache?: ResultCache;
  /** Of Faultline. */
  readonly version: string;
  /** Bundles what the scenario runs; absent: no scenario has an entry. May throw: that is our own failure. */
  readonly prepare?: (scenario: Scenario) => Promise<Scenario>;
  /** Command line that gives the result again. */
  reproduce(scenario: Scenario): string;
  readonly hooks?: EngineHooks;
  /** Without it problems get no fixes that need the compiler. */
  readonly typescript?: SourceUnit["typescript"];
  /** Those that are registered, unless told. */
  readonly simulators?: readonly Simulator[];
}

/**
 * The result of a scenario: from the cache if it is known, else from the engine.
 * Never throws: a bug of ours is a result `not-run` with one `FL0001`; a run that is stopped is `undecided`.
 */
export async function execute(found: Scenario, options: BudgetOptions, context: ExecuteContext): Promise<Result> {
  const prepared = await prepare(found, context);
  if (prepared.kind === "failed") return crashed(found, prepared.error, options, context);
  const { scenario } = prepared;
  let start = performance.now();
  const inputs = hashOf(scenario, options, context);
  const hooks: EngineHooks = {
    ...context.hooks,
    onStarted() {
      // Neither the start of a process nor the wait for a worker is time of this scenario.
      start = performance.now();
      context.hooks?.onStarted?.();
    },
  };
  const outcome = scenario.notRun ? notRunOutcome(scenario) : await outcomeOf(scenario, options, inputs, { ...context, hooks });
  const milliseconds = Math.round(performance.now() - start);
  return conclude(scenario, await mend(scenario, outcome, options, context), {
    inputs,
    milliseconds,
    reproduce: context.reproduce(scenario),
  });
}

/** The result if the cache has it. */
export async function recall(found: Scenario, options: BudgetOptions, context: ExecuteContext): Promise<Result | undefined> {
  const prepared = await prepare(found, context);
  if (prepared.kind === "failed") return crashed(found, prepared.error, options, context);
  const { scenario } = prepared;
  if (scenario.notRun) return execute(scenario, options, context);
  const inputs = hashOf(scenario, options, context);
  const outcome = await context.cache?.get(inputs);
  return (
    outcome &&
    conclude(scenario, await mend(scenario, outcome, options, context), {
      inputs,
      milliseconds: 0,
      reproduce: context.reproduce(scenario),
    })
  );
}

/** Hash of all that the result of a scenario depends on. */
export function hashOf(
  scenario: Scenario,
  options: BudgetOptions,
  { simulators = registered, version }: Pick<ExecuteContext, "simulators" | "version">,
): string {
  const simulator = simulators.find(({ id }) => id === scenario.simulator);
  return inputsHash(scenario, options, simulator?.version ?? 0, version);
}

/** With the quick fixes that the simulator knows; those that are attempts are tried. */
async function mend(scenario: Scenario, outcome: Outcome, options: BudgetOptions, context: ExecuteContext): Promise<Outcome> {
  const { simulators = registered, typescript } = context;
  const simulator = simulators.find(({ id }) => id === scenario.simulator);
  if (!simulator || !typescript) return outcome;
  const mended = mendProblems(simulator, scenario, outcome, typescript);
  return tryFixes(simulator, scenario, mended, typescript, async (found, states) => {
    const prepared = context.prepare ? await context.prepare(found) : found;
    if (prepared.notRun) return notRunOutcome(prepared);
    const limits = { ...options, maxStates: Math.min(options.maxStates, states) };
    const { signal } = context.hooks ?? {};
    return outcomeOf(prepared, limits, hashOf(prepared, limits, context), { ...context, hooks: signal ? { signal } : {} });
  });
}

type Prepared = { readonly kind: "ready"; readonly scenario: Scenario } | { readonly kind: "failed"; readonly error: unknown };

async function prepare(scenario: Scenario, context: ExecuteContext): Promise<Prepared> {
  if (!scenario.entry || !context.prepare) return { kind: "ready", scenario };
  try {
    return { kind: "ready", scenario: await context.prepare(scenario) };
  } catch (error) {
    return { kind: "failed", error };
  }
}

/** The result of a scenario that could not even be bundled, by our own fault. */
function crashed(scenario: Scenario, error: unknown, options: BudgetOptions, context: ExecuteContext): Result {
  const outcome = failedOutcome(scenario, error, context.version);
  const inputs = hashOf(scenario, options, context);
  return conclude(scenario, outcome, { inputs, milliseconds: 0, reproduce: context.reproduce(scenario) });
}

async function outcomeOf(
  scenario: Scenario,
  options: BudgetOptions,
  inputs: string,
  { engine, cache, version, hooks }: ExecuteContext,
): Promise<Outcome> {
  try {
    const known = await cache?.get(inputs);
    if (known) return known;
    const outcome = await engine.run(scenario, options, hooks);
    await cache?.set(inputs, outcome);
    return outcome;
  } catch (error) {
    return failedOutcome(scenario, error, version);
  }
}

function failedOutcome(scenario: Scenario, error: unknown, version: string): Outcome {
  const known = error instanceof EngineFailure ? error.error : describeError(error);
  const place = { path: scenario.path, range: scenario.range, simulator: scenario.simulator, scenario: scenario.name };
  return {
    ...notRunOutcome(scenario),
    reason: { code: "FL0001", message: "internal error of Faultline: please report it" },
    problems: [internalProblem(place, known, version)],
  };
}
