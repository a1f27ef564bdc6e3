import type { Problem } from "../../protocol/problem.ts";
import { suppress } from "../../simulators/core/suppress.ts";
import { type FileState, isCurrent, knownNow, type LastResult, type Track } from "../track.ts";

/** A problem as it is shown now. */
export interface ShownProblem {
  readonly problem: Problem;
  /** It was found in an older text: shown dimmed, without fixes. */
  readonly isObsolete: boolean;
  /** Name of the scenario it belongs to; none: it is the file's. */
  readonly scenario?: string;
}

/** More diagnostics for one file make an editor slow and help nobody. */
const maximumShown = 1000;

/** All problems that a file gives rise to, in its own text and in others. Suppressed ones are left out. */
export function problemsOf(file: FileState): readonly ShownProblem[] {
  const own: readonly ShownProblem[] = file.discovery.problems.map((problem) => ({ problem, isObsolete: false }));
  const shown = [
    ...own,
    ...[...file.tracks.values()].flatMap((track) =>
      problemsOfTrack(file, track).map((shown) => ({ ...shown, scenario: track.scenario.name })),
    ),
  ];
  return shown.filter(({ problem }) => problem.suppressed === undefined).slice(0, maximumShown);
}

function problemsOfTrack(file: FileState, track: Track): readonly ShownProblem[] {
  const before = track.previous ? foundBefore(track.previous) : [];
  if (isCurrent(track)) return [...track.last.result.problems.map((problem) => ({ problem, isObsolete: false })), ...before];
  const partial = knownNow(track);
  if (partial)
    return [...partial.result.problems.map((problem) => ({ problem, isObsolete: false })), ...notYetFound(track, partial), ...before];
  const findings = suppress(file.path, file.text, track.scenario.findings, false).map((problem) => ({ problem, isObsolete: false }));
  return [...findings, ...(track.last ? foundBefore(track.last) : []), ...before];
}

/** What the last run found and the one that is under way has not found yet: it may come again. */
function notYetFound({ last }: Track, { result }: LastResult): readonly ShownProblem[] {
  const found = new Set(result.problems.map(({ code, property }) => `${code} ${property}`));
  return last ? foundBefore(last).filter(({ problem: { code, property } }) => !found.has(`${code} ${property}`)) : [];
}

/** What an older run found. Static findings and comments are looked at anew with each edit: of them nothing is taken over. */
function foundBefore({ view, result, findings }: LastResult): readonly ShownProblem[] {
  const known = new Set(findings.map(identity));
  const found = view.problems.filter(
    (problem, index) => problem.code !== "FL0002" && !known.has(identity(result.problems[index] ?? problem)),
  );
  return found.map((problem) => ({ problem, isObsolete: true }));
}

const identity = ({ code, message, path, range }: Problem): string => JSON.stringify([code, message, path, range.start, range.end]);
