import { createHash } from "node:crypto";
import type { BudgetOptions } from "../simulators/core/budget.ts";
import type { Scenario } from "../simulators/core/simulator.ts";

/**
 * Hash of all that a decided result depends on: the files, the program made of them, the bounds, the simulator and its version.
 *
 * Limits of time and memory and the number of workers are no part of it: they only decide whether there is an answer, never which.
 * @param simulatorVersion `Simulator.version`.
 * @param version Of Faultline.
 * @returns `sha256:` and 64 hexadecimal digits.
 */
export function inputsHash(scenario: Scenario, options: BudgetOptions, simulatorVersion: number, version: string): string {
  const { seed, maxStates, deep } = options;
  const facts = {
    version,
    simulator: scenario.simulator,
    simulatorVersion,
    path: scenario.path,
    name: scenario.name,
    seed,
    maxStates,
    deep,
  };
  const hash = createHash("sha256").update(JSON.stringify(facts));
  for (const { path, text } of scenario.inputs) hash.update(JSON.stringify([path, text.length])).update(text);
  // That it cannot be bundled may have a reason outside of these files.
  if (scenario.entry && scenario.notRun) hash.update(JSON.stringify([scenario.notRun, scenario.findings]));
  // What packages, tsconfig.json and our own modules add to the files.
  if (scenario.program) hash.update(JSON.stringify(["program", scenario.program.code.length])).update(scenario.program.code);
  if (scenario.packages) hash.update(JSON.stringify(["packages", scenario.packages]));
  return `sha256:${hash.digest("hex")}`;
}
