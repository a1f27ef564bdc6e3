/** From the text of a file to its result, as the engine comes to it, in this process. */
import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadBundler } from "../../server/bundler.ts";
import { createPrograms, type Programs } from "../../server/program/programs.ts";
import { typescriptLoader } from "../../server/typescript.ts";
import { type Budget, type BudgetOptions, unlimited } from "../../simulators/core/budget.ts";
import { conclude } from "../../simulators/core/conclude.ts";
import type { Program, Scenario } from "../../simulators/core/simulator.ts";
import { controller } from "../../simulators/controller/index.ts";
import type { Payload } from "../../simulators/controller/payload.ts";
import { type Prepared, prepare } from "../../simulators/controller/report/outcome.ts";
import type { Result } from "../../protocol/report.ts";

declare const __ROOT__: string;

const dist = join(__ROOT__, "dist");
const typescript = typescriptLoader(dist);

/** Milliseconds of each part. */
export interface Checked {
  readonly discover: number;
  readonly bundle: number;
  readonly run: number;
  readonly result: Result;
}

export const openPrograms = (): Programs =>
  createPrograms({
    bundler: () => loadBundler(dist),
    simulators: [controller],
    typescript,
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

/** A scenario with its program, as it is sent to the engine. @throws {Error} It could not be bundled. */
export async function bundledText(programs: Programs, folder: string, file: string, text: string): Promise<Scenario> {
  const prepared = await programs.prepare(onlyScenario(file, text), { folder, folders: [folder] });
  if (prepared.program === undefined) throw new Error(`${file} could not be bundled`);
  return prepared;
}

/** Its program loaded, and its world read. @throws {Error} That cannot be done. */
export function loaded(scenario: Scenario): Prepared {
  const prepared = prepare(scenario, scenario.payload as Payload, scenario.program as Program, unlimited());
  if ("verdict" in prepared) throw new Error(`${scenario.path}: ${prepared.reason?.message ?? prepared.verdict}`);
  return prepared;
}

export const temporaryFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), "faultline-bench-")));

export function onlyScenario(file: string, text: string): Scenario {
  const [scenario] = controller.discover({ path: file, text, typescript }).scenarios;
  if (!scenario) throw new Error(`${file}: no scenario`);
  return scenario;
}

/** As in the engine: ended by the clock. */
export function timedBudget(limitMs: number, options: Partial<BudgetOptions> = {}): Budget {
  const end = performance.now() + limitMs;
  return { ...unlimited({ timeLimitMs: limitMs, ...options }), stop: () => (performance.now() > end ? "time" : undefined) };
}
