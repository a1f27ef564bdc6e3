import type { Json } from "../../protocol/json.ts";
import { applyOfferCommand, explainCommand, runCommand, showTraceCommand, stopCommand } from "../../protocol/commands.ts";
import type { Note, Result } from "../../protocol/report.ts";
import type { OfferRef, ScenarioRef, TraceRef } from "../../protocol/requests.ts";
import type { Range } from "../../protocol/source.ts";
import { boundsInWords, count, duration, grouped, verdictMarks, verdictWords } from "../export/words.ts";
import { type FileState, isCurrent, knownNow, type PartialResult, phaseOf, type Track } from "../track.ts";

/** A line above the code; without a command it is text alone. */
export interface Lens {
  readonly range: Range;
  readonly title: string;
  readonly command?: { readonly id: string; readonly argument: Json };
}

/** Lenses of a file: for each scenario what is known of it and what can be done, then what its simulator says about places; last what could be a scenario. */
export function lensesOf(file: FileState, now: number): readonly Lens[] {
  const known = [...file.tracks.values()].flatMap((track) => [...scenarioLenses(file, track, now), ...noteLenses(file, track)]);
  return [...known, ...offerLenses(file)];
}

function scenarioLenses(file: FileState, track: Track, now: number): readonly Lens[] {
  const ref: ScenarioRef = { uri: file.uri, scenario: track.scenario.name };
  const { range } = track.scenario;
  const lens = (title: string, id?: string, argument: object = ref): Lens => ({
    range,
    title,
    ...(id === undefined ? {} : { command: { id, argument: argument as Json } }),
  });
  const isBusy = track.work.kind === "queued" || track.work.kind === "running";
  const shown = knownNow(track) ?? track.last;
  const trace = shown && mainTrace(shown.result);
  const code = isCurrent(track) ? track.last.result.reason?.code : undefined;
  return [
    lens(lensTitle(track, now)),
    ...(isBusy
      ? [lens("Stop", stopCommand)]
      : track.work.kind === "blocked"
        ? []
        : [lens("Run", runCommand, { uris: [ref.uri], scenario: ref.scenario })]),
    ...(trace === undefined ? [] : [lens("Trace", showTraceCommand, { kind: "result", ...ref, trace } satisfies TraceRef)]),
    ...(code === undefined ? [] : [{ range, title: `Explain ${code}`, command: { id: explainCommand, argument: code } }]),
  ];
}

/** One line: where it stands, and within which bounds. */
export function lensTitle(track: Track, now: number): string {
  const { work, last } = track;
  switch (phaseOf(track)) {
    case "idle":
      return "not run yet";
    case "blocked":
      return "not run: waits until the workspace is trusted";
    case "queued":
      return joined(["↻ queued", last && `was ${verdictWords[last.result.verdict]}`]);
    case "running": {
      const { since, progress } = work.kind === "running" ? work : { since: now, progress: undefined };
      const done =
        progress && `${grouped(progress.done)}${progress.total === undefined ? "" : ` of ${grouped(progress.total)}`} ${progress.unit}`;
      const found = track.partial && !isCurrent(track) ? foundSoFar(track.partial) : [done];
      return joined(["↻ running", ...found, duration(Math.max(0, now - since)), last && `was ${verdictWords[last.result.verdict]}`]);
    }
    case "cancelled":
      return joined([
        "■ stopped",
        last && isCurrent(track) ? boundsForLens(last.result).join(" · ") : last && `was ${verdictWords[last.result.verdict]}`,
      ]);
    case "crashed":
      return "! internal error of Faultline, nothing is known";
    case "obsolete":
      return joined(["↻ obsolete", last && `was ${verdictWords[last.result.verdict]}`]);
    case "done":
      return last ? resultTitle(last.result) : "";
  }
}

/** "2 problems so far", and what is done. */
function foundSoFar({ result, done }: PartialResult): readonly (string | undefined)[] {
  const counted = countedProblems(result);
  return [...(counted > 0 ? [`${count(counted, "problem")} so far`] : []), done];
}

const countedProblems = ({ problems }: Result): number =>
  problems.filter(({ suppressed, severity }) => suppressed === undefined && severity !== "information").length;

function resultTitle(result: Result): string {
  const { verdict, reason } = result;
  const counted = countedProblems(result);
  return joined([
    `${verdictMarks[verdict]} ${verdictWords[verdict]}`,
    ...(verdict === "violated" ? [count(counted, "problem")] : []),
    ...(verdict === "undecided" || verdict === "not-run" ? [reason?.message] : []),
    ...boundsForLens(result),
  ]);
}

/** A lens is read in passing: the hover has the rest. */
const mostBounds = 3;

/**
 * The bounds that say something here: numbers that are not zero, and the states at the end,
 * unless there are as many as of something that has a name.
 */
function boundsForLens({ bounds, stats }: Result): readonly string[] {
  const told = Object.fromEntries(Object.entries(bounds).filter(([, value]) => typeof value !== "string" && value !== 0));
  const isNamed = Object.values(told).includes(stats.states);
  const words = boundsInWords({ bounds: told, stats: isNamed ? { ...stats, states: 0 } : stats });
  const states = isNamed || stats.states === 0 ? [] : words.slice(-1);
  return [...words.slice(0, words.length - states.length).slice(0, mostBounds - states.length), ...states];
}

/** The trace that a click on the verdict shows: of failures the first trace, which a simulator makes the one that explains most; else the witness. */
export function mainTrace({ problems, properties, witness, traces }: Result): number | undefined {
  const open = problems.flatMap(({ trace, suppressed }) => (trace === undefined || suppressed !== undefined ? [] : [trace]));
  const failing = open.length > 0 ? Math.min(...open) : undefined;
  return (
    failing ??
    properties.find((property) => property.verdict === "violated" && property.trace !== undefined)?.trace ??
    witness ??
    (traces.length > 0 ? 0 : undefined)
  );
}

function noteLenses(file: FileState, track: Track): readonly Lens[] {
  const suffix = isCurrent(track) ? "" : " (obsolete)";
  const found = (track.last?.view.notes ?? []).filter(({ kind }) => kind === "lens");
  const lines = new Set(found.map(({ range }) => range.start.line));
  const early = (track.scenario.notes ?? []).filter(({ kind, range }) => kind === "lens" && !lines.has(range.start.line));
  return [...early.map(({ range, text }): Lens => ({ range, title: text })), ...found.flatMap(lensesOfNote)];

  function lensesOfNote(note: Note): readonly Lens[] {
    const text: Lens = { range: note.range, title: `${note.text}${suffix}` };
    if (note.subject === undefined) return [text];
    const ref: TraceRef = { kind: "subject", uri: file.uri, scenario: track.scenario.name, subject: note.subject };
    return [text, { range: note.range, title: note.action ?? "Trace", command: { id: showTraceCommand, argument: { ...ref } } }];
  }
}

function offerLenses({ uri, discovery: { offers = [] } }: FileState): readonly Lens[] {
  return offers.map(({ title, range }) => {
    const { line, character } = range.start;
    const ref: OfferRef = { uri, title, start: { line, character } };
    return { range, title, command: { id: applyOfferCommand, argument: { ...ref, start: { ...ref.start } } } };
  });
}

const joined = (parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined && part !== "").join(" · ");
