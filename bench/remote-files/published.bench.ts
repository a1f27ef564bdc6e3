// Published figures beside ours: the rows that `faultline remote-files bench` prints.
import { publishedRows } from "../../simulators/remote-file/latency/published.ts";
import { isQuick, printTable } from "../support.ts";

const all = publishedRows(isQuick ? 40_000 : 400_000);

for (const table of new Set(all.map((row) => row.table))) {
  printTable(
    `${table} (simulated)`,
    all
      .filter((row) => row.table === table)
      .map(({ what, unit, published: [low, high], ours, error, bound, isMet }) => ({
        what,
        figure: `${ours.toFixed(2)} ${unit} (${error > 0 ? "+" : ""}${(error * 100).toFixed(1)} %)`,
        goal: `${low === high ? low : `${low} to ${high}`} ${unit}${bound === undefined ? "" : `, within ${bound * 100} %`}`,
        ...(isMet === undefined ? {} : { isMet }),
      })),
  );
}
