import { performance } from "node:perf_hooks";
import type { Result } from "../protocol/report.ts";
import type { BudgetOptions } from "../simulators/core/budget.ts";
import { conclude, notRunOutcome } from "../simulators/core/conclude.ts";
import type { Outcome, Scenario, Simulator, SourceUnit } from "../simulators/core/simulator.ts";
import { simulators as registered } from "../simulators/registry.ts";
import type { ResultCache } from "./cache.ts";
import { mayBeMended, mendProblems } from "./mend.ts";
import type { Engine, EngineHooks } from "./engine/client.ts";
import { EngineFailure } from "./engine/errors.ts";
import { inputsHash } from "./inputs.ts";
import { describeError, internalProblem } from "./internal-error.ts";
import { partialOutcome, withFoundSoFar } from "./partial.ts";
import { tryFixes } from "./try-fixes.ts";

/** Told what a run has found so far, and in a few words what is done. */
export type PartialListener = (result: Result, done: string | undefined) => void;

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
  /** Its results never hold. */
  readonly onPartial?: PartialListener;
  /** Without it problems get no fixes that need the compiler. */
  readonly typescript?: SourceUnit["typescript"];
  /** Those that are registered, unless told. */
  readonly simulators?: readonly Simulator[];
}

/** The result of a run, and what is left to be done about it. */
export interface Executed {
  readonly result: Result;
  /** The same result with quick fixes, which have to be tried first; absent: there is none to try. Never throws; what was not tried before the signal is left out. */
  readonly withFixes?: (signal: AbortSignal | undefined) => Promise<Result>;
}

/**
 * The result of a scenario: from the cache if it is known, else from the engine.
 * Never throws: a bug of ours is a result `not-run` with one `FL0001`; a run that is stopped is `undecided`.
 */
export async function execute(found: Scenario, options: BudgetOptions, context: ExecuteContext): Promise<Result> {
  const { result, withFixes } = await executeInParts(found, options, context);
  return withFixes ? withFixes(context.hooks?.signal) : result;
}

/** The same, without waiting for quick fixes to be tried. */
export async function executeInParts(found: Scenario, options: BudgetOptions, context: ExecuteContext): Promise<Executed> {
  const prepared = await prepare(found, context);
  if (prepared.kind === "failed") return { result: crashed(found, prepared.error, options, context) };
  const { scenario } = prepared;
  let start = performance.now();
  const { onPartial } = context;
  let soFar: Outcome | undefined;
  const since = (): number => Math.round(performance.now() - start);
  const hooks: EngineHooks = {
    ...context.hooks,
    onStarted() {
      // Neither the start of a process nor the wait for a worker is time of this scenario.
      start = performance.now();
      context.hooks?.onStarted?.();
    },
    ...(onPartial
      ? {
          onPartial(outcome) {
            soFar = outcome;
            onPartial(concluded(scenario, partialOutcome(outcome), options, since(), context), outcome.reason?.message);
          },
        }
      : {}),
  };
  const inputs = hashOf(scenario, options, context);
  const outcome = scenario.notRun ? notRunOutcome(scenario) : await outcomeOf(scenario, options, inputs, { ...context, hooks });
  return inParts(scenario, withFoundSoFar(outcome, soFar), options, since(), context);
}

/** The result if the cache has it. */
export async function recall(found: Scenario, options: BudgetOptions, context: ExecuteContext): Promise<Executed | undefined> {
  const prepared = await prepare(found, context);
  if (prepared.kind === "failed") return { result: crashed(found, prepared.error, options, context) };
  const { scenario } = prepared;
  if (scenario.notRun) return executeInParts(scenario, options, context);
  const outcome = await context.cache?.get(hashOf(scenario, options, context));
  return outcome && inParts(scenario, outcome, options, 0, context);
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

/** Quick fixes are left to be worked out and tried. */
function inParts(scenario: Scenario, outcome: Outcome, options: BudgetOptions, milliseconds: number, context: ExecuteContext): Executed {
  const { simulators = registered, typescript } = context;
  const result = (known: Outcome): Result => concluded(scenario, known, options, milliseconds, context);
  const simulator = simulators.find(({ id }) => id === scenario.simulator);
  if (!simulator?.mend || !typescript || !mayBeMended(outcome)) return { result: result(outcome) };
  return {
    result: result(outcome),
    // In a large file even to work them out takes a while.
    async withFixes(signal) {
      const mended = await mendProblems(simulator, scenario, outcome, typescript, signal);
      return result(
        await tryFixes(simulator, scenario, mended, typescript, (tried, states) => runTried(tried, states, options, signal, context)),
      );
    },
  };
}

async function runTried(
  found: Scenario,
  states: number,
  options: BudgetOptions,
  signal: AbortSignal | undefined,
  context: ExecuteContext,
): Promise<Outcome> {
  const prepared = context.prepare ? await context.prepare(found) : found;
  if (prepared.notRun || signal?.aborted) return notRunOutcome(prepared);
  const limits = { ...options, maxStates: Math.min(options.maxStates, states) };
  return outcomeOf(prepared, limits, hashOf(prepared, limits, context), { ...context, hooks: signal ? { signal } : {} });
}

function concluded(scenario: Scenario, outcome: Outcome, options: BudgetOptions, milliseconds: number, context: ExecuteContext): Result {
  return conclude(scenario, outcome, {
    inputs: hashOf(scenario, options, context),
    milliseconds,
    reproduce: context.reproduce(scenario),
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
  return concluded(scenario, failedOutcome(scenario, error, context.version), options, 0, context);
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
