// The figures published for this encoding, beside ours on the same settings.
import { unlimited } from "../../simulators/core/budget.ts";
import { measureScale, publishedChurn, type ScaleFigures } from "../../simulators/multicast/scale/figures.ts";
import { count, isQuick, printTable } from "../support.ts";
import { type PublishedFigure, publishedFigures, type Settings } from "./published-figures.ts";
import { largeFabric, publishedLimits, publishedWorkload } from "./workload.ts";

/** Tenants of a few thousand VMs decide these figures, and few are drawn: the published seeds differ by several points, so do ours. */
const seeds = isQuick ? [1] : [1, 2, 3];

interface Comparison {
  readonly settings: Settings;
  readonly figure: PublishedFigure;
  /** By seed. */
  readonly ours: readonly number[];
}

function main(): void {
  const isMarkdown = process.argv.includes("--markdown");
  const comparisons = publishedFigures.flatMap(compare);
  if (isMarkdown) printMarkdown(comparisons);
  else printText(comparisons);
}

function compare(settings: Settings): Comparison[] {
  const runs = seeds.map((seed) => run(settings, seed));
  // Entries in tables grow with the number of groups: a tenth of them says nothing about that.
  const comparable = settings.figures.filter(({ unit }) => !isQuick || unit !== "rules");
  return comparable.map((figure) => ({ settings, figure, ours: runs.map(figure.of) }));
}

function run({ sizes, hostsPerRack, redundancy, figures }: Settings, seed: number): ScaleFigures {
  const generate = publishedWorkload({ sizes, hostsPerRack, seed, groups: groupsOf(sizes) });
  const needsUpdates = figures.some(({ unit }) => unit === "/s");
  const result = measureScale(
    largeFabric,
    publishedLimits(redundancy),
    generate,
    unlimited(),
    needsUpdates ? { churn: publishedChurn } : {},
  );
  if (result.kind !== "done") throw new Error("an unlimited budget ended");
  if (0 < result.figures.missed) throw new Error(`${result.figures.missed} receivers are missed`);
  return result.figures;
}

/** Uniform groups have 600 members on average. Coverage is a mean over groups: a tenth of them gives it to 0.1 points. */
function groupsOf(sizes: Settings["sizes"]): number {
  if (isQuick) return sizes === "uniform" ? 10_000 : 100_000;
  return sizes === "uniform" ? 100_000 : 1_000_000;
}

function printText(comparisons: readonly Comparison[]): void {
  const groups = `${count(groupsOf("wve"))} groups (uniform sizes: ${count(groupsOf("uniform"))})`;
  printTable(
    `published figures, ${groups}, 27,648 hosts, ${seeds.length === 1 ? "1 seed" : `mean of ${seeds.length} seeds`}`,
    comparisons.map(({ settings, figure, ours }) => ({
      what: `${nameOf(settings)}: ${figure.what}`,
      figure: `${show(figure, mean(ours))}${rangeOf(figure, ours)}`,
      goal: `published ${show(figure, figure.published)}${rangeOf(figure, figure.bySeed ?? [])}, difference ${differenceOf(figure, ours)}`,
      ...(figure.tolerance.kind === "none" ? {} : { isMet: isWithin(figure, mean(ours)) }),
    })),
  );
}

function printMarkdown(comparisons: readonly Comparison[]): void {
  console.log("| settings | figure | published | ours | difference | |\n| --- | --- | --- | --- | --- | --- |");
  for (const { settings, figure, ours } of comparisons) {
    const verdict = figure.tolerance.kind === "none" ? "" : isWithin(figure, mean(ours)) ? "ok" : "**not ok**";
    const published = `${show(figure, figure.published)}${rangeOf(figure, figure.bySeed ?? [])}`;
    const own = `${show(figure, mean(ours))}${rangeOf(figure, ours)}`;
    console.log(`| ${nameOf(settings)} | ${figure.what} | ${published} | ${own} | ${differenceOf(figure, ours)} | ${verdict} |`);
  }
}

const nameOf = ({ sizes, hostsPerRack, redundancy }: Settings): string =>
  `${sizes === "wve" ? "WVE" : "uniform"}, P=${hostsPerRack}, R=${redundancy}`;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function show({ unit }: PublishedFigure, value: number): string {
  switch (unit) {
    case "%":
      return `${value.toFixed(1)} %`;
    case "x":
      return value.toFixed(3);
    case "rules":
      return count(value);
    case "B":
      return `${value.toFixed(0)} B`;
    case "/s":
      return `${value.toFixed(1)}/s`;
  }
}

function rangeOf(figure: PublishedFigure, values: readonly number[]): string {
  return values.length < 2 ? "" : ` (${show(figure, Math.min(...values))} … ${show(figure, Math.max(...values))})`;
}

function differenceOf(figure: PublishedFigure, ours: readonly number[]): string {
  const difference = mean(ours) - figure.published;
  const sign = difference < 0 ? "-" : "+";
  if (figure.unit === "%") return `${sign}${Math.abs(difference).toFixed(1)} points`;
  if (figure.published === 0) return `${sign}${Math.abs(difference).toFixed(1)}`;
  return `${sign}${((Math.abs(difference) / figure.published) * 100).toFixed(1)} %`;
}

function isWithin({ tolerance, published }: PublishedFigure, ours: number): boolean {
  switch (tolerance.kind) {
    case "points":
      return Math.abs(ours - published) <= tolerance.most;
    case "percent":
      return Math.abs(ours - published) <= (published * tolerance.most) / 100;
    case "factor":
      return published / tolerance.most <= ours && ours <= published * tolerance.most;
    case "none":
      return true;
  }
}

main();
