// Shows the trace panel in a browser without an editor: screenshots of every kind of trace and state in each theme,
// an accessibility check, keys, and timings. `node tools/panel-shots.mjs [--only NAME,…] [--trace FILE]`; pictures go to test-output/panel/.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkKeys } from "./panel/keys.mjs";
import { checkRestore } from "./panel/restore.mjs";
import { narrow, shots } from "./panel/shots.mjs";
import { arrange, openStage, settle } from "./panel/stage.mjs";
import { measure } from "./panel/timing.mjs";
import { checkUpcall } from "./panel/upcall.mjs";
import { root } from "./setup.mjs";

const output = join(root, "test-output", "panel");
const { values: options } = parseArgs({ options: { only: { type: "string" }, trace: { type: "string" } } });
const counts = { passed: 0, failed: 0 };

async function main() {
  mkdirSync(output, { recursive: true });
  if (options.trace) return shootFile(options.trace);
  const names = options.only?.split(",");
  const checks = [
    ...shots.map((shot) => ({ name: shot.name, run: () => shoot(shot) })),
    { name: "keys", run: checkKeys },
    { name: "upcall", run: checkUpcall },
    { name: "restore", run: checkRestore },
    { name: "timing", run: measure },
  ];
  for (const { name, run } of checks) {
    if (names && !names.some((wanted) => name.includes(wanted))) continue;
    const before = stage.failures.length;
    await run(stage);
    if (stage.failures.length === before) counts.passed++;
    else counts.failed++;
  }
}

async function shoot(shot) {
  const page = await stage.openPage(shot);
  await arrange(page, shot);
  await page.screenshot({ path: join(output, `${shot.name}.png`), fullPage: shot.wholePage ?? false });
  await stage.checkAccess(page, shot.name);
  console.log(`shot ${shot.name}`);
  await page.context().close();
}

/** A trace or a report from the command line. */
async function shootFile(file) {
  const read = JSON.parse(readFileSync(file, "utf8"));
  const found =
    read.schema === "faultline-trace/1"
      ? [{ trace: read, about: {} }]
      : read.results.flatMap((result) =>
          result.traces.map((trace) => ({
            trace,
            about: {
              verdict: result.verdict,
              milliseconds: result.stats.milliseconds,
              reproduce: result.reproduce,
              codes: result.problems.slice(0, 2).map(({ code }) => ({ code, title: "" })),
            },
          })),
        );
  for (const [index, { trace, about }] of found.entries()) {
    for (const { theme, ...size } of [{ theme: "dark" }, { theme: "light", ...narrow }]) {
      const page = await stage.openPage({ theme, ...size });
      await page.evaluate(([opened, more]) => void globalThis.harness.openTrace(opened, more), [trace, about]);
      await page.waitForSelector(".panel");
      await settle(page);
      await page.screenshot({ path: join(output, `file-${index}-${theme}.png`), fullPage: true });
      await stage.checkAccess(page, `${file} ${index}`);
      await page.context().close();
    }
    console.log(`shot ${index}: ${trace.title}`);
  }
}

const stage = await openStage();
try {
  await main();
} finally {
  await stage.close();
}
const { failures } = stage;
if (process.env["FAULTLINE_COUNTS"]) writeFileSync(process.env["FAULTLINE_COUNTS"], JSON.stringify(counts));
if (failures.length > 0) {
  console.error(`\n${failures.length} failed:\n${failures.map((failure) => `  ${failure}`).join("\n")}`);
  process.exitCode = 1;
}
