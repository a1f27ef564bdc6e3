// From an edit to what is shown of it, through the language server: first what is known so far, then the result, then its quick fixes. `--cases=FOLDER`, `--case=NAME`.
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CodeLens, Diagnostic } from "vscode-languageserver/node";
import type { DiagnosticData } from "../../server/lsp.ts";
import { pauseBefore } from "../../server/pause.ts";
import { documentsOf, startClient } from "../../server/testing/client.ts";
import { isQuick, median, milliseconds, printTable } from "../support.ts";
import { unlimited } from "../../simulators/core/budget.ts";
import { checkText, openPrograms, temporaryFolder } from "./checked.ts";

declare const __ROOT__: string;

const option = (name: string): string | undefined => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);

const cases = resolve(__ROOT__, option("cases") ?? "test/cases/controller");
const name = option("case") ?? "volume-resize-crash";
const edits = isQuick ? 3 : 8;
/** The server waits at least so long for another key. */
const quietKeysMs = pauseBefore([0]);

interface Times {
  readonly soFar: number[];
  readonly result: number[];
  readonly fixes: number[];
}

async function main(): Promise<void> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, name), { recursive: true });
  cpSync(join(cases, name), join(folder, name), { recursive: true });
  try {
    const right = await measured(folder, "fix.ts");
    const wrong = await measured(folder, "bug.ts");
    const row = (what: string, times: readonly number[]) => ({
      what,
      figure: times.length === 0 ? "never" : milliseconds(median(times) - quietKeysMs),
    });
    const processor = await onProcessor(folder);
    printTable(`${name}: didChange to what is shown, median of ${edits}, quiet keys aside`, [
      row("fix.ts: the happy path is done", right.soFar),
      { what: "of these on the processor, in one process", figure: milliseconds(processor) },
      row("fix.ts: it holds", right.result),
      row("bug.ts: the happy path is done, or a finding", wrong.soFar),
      row("bug.ts: its result", wrong.result),
      row("bug.ts: with quick fixes", wrong.fixes),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(folder: string, file: string): Promise<Times> {
  const client = await startClient({ server: join(__ROOT__, "dist/server/main.cjs"), folder });
  const uri = `file://${folder}/${name}/${file}`;
  const documents = documentsOf(client.connection);
  const text = readFileSync(join(folder, name, file), "utf8");
  const times: Times = { soFar: [], result: [], fixes: [] };
  const title = async (): Promise<string> => {
    const lenses = await client.connection.sendRequest<CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
    return lenses[0]?.command?.title ?? "";
  };
  try {
    await documents.open(uri, text);
    await until(title, isResult);
    for (let edit = 0; edit < edits; edit += 1) {
      const start = performance.now();
      const since = (): number => performance.now() - start;
      await documents.change(uri, edit + 2, `${text}\n// ${edit}\n`);
      await until(title, (shown) => shown.startsWith("↻"));
      const first = await until(title, (shown) => / done · | so far · /.test(shown) || isResult(shown));
      if (!isResult(first)) times.soFar.push(since());
      await until(title, isResult);
      times.result.push(since());
      if (await hasFixes(() => client.diagnostics.get(uri) ?? [])) times.fixes.push(since());
    }
  } finally {
    await client.close();
  }
  return times;
}

/** From the text to the happy path: of the last half of the edits, when all is warm. */
async function onProcessor(folder: string): Promise<number> {
  const programs = openPrograms();
  const text = readFileSync(join(folder, name, "fix.ts"), "utf8");
  const times: number[] = [];
  try {
    for (let edit = 0; edit < 2 * edits; edit += 1) {
      const begin = process.cpuUsage();
      let used = 0;
      const partial = (): void => {
        const { user, system } = process.cpuUsage(begin);
        used ||= (user + system) / 1000;
      };
      // Nothing more than the happy path is of interest.
      const budget = { ...unlimited(), partial, stop: () => (used > 0 ? ("cancelled" as const) : undefined) };
      await checkText(programs, join(folder, name), "fix.ts", `${text}\n// ${edit}\n`, () => budget);
      times.push(used);
    }
  } finally {
    await programs.dispose();
  }
  return median(times.slice(edits));
}

const isResult = (title: string): boolean => /^[✓✗?]/.test(title) && !title.includes("obsolete");

async function until(ask: () => Promise<string>, isRight: (answer: string) => boolean): Promise<string> {
  for (;;) {
    const answer = await ask();
    if (isRight(answer)) return answer;
    await new Promise((wake) => setTimeout(wake, 5));
  }
}

async function hasFixes(found: () => readonly Diagnostic[]): Promise<boolean> {
  for (let tries = 0; tries < 400 && found().length > 0; tries += 1) {
    if (found().some(({ data }) => (data as DiagnosticData).fixes.length > 0)) return true;
    await new Promise((wake) => setTimeout(wake, 25));
  }
  return false;
}

await main();
