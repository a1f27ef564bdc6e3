// The first finding: from an edit to it in one process, through the language server, and from a cold command line. And the lanes: what is known how soon.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unlimited } from "../../simulators/core/budget.ts";
import type { CheckPhase } from "../../simulators/controller/properties/types.ts";
import { check } from "../../simulators/controller/world/check.ts";
import { commandLine, type Edited, edits, goalRow, mustBeBuilt, throughServer } from "../first-finding.ts";
import { isQuick, median, milliseconds, printTable, type Row, mustBe } from "../support.ts";
import { bundledText, loaded, onlyScenario, openPrograms, temporaryFolder } from "./checked.ts";
import { gateSample, twinSecrets, webServer } from "./programs.ts";

declare const __ROOT__: string;

const editedIn = (folder: string): Edited => ({
  folder,
  file: "secrets.ts",
  code: "FL2004",
  textOf: (edit, isBroken) => twinSecrets(edit, isBroken),
  goal: 100,
});

async function main(): Promise<void> {
  mustBeBuilt();
  const folder = temporaryFolder();
  try {
    writeFileSync(join(folder, "gate.yaml"), gateSample);
    const title = "two Secrets are made in one branch: a crash between them leaves the second out for ever";
    printTable(title, [...(await inProcess(folder)), ...(await throughServer(editedIn(folder))), ...(await commandLine(editedIn(folder)))]);
    printTable("what is known how soon after an edit, warm, in one process", await lanes(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** When things were told, in milliseconds from the edit. */
interface Told {
  readonly finding: number;
  readonly end: number;
  readonly phases: ReadonlyMap<CheckPhase | "static", number>;
  readonly findings: readonly string[];
}

type Programs = ReturnType<typeof openPrograms>;

async function checkEdited(programs: Programs, folder: string, file: string, text: string): Promise<Told> {
  programs.changed();
  const start = performance.now();
  const since = (): number => performance.now() - start;
  const phases = new Map<CheckPhase | "static", number>();
  onlyScenario(file, text);
  phases.set("static", since());
  const { process: user, setup } = loaded(await bundledText(programs, folder, file, text));
  let finding = Number.NaN;
  const { findings } = check(user, setup, unlimited(), {
    finding: () => (finding = Number.isNaN(finding) ? since() : finding),
    phase: (phase) => phases.set(phase, since()),
  });
  return { finding, end: since(), phases, findings: findings.map(({ property }) => property) };
}

async function inProcess(folder: string): Promise<Row[]> {
  const programs = openPrograms();
  try {
    const all: Told[] = [];
    for (let edit = 0; edit <= edits; edit += 1) {
      const told = await checkEdited(programs, folder, "secrets.ts", twinSecrets(edit, true));
      mustBe("it is found", told.findings.includes("confluent"), true);
      all.push(told);
    }
    const warm = all.slice(1);
    return [
      { what: "in one process, first finding of the first check", figure: milliseconds(all[0]?.finding ?? Number.NaN) },
      goalRow(`in one process, edit to first finding, median of ${edits}`, median(warm.map(({ finding }) => finding)), 100),
      { what: "in one process, edit to verdict", figure: milliseconds(median(warm.map(({ end }) => end))) },
    ];
  } finally {
    await programs.dispose();
  }
}

/** Of a controller that is right: nothing ends it early. */
async function lanes(folder: string): Promise<Row[]> {
  const programs = openPrograms();
  try {
    const all: Told[] = [];
    for (let edit = 0; edit <= (isQuick ? 2 : 5); edit += 1) {
      const told = await checkEdited(programs, folder, "web.ts", webServer(edit));
      mustBe("nothing is found", told.findings, []);
      all.push(told);
    }
    const at = (phase: CheckPhase | "static"): number => median(all.slice(1).map(({ phases }) => phases.get(phase) ?? Number.NaN));
    return [
      { what: "static findings", figure: milliseconds(at("static")) },
      goalRow("the happy path", at("happy"), 300),
      { what: "a second resource and bystanders", figure: milliseconds(at("owned")) },
      goalRow("all single faults", at("single"), 3000),
    ];
  } finally {
    await programs.dispose();
  }
}

await main();
