// How soon a finding is known: through the language server, and from a cold command line.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Code } from "../protocol/problem.ts";
import { pauseBefore } from "../server/pause.ts";
import { documentsOf, startClient } from "../server/testing/client.ts";
import { isQuick, median, milliseconds, type Row, timeOf } from "./support.ts";

declare const __ROOT__: string;

const server = join(__ROOT__, "dist/server/main.cjs");
const program = join(__ROOT__, "dist/cli/main.cjs");
/** The server waits at least so long for another key (see `pauseBefore`). */
const quietKeysMs = pauseBefore([0]);
export const edits = isQuick ? 6 : 20;
const starts = isQuick ? 3 : 10;

/** A file that is edited again and again; with the fault, and without it. */
export interface Edited {
  readonly folder: string;
  readonly file: string;
  readonly code: Code;
  readonly textOf: (edit: number, isBroken: boolean) => string;
  /** Of a finding, milliseconds. */
  readonly goal: number;
}

/** @throws {Error} What is measured has not been built. */
export function mustBeBuilt(): void {
  for (const file of [server, program]) if (!existsSync(file)) throw new Error(`${file} is not built: npm run build`);
}

/** Each second edit brings the fault, the others take it away. */
export async function throughServer({ folder, file, code, textOf, goal }: Edited): Promise<Row[]> {
  const client = await startClient({ server, folder });
  const uri = `file://${folder}/${file}`;
  const documents = documentsOf(client.connection);
  const waitFor = async (isBroken: boolean): Promise<number> => {
    const start = performance.now();
    await client.waitFor(uri, (diagnostics) => diagnostics.some((one) => one.code === code) === isBroken);
    return performance.now() - start;
  };
  try {
    await documents.open(uri, textOf(0, true));
    const first = await waitFor(true);
    const found: number[] = [];
    for (let edit = 0; edit < edits; edit += 1) {
      const isBroken = edit % 2 === 1;
      await documents.change(uri, edit + 2, textOf(edit + 1, isBroken));
      const took = await waitFor(isBroken);
      if (isBroken) found.push(took);
    }
    return [
      { what: "language server: first diagnostics after opening", figure: milliseconds(first) },
      goalRow(
        `language server: didChange to the diagnostic, median of ${found.length}, quiet keys aside`,
        median(found) - quietKeysMs,
        goal,
      ),
    ];
  } finally {
    await client.close();
  }
}

/** Each run has an empty cache folder, so that nothing is remembered. */
export async function commandLine({ folder, code, textOf }: Edited): Promise<Row[]> {
  const runs: Told[] = [];
  writeFileSync(join(folder, "bug.ts"), textOf(0, true));
  for (let run = 0; run < starts; run += 1) runs.push(await checkOnce(folder, code, join(folder, `cache-${run}`)));
  const alone = median(Array.from({ length: starts }, () => timeOf(() => void spawnSync(process.execPath, ["-e", "0"]))));
  return [
    goalRow(`cold command line: check bug.ts, to the first finding, median of ${starts}`, median(runs.map(({ found }) => found)), 400),
    { what: "the same, to its end", figure: milliseconds(median(runs.map(({ end }) => end))) },
    { what: "node alone (an empty program)", figure: milliseconds(alone) },
  ];
}

/** Milliseconds from the start of the process. */
interface Told {
  readonly found: number;
  readonly end: number;
}

/** The finding is told on standard error as soon as it is known; the report follows on standard output. */
function checkOnce(folder: string, code: Code, cache: string): Promise<Told> {
  const start = performance.now();
  const child = spawn(process.execPath, [program, "check", "bug.ts"], {
    cwd: folder,
    env: { ...process.env, XDG_CACHE_HOME: cache },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let found = Number.NaN;
  const look = (text: Buffer): void => {
    if (Number.isNaN(found) && text.includes(code)) found = performance.now() - start;
  };
  child.stderr.on("data", look);
  child.stdout.on("data", look);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      const end = performance.now() - start;
      if (status === 1 && !Number.isNaN(found)) resolve({ found, end });
      else reject(new Error(`status ${status}, first finding after ${found} ms`));
    });
  });
}

export const goalRow = (what: string, figure: number, goal: number): Row => ({
  what,
  figure: milliseconds(figure),
  goal: `at most ${goal} ms`,
  isMet: figure <= goal,
});
