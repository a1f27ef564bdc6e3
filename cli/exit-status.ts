import type { Problem } from "../protocol/problem.ts";
import type { Report } from "../protocol/report.ts";
import { isViolation } from "../simulators/core/conclude.ts";

export const exitUsage = 2;

export interface Circumstances {
  readonly isStrict: boolean;
  /** Scenarios there were, before shards divided them. */
  readonly found: number;
  /** 130: stopped by Ctrl-C, 143: by SIGTERM. */
  readonly stopped?: number;
}

/**
 * The exit status of a report, the first that applies: 1 a violation · 3 something was not run;
 * strict also: undecided, or no scenario found · 130 stopped · 0. (2, wrong usage, never has a report.)
 */
export function exitStatus(report: Report, { isStrict, found, stopped }: Circumstances): number {
  const isViolated = report.results.some(({ verdict }) => verdict === "violated") || report.problems.some(isError);
  if (isViolated) return 1;
  const isNotRun = report.results.some(({ verdict }) => verdict === "not-run") || report.problems.some(keepsFromRunning);
  if (isNotRun) return 3;
  // Who was stopped before anything was found has not looked everywhere.
  const isEmpty = found === 0 && stopped === undefined;
  if (isStrict && (isEmpty || report.results.some(({ verdict }) => verdict === "undecided"))) return 3;
  return stopped ?? 0;
}

/** What is found in code that is no scenario, such as an untagged reconcile function, is told and no more: it has no verdict. */
const isError = (problem: Problem): boolean => problem.severity === "error" && isViolation(problem);

/** A file that could not be taken in. A misspelt tag alone (`FL0002`) keeps nothing from running. */
function keepsFromRunning(problem: Problem): boolean {
  const { code, severity, suppressed } = problem;
  return code !== "FL0002" && !isViolation(problem) && severity !== "information" && suppressed === undefined;
}
