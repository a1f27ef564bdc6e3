import type { Problem } from "../protocol/problem.ts";
import type { Report, Result } from "../protocol/report.ts";
import { startOfFile } from "../protocol/source.ts";
import { reportFrom } from "./check/report.ts";
import { UsageError } from "./usage-error.ts";

/** A report and where it came from. */
export interface NamedReport {
  readonly name: string;
  readonly report: Report;
}

export interface Merged {
  /** Without a mark of a shard when all are here: the report of one run. */
  readonly report: Report;
  /** Shards that are not here, ascending. */
  readonly missing: readonly number[];
  readonly of: number;
}

/**
 * Puts the reports of shards together. Any order gives the same; a shard that is there twice counts once,
 * and of two answers to one scenario the more decided one stays (a shard that was stopped and run again).
 * A missing shard stands in the report as a problem, so that nobody reads it as whole.
 *
 * @throws {UsageError} They are not parts of one run: other versions, seeds, divisions, or other contents of a file.
 */
export function merge(reports: readonly NamedReport[]): Merged {
  const [first, ...others] = reports;
  if (!first) throw new UsageError("merge needs reports: faultline merge REPORT…");
  for (const other of others) mustFit(first, other);
  const of = first.report.shard?.of ?? 1;
  const here = new Set(reports.map(({ report }) => report.shard?.index ?? 1));
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter((index) => !here.has(index));
  const { version, seed } = first.report;
  const results = mergeResults(reports);
  const problems = [...missing.map((index) => missingShard(index, of)), ...reports.flatMap(({ report }) => report.problems)];
  return { report: reportFrom({ version, seed, problems, results }), missing, of };
}

function mustFit(first: NamedReport, other: NamedReport): void {
  const facts = (report: Report) => [
    ["version", report.version],
    ["seed", String(report.seed)],
    ["division", report.shard ? `shards of ${report.shard.of}` : "a whole report"],
  ];
  const theirs = facts(other.report);
  for (const [index, [what = "", mine]] of facts(first.report).entries()) {
    const its = theirs[index]?.[1];
    if (mine === its) continue;
    throw new UsageError(
      `the reports are not of one run: ${what} of ${first.name}: ${mine}; of ${other.name}: ${its}. Run all shards alike`,
    );
  }
}

function mergeResults(reports: readonly NamedReport[]): readonly Result[] {
  const best = new Map<string, { readonly name: string; readonly result: Result }>();
  for (const { name, report } of reports) {
    for (const result of report.results) {
      const key = JSON.stringify([result.path, result.range.start, result.simulator, result.scenario]);
      const known = best.get(key);
      if (known) mustAgree(known, { name, result });
      if (!known || isBetter(result, known.result)) best.set(key, { name, result });
    }
  }
  return [...best.values()].map(({ result }) => result);
}

type Named = { readonly name: string; readonly result: Result };

function mustAgree(a: Named, b: Named): void {
  const place = `${a.result.path}, scenario ${a.result.scenario}`;
  if (a.result.inputs !== b.result.inputs) {
    throw new UsageError(
      `${a.name} and ${b.name} checked different contents or bounds (${place}): run the shards again on the same files with the same options`,
    );
  }
  if (decision(a.result) === 3 && decision(b.result) === 3 && a.result.verdict !== b.result.verdict) {
    throw new UsageError(
      `${a.name} says ${a.result.verdict}, ${b.name} says ${b.result.verdict} for the same inputs (${place}): please report this as a fault of Faultline`,
    );
  }
}

/** The same choice in any order: by how much was decided, then by the text, last by the time. */
function isBetter(result: Result, known: Result): boolean {
  const difference = decision(result) - decision(known);
  if (difference !== 0) return difference > 0;
  const [mine, theirs] = [timeless(result), timeless(known)];
  if (mine !== theirs) return mine < theirs;
  return result.stats.milliseconds < known.stats.milliseconds;
}

function decision({ verdict, reason }: Result): number {
  if (verdict === "undecided") return reason?.limit === "cancelled" ? 1 : 2;
  return verdict === "not-run" && reason?.code === "FL0001" ? 0 : 3;
}

const timeless = (result: Result): string => JSON.stringify({ ...result, stats: { ...result.stats, milliseconds: 0 } });

const missingShard = (index: number, of: number): Problem => ({
  code: "FL0003",
  severity: "error",
  message: `Shard ${index} of ${of} is missing: its scenarios are not in this report`,
  path: ".",
  range: startOfFile,
  property: "FL0003",
  related: [],
});
