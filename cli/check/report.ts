import type { Problem } from "../../protocol/problem.ts";
import { type Report, type Result, summarise } from "../../protocol/report.ts";
import { byPlace } from "../discover.ts";
import type { Shard } from "./options.ts";

export interface ReportParts {
  readonly version: string;
  readonly seed: number;
  readonly shard?: Shard;
  readonly problems: readonly Problem[];
  readonly results: readonly Result[];
}

/** Puts a report together: the order is that of paths and positions, and what is said twice is said once. */
export function reportFrom({ version, seed, shard, problems, results }: ReportParts): Report {
  const sorted = [...results].sort(byPlace);
  return {
    schema: "faultline-report/1",
    version,
    seed,
    ...(shard ? { shard } : {}),
    problems: distinct(problems.filter(notIn(results))).sort(byPlace),
    results: sorted,
    summary: summarise(sorted),
  };
}

/** What a file says of itself and a scenario that uses it says too is the scenario's. */
function notIn(results: readonly Result[]): (problem: Problem) => boolean {
  const told = new Set(results.flatMap(({ problems }) => problems.map(placeOf)));
  return (problem) => !told.has(placeOf(problem));
}

const placeOf = ({ code, message, path, range }: Problem): string => JSON.stringify([code, message, path, range.start, range.end]);

function distinct(problems: readonly Problem[]): Problem[] {
  const byText = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...byText.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, problem]) => problem);
}
