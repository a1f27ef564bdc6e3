import type { ScenarioStatus } from "../../protocol/requests.ts";
import type { FileState, Track } from "../track.ts";
import { knownNow, phaseOf } from "../track.ts";
import { boundsInWords } from "../export/words.ts";

/** What a client shows of a scenario in lists and trees. `now` in milliseconds as `Work.since`. */
export function statusOf(file: FileState, track: Track, now: number): ScenarioStatus {
  const { scenario, work } = track;
  return {
    uri: file.uri,
    scenario: scenario.name,
    simulator: scenario.simulator,
    range: scenario.range,
    phase: phaseOf(track),
    ...lastOf(track),
    ...(work.kind === "running" ? { elapsedMs: Math.round(now - work.since), ...(work.progress ? { progress: work.progress } : {}) } : {}),
  };
}

function lastOf(track: Track): Partial<ScenarioStatus> {
  const last = knownNow(track) ?? track.last;
  if (!last) return {};
  const { verdict, reason, properties, problems, traces, stats } = last.result;
  return {
    verdict,
    ...(reason ? { reason } : {}),
    ...(reason?.limit ? { limit: reason.limit } : {}),
    properties: properties.map(({ id, verdict }) => ({ id, verdict })),
    problems: problems.filter((problem) => problem.suppressed === undefined).length,
    traces: traces.length,
    bounds: boundsInWords(last.result).join(" · "),
    milliseconds: stats.milliseconds,
  };
}
