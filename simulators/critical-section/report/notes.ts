import type { Problem } from "../../../protocol/problem.ts";
import type { Note } from "../../../protocol/report.ts";
import type { Position, SourceSpan } from "../../../protocol/source.ts";
import type { Scenario } from "../../core/simulator.ts";
import { firstThreadId } from "../../core/vm/ids.ts";
import type { Payload } from "../payload.ts";
import type { Stage } from "../verify/replay.ts";
import type { Verification } from "../verify/verify.ts";
import { attemptOf } from "./step-words.ts";
import { recordRun } from "./record-run.ts";
import type { Places } from "../../core/places.ts";
import type { Recording } from "./recording.ts";

/** More hints than this in one section hide the code. */
const maximumHints = 20;

/** What stands beside the code: where sections can be interrupted and what that reverts (FL1001), and what else is worth knowing. */
export function notesOf(
  scenario: Scenario,
  payload: Payload,
  stage: Stage,
  found: Verification,
  places: Places,
): { readonly notes: readonly Note[]; readonly problems: readonly Problem[] } {
  const path = found.search.mainPath;
  const hover = hoverNote(scenario, found);
  if (path === undefined || payload.machine.model === "async") return { notes: hover, problems: [] };
  const recording = recordRun(stage, found.sharing, places, path, {});
  const sections = sectionsOf(recording);
  const isOwn = ({ path: at }: SourceSpan) => at === scenario.path;
  const points = sections.flatMap((section) => pointsOf(recording, section)).filter(({ at }) => isOwn(at));
  const problems = [
    ...interruptionProblems(points),
    ...noHandler(scenario, payload, sections.length),
    ...needless(recording, sections, found),
    ...locksHeld(recording),
  ];
  return { notes: [...inlays(points, lineEnds(stage, scenario.path)), ...hover], problems };
}

/** The events of one section, from its begin to its end. */
interface SectionRun {
  readonly strand: number;
  /** Indices into the tape. */
  readonly from: number;
  readonly to: number;
}

function sectionsOf({ tape }: Recording): readonly SectionRun[] {
  const sections: SectionRun[] = [];
  const open = new Map<number, number>();
  for (const [index, { strand, what }] of tape.events.entries()) {
    if (what.kind === "begin") open.set(strand, index);
    const from = open.get(strand);
    if (what.kind !== "end" || from === undefined) continue;
    open.delete(strand);
    sections.push({ strand, from, to: index });
  }
  return sections;
}

interface InterruptionPoint {
  readonly at: SourceSpan;
  /** Locations that an event behind this access reverts, oldest first. */
  readonly reverts: readonly string[];
}

/** Each write inside a section: what an event after it reverts. */
function pointsOf({ tape, world, places }: Recording, { strand, from, to }: SectionRun): readonly InterruptionPoint[] {
  const reverts: string[] = [];
  const points: InterruptionPoint[] = [];
  for (const event of tape.events.slice(from, to)) {
    if (event.strand !== strand || event.what.kind !== "access" || !("after" in event.what)) continue;
    // What the section has made for itself goes with it.
    if (event.what.cell.id >= firstThreadId && !event.what.isShared) continue;
    const name = world.locationName(event.what.cell, event.what.place);
    if (name !== "" && !reverts.includes(name)) reverts.push(name);
    const [at] = places.spans(event.stack);
    if (at && reverts.length > 0) points.push({ at, reverts: [...reverts] });
  }
  return points.slice(0, maximumHints);
}

/** One for each line: the last point on it. */
function byLine(points: readonly InterruptionPoint[]): readonly InterruptionPoint[] {
  const lines = new Map<number, InterruptionPoint>();
  for (const point of points) {
    const line = point.at.range.start.line;
    const known = lines.get(line);
    if (!known || known.reverts.length <= point.reverts.length) lines.set(line, point);
  }
  return [...lines.values()];
}

/** Behind the line, where no code is torn apart. */
function inlays(points: readonly InterruptionPoint[], ends: (line: number) => Position): readonly Note[] {
  return byLine(points).map(({ at, reverts }) => {
    const end = ends(at.range.start.line);
    return { kind: "inlay", range: { start: end, end }, text: `⚡ reverts ${short(reverts)}` };
  });
}

/** Where the lines of a file end, white space not counted. */
function lineEnds({ program }: Stage, path: string): (line: number) => Position {
  const lines = program.files.find((file) => file.path === path)?.text.split(/\r\n|\r|\n/) ?? [];
  return (line) => ({ line, character: (lines[line] ?? "").trimEnd().length });
}

function short(names: readonly string[]): string {
  return names.length <= 3 ? names.join(", ") : `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
}

function interruptionProblems(points: readonly InterruptionPoint[]): readonly Problem[] {
  return byLine(points).map(({ at, reverts }) => ({
    code: "FL1001",
    severity: "information",
    message: `An event here reverts ${short(reverts)}; the section starts again`,
    path: at.path,
    range: at.range,
    related: [],
  }));
}

function noHandler(scenario: Scenario, payload: Payload, sections: number): readonly Problem[] {
  if (payload.handler || sections === 0) return [];
  return [
    {
      code: "FL1010",
      severity: "information",
      message: "No @interruptHandler: an interrupted section is started again at once",
      path: scenario.path,
      range: scenario.range,
      related: [],
    },
  ];
}

/** Sections in which nothing is touched that threads can conflict about. Only said when everything was visited. */
function needless({ tape, places }: Recording, sections: readonly SectionRun[], found: Verification): readonly Problem[] {
  if (!found.search.isComplete) return [];
  const verdicts = new Map<string, { readonly at: SourceSpan; isNeedless: boolean }>();
  for (const { strand, from, to } of sections) {
    const begin = tape.events[from];
    const [at] = begin ? places.spans(begin.stack) : [];
    if (!at || !begin || attemptOf(tape, begin) > 1) continue;
    const key = `${at.path}:${at.range.start.line}:${at.range.start.character}`;
    const shares = tape.events
      .slice(from, to)
      .some((event) => event.strand === strand && event.what.kind === "access" && event.what.isShared);
    const known = verdicts.get(key);
    verdicts.set(key, { at, isNeedless: (known?.isNeedless ?? true) && !shares });
  }
  return [...verdicts.values()]
    .filter(({ isNeedless }) => isNeedless)
    .map(({ at }) => ({
      code: "FL1019",
      severity: "information",
      message: "This section touches nothing that another thread touches: it protects nothing",
      path: at.path,
      range: at.range,
      related: [],
    }));
}

/** A word that a thread has set by a compare-and-exchange before a section, and lets go only after it (FL1016). */
function locksHeld({ tape, world, places }: Recording): readonly Problem[] {
  const held = new Map<number, Map<string, string>>();
  const found = new Map<string, Problem>();
  for (const event of tape.events) {
    const { strand, what, stack } = event;
    const own = held.get(strand) ?? new Map<string, string>();
    held.set(strand, own);
    if (what.kind === "access" && what.access === "exchange")
      own.set(`${what.cell.id}:${what.place as string}`, world.locationName(what.cell, what.place));
    if (what.kind === "access" && what.access === "atomic-write") own.delete(`${what.cell.id}:${what.place as string}`);
    const [lock] = own.values();
    const [at] = what.kind === "begin" ? places.spans(stack) : [];
    if (!at || lock === undefined) continue;
    found.set(`${at.path}:${at.range.start.line}`, {
      code: "FL1016",
      severity: "information",
      message: `${lock} was taken before this section: when it is interrupted, the lock stays taken and others wait for a thread that does not run`,
      path: at.path,
      range: at.range,
      related: [],
    });
  }
  return [...found.values()];
}

/** Hover over the first thread: what was proved, with its bounds. */
function hoverNote(scenario: Scenario, { search, payload }: Verification): readonly Note[] {
  const { machine } = payload;
  const failed = search.findings.map(({ failure }) => `\`${failure.property}\``);
  const verdict =
    failed.length > 0
      ? `**violated**: ${failed.join(", ")}`
      : search.isComplete
        ? "**holds**: every schedule was tried"
        : "**undecided**: not every schedule was tried";
  const bounds = [
    `${payload.threads.reduce((sum, { count }) => sum + count, 0)} threads`,
    machine.model === "async" ? "one event loop" : `${machine.cpus} CPU${machine.cpus === 1 ? "" : "s"}`,
    ...(machine.model === "threads" ? [`at most ${machine.maxEvents} events`, `quantum ${machine.quantum}`] : []),
    `${search.states} states`,
  ];
  const unsound = search.isComplete ? "" : "\n\nNothing is claimed about the schedules that were not tried.";
  return [{ kind: "hover", range: scenario.range, text: `${verdict}\n\n${bounds.join(" · ")}${unsound}` }];
}
