/** For tests: a configuration as text in, what a user is told out. */
import type { Problem } from "../../../protocol/problem.ts";
import type { Result } from "../../../protocol/report.ts";
import { type Budget, unlimited } from "../../core/budget.ts";
import { conclude, notRunOutcome } from "../../core/conclude.ts";
import type { Scenario } from "../../core/simulator.ts";
import { multicast } from "../index.ts";

export function scenarioOf(path: string, text: string): Scenario {
  const noCompiler = () => {
    throw new Error("no compiler here");
  };
  const [scenario] = multicast.discover({ path, text, typescript: noCompiler }).scenarios;
  if (!scenario) throw new Error(`no scenario in ${path}`);
  return scenario;
}

export function findingsOf(
  path: string,
  text: string,
  budget: Budget = unlimited(),
): { readonly scenario: Scenario; readonly result: Result; readonly problems: readonly Problem[] } {
  const scenario = scenarioOf(path, text);
  const outcome = scenario.notRun ? notRunOutcome(scenario) : multicast.run(scenario, budget);
  if (outcome instanceof Promise) throw new Error("the simulator answers at once");
  const result = conclude(scenario, outcome, { inputs: "sha256:test", milliseconds: 0, reproduce: "" });
  return { scenario, result, problems: result.problems };
}
