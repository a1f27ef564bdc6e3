import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { SourceSpan } from "../../../protocol/source.ts";

/** One call of a reconcile that waits for its answer. */
export interface PendingCall {
  /** Number of the call within its reconcile, from 0 in the order of the calls. */
  readonly call: number;
  readonly target:
    | { readonly kind: "api"; readonly request: CallRequest }
    /** An operation of an external system of the definition. */
    | { readonly kind: "external"; readonly system: string; readonly operation: string; readonly args: readonly Json[] }
    /** `setTimeout` and what stands on it: "fires" with the answer null. */
    | { readonly kind: "timer"; readonly milliseconds: number };
  /** Innermost place of the user's own code, then its callers. */
  readonly at: readonly SourceSpan[];
}

/** A request to the API server; `cached`: framework code reads this kind from the controller's cache (get and list only). */
export interface CallRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly body?: Json;
  readonly cached?: boolean;
  readonly agent?: string;
}

/** What a call gets. Interned: equal answers are one object. */
export type CallAnswer =
  | { readonly kind: "answer"; readonly code: number; readonly body: Json }
  /** No answer from the server: connection closed, time-out. */
  | { readonly kind: "lost" };

/** How a reconcile has ended. */
export type Ending =
  | { readonly kind: "returned"; readonly requeueAfterSeconds?: number; readonly at?: SourceSpan }
  | { readonly kind: "threw"; readonly message: string; readonly at?: SourceSpan; readonly code?: number };

/**
 * The local state of one reconcile after the answers that it has had, up to the next moment at which it can only wait.
 * Interned: the same state is the same number, whatever answers led to it (answers that it can no longer see make no difference).
 */
export interface Strand {
  readonly id: number;
  /** Calls without an answer, in the order in which they were made. Still there after the end: calls that nobody awaited. */
  readonly pending: readonly PendingCall[];
  readonly ending?: Ending;
  /** Things that happened in this step: unhandled rejections, changed cache objects, host calls that are not modelled. */
  readonly events: readonly StrandEvent[];
}

export type StrandEvent =
  | { readonly kind: "unhandled-rejection"; readonly message: string; readonly at?: SourceSpan }
  | { readonly kind: "cache-mutated"; readonly object: string; readonly at?: SourceSpan }
  /** No call is under way, and it has not ended: a promise that nothing settles. */
  | { readonly kind: "stuck"; readonly at?: SourceSpan }
  /** `console.*`. */
  | { readonly kind: "log"; readonly text: string; readonly at?: SourceSpan };

/** What cannot be run: the scenario is `not-run` or `undecided` for this reason, at this place. */
export interface ProcessFailure {
  readonly code: "FL0003" | "FL0004" | "FL0005" | "FL0006";
  readonly message: string;
  readonly at?: SourceSpan;
}

/** The user's program in the state right after its modules were evaluated, and all that reconciles of it can do. */
export interface Process {
  /** Begins a reconcile. `input`: for tagged code the custom resource and the type of event; for the framework the request. */
  start(input: ReconcileInput): Strand;
  /** Answers one pending call. @throws {ProcessStopped} when a limit strikes. */
  answer(strand: Strand, call: number, answer: CallAnswer): Strand;
  /** Whether a reconcile changed something that outlives it (module state): then strands are not independent, and carry that state. */
  readonly hasSharedState: boolean;
  /** Calls a pure function of the definition (`desired`, `invariants`, `edits`, `progress`, operations) with data; memoised by identity of the arguments. */
  evaluate(name: string, args: readonly Json[]): Evaluated;
  /** How often user code ran, and how many steps were asked for: for the bench. */
  readonly stats: { readonly runs: number; readonly steps: number };
}

export type ReconcileInput =
  | { readonly kind: "tagged"; readonly resource: JsonObject; readonly event: "ADDED" | "MODIFIED" | "DELETED" }
  | { readonly kind: "framework"; readonly namespace?: string; readonly name: string };

export type Evaluated =
  | { readonly kind: "value"; readonly value: Json; /** Arguments after the call, where the function may change them (edits, operations, progress). */ readonly args: readonly Json[] }
  | { readonly kind: "threw"; readonly message: string; readonly at?: SourceSpan };
