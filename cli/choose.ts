import type { Scenario } from "../simulators/core/simulator.ts";
import { simulators } from "../simulators/registry.ts";
import type { Discovered } from "./discover.ts";
import { didYouMean } from "./nearest.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** `--scenario` and `--simulator`. */
export interface Choice {
  readonly scenario?: string;
  readonly simulator?: string;
}

/**
 * The scenarios that a choice leaves. That nothing is left is said, since it looks like "all is well".
 * @throws {UsageError} There is no such simulator.
 */
export function chooseScenarios(found: Discovered, { scenario, simulator }: Choice, terminal: Terminal): readonly Scenario[] {
  const ids = simulators.map(({ id }) => id);
  if (simulator !== undefined && !ids.includes(simulator)) {
    throw new UsageError(`there is no simulator ${simulator}: give one of ${ids.join(", ")}${didYouMean(simulator, ids)}`);
  }
  for (const path of found.foreign) terminal.tell(`faultline: ${path}: no simulator reads files of this name`);
  const ofSimulator = found.scenarios.filter((candidate) => simulator === undefined || candidate.simulator === simulator);
  const chosen = ofSimulator.filter((candidate) => scenario === undefined || candidate.name === scenario);
  if (chosen.length === 0) terminal.tell(`faultline: ${nothingFound(scenario, ofSimulator)}`);
  return chosen;
}

function nothingFound(scenario: string | undefined, others: readonly Scenario[]): string {
  if (scenario === undefined || others.length === 0) {
    return `no scenario found: a scenario is ${whatIsOne}`;
  }
  return `no scenario is named \`${scenario}\`${didYouMean(scenario, [...new Set(others.map(({ name }) => name))])}`;
}

const whatIsOne =
  "a TypeScript file with `@thread`, `@reconcile` or `@process` in a JSDoc comment or a call of `defineController` or `defineMulticast`, a *.multicast.json or *.multicast.yaml file, or a faultline.remote-files.json with an `entry`";
