import { fileURLToPath } from "node:url";
import type { OpenTraceResult, TraceAbout, TraceRef } from "../protocol/requests.ts";
import type { Replay, Trace } from "../protocol/trace.ts";
import { codeTitle } from "./export/code-titles.ts";
import { boundsInWords } from "./export/words.ts";
import { readTraceFile } from "./traces/file.ts";
import { budgetOf } from "./settings.ts";
import type { Session } from "./session.ts";
import { type FileState, knownNow, type Track } from "./track.ts";
import { hashOf } from "./execute.ts";

/** What the user asked for is not there. The message is for the user. */
export class NotThere extends Error {
  override readonly name = "NotThere";
}

export interface FoundTrace {
  readonly trace: Trace;
  readonly about: TraceAbout;
}

/**
 * Finds a trace by its name: of a result, of a note's subject (computed by the engine), or in a file.
 * @throws {NotThere}
 */
export async function findTrace(session: Session, ref: TraceRef, signal: AbortSignal): Promise<FoundTrace> {
  if (ref.kind === "file") {
    const trace = await readTraceFile(fileURLToPath(ref.uri)).catch((error: Error) => Promise.reject(new NotThere(error.message)));
    const owner = ownerOf(session, trace);
    return { trace, about: owner ? aboutOf(session, ref, trace, owner.track) : aboutAlone(ref, trace) };
  }
  const { file, track } = requireTrack(session, ref.uri, ref.scenario);
  if (ref.kind === "result") {
    const trace = (knownNow(track) ?? track.last)?.result.traces[ref.trace];
    if (!trace) throw new NotThere(`\`${ref.scenario}\` has no trace ${ref.trace} any more: run it again`);
    return { trace, about: aboutOf(session, ref, trace, track) };
  }
  const trace = await computeTrace(session, file, track, ref, signal);
  return { trace, about: aboutOf(session, ref, trace, track) };
}

/**
 * Runs a trace again, as things are now.
 * @throws {NotThere}
 */
export async function replayFound(session: Session, ref: TraceRef, signal: AbortSignal): Promise<Replay> {
  const { trace } = await findTrace(session, ref, signal);
  const owner = ownerOf(session, trace) ?? (ref.kind === "file" ? undefined : requireTrack(session, ref.uri, ref.scenario));
  if (!owner) {
    return { kind: "does-not-fit", step: 0, message: `there is no scenario \`${trace.scenario}\` in ${trace.path}` };
  }
  if (owner.track.work.kind === "blocked") throw new NotThere("Nothing is run until the workspace is trusted");
  const scenario = await session.prepared(owner.file, owner.track);
  if (scenario.notRun) return { kind: "does-not-fit", step: 0, message: scenario.notRun.message };
  return session.engine.replay(scenario, trace, budgetOf(session.settings(), false), { signal });
}

async function computeTrace(
  session: Session,
  file: FileState,
  track: Track,
  ref: Extract<TraceRef, { kind: "subject" }>,
  signal: AbortSignal,
): Promise<Trace> {
  if (track.work.kind === "blocked") throw new NotThere("Nothing is run until the workspace is trusted");
  const scenario = await session.prepared(file, track);
  if (scenario.notRun) throw new NotThere(scenario.notRun.message);
  const budget = budgetOf(session.settings(), false);
  const trace = await session.engine.trace(scenario, ref.subject, budget, { signal });
  if (!trace) throw new NotThere(`There is no such run in ${file.path} any more: its text has changed`);
  return { ...trace, inputs: hashOf(scenario, budget, { simulators: session.simulators(), version: session.version }) };
}

function requireTrack(session: Session, uri: string, scenario: string): { file: FileState; track: Track } {
  const file = session.files.get(uri);
  const track = file?.tracks.get(scenario);
  if (!file || !track) throw new NotThere(`There is no scenario \`${scenario}\` any more`);
  return { file, track };
}

function ownerOf(session: Session, trace: Trace): { file: FileState; track: Track } | undefined {
  for (const file of session.files.all.values()) {
    const track = file.path === trace.path ? session.files.get(file.uri)?.tracks.get(trace.scenario) : undefined;
    if (track?.scenario.simulator === trace.simulator) return { file, track };
  }
  return undefined;
}

function aboutOf(session: Session, ref: TraceRef, trace: Trace, track: Track): TraceAbout {
  const result = (knownNow(track) ?? track.last)?.result;
  if (!result) return { ...aboutAlone(ref, trace), reproduce: session.reproduce(track.scenario), isObsolete: false };
  const index =
    ref.kind === "result" ? ref.trace : result.traces.findIndex((one) => one.property === trace.property && one.title === trace.title);
  const codes = [
    ...new Set(result.problems.filter((problem) => problem.trace !== undefined && problem.trace === index).map(({ code }) => code)),
  ];
  // A run asked for by its subject is of the text as it is; one of a result or file is of its own inputs.
  const isObsolete = ref.kind === "result" ? !knownNow(track) : trace.inputs !== track.key;
  return {
    verdict: result.verdict,
    codes: codes.map((code) => ({ code, title: codeTitle(code) })),
    bounds: boundsInWords(result),
    milliseconds: result.stats.milliseconds,
    isObsolete,
    reproduce: result.reproduce,
    ref,
  };
}

/** All that a trace says of itself. */
function aboutAlone(ref: TraceRef, trace: Trace): OpenTraceResult["about"] {
  const isCode = trace.property !== undefined && /^FL\d{4}$/.test(trace.property);
  return {
    verdict: trace.property === undefined ? "holds" : "violated",
    codes: isCode && trace.property ? [{ code: trace.property, title: codeTitle(trace.property) }] : [],
    bounds: [],
    milliseconds: 0,
    isObsolete: true,
    reproduce: ref.kind === "file" ? `faultline replay ${fileURLToPath(ref.uri)}` : "",
    ref,
  };
}
