// Quick fixes over all cases: how many bugs get one that a second run finds right. `--cases=FOLDER`, `--only=NAME`, `--each`, `--write=FOLDER`: the mended texts.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { mendProblems } from "../../server/mend.ts";
import type { Programs } from "../../server/program/programs.ts";
import { edited } from "../../simulators/core/edited.ts";
import { tryFixes } from "../../server/try-fixes.ts";
import { typescriptLoader } from "../../server/typescript.ts";
import { controller } from "../../simulators/controller/index.ts";
import type { Outcome, Scenario } from "../../simulators/core/simulator.ts";
import { milliseconds, printTable } from "../support.ts";
import { onlyScenario, openPrograms, timedBudget } from "./checked.ts";

declare const __ROOT__: string;

const option = (name: string): string | undefined => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);

const folders = (option("cases") ?? "test/cases/controller,test/cases/controller-more")
  .split(",")
  .map((folder) => resolve(__ROOT__, folder));
const typescript = typescriptLoader(join(__ROOT__, "dist"));
const limitMs = 60_000;

interface Mended {
  readonly title: string;
  readonly codes: readonly string[];
  readonly titles: readonly string[];
  readonly tried: number;
  readonly took: number;
}

async function main(): Promise<void> {
  const programs = openPrograms();
  try {
    const all: Mended[] = [];
    for (const folder of folders)
      for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.name.indexOf(".") < 0)) {
        if (!name.includes(option("only") ?? "")) continue;
        const file = bugOf(join(folder, name));
        if (file !== undefined) all.push(await mend(programs, name, join(folder, name), file));
      }
    const good = all.filter(({ titles }) => titles.length > 0);
    printTable("quick fixes of controllers", [
      { what: "bugs", figure: String(all.length) },
      { what: "with a fix that mends one of their findings", figure: String(good.length) },
      { what: "with attempts that did not", figure: String(all.filter(({ tried, titles }) => tried > 0 && titles.length === 0).length) },
      { what: "trying them, longest", figure: milliseconds(Math.max(0, ...all.map(({ took }) => took))) },
    ]);
  } finally {
    await programs.dispose();
  }
}

function bugOf(folder: string): string | undefined {
  const { variants } = JSON.parse(readFileSync(join(folder, "expect.json"), "utf8")) as {
    readonly variants: Readonly<Record<string, { readonly file: string; readonly verdict: string }>>;
  };
  return Object.values(variants).find(({ verdict }) => verdict === "violated")?.file;
}

async function mend(programs: Programs, title: string, folder: string, file: string): Promise<Mended> {
  const run = async (scenario: Scenario, states?: number): Promise<Outcome> => {
    programs.changed();
    const prepared = await programs.prepare(scenario, { folder, folders: [folder] });
    if (prepared.notRun) throw new Error(`${title}: ${prepared.notRun.message}`);
    return controller.run(prepared, timedBudget(limitMs, states === undefined ? {} : { maxStates: states }));
  };
  const scenario = onlyScenario(file, readFileSync(join(folder, file), "utf8"));
  const begin = performance.now();
  const outcome = await run(scenario);
  const start = performance.now();
  const attempted = mendProblems(controller, scenario, outcome, typescript);
  const fixed = await tryFixes(controller, scenario, attempted, typescript, run);
  const out = option("write");
  const kept = (out?.endsWith("/all") ? attempted : fixed).problems.flatMap(({ fixes = [] }) => fixes);
  if (out !== undefined)
    kept.forEach(({ edits }, index) => {
      for (const input of scenario.inputs) writeFileSync(join(out, `${title}.${index}.ts`), edited(input, edits));
    });
  const titles = [...scenario.findings, ...fixed.problems].flatMap(({ code, fixes = [] }) => fixes.map((fix) => `${code} ${fix.title}`));
  const tried = attempted.problems.flatMap(({ code, fixes = [] }) => fixes.map((fix) => `${code} ${fix.title}`));
  const took = performance.now() - start;
  if (process.argv.includes("--each")) {
    const found = [...scenario.findings, ...outcome.problems].map(
      ({ code, message, range }) => `    ${code}:${range.start.line + 1} ${message}`,
    );
    console.log(
      [
        `${title}: ${outcome.verdict}, ${outcome.stats.states} states, ${milliseconds(start - begin)}, fixes ${milliseconds(took)}`,
        ...found,
        ...tried.map((each) => `    ${titles.includes(each) ? "+" : "-"} ${each}`),
        ...titles.filter((each) => !tried.includes(each)).map((each) => `    = ${each}`),
      ].join("\n"),
    );
  }
  return { title, codes: outcome.problems.map(({ code }) => code), titles, tried: tried.length, took };
}

await main();
