// The built command line, started anew each time.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isQuick, median, milliseconds, printTable, type Row, timeOf } from "../support.ts";

declare const __ROOT__: string;

const program = join(__ROOT__, "dist/cli/main.cjs");
const runs = isQuick ? 3 : 10;
const smallConfig = join("test/cases/multicast/two-headers-needed", "fix.multicast.json");

function main(): void {
  if (!existsSync(program)) throw new Error(`${program} is not built: npm run build`);
  const cache = mkdtempSync(join(tmpdir(), "faultline-bench-"));
  try {
    printTable(`cold start of the command line, median of ${runs}`, [
      row("node alone (an empty program)", ["-e", "0"], cache),
      row("faultline list test-fixtures", [program, "list", "test-fixtures"], cache, 300),
      row("faultline check of one small configuration", [program, "check", smallConfig], cache, 400),
    ]);
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

/** Each run has an empty cache folder, so that nothing is remembered. */
function row(what: string, args: readonly string[], cache: string, goal?: number): Row {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const env = { ...process.env, XDG_CACHE_HOME: join(cache, `${what}-${run}`) };
    let status: number | null = null;
    times.push(
      timeOf(() => {
        status = spawnSync(process.execPath, args, { cwd: __ROOT__, env, stdio: "ignore" }).status;
      }),
    );
    // 1: problems were found. Anything else means that what was timed did not do its work.
    if (status !== 0 && status !== 1) throw new Error(`${what}: exit status ${status}`);
  }
  const middle = median(times);
  return { what, figure: milliseconds(middle), ...(goal === undefined ? {} : { goal: `at most ${goal} ms`, isMet: middle <= goal }) };
}

main();
