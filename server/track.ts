import type { Problem } from "../protocol/problem.ts";
import type { Phase } from "../protocol/requests.ts";
import type { Result } from "../protocol/report.ts";
import type { Progress } from "../simulators/core/budget.ts";
import type { Discovery, Scenario } from "../simulators/core/simulator.ts";
import type { Folder } from "./workspace/addresses.ts";
import type { Sought } from "./workspace/nearest.ts";

/** A file of the user's and what is known of it. */
export interface FileState {
  readonly uri: string;
  readonly folder: Folder | undefined;
  /** Relative to `folder`: what simulators see. */
  readonly path: string;
  text: string;
  /** Set while an editor has it open. */
  version?: number;
  discovery: Discovery;
  readonly tracks: Map<string, Track>;
  /** Files beside and above it that its analysis asked for by name. */
  readonly sought: Sought;
}

/** A scenario over time: what it is now, and the last that is known of it. */
export interface Track {
  /** As it stands in the text. */
  found: Scenario;
  /** Hash of what it was found in. */
  foundKey: string;
  /** Do `scenario` and `key` tell of all files as they are now? Without an entry always; else after it was bundled. */
  isReady: boolean;
  /** The same with all that went into its program, or with the reason why there is none. */
  scenario: Scenario;
  /** By URI, normalised: texts of the files that `scenario` depends on. */
  dependencies: ReadonlyMap<string, string>;
  /** Hash of its inputs now, at the usual bounds. */
  key: string;
  last?: LastResult;
  /** While it cannot be run at all, such as in the middle of a word: the last result of a run. */
  previous?: LastResult;
  /** What the run that is under way has found so far, in the text as it is now. */
  partial?: PartialResult;
  work: Work;
  /** Resolves when the run that was begun last, or the trying of its quick fixes, has ended. */
  underWay?: Promise<void>;
  /** Of the last run that came to its end: from its start to its answer here, milliseconds. */
  took?: number;
  /** The user stopped it before there was a result for `key`. */
  isStopped: boolean;
}

/** A scenario that was just found, of which nothing is known. */
export function newTrack(scenario: Scenario, key: string): Track {
  const isReady = isReadyAsFound(scenario);
  return { found: scenario, foundKey: key, isReady, scenario, key, dependencies: new Map(), work: { kind: "none" }, isStopped: false };
}

/** Is there nothing to bundle? */
export const isReadyAsFound = ({ entry, notRun }: Scenario): boolean => entry === undefined || notRun !== undefined;

export interface LastResult {
  /** The track's `key` when it was run. */
  readonly key: string;
  readonly result: Result;
  /** The same with places moved along with later edits. */
  view: Result;
  /** Static findings of then. */
  readonly findings: readonly Problem[];
  /** Why the larger bounds, which were tried afterwards, were not completed. */
  readonly notDeeper?: string;
}

export interface PartialResult extends LastResult {
  /** In a few words: "happy path done". */
  readonly done: string | undefined;
}

/** What is being done about a scenario. */
export type Work =
  | { readonly kind: "none" }
  /** Waits for trust in the workspace. */
  | { readonly kind: "blocked" }
  | { readonly kind: "queued" }
  | { readonly kind: "running"; readonly since: number; readonly progress?: Progress };

/** Does the last result tell of the text as it is now? */
export function isCurrent(track: Track): track is Track & { last: LastResult } {
  return track.last?.key === track.key;
}

/** What is known of the text as it is now, be it only what was found so far. */
export function knownNow(track: Track): LastResult | undefined {
  if (isCurrent(track)) return track.last;
  return track.partial?.key === track.key ? track.partial : undefined;
}

export function phaseOf(track: Track): Phase {
  switch (track.work.kind) {
    case "running":
    case "queued":
    case "blocked":
      return track.work.kind;
    case "none":
      return restingPhase(track);
  }
}

function restingPhase(track: Track): Phase {
  if (isCurrent(track)) {
    const { reason } = track.last.result;
    if (reason?.code === "FL0001") return "crashed";
    return reason?.limit === "cancelled" ? "cancelled" : "done";
  }
  if (track.isStopped) return "cancelled";
  return track.last ? "obsolete" : "idle";
}
