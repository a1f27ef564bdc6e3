import { escapeControls } from "../../server/export/escape.ts";
import { typescriptLoader } from "../../server/typescript.ts";
import { cacheFolder } from "../cache-folder.ts";
import { payloadOf } from "../../simulators/multicast/config/index.ts";
import type { Fabric } from "../../simulators/multicast/model.ts";
import { pathsAnswer } from "../../simulators/multicast/paths.ts";
import { type Arguments, choiceOption, integerOption, type Option } from "../arguments.ts";
import type { World } from "../command.ts";
import { discover } from "../discover.ts";
import { UnreadableError, UsageError } from "../usage-error.ts";
import { pathsText } from "./paths-text.ts";

export const pathsOptions: readonly Option[] = [
  { name: "group", value: "G", help: "name of the group, or tenant/address" },
  { name: "from", value: "HOST", help: "the sender: p0.l3.h7 or the number of a host" },
  { name: "failure", value: "INDEX", help: "with what this entry of `failures` names down, from 0" },
  { name: "format", value: "FORMAT", help: "pretty (default) or json" },
];

/** `faultline multicast paths`: the way of one packet. */
export async function paths(given: Arguments, world: World): Promise<number> {
  const { operands, options } = given;
  const [file, ...more] = operands;
  if (file === undefined || more.length > 0)
    throw new UsageError("multicast paths takes one configuration: faultline multicast paths FILE --group G --from HOST");
  const [group, from] = [options.get("group"), options.get("from")];
  if (group === undefined) throw new UsageError("--group is missing: name the group, or tenant/address");
  if (from === undefined) throw new UsageError("--from is missing: name the sender, such as p0.l3.h7");
  const format = choiceOption(given, "format", ["pretty", "json"]) ?? "pretty";
  const failure = integerOption(given, "failure", { least: 0, most: 1_000_000 });
  const fabric = await readFabric(file, world);
  if (fabric === undefined) return exitNotRun;
  const result = pathsAnswer(fabric, { group, from, ...(failure === undefined ? {} : { failure }) });
  if (result.kind === "unknown") throw new UsageError(result.message);
  const { answer } = result;
  await world.terminal.out(format === "json" ? `${JSON.stringify(answer, null, 2)}\n` : pathsText(answer, fabric.topology));
  return 0;
}

const exitNotRun = 3;

/** The fabric of a configuration; undefined, with the reasons on standard error, when it cannot be run. */
async function readFabric(file: string, { terminal, cwd, dist }: World): Promise<Fabric | undefined> {
  const found = await discover([file], { cwd, typescript: typescriptLoader(dist, cacheFolder) });
  if (found.missing.length > 0) throw new UnreadableError(found.missing.join("\n"));
  const scenario = found.scenarios.find(({ simulator }) => simulator === "multicast");
  for (const problem of [...found.problems, ...(scenario?.findings ?? [])]) {
    const { line, character } = problem.range.start;
    terminal.tell(
      `${escapeControls(problem.path)}:${line + 1}:${character + 1} ${problem.severity} ${problem.code} ${escapeControls(problem.message)}`,
    );
  }
  if (scenario && !scenario.notRun) return payloadOf(scenario).fabric;
  if (!scenario && found.problems.length === 0) throw new UsageError(`${file} is no multicast configuration`);
  return undefined;
}
