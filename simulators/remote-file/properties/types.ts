import type { Code } from "../../../protocol/problem.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Answer, Call } from "../nodes/calls.ts";
import type { RunEvent } from "../nodes/events.ts";

/** What one step of a run brought, in the order of the lists: told to the inspector in the search, and recorded. */
export interface Told {
  readonly events: readonly RunEvent[];
  readonly calls: readonly CallMade[];
  readonly answers: readonly CallAnswered[];
  /** Processes that returned, threw or ended themselves in this step; one whose node crashes is told by the event `node.crash`. */
  readonly ends: readonly ProcessEnd[];
  /** Uses of paths outside of all mounts and of what may be local. */
  readonly strays: readonly Stray[];
  /** Entry points that are refused, called with a path under a mount. */
  readonly refusals: readonly Refusal[];
}

/** A call of the agent. Spans of a read or write bring their lengths. */
export interface CallMade {
  readonly process: number;
  /** Calls of this process before. */
  readonly serial: number;
  /** The model's number: given out again once the answer was told. */
  readonly operation: number;
  readonly call: Call;
  /** Where the program's code is: equal numbers for equal stacks. The record of a run knows the places. */
  readonly here: number;
}

export interface CallAnswered {
  readonly process: number;
  readonly serial: number;
  readonly answer: Answer;
}

export interface ProcessEnd {
  readonly process: number;
  readonly outcome: ProcessOutcome;
}

export interface Stray {
  readonly process: number;
  readonly path: string;
  readonly here: number;
}

export interface Refusal extends Stray {
  /** Of the entry point: `openAsBlob`. */
  readonly name: string;
}

/** How a process ended. */
export type ProcessOutcome =
  /** `text`: as people read it; `key`: equal exactly for values of equal structure. */
  | { readonly kind: "returned"; readonly text: string; readonly key: string }
  | {
      readonly kind: "failed";
      /** Of the class of the error. */
      readonly name: string;
      readonly code?: string;
      readonly message: string;
      /** Where it was thrown, as `CallMade.here`; -1: not in the user's code. */
      readonly here: number;
    }
  | { readonly kind: "crashed" }
  /** It has not ended: it waits for something that never comes, or goes round for ever. */
  | { readonly kind: "waiting" };

/** A rejection that nobody handled. */
export interface Unhandled {
  readonly process: number;
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  readonly here: number;
}

/** A whole run. */
export interface RecordedRun {
  readonly choices: readonly number[];
  readonly steps: readonly RecordedStep[];
  /** By number of the process. */
  readonly outcomes: readonly ProcessOutcome[];
  /** Every file under a mount at the end, in order of the paths. */
  readonly contents: readonly (readonly [path: string, bytes: Uint8Array])[];
  readonly unhandled: readonly Unhandled[];
  /** It came back to a state that it had been in, or was cut after so many steps as were allowed. */
  readonly isEndless: boolean;
  /** The user's places of `here`, innermost first. */
  places(here: number): readonly SourceSpan[];
}

export interface RecordedStep extends Told {
  /** Index of the alternative that was taken; -1: there was only one. */
  readonly choice: number;
  /** Process whose code ran. */
  readonly process?: number;
  /** Nanoseconds since the start, after the step. */
  readonly now: number;
}

/** Other bytes as the result of a read. */
export interface Substitution {
  readonly process: number;
  /** See `signatureOf`: the same read in another run, although calls before it differ. */
  readonly signature: string;
  /** Reads of this process with this signature before it. */
  readonly nth: number;
  /** What the spans of the read get, one after the other: as many as the read answered. */
  readonly bytes: Uint8Array;
}

export interface ReplayOptions {
  readonly substitute?: readonly Substitution[];
  /** Leaves the choices of crashes out. */
  readonly withoutCrashes?: boolean;
}

/** Makes the same choices as far as they apply, then the first possible ones. */
export type Replayer = (choices: readonly number[], options: ReplayOptions) => RecordedRun;

/** Something that may be wrong in a run, found by looking at its events alone. */
export interface Candidate {
  readonly property: string;
  readonly code: Code;
  /** Equal for the same thing at the same place with the same bytes: with an equal outcome of the run it needs no second judgement. */
  readonly key: string;
}

/** What is wrong in a run. */
export interface Violation {
  readonly property: string;
  readonly code: Code;
  /** Equal for the same fault at the same place of the code, in whatever run. */
  readonly place: string;
  readonly evidence: Evidence;
}

/** The calls that matter, as (process, serial); what came out of the runs that it was compared with. */
export interface Evidence {
  /** To blame: the problem stands at its line. */
  readonly blamed?: CallName;
  /** Instead: a place that is no call of the agent. */
  readonly here?: number;
  readonly process: number;
  /** Other calls that belong to it, in order. */
  readonly others: readonly CallName[];
  /** Offsets in the file, first byte and first behind. */
  readonly range?: readonly [from: number, to: number];
  readonly path?: string;
  /** What the process would have made of other bytes: "all old bytes" → "returns 300". */
  readonly compared?: readonly { readonly what: string; readonly outcome: ProcessOutcome }[];
  /** Of a count: opens, attempts. */
  readonly count?: number;
  /** Text of the user's own check, of an error or of an entry point. */
  readonly text?: string;
}

export interface CallName {
  readonly process: number;
  readonly serial: number;
}
