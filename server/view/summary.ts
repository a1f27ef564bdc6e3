import type { Problem } from "../../protocol/problem.ts";
import { type Report, type Result, summarise } from "../../protocol/report.ts";
import { conclude, notRunOutcome } from "../../simulators/core/conclude.ts";
import { comparePositions } from "../../protocol/source.ts";
import { type FileState, isCurrent, type Track } from "../track.ts";

/** What is known of these files now, as a report. A scenario without a result for its present text is `not-run` in it, never left out. */
export function reportOf(files: readonly FileState[], seed: number, version: string, reproduce: (track: Track) => string): Report {
  const results = files.flatMap((file) => [...file.tracks.values()].map((track) => resultOf(track, reproduce)));
  const problems = files.flatMap((file) => file.discovery.problems);
  return {
    schema: "faultline-report/1",
    version,
    seed,
    problems: [...problems].sort(byPlace),
    results: [...results].sort(byPlace),
    summary: summarise(results),
  };
}

function resultOf(track: Track, reproduce: (track: Track) => string): Result {
  if (isCurrent(track)) return track.last.result;
  const reason = { message: track.last ? "changed since its last run" : "not run yet" };
  const outcome = { ...notRunOutcome(track.scenario), reason };
  return conclude(track.scenario, outcome, { inputs: track.key, milliseconds: 0, reproduce: reproduce(track) });
}

const byPlace = (a: Result | Problem, b: Result | Problem): number =>
  (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || comparePositions(a.range.start, b.range.start);
