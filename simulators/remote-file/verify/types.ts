import type { Limit } from "../../../protocol/report.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Answer, Call } from "../nodes/calls.ts";
import type { RunEvent } from "../nodes/events.ts";
import type { Site } from "../nodes/site.ts";
import type { ProcessFailure } from "../../core/program/stopped.ts";
import type { Ending, ProcessNote, ThrownValue } from "../process/types.ts";
import type { Payload } from "../payload.ts";

/**
 * One thing that may happen next. The numbers are those of the state in which it was possible; runs that are alike so far have the same.
 * A run is replayed from its moves: what does not fit any more is left out.
 */
export type Move =
  /** A process begins. All of them do so before anything else happens, in their order. */
  | { readonly kind: "start"; readonly process: number }
  /** A manager serves a request. */
  | { readonly kind: "manager"; readonly process: number; readonly operation: number }
  /** An adapter goes on: see `verbs/step.ts`. */
  | { readonly kind: "part"; readonly qpn: number; readonly part: number }
  | { readonly kind: "store" | "transmit" | "complete" | "refuse"; readonly qpn: number }
  | { readonly kind: "crash"; readonly node: number }
  /** Nothing else can go on, so the clock does: to the next alarm of a node, which goes off. */
  | { readonly kind: "alarm" }
  /** The same, to the next timer of this process, which fires. */
  | { readonly kind: "timer"; readonly process: number };

/** An operation of a run: the `index`-th call that a process makes of the agent, from 0. Numbers of operations (`RunEvent`) are used again; these are not. */
export interface Occurrence {
  readonly process: number;
  readonly index: number;
}

/** A call of the agent, as it is made. */
export interface RecordedCall {
  readonly occurrence: Occurrence;
  /** Its number while it is under way: as in `RunEvent`. */
  readonly operation: number;
  readonly call: Call;
  /** `fs.readSync` and its like: the whole process waits. */
  readonly isSync: boolean;
  /** Where: innermost place of the user's own code first, then its callers. */
  readonly at: readonly SourceSpan[];
}

/** What happens in a step, in this order. */
export type Happening =
  /** `occurrence`: of the operation, or of the operation whose work it is; absent: of none that is under way. */
  | { readonly kind: "event"; readonly event: RunEvent; readonly occurrence?: Occurrence }
  /** A process calls the agent; the events of its beginning follow. */
  | ({ readonly kind: "call" } & RecordedCall)
  /** A process gets an answer, and goes on with it: calls and notes that follow are what it does next. `bytes`: what a read has got, span by span. */
  | {
      readonly kind: "answer";
      readonly occurrence: Occurrence;
      readonly call: Call;
      readonly answer: Answer;
      readonly at: readonly SourceSpan[];
      readonly bytes?: readonly Uint8Array[];
    }
  | { readonly kind: "timer"; readonly process: number }
  /** What has happened since the timer before fired happens so many times more, and nothing else: the program waits. */
  | { readonly kind: "rounds"; readonly rounds: number }
  | { readonly kind: "note"; readonly process: number; readonly note: ProcessNote }
  | { readonly kind: "end"; readonly process: number; readonly ending: Ending };

/** One step of a run. */
export interface RecordedStep {
  readonly move: Move;
  /** Index of the move among the alternatives that there were, and how many there were. */
  readonly choice: number;
  readonly alternatives: number;
  /** Whose step it is, for bounds of switches: number of the process; processes.length + qpn for work that no operation waits for; -1 nobody's. */
  readonly lane: number;
  /** It leaves a lane that could have gone on. */
  readonly isSwitch: boolean;
  readonly happenings: readonly Happening[];
  /** Nanoseconds since the start, after the step. */
  readonly now: number;
}

/** How a process stands at the end of a run. */
export type ProcessOutcome =
  | Ending
  | { readonly kind: "crashed" }
  /** It waits, and nothing that could still happen ends that. `at`: for what. */
  | { readonly kind: "waiting"; readonly at: readonly SourceSpan[] };

/** One run from the start to its end. */
export interface RecordedRun {
  /** The first ones start the processes. */
  readonly steps: readonly RecordedStep[];
  /** By number of the process. */
  readonly outcomes: readonly ProcessOutcome[];
  /** Every file under a mount at the end, in order of the paths. */
  readonly files: readonly (readonly [path: string, bytes: Uint8Array])[];
  /** By process and index: calls that had no completion when the run, or their process, ended. */
  readonly open: readonly RecordedCall[];
  readonly unhandled: readonly { readonly process: number; readonly thrown: ThrownValue }[];
  /** Index of the step at which the run enters a loop that it never leaves. */
  readonly loop?: number;
  /** Switches away from lanes that could go on. */
  readonly switches: number;
  /** Nodes that crashed, in order. */
  readonly crashed: readonly number[];
  /** It could not be followed to its end. */
  readonly failure?: ProcessFailure & { readonly process: number };
  /** Equal exactly for runs with the same outcomes and files. */
  readonly outcomeKey: string;
}

/** Another result of one read of a run. */
export interface Substitution {
  readonly read: Occurrence;
  /** What the read gets instead of the bytes that it got: as many. Over all of its spans, one after the other. */
  readonly bytes: Uint8Array;
}

/**
 * Runs once more: the same moves as far as they are possible, then the first possible ones.
 *
 * `run`: of which to take the moves. `without`: a move (by its step) that does not happen, such as a crash.
 */
export type Replayer = (
  run: RecordedRun,
  change: { readonly substitute?: Substitution | readonly Substitution[]; readonly without?: (step: RecordedStep) => boolean },
) => RecordedRun;

/** What properties are about. */
export interface Setup {
  readonly payload: Payload;
  readonly site: Site;
  readonly path: string;
}

/** Something along a path that may break a property: it is judged once the run has ended. */
export interface Candidate {
  /** Equal for the same suspicion at the same places of the program: once it is confirmed, it is not judged again. */
  readonly key: string;
}

/** Follows the path that is searched. */
export interface Inspector {
  /** After each step; for the start, once for each process. */
  step(step: RecordedStep): void;
  /** A mark for `undoTo`; marks are undone in reverse order. */
  mark(): number;
  undoTo(mark: number): void;
  /** All of the path so far. The same list as long as nothing is added to it or taken back. */
  candidates(): readonly Candidate[];
}

/** A property that a run breaks. */
export interface Violation {
  /** Id in the report, such as `no-torn-read`. */
  readonly property: string;
  /** Equal exactly for violations that are one problem in the report: property and places. */
  readonly key: string;
}

/** The properties of section 7 of the specification, as the search needs them. */
export interface Properties {
  createInspector(setup: Setup): Inspector;
  /** Suspicions that only the end of a run shows, beside those of the inspector. */
  ending(run: RecordedRun, setup: Setup): readonly Candidate[];
  /** Does the run break a property as the candidate says? Several when one suspicion breaks more. */
  judge(run: RecordedRun, candidate: Candidate, replay: Replayer, setup: Setup): readonly Violation[];
}

/** A property broken, with the shortest run that was found. */
export interface Found {
  readonly violation: Violation;
  readonly run: RecordedRun;
}

/** An observer that says no. */
export interface FoundObserver {
  readonly kind: "observer";
  /** Index in `Payload.observers`. */
  readonly observer: number;
  readonly run: RecordedRun;
  /** It throws instead of being false. */
  readonly thrown?: ThrownValue;
}

export interface Explored {
  readonly found: readonly Found[];
  readonly observers: readonly FoundObserver[];
  /** Every run within the bounds was tried. */
  readonly isComplete: boolean;
  readonly limit?: Limit;
  /** Where runs ended because something is not modelled: the first. */
  readonly notModelled?: ProcessFailure;
  readonly states: number;
  readonly transitions: number;
  readonly executions: number;
  /** The first run that came to its end without a crash: every process has returned, if there is such a one. */
  readonly main?: RecordedRun;
  /** By number of crashes, from 0: bounds that were visited completely. */
  readonly bounds: { readonly fragments: number; readonly preemptions: number; readonly crashes: number };
}
