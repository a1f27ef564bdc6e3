import { escapeControls } from "../server/export/escape.ts";
import { coloured, plain, type Style } from "../server/export/paint.ts";
import { marks, type SetupItem, setupItems, setupSummary } from "../server/setup-report.ts";
import { defaultBudget } from "../simulators/core/budget.ts";
import type { Arguments } from "./arguments.ts";
import { cacheFolder } from "./cache-folder.ts";
import type { World } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/** `faultline doctor`: what is installed and works. Exit status 1 when something is broken. */
export async function doctor({ operands }: Arguments, { terminal, dist, version }: World): Promise<number> {
  if (operands.length > 0) throw new UsageError("doctor takes no operands");
  const items = await setupItems({ version, dist, cacheFolder: cacheFolder(), workers: 0, memoryLimitMb: defaultBudget.memoryLimitMb });
  const paint = terminal.hasColours ? coloured : plain;
  const width = Math.max(...items.map(({ name }) => name.length));
  const lines = items.flatMap(({ name, status, detail, advice }) => [
    `${paint(styles[status], marks[status])} ${name.padEnd(width)}  ${escapeControls(detail)}`,
    ...(advice === undefined ? [] : [`  ${" ".repeat(width)}  next: ${escapeControls(advice)}`]),
  ]);
  await terminal.out(`${[...lines, "", setupSummary(items)].join("\n")}\n`);
  return items.some(({ status }) => status === "broken") ? 1 : 0;
}

const styles: Record<SetupItem["status"], Style> = { works: "good", limited: "warn", broken: "bad" };
