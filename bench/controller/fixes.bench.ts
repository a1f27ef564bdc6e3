// Quick fixes over all cases: how many bugs get one that a second run finds right, and after how many of them nothing is left to find. `--cases=FOLDER`, `--only=NAME`, `--each`, `--write=FOLDER`: the mended texts.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Problem, TextEdit } from "../../protocol/problem.ts";
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
  /** A fix after which nothing is left to find. */
  readonly silent: string | undefined;
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
        for (const file of bugsOf(join(folder, name))) all.push(await mend(programs, titleOf(name, file), join(folder, name), file));
      }
    const good = all.filter(({ titles }) => titles.length > 0);
    printTable("quick fixes of controllers", [
      { what: "bugs", figure: String(all.length) },
      { what: "with a fix that mends one of their findings", figure: String(good.length) },
      { what: "with a fix after which nothing is left", figure: String(all.filter(({ silent }) => silent !== undefined).length) },
      { what: "with attempts that did not", figure: String(all.filter(({ tried, titles }) => tried > 0 && titles.length === 0).length) },
      { what: "trying them, longest", figure: milliseconds(Math.max(0, ...all.map(({ took }) => took))) },
    ]);
  } finally {
    await programs.dispose();
  }
}

const titleOf = (name: string, file: string): string => (file === "bug.ts" ? name : `${name}: ${file}`);

function bugsOf(folder: string): readonly string[] {
  const { variants } = JSON.parse(readFileSync(join(folder, "expect.json"), "utf8")) as {
    readonly variants: Readonly<Record<string, { readonly file: string; readonly verdict: string }>>;
  };
  return Object.values(variants).flatMap(({ verdict, file }) => (verdict === "violated" ? [file] : []));
}

async function mend(programs: Programs, title: string, folder: string, file: string): Promise<Mended> {
  const outcomes = new Map<string, Outcome>();
  const run = async (scenario: Scenario, states?: number): Promise<Outcome> => {
    const outcome = await runOnce(scenario, states);
    outcomes.set(textOf(scenario), outcome);
    return outcome;
  };
  const runOnce = async (scenario: Scenario, states?: number): Promise<Outcome> => {
    programs.changed();
    const prepared = await programs.prepare(scenario, { folder, folders: [folder] });
    if (prepared.notRun) throw new Error(`${title}: ${prepared.notRun.message}`);
    return controller.run(prepared, timedBudget(limitMs, states === undefined ? {} : { maxStates: states }));
  };
  const scenario = onlyScenario(file, readFileSync(join(folder, file), "utf8"));
  const begin = performance.now();
  const outcome = await run(scenario);
  const start = performance.now();
  const attempted = await mendProblems(controller, scenario, outcome, typescript);
  const fixed = await tryFixes(controller, scenario, attempted, typescript, run);
  const out = option("write");
  const kept = (out?.endsWith("/all") ? attempted : fixed).problems.flatMap(({ fixes = [] }) => fixes);
  if (out !== undefined)
    kept.forEach(({ edits }, index) => {
      for (const input of scenario.inputs) writeFileSync(join(out, `${title}.${index}.ts`), edited(input, edits));
    });
  const silent = await silentFix(scenario, [...fixed.problems, ...scenario.findings], async (edits) => {
    const text = edited({ path: file, text: textOf(scenario) }, edits);
    return outcomes.get(text) ?? run(onlyScenario(file, text));
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
        `    silent: ${silent ?? "no"}`,
        ...tried.map((each) => `    ${titles.includes(each) ? "+" : "-"} ${each}`),
        ...titles.filter((each) => !tried.includes(each)).map((each) => `    = ${each}`),
      ].join("\n"),
    );
  }
  return { title, codes: outcome.problems.map(({ code }) => code), titles, silent, tried: tried.length, took };
}

const textOf = ({ inputs, path }: Scenario): string => inputs.find((input) => input.path === path)?.text ?? "";

/** The first fix whose run finds nothing, without a warning while it is typed. */
async function silentFix(
  scenario: Scenario,
  problems: readonly Problem[],
  outcomeOf: (edits: readonly TextEdit[]) => Promise<Outcome>,
): Promise<string | undefined> {
  for (const { fixes = [] } of problems)
    for (const { title, edits } of fixes) {
      const { verdict } = await outcomeOf(edits);
      const left = onlyScenario(scenario.path, edited({ path: scenario.path, text: textOf(scenario) }, edits)).findings;
      if (verdict === "holds" && left.length === 0) return title;
    }
  return undefined;
}

await main();
