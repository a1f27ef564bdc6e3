/**
 * Every message of our own between client and server, besides LSP's. One constant per message, with its direction.
 * Works in any LSP client: nothing here is needed for diagnostics, lenses, hovers, completion and quick fixes.
 */
import type { Json } from "./json.ts";
import type { Limit, Reason, Result, Verdict } from "./report.ts";
import type { Position, Range } from "./source.ts";
import type { Change, Replay, Step, Trace } from "./trace.ts";

/** `initializationOptions` of `initialize`. All optional. */
export interface InitializationOptions {
  /** Default true: a plain LSP client is started by somebody who trusts the folder. */
  readonly isTrusted?: boolean;
  /** Folder for results kept between sessions; none: nothing is kept. */
  readonly cacheFolder?: string;
  /** The client understands `faultline.*` commands in lenses, and the notifications below. */
  readonly isFaultlineClient?: boolean;
  readonly settings?: Partial<Settings>;
}

/** Section `faultline` of the client's configuration. None needs a restart. */
export interface Settings {
  readonly run: "onType" | "onSave" | "manual";
  /** Seconds per scenario. */
  readonly timeLimit: number;
  /** MiB for the engine process. */
  readonly memoryLimit: number;
  /** Workers in the engine; 0: as many as the machine has cores, at most 4. */
  readonly workers: number;
  readonly seed: number;
  readonly inlayHints: boolean;
  /** By simulator id; absent: enabled. */
  readonly simulators: { readonly [id: string]: { readonly enabled?: boolean } };
}

export const defaultSettings: Settings = {
  run: "onType",
  timeLimit: 60,
  memoryLimit: 2048,
  workers: 0,
  seed: 1,
  inlayHints: true,
  simulators: {},
};

/** Where a scenario stands now. `obsolete`: the last result is of an older text. `blocked`: waits for trust. */
export type Phase = "idle" | "queued" | "running" | "done" | "obsolete" | "cancelled" | "crashed" | "blocked";

export interface ScenarioRef {
  readonly uri: string;
  readonly scenario: string;
}

export interface ScenarioStatus extends ScenarioRef {
  readonly simulator: string;
  readonly range: Range;
  readonly phase: Phase;
  /** Of the last result, which may be obsolete. */
  readonly verdict?: Verdict;
  readonly limit?: Limit;
  readonly reason?: Reason;
  readonly properties?: readonly { readonly id: string; readonly verdict: Verdict }[];
  readonly problems?: number;
  readonly traces?: number;
  readonly bounds?: string;
  /** Of the last run. */
  readonly milliseconds?: number;
  readonly elapsedMs?: number;
  readonly progress?: { readonly done: number; readonly total?: number; readonly unit: string };
}

/** Server → client, notification: all scenarios of the files named, after any change of state (at most ten a second). */
export const scenariosChanged = "faultline/scenariosChanged";
export interface ScenariosChanged {
  readonly scenarios: readonly ScenarioStatus[];
  /** The files that this is about, with those that have no scenario any more. Absent: the files named in `scenarios`. */
  readonly uris?: readonly string[];
}

/** Server → client, notification: every second while something is queued or running, and once after. */
export const heartbeat = "faultline/heartbeat";
export interface Heartbeat {
  readonly running: number;
  readonly queued: number;
  readonly engine: "none" | "starting" | "ready" | "lost";
}

/** Server → client, notification: something the user should read once, such as a lost engine. */
export const notice = "faultline/notice";
export interface Notice {
  readonly severity: "error" | "warning" | "information";
  readonly message: string;
}

/** Client → server, notification. */
export const trustGranted = "faultline/trustGranted";

/** Client → server, request: run these now (whatever `faultline.run` says). Resolves when they have ended, with their statuses. */
export const run = "faultline/run";
export interface RunParams {
  /** Absent: every scenario of the workspace. */
  readonly uris?: readonly string[];
  readonly scenario?: string;
  readonly deep?: boolean;
}
export interface RunResult {
  readonly scenarios: readonly ScenarioStatus[];
}

/** Client → server, request: stop these, or everything. Resolves when they have stopped. */
export const stop = "faultline/stop";
export type StopParams = Partial<ScenarioRef>;

/** Client → server, request: scenarios known now. */
export const listScenarios = "faultline/listScenarios";
export interface ListScenariosResult {
  readonly scenarios: readonly ScenarioStatus[];
}

/** Names an offer of a file: by its title and where it stands, so that one of an older text is not taken for another. */
export interface OfferRef {
  readonly uri: string;
  readonly title: string;
  readonly start: Position;
}

/** Names a trace: one of a result by index, or one made on demand from a note's subject. */
export type TraceRef =
  | { readonly kind: "result"; readonly uri: string; readonly scenario: string; readonly trace: number }
  | { readonly kind: "subject"; readonly uri: string; readonly scenario: string; readonly subject: Json }
  /** A trace file on disk. */
  | { readonly kind: "file"; readonly uri: string };

/** Everything of a trace but its steps. */
export type TraceHead = Omit<Trace, "steps">;

/** Client → server, request: the head of a trace, and what to show around it. */
export const openTrace = "faultline/openTrace";
export interface OpenTraceParams {
  readonly trace: TraceRef;
}
export interface OpenTraceResult {
  readonly head: TraceHead;
  /** Key for `traceWindow`; valid until the server ends. The same for the same content. */
  readonly key: string;
  readonly steps: number;
  /** Indices of the steps that stand out: drawn on the scrubber. */
  readonly marks: readonly { readonly step: number; readonly kind: "harm" | "event" }[];
  readonly about: TraceAbout;
}

/** The line below the title, and the actions. */
export interface TraceAbout {
  readonly verdict: Verdict;
  readonly codes: readonly { readonly code: string; readonly title: string }[];
  /** Words, such as "12 × 48 × 48 hosts", "all live paths". */
  readonly bounds: readonly string[];
  readonly milliseconds: number;
  readonly isObsolete: boolean;
  readonly reproduce: string;
  readonly ref: TraceRef;
}

/** Client → server, request: steps `from` up to, not including, `to`, and the state before `from`. At most 2,000 steps at once. */
export const traceWindow = "faultline/traceWindow";
export interface TraceWindowParams {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}
export interface TraceWindow {
  readonly from: number;
  readonly steps: readonly Step[];
  /** The state before step `from`. */
  readonly state: { readonly [name: string]: Json };
}

/** Client → server, request: run a trace again. */
export const replayTrace = "faultline/replayTrace";
export interface ReplayTraceParams {
  readonly trace: TraceRef;
}
export type ReplayTraceResult = Replay;

/** Client → server, request: the last result of a scenario, as in a report. */
export const getResult = "faultline/getResult";
export type GetResultResult = Result | null;

/** Client → server, request: a report over these files, or all. */
export const exportReport = "faultline/exportReport";
export interface ExportReportParams {
  readonly format: "json" | "sarif" | "junit";
  readonly uris?: readonly string[];
}
export interface ExportReportResult {
  readonly text: string;
}

/** Client → server, request: one trace as text. */
export const exportTrace = "faultline/exportTrace";
export interface ExportTraceParams {
  readonly trace: TraceRef;
  readonly format: "json" | "text" | "mermaid" | "itf";
}
export interface ExportTraceResult {
  readonly text: string;
}

/** Client → server, request: what is installed and works; Markdown. */
export const setupReport = "faultline/setupReport";
export interface SetupReportResult {
  readonly markdown: string;
}

/** Applies `changes` in order to a copy of `state`. */
export type ApplyChanges = (state: { readonly [name: string]: Json }, changes: readonly Change[]) => { readonly [name: string]: Json };
