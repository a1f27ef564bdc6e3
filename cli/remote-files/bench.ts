import { type PublishedRow, publishedRows } from "../../simulators/remote-file/latency/published.ts";
import { type Arguments, choiceOption, integerOption, type Option } from "../arguments.ts";
import type { World } from "../command.ts";
import { UsageError } from "../usage-error.ts";

export const benchOptions: readonly Option[] = [
  { name: "format", value: "FORMAT", help: "pretty (default) or json" },
  { name: "requests", value: "N", help: "simulated requests for each point of a manager's curve (default 200,000)" },
];

/** `faultline remote-files bench`: published latencies and rates beside those of the model. @returns 1 when a figure is off by more than its bound. */
export async function bench(given: Arguments, { terminal }: World): Promise<number> {
  if (given.operands.length > 0) throw new UsageError("remote-files bench takes options only");
  const format = choiceOption(given, "format", ["pretty", "json"]) ?? "pretty";
  const rows = publishedRows(integerOption(given, "requests", { least: 1000, most: 100_000_000 }) ?? 200_000);
  await terminal.out(
    format === "json" ? `${JSON.stringify({ schema: "faultline-remote-files-bench/1", figures: rows }, null, 2)}\n` : text(rows),
  );
  return rows.some(({ isMet }) => isMet === false) ? 1 : 0;
}

/** One paragraph for each source, under a line that says where the figures come from. */
function text(rows: readonly PublishedRow[]): string {
  const tables = [...new Set(rows.map(({ table }) => table))];
  const heading =
    "Published figures beside those of the model. All times and rates of the model are simulated; nothing is measured on this machine.\n";
  return heading + tables.map((table) => `\n${table}\n${lines(rows.filter((row) => row.table === table))}`).join("");
}

function lines(rows: readonly PublishedRow[]): string {
  const cells = rows.map(({ what, unit, published: [low, high], ours, error, bound, isMet }) => [
    what,
    `published ${low === high ? low : `${low} to ${high}`} ${unit}`,
    `simulated ${ours.toFixed(2)} ${unit}`,
    `${error > 0 ? "+" : ""}${(error * 100).toFixed(1)} %`,
    bound === undefined ? "no bound" : `${isMet === true ? "within" : "NOT within"} ${bound * 100} %`,
  ]);
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map(
      (row) =>
        `  ${row
          .map((cell, column) => (column === 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
