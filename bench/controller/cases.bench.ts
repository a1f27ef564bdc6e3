// All cases: from the text of an edited file to its verdict, in one process. `--cases=FOLDER`: others than those of the tests.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Programs } from "../../server/program/programs.ts";
import { count, isQuick, median, milliseconds, printTable, type Row } from "../support.ts";
import { type Variant, variantsOf } from "../variants.ts";
import { type Checked, checkText, openPrograms, timedBudget } from "./checked.ts";

declare const __ROOT__: string;

const option = (name: string): string | undefined => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);

const casesFolder = resolve(option("cases") ?? join(__ROOT__, "test/cases/controller"));
/** A case that takes longer is given up: it counts with this time. */
const limitMs = isQuick ? 20_000 : 60_000;

interface Measured extends Variant {
  readonly checked: Checked;
}

async function main(): Promise<void> {
  const programs = openPrograms();
  try {
    const variants = variantsOf(casesFolder);
    const first = await check(variants[0] as Variant, programs);
    const measured: Measured[] = [];
    for (const variant of variants) measured.push({ ...variant, checked: await check(variant, programs) });
    printTable(`${variants.length} variants of the cases, each with an empty memory`, [
      { what: "the first in the process", figure: milliseconds(wholeOf(first)) },
      ...rowsOf(measured),
    ]);
  } finally {
    await programs.dispose();
  }
}

async function check({ folder, file, title }: Variant, programs: Programs): Promise<Checked> {
  const text = readFileSync(join(folder, file), "utf8");
  const checked = await checkText(programs, folder, file, text, () => timedBudget(limitMs));
  const { verdict, stats, reason } = checked.result;
  if (process.argv.includes("--each")) {
    const parts = [checked.discover, checked.bundle, checked.run].map(milliseconds).join(" + ");
    console.log(
      `${title}: ${verdict} ${reason?.limit ?? ""} ${parts}, ${count(stats.states)} states, ${count(stats.executions)} executions`,
    );
  }
  return checked;
}

const wholeOf = ({ discover, bundle, run }: Checked): number => discover + bundle + run;

function rowsOf(measured: readonly Measured[]): readonly Row[] {
  const part = (what: string, of: (one: Checked) => number): Row => ({ what, figure: spread(measured.map(({ checked }) => of(checked))) });
  const wholes = measured.map(({ checked }) => wholeOf(checked)).sort((a, b) => a - b);
  const slowest = measured.toSorted((a, b) => b.checked.run - a.checked.run).slice(0, 5);
  const wrong = measured.filter(({ verdict, checked }) => checked.result.verdict !== verdict);
  return [
    goalRow("from text to verdict, median", median(wholes), 3000),
    goalRow("from text to verdict, 95th percentile", percentile(wholes), 15_000),
    part("finding the controllers", ({ discover }) => discover),
    part("bundling", ({ bundle }) => bundle),
    part("verification with its traces", ({ run }) => run),
    ...slowest.map(({ title, checked: { run, result } }) => ({
      what: `slow: ${title} (${count(result.stats.states)} states, ${result.verdict})`,
      figure: milliseconds(run),
    })),
    ...wrong.map(({ title, verdict, checked: { result } }) => ({
      what: `not as expected: ${title}`,
      figure: `${result.verdict} ${result.reason?.limit ?? ""}`,
      goal: verdict,
      isMet: false,
    })),
  ];
}

const percentile = (sorted: readonly number[]): number => sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  return `${milliseconds(median(sorted))}, 95th percentile ${milliseconds(percentile(sorted))}, longest ${milliseconds(sorted.at(-1) ?? 0)}`;
}

const goalRow = (what: string, figure: number, goal: number): Row => ({
  what,
  figure: milliseconds(figure),
  goal: `at most ${milliseconds(goal)}`,
  isMet: figure <= goal,
});

await main();
