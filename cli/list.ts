import { escapeControls } from "../server/export/escape.ts";
import { typescriptLoader } from "../server/typescript.ts";
import { cacheFolder } from "./cache-folder.ts";
import type { Scenario } from "../simulators/core/simulator.ts";
import { type Arguments, choiceOption, type Option } from "./arguments.ts";
import { choiceOptions } from "./check/options.ts";
import { type Choice, chooseScenarios } from "./choose.ts";
import { configOption, mustBeReadable } from "./config-option.ts";
import type { World } from "./command.ts";
import { discover } from "./discover.ts";
import { UnreadableError } from "./usage-error.ts";

export const listOptions: readonly Option[] = [
  { name: "format", value: "FORMAT", help: "pretty (default) or json" },
  ...choiceOptions,
  configOption,
  { name: "strict", help: "exit 3 when no scenario is found" },
];

/** `faultline list`: what `check` would run. Nothing is run. */
export async function list(given: Arguments, world: World): Promise<number> {
  const { terminal, cwd, dist } = world;
  const format = choiceOption(given, "format", ["pretty", "json"]) ?? "pretty";
  const config = given.options.get("config");
  mustBeReadable(config, cwd);
  const context = { cwd, typescript: typescriptLoader(dist, cacheFolder), ...(config === undefined ? {} : { config }) };
  const found = await discover(given.operands, context);
  if (found.missing.length > 0) throw new UnreadableError(found.missing.join("\n"));
  for (const problem of found.problems) terminal.tell(`${position(problem)} ${problem.code} ${escapeControls(problem.message)}`);
  const scenarios = chooseScenarios(found, choiceIn(given), terminal);
  await terminal.out(
    format === "json" ? `${JSON.stringify({ scenarios: scenarios.map(plainScenario) }, null, 2)}\n` : scenarios.map(line).join(""),
  );
  return scenarios.length === 0 && given.options.has("strict") ? 3 : 0;
}

function choiceIn({ options }: Arguments): Choice {
  const [scenario, simulator] = [options.get("scenario"), options.get("simulator")];
  return { ...(scenario === undefined ? {} : { scenario }), ...(simulator === undefined ? {} : { simulator }) };
}

function plainScenario({ simulator, name, path, range, findings, notRun }: Scenario) {
  return { simulator, scenario: name, path, range, findings: findings.length, ...(notRun ? { notRun } : {}) };
}

function line(scenario: Scenario): string {
  const note = scenario.notRun ? `  (would not run: ${escapeControls(scenario.notRun.message)})` : "";
  return `${position(scenario)}  ${scenario.simulator}  ${escapeControls(scenario.name)}${note}\n`;
}

const position = ({ path, range }: Pick<Scenario, "path" | "range">): string =>
  `${escapeControls(path)}:${range.start.line + 1}:${range.start.character + 1}`;
