// The first finding: from an edit to it in one process, through the language server, and from a cold command line. And the lanes: what is known how soon.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pauseBefore } from "../../server/pause.ts";
import { documentsOf, startClient } from "../../server/testing/client.ts";
import { unlimited } from "../../simulators/core/budget.ts";
import type { CheckPhase } from "../../simulators/controller/properties/types.ts";
import { check } from "../../simulators/controller/world/check.ts";
import { mustBe } from "../critical-section/measure.ts";
import { isQuick, median, milliseconds, printTable, type Row, timeOf } from "../support.ts";
import { bundledText, loaded, onlyScenario, openPrograms, temporaryFolder } from "./checked.ts";
import { gateSample, twinSecrets, webServer } from "./programs.ts";

declare const __ROOT__: string;

const server = join(__ROOT__, "dist/server/main.cjs");
const program = join(__ROOT__, "dist/cli/main.cjs");
/** The server waits at least so long for another key (see `pauseBefore`). */
const quietKeysMs = pauseBefore([0]);
const edits = isQuick ? 6 : 20;
const starts = isQuick ? 3 : 10;

async function main(): Promise<void> {
  for (const file of [server, program]) if (!existsSync(file)) throw new Error(`${file} is not built: npm run build`);
  const folder = temporaryFolder();
  try {
    writeFileSync(join(folder, "gate.yaml"), gateSample);
    const title = "two Secrets are made in one branch: a crash between them leaves the second out for ever";
    printTable(title, [...(await inProcess(folder)), ...(await throughServer(folder)), ...commandLine(folder)]);
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

/** Each second edit brings the fault, the others take it away. */
async function throughServer(folder: string): Promise<Row[]> {
  const client = await startClient({ server, folder });
  const uri = `file://${folder}/secrets.ts`;
  const documents = documentsOf(client.connection);
  const waitFor = async (isBroken: boolean): Promise<number> => {
    const start = performance.now();
    await client.waitFor(uri, (diagnostics) => diagnostics.some(({ code }) => code === "FL2004") === isBroken);
    return performance.now() - start;
  };
  try {
    await documents.open(uri, twinSecrets(0, true));
    const first = await waitFor(true);
    const found: number[] = [];
    for (let edit = 0; edit < edits; edit += 1) {
      const isBroken = edit % 2 === 1;
      await documents.change(uri, edit + 2, twinSecrets(edit + 1, isBroken));
      const took = await waitFor(isBroken);
      if (isBroken) found.push(took);
    }
    return [
      { what: "language server: first diagnostics after opening", figure: milliseconds(first) },
      goalRow(
        `language server: didChange to the diagnostic, median of ${found.length}, quiet keys aside`,
        median(found) - quietKeysMs,
        100,
      ),
    ];
  } finally {
    await client.close();
  }
}

/** Each run has an empty cache folder, so that nothing is remembered. */
function commandLine(folder: string): Row[] {
  const times: number[] = [];
  writeFileSync(join(folder, "bug.ts"), twinSecrets(0, true));
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
  return [goalRow(`cold command line: check bug.ts, to its end, median of ${starts}`, median(times), 400)];
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

const goalRow = (what: string, figure: number, goal: number): Row => ({
  what,
  figure: milliseconds(figure),
  goal: `at most ${goal} ms`,
  isMet: figure <= goal,
});

await main();
