import typescript from "typescript";
import type { Problem } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/report.ts";
import { analyse } from "../../server/analyse.ts";
import { unlimited } from "../../simulators/core/budget.ts";
import { conclude, notRunOutcome } from "../../simulators/core/conclude.ts";
import type { Scenario } from "../../simulators/core/simulator.ts";
import { simulatorOf } from "../../simulators/registry.ts";

/** What a check of one file says, without a process around it: for tests that check thousands of files. */
export interface Checked {
  readonly results: readonly Result[];
  /** Of the file. */
  readonly problems: readonly Problem[];
}

export async function checkText(path: string, text: string): Promise<Checked> {
  const { scenarios, problems } = analyse({ path, text, typescript: () => typescript }, undefined, "1.2.3");
  return { results: await Promise.all(scenarios.map(resultOf)), problems };
}

async function resultOf(scenario: Scenario): Promise<Result> {
  const simulator = simulatorOf(scenario.simulator);
  if (!simulator) throw new Error(`no simulator ${scenario.simulator}`);
  const outcome = scenario.notRun ? notRunOutcome(scenario) : await simulator.run(structuredClone(scenario), unlimited());
  return conclude(scenario, outcome, { inputs: "sha256:0", milliseconds: 0, reproduce: `faultline check ${scenario.path}` });
}

/** All problems that are not information. */
export function complaints({ results, problems }: Checked): readonly Problem[] {
  return [...problems, ...results.flatMap((result) => result.problems)].filter(
    ({ severity, suppressed }) => severity !== "information" && suppressed === undefined,
  );
}
