import { setImmediate as turnOfOthers } from "node:timers/promises";
import type { Problem } from "../protocol/problem.ts";
import type { Range } from "../protocol/source.ts";
import type { Outcome, Scenario, Simulator, SourceUnit } from "../simulators/core/simulator.ts";

/** Is there a problem for which a quick fix is sought? */
export const mayBeMended = ({ problems }: Outcome): boolean =>
  problems.some(({ severity, fixes }) => fixes !== undefined || severity !== "information");

/**
 * Adds the attempts at quick fixes that a simulator knows for what its run has found. Whoever shares this thread gets a turn before each problem:
 * in a large file one takes a while. Once the signal comes, the rest is left as it is.
 */
export async function mendProblems(
  simulator: Simulator,
  scenario: Scenario,
  outcome: Outcome,
  typescript: SourceUnit["typescript"],
  signal?: AbortSignal,
): Promise<Outcome> {
  const units = new Map(scenario.inputs.map(({ path, text }) => [path, { path, text, typescript }]));
  const mended = (problem: Problem): Problem => {
    if (problem.fixes || problem.severity === "information") return problem;
    const fixes = [problem, ...callers(problem, scenario)].flatMap((each) => {
      const unit = units.get(each.path);
      return (unit && simulator.mend?.(unit, each, linkedPlaces(outcome, each), outcome)) ?? [];
    });
    return fixes.length > 0 ? { ...problem, fixes } : problem;
  };
  const problems: Problem[] = [];
  for (const problem of outcome.problems) {
    await turnOfOthers();
    problems.push(signal?.aborted ? problem : mended(problem));
  }
  return { ...outcome, problems };
}

/** Of a problem in another file: as it is seen at the place of the scenario's file from which that was asked for. */
function callers(problem: Problem, { path }: Scenario): readonly Problem[] {
  const place = problem.path === path ? undefined : problem.related.find((each) => each.path === path);
  return place ? [{ ...problem, path, range: place.range }] : [];
}

/** Places in the problem's file of the steps that the lines of its trace join: of a lost update the read, then the write. */
function linkedPlaces({ traces }: Outcome, { trace, path }: Problem): readonly Range[] {
  const found = trace === undefined ? undefined : traces[trace];
  const steps = (found?.links ?? []).filter(({ kind }) => kind === "stale").flatMap(({ from, to }) => [from, to]);
  return steps.flatMap((step) => {
    const at = found?.steps[step]?.at;
    return at?.path === path ? [at.range] : [];
  });
}
