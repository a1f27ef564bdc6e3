// The first lost update: from an edit to its diagnostic in one process, through the language server, and from a cold command line.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import typescript from "typescript";
import { loadBundler } from "../../server/bundler.ts";
import { createPrograms } from "../../server/program/programs.ts";
import { unlimited } from "../../simulators/core/budget.ts";
import { conclude } from "../../simulators/core/conclude.ts";
import { criticalSection } from "../../simulators/critical-section/index.ts";
import { commandLine, type Edited, edits, goalRow, mustBeBuilt, throughServer } from "../first-finding.ts";
import { median, milliseconds, printTable, type Row, mustBe } from "../support.ts";

declare const __ROOT__: string;

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

const editedIn = (folder: string): Edited => ({
  folder,
  file: "bank.ts",
  code: "FL1004",
  textOf: (edit, isBroken) => textOf(10 + edit, isBroken),
  goal: 50,
});

async function main(): Promise<void> {
  mustBeBuilt();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "faultline-bench-")));
  try {
    printTable("two threads withdraw from one account; one update is lost", [
      ...(await inProcess(folder)),
      ...(await throughServer(editedIn(folder))),
      ...(await commandLine(editedIn(folder))),
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

await main();
