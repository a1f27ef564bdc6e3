// The first lost update: from an edit to its diagnostic in one process, through the language server, and from a cold command line.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import typescript from "typescript";
import { loadBundler } from "../../server/bundler.ts";
import { pauseBefore } from "../../server/pause.ts";
import { createPrograms } from "../../server/program/programs.ts";
import { documentsOf, startClient } from "../../server/testing/client.ts";
import { unlimited } from "../../simulators/core/budget.ts";
import { conclude } from "../../simulators/core/conclude.ts";
import { criticalSection } from "../../simulators/critical-section/index.ts";
import { isQuick, median, milliseconds, printTable, type Row, timeOf } from "../support.ts";
import { mustBe } from "./measure.ts";

declare const __ROOT__: string;

const server = join(__ROOT__, "dist/server/main.cjs");
const program = join(__ROOT__, "dist/cli/main.cjs");
/** The server waits at least so long for another key (see `pauseBefore`). */
const quietKeysMs = pauseBefore([0]);
const edits = isQuick ? 6 : 20;
const starts = isQuick ? 3 : 10;

/** `amount` is what is edited; without a section one of two withdrawals can be lost. */
const textOf = (amount: number, isBroken: boolean): string => `import { criticalSection } from "faultline/critical-section";

const account = { balance: 100 };

function take(): void {
  const seen = account.balance;
  account.balance = seen - ${amount};
}

/** @thread x2 */
export function withdraw(): void {
  ${isBroken ? "take()" : "criticalSection(take)"};
}

/** @finally */
export const bothDone = (): boolean => account.balance === ${100 - 2 * amount};
`;

async function main(): Promise<void> {
  for (const file of [server, program]) if (!existsSync(file)) throw new Error(`${file} is not built: npm run build`);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "faultline-bench-")));
  try {
    printTable("two threads withdraw from one account; one update is lost", [
      ...(await inProcess(folder)),
      ...(await throughServer(folder)),
      ...commandLine(folder),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Discovery, bundling, every schedule, replay and traces. */
async function inProcess(folder: string): Promise<Row[]> {
  const programs = createPrograms({
    bundler: () => loadBundler(join(__ROOT__, "dist")),
    simulators: [criticalSection],
    typescript: () => typescript,
    now: () => performance.now(),
  });
  const wholes: number[] = [];
  const runs: number[] = [];
  const processors: number[] = [];
  try {
    for (let edit = 0; edit <= edits; edit += 1) {
      const text = textOf(1 + edit, true);
      programs.changed();
      const used = process.cpuUsage();
      const start = performance.now();
      const [scenario] = criticalSection.discover({ path: "bank.ts", text, typescript: () => typescript }).scenarios;
      if (!scenario) throw new Error("no scenario");
      const prepared = await programs.prepare(scenario, { folder, folders: [folder] });
      const begin = performance.now();
      const outcome = await criticalSection.run(prepared, unlimited());
      const { problems } = conclude(prepared, outcome, { inputs: "", milliseconds: 0, reproduce: "" });
      wholes.push(performance.now() - start);
      runs.push(performance.now() - begin);
      const { user, system } = process.cpuUsage(used);
      processors.push((user + system) / 1000);
      mustBe(
        "a lost update is found",
        problems.some(({ code }) => code === "FL1004"),
        true,
      );
    }
  } finally {
    await programs.dispose();
  }
  return [
    { what: "in one process, first", figure: milliseconds(wholes[0] ?? 0) },
    goalRow(`in one process, edit to problems, median of ${edits}`, median(wholes.slice(1)), 50),
    { what: "of these in the engine", figure: milliseconds(median(runs.slice(1))) },
    { what: "time on the processor, of the last half", figure: milliseconds(median(processors.slice(edits >> 1))) },
  ];
}

/** Each second edit brings the fault, the others take it away. */
async function throughServer(folder: string): Promise<Row[]> {
  const client = await startClient({ server, folder });
  const uri = `file://${folder}/bank.ts`;
  const documents = documentsOf(client.connection);
  const waitFor = async (isBroken: boolean): Promise<number> => {
    const start = performance.now();
    await client.waitFor(uri, (diagnostics) => diagnostics.some(({ code }) => code === "FL1004") === isBroken);
    return performance.now() - start;
  };
  try {
    await documents.open(uri, textOf(10, true));
    const first = await waitFor(true);
    const found: number[] = [];
    for (let edit = 0; edit < edits; edit += 1) {
      const isBroken = edit % 2 === 1;
      await documents.change(uri, edit + 2, textOf(11 + edit, isBroken));
      const took = await waitFor(isBroken);
      if (isBroken) found.push(took);
    }
    return [
      { what: "language server: first diagnostics after opening", figure: milliseconds(first) },
      goalRow(`language server: didChange to the diagnostic, median of ${found.length}, quiet keys aside`, median(found) - quietKeysMs, 50),
    ];
  } finally {
    await client.close();
  }
}

/** Each run has an empty cache folder, so that nothing is remembered. */
function commandLine(folder: string): Row[] {
  const times: number[] = [];
  writeFileSync(join(folder, "bug.ts"), textOf(10, true));
  for (let run = 0; run < starts; run += 1) {
    const env = { ...process.env, XDG_CACHE_HOME: join(folder, `cache-${run}`) };
    let status: number | null = null;
    times.push(
      timeOf(() => {
        status = spawnSync(process.execPath, [program, "check", "bug.ts"], { cwd: folder, env, stdio: "ignore" }).status;
      }),
    );
    mustBe("exit status", status, 1);
  }
  const alone = median(Array.from({ length: starts }, () => timeOf(() => void spawnSync(process.execPath, ["-e", "0"]))));
  return [
    goalRow(`cold command line: check bug.ts, median of ${starts}`, median(times), 400),
    { what: "node alone (an empty program)", figure: milliseconds(alone) },
  ];
}

const goalRow = (what: string, figure: number, goal: number): Row => ({
  what,
  figure: milliseconds(figure),
  goal: `at most ${goal} ms`,
  isMet: figure <= goal,
});

await main();
