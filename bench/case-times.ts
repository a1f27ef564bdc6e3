/** All cases of a simulator: from the text of an edited file to its verdict, in one process. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import typescript from "typescript";
import { loadBundler } from "../server/bundler.ts";
import { createPrograms, type Programs } from "../server/program/programs.ts";
import { unlimited } from "../simulators/core/budget.ts";
import { conclude } from "../simulators/core/conclude.ts";
import type { InputFile, Simulator } from "../simulators/core/simulator.ts";
import { count, isQuick, median, milliseconds, printTable, type Row, mustBe } from "./support.ts";
import { type Variant, variantsOf } from "./variants.ts";

declare const __ROOT__: string;

const rounds = isQuick ? 1 : 3;

/** Milliseconds; median of the rounds. */
interface Measured extends Variant {
  readonly discover: number;
  readonly bundle: number;
  readonly run: number;
  readonly states: number;
}

/** @param folder Of the cases, in the project. */
export async function printCaseTimes(simulator: Simulator, folder: string): Promise<void> {
  const programs = createPrograms({
    bundler: () => loadBundler(join(__ROOT__, "dist")),
    simulators: [simulator],
    typescript: () => typescript,
    now: () => performance.now(),
  });
  try {
    const variants = variantsOf(join(__ROOT__, folder));
    const first = await check(simulator, variants[0] as Variant, programs);
    const measured: Measured[] = [];
    for (const variant of variants) measured.push(await measureVariant(simulator, variant, programs));
    printTable(`${variants.length} variants of the cases, each with an empty memory, median of ${rounds}`, [
      { what: "the first in the process", figure: milliseconds(first.discover + first.bundle + first.run) },
      ...rowsOf(measured),
    ]);
  } finally {
    await programs.dispose();
  }
}

async function measureVariant(simulator: Simulator, variant: Variant, programs: Programs): Promise<Measured> {
  const all: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await check(simulator, variant, programs));
  const middle = (of: (one: Measured) => number): number => median(all.map(of));
  return {
    ...(all[0] as Measured),
    discover: middle(({ discover }) => discover),
    bundle: middle(({ bundle }) => bundle),
    run: middle(({ run }) => run),
  };
}

async function check(simulator: Simulator, variant: Variant, programs: Programs): Promise<Measured> {
  const { folder, file, title, verdict, config } = variant;
  const text = readFileSync(join(folder, file), "utf8");
  programs.changed();
  const start = performance.now();
  const nearest = (name: string) => nearestIn(folder, config ?? name);
  const [scenario] = simulator.discover({ path: file, text, typescript: () => typescript, nearest }).scenarios;
  if (!scenario) throw new Error(`${title}: no scenario`);
  const discovered = performance.now();
  const prepared = await programs.prepare(scenario, { folder, folders: [folder] });
  if (prepared.notRun) throw new Error(`${title}: ${prepared.notRun.message}`);
  const bundled = performance.now();
  const outcome = await simulator.run(prepared, unlimited());
  const result = conclude(prepared, outcome, { inputs: "", milliseconds: 0, reproduce: "" });
  const end = performance.now();
  mustBe(title, result.verdict, verdict);
  return {
    ...variant,
    discover: discovered - start,
    bundle: bundled - discovered,
    run: end - bundled,
    states: outcome.stats.states,
  };
}

function nearestIn(folder: string, name: string): InputFile | undefined {
  const file = join(folder, name);
  return existsSync(file) ? { path: name, text: readFileSync(file, "utf8") } : undefined;
}

function rowsOf(measured: readonly Measured[]): readonly Row[] {
  const part = (what: string, of: (one: Measured) => number): Row => {
    const times = measured.map(of).sort((a, b) => a - b);
    const late = times[Math.ceil(times.length * 0.95) - 1] ?? 0;
    return {
      what,
      figure: `${milliseconds(median(times))}, 95th percentile ${milliseconds(late)}, longest ${milliseconds(times.at(-1) ?? 0)}`,
    };
  };
  const slowest = measured.toSorted((a, b) => b.run - a.run).slice(0, 5);
  return [
    part("from text to verdict, median", ({ discover, bundle, run }) => discover + bundle + run),
    part("finding what there is to run", ({ discover }) => discover),
    part("bundling", ({ bundle }) => bundle),
    part("verification with its traces", ({ run }) => run),
    ...slowest.map(({ title, run, states }) => ({ what: `slow: ${title} (${count(states)} states)`, figure: milliseconds(run) })),
  ];
}
