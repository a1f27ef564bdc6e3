import { escapeControls } from "../../server/export/escape.ts";
import { answerVector, BadVector, checkVector } from "../../simulators/multicast/vector.ts";
import type { Arguments, Option } from "../arguments.ts";
import type { World } from "../command.ts";
import { readJson } from "../files/read-json.ts";
import { UsageError } from "../usage-error.ts";

export const vectorOptions: readonly Option[] = [
  { name: "check", help: "compare with what the vector expects: prints each difference, exit status 1 if there is one" },
];

/** `faultline multicast vector CASE.json`: the answer for a test vector, without a look at what it expects. */
export async function vector({ operands, options }: Arguments, world: World): Promise<number> {
  if (operands.length === 0) throw new UsageError("multicast vector takes a test vector: faultline multicast vector CASE.json");
  const answer = options.has("check") ? checkOne : printOne;
  let differences = 0;
  for (const file of operands) differences += await answer(file, operands.length > 1, world);
  return differences > 0 ? 1 : 0;
}

async function printOne(file: string, _: boolean, { terminal, cwd }: World): Promise<number> {
  const value = readJson(file, cwd);
  await terminal.out(
    `${JSON.stringify(
      refusing(file, () => answerVector(value)),
      null,
      2,
    )}\n`,
  );
  return 0;
}

async function checkOne(file: string, isNamed: boolean, { terminal, cwd }: World): Promise<number> {
  const value = readJson(file, cwd);
  const { differences } = refusing(file, () => checkVector(value));
  const prefix = isNamed ? `${file} ` : "";
  await terminal.out(differences.map((difference) => `${escapeControls(`${prefix}${difference}`)}\n`).join(""));
  terminal.tell(differences.length === 0 ? `${file}: agrees` : `${file}: ${differences.length} differences`);
  return differences.length;
}

/** A vector that cannot be read is a mistake of whoever wrote it. */
function refusing<Answer>(file: string, compute: () => Answer): Answer {
  try {
    return compute();
  } catch (error) {
    if (error instanceof BadVector) throw new UsageError(`${file}: no valid vector: ${error.message}`);
    throw error;
  }
}
