/** From the text of a file to its result, as the engine comes to it, in this process. */
import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import typescript from "typescript";
import { loadBundler } from "../../server/bundler.ts";
import { createPrograms, type Programs } from "../../server/program/programs.ts";
import { type Budget, type BudgetOptions, unlimited } from "../../simulators/core/budget.ts";
import { conclude } from "../../simulators/core/conclude.ts";
import type { Scenario } from "../../simulators/core/simulator.ts";
import { controller } from "../../simulators/controller/index.ts";
import type { Payload } from "../../simulators/controller/payload.ts";
import { type Prepared, prepare } from "../../simulators/controller/report/outcome.ts";
import type { Result } from "../../protocol/report.ts";

declare const __ROOT__: string;

/** Milliseconds of each part. */
export interface Checked {
  readonly discover: number;
  readonly bundle: number;
  readonly run: number;
  readonly result: Result;
}

export const openPrograms = (): Programs =>
  createPrograms({
    bundler: () => loadBundler(join(__ROOT__, "dist")),
    simulators: [controller],
    typescript: () => typescript,
    now: () => performance.now(),
  });

/** @throws {Error} There is nothing to run in it. */
export async function checkText(programs: Programs, folder: string, file: string, text: string, budget: () => Budget): Promise<Checked> {
  programs.changed();
  const start = performance.now();
  const scenario = onlyScenario(file, text);
  const discovered = performance.now();
  const prepared = await programs.prepare(scenario, { folder, folders: [folder] });
  if (prepared.notRun) throw new Error(`${file}: ${prepared.notRun.message}`);
  const bundled = performance.now();
  const outcome = await controller.run(prepared, budget());
  const result = conclude(prepared, outcome, { inputs: "", milliseconds: 0, reproduce: "" });
  return { discover: discovered - start, bundle: bundled - discovered, run: performance.now() - bundled, result };
}

/** The program loaded, and its world read. @throws {Error} That cannot be done. */
export async function preparedText(programs: Programs, folder: string, file: string, text: string): Promise<Prepared> {
  const scenario = onlyScenario(file, text);
  const { program, ...rest } = await programs.prepare(scenario, { folder, folders: [folder] });
  if (program === undefined) throw new Error(`${file} could not be bundled`);
  const prepared = prepare({ ...rest, program }, scenario.payload as Payload, program, unlimited());
  if ("verdict" in prepared) throw new Error(`${file}: ${prepared.reason?.message ?? prepared.verdict}`);
  return prepared;
}

export const temporaryFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), "faultline-bench-")));

export function onlyScenario(file: string, text: string): Scenario {
  const [scenario] = controller.discover({ path: file, text, typescript: () => typescript }).scenarios;
  if (!scenario) throw new Error(`${file}: no scenario`);
  return scenario;
}

/** As in the engine: ended by the clock. */
export function timedBudget(limitMs: number, options: Partial<BudgetOptions> = {}): Budget {
  const end = performance.now() + limitMs;
  return { ...unlimited({ timeLimitMs: limitMs, ...options }), stop: () => (performance.now() > end ? "time" : undefined) };
}
