import type { Problem } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/report.ts";
import type { ResultCache } from "../../server/cache.ts";
import type { Engine } from "../../server/engine/client.ts";
import { stoppedOutcome } from "../../server/engine/stopped.ts";
import { execute, hashOf, type PartialListener } from "../../server/execute.ts";
import type { BudgetOptions, Progress } from "../../simulators/core/budget.ts";
import { conclude } from "../../simulators/core/conclude.ts";
import type { Scenario, SourceUnit } from "../../simulators/core/simulator.ts";

export interface RunContext {
  readonly engine: Engine;
  readonly cache: ResultCache;
  readonly version: string;
  readonly workers: number;
  /** Bundles what a scenario runs. */
  readonly prepare: (scenario: Scenario) => Promise<Scenario>;
  readonly typescript: SourceUnit["typescript"];
  reproduce(scenario: Scenario): string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly listener: RunListener;
}

/** Told what happens, for progress. */
export interface RunListener {
  started(scenario: Scenario): void;
  progress(scenario: Scenario, progress: Progress): void;
  /** A run that goes on has found this; each once. */
  found(problem: Problem): void;
  finished(result: Result): void;
}

/** After Ctrl-C the engine has so long to answer; then what is known is printed without it. Milliseconds. */
const graceMs = 100;

/**
 * Runs scenarios, a few at a time, and begins in the order given. One result for each, in that order, whatever happens:
 * those that a stop found unfinished are `undecided`, cancelled.
 */
export async function runScenarios(scenarios: readonly Scenario[], budget: BudgetOptions, context: RunContext): Promise<readonly Result[]> {
  const results = new Map<Scenario, Result>();
  const waiting = scenarios.values();
  let turn = Promise.resolve();
  const one = async (): Promise<void> => {
    for (const scenario of waiting) {
      if (context.signal.aborted) return;
      const [engine, sent] = afterThose(turn, context.engine);
      turn = sent;
      const result = await execute(scenario, budget, {
        ...context,
        engine,
        hooks: hooksFor(scenario, context),
        onPartial: newProblems(context),
      });
      engine.done();
      results.set(scenario, result);
      if (!context.signal.aborted) context.listener.finished(result);
    }
  };
  // Twice as many as there are workers: while these run, the next are read from the cache or sent.
  const all = Promise.all(Array.from({ length: Math.min(scenarios.length, context.workers * 2) }, one));
  await Promise.race([all, graceAfter(context.signal)]);
  return scenarios.map((scenario) => results.get(scenario) ?? unfinished(scenario, budget, context));
}

/**
 * The engine for one scenario, to which nothing is sent before those in front have been sent, and a promise for those behind it:
 * that this one was sent, too, or needs no run. Whichever is read from the cache or bundled first, the first is run first.
 */
function afterThose(before: Promise<void>, engine: Engine): readonly [Engine & { done(): void }, Promise<void>] {
  let done = (): void => {};
  const sent = new Promise<void>((resolve) => (done = resolve));
  const run: Engine["run"] = async (...parts) => {
    await before;
    const outcome = engine.run(...parts);
    done();
    return outcome;
  };
  return [{ ...engine, run, done }, Promise.all([before, sent]).then(() => {})];
}

function hooksFor(scenario: Scenario, { signal, listener }: RunContext) {
  return {
    signal,
    onStarted: () => listener.started(scenario),
    onProgress: (progress: Progress) => listener.progress(scenario, progress),
  };
}

/** Tells each problem when it is found first. */
function newProblems({ signal, listener }: RunContext): PartialListener {
  const told = new Set<string>();
  return ({ problems }) => {
    for (const problem of problems) {
      const { code, path, range, severity } = problem;
      const key = JSON.stringify([code, path, range.start]);
      if (severity === "information" || told.has(key) || signal.aborted) continue;
      told.add(key);
      listener.found(problem);
    }
  };
}

function graceAfter(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wait = () => setTimeout(resolve, graceMs).unref();
    if (signal.aborted) wait();
    else signal.addEventListener("abort", wait, { once: true });
  });
}

function unfinished(scenario: Scenario, budget: BudgetOptions, context: RunContext): Result {
  const outcome = stoppedOutcome("cancelled", budget);
  return conclude(scenario, outcome, {
    inputs: hashOf(scenario, budget, context),
    milliseconds: 0,
    reproduce: context.reproduce(scenario),
  });
}
