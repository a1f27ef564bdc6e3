import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import typescript from "typescript";
import type { Problem } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/report.ts";
import { analyse } from "../../server/analyse.ts";
import { loadBundler } from "../../server/bundler.ts";
import { createPrograms } from "../../server/program/programs.ts";
import { type Budget, unlimited } from "../../simulators/core/budget.ts";
import { conclude, notRunOutcome } from "../../simulators/core/conclude.ts";
import type { Scenario } from "../../simulators/core/simulator.ts";
import { simulatorOf, simulators } from "../../simulators/registry.ts";
import { root } from "./programs.ts";

/** What a check of one file says, without a process around it: for tests that check thousands of files. */
export interface Checked {
  readonly results: readonly Result[];
  /** Of the file. */
  readonly problems: readonly Problem[];
}

/** @param beside Text by name of the files that lie beside it. */
export async function checkText(
  path: string,
  text: string,
  beside: Readonly<Record<string, string>> = {},
  budget: Budget = unlimited(),
): Promise<Checked> {
  const nearest = (name: string) => (beside[name] === undefined ? undefined : { path: name, text: beside[name] });
  const { scenarios, problems } = analyse({ path, text, typescript: () => typescript, nearest }, undefined, "1.2.3");
  return { results: await Promise.all(scenarios.map((scenario) => resultOf(scenario, beside, budget))), problems };
}

async function resultOf(found: Scenario, beside: Readonly<Record<string, string>>, budget: Budget): Promise<Result> {
  const simulator = simulatorOf(found.simulator);
  if (!simulator) throw new Error(`no simulator ${found.simulator}`);
  const scenario = found.entry && !found.notRun ? await prepared(found, beside) : found;
  const outcome = scenario.notRun ? notRunOutcome(scenario) : await simulator.run(structuredClone(scenario), budget);
  return conclude(scenario, outcome, { inputs: "sha256:0", milliseconds: 0, reproduce: `faultline check ${scenario.path}` });
}

/** With its program. The file is on no disk: in the folder that its imports start from is only what lies beside it. */
async function prepared(scenario: Scenario, beside: Readonly<Record<string, string>>): Promise<Scenario> {
  const folder = mkdtempSync(join(tmpdir(), "faultline-in-process-"));
  for (const [name, text] of Object.entries(beside)) writeFileSync(join(folder, name), text);
  const bundler = () => loadBundler(join(root, "dist"));
  const programs = createPrograms({ bundler, simulators, typescript: () => typescript, now: () => performance.now() });
  try {
    return await programs.prepare(scenario, { folder, folders: [folder] });
  } finally {
    // Else esbuild keeps the process of the tests alive.
    await programs.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All problems that are not information. */
export function complaints({ results, problems }: Checked): readonly Problem[] {
  return [...problems, ...results.flatMap((result) => result.problems)].filter(
    ({ severity, suppressed }) => severity !== "information" && suppressed === undefined,
  );
}
