import type { MadeOf } from "./made-of.ts";
import type { ProcessFailure } from "../../core/program/stopped.ts";
import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { KindName } from "../payload.ts";

/** One call of a reconcile that waits for its answer. */
export interface PendingCall {
  /**
   * The least number that no other waiting call of its reconcile had when it was made; its own as long as it waits.
   * (A count of all calls would tell histories apart that the code itself can't.) A call that comes in the step that answers number n may be called n again.
   */
  readonly call: number;
  readonly target:
    | { readonly kind: "api"; readonly request: CallRequest }
    /** An operation of an external system of the definition. */
    | { readonly kind: "external"; readonly system: string; readonly operation: string; readonly args: readonly Json[] }
    /**
     * `setTimeout`, `setInterval` and what stands on them: "fires" with the answer null. `milliseconds`: from now on; virtual time passes only when a
     * timer fires, so that those of other timers are less afterwards. A timer with more milliseconds than another one must not be fired first.
     * `waitsForAnswer`: an interval that has fired since a call was answered last: while calls wait, it fires no more.
     */
    | { readonly kind: "timer"; readonly milliseconds: number; readonly waitsForAnswer?: true };
  /**
   * A look into an informer's cache, at which the code stands still: until it has its answer, no other call of the reconcile gets one. `again`: since the
   * code was called last it has looked at this kind before, so that nothing can have changed meanwhile.
   */
  readonly look?: "first" | "again";
  /** Innermost place of the user's own code, then its callers. */
  readonly at: readonly SourceSpan[];
  /** Texts in it that come of random values (`Math.random`, `crypto`): symbols, which another run would draw otherwise. */
  readonly drawn?: readonly string[];
  /** Texts in it that are worked out of a uid: symbols, too. */
  readonly madeOf?: readonly MadeOf[];
}

/** A request to the API server; `cached`: it is the controller's cache that is read, by framework code or of an informer (get and list only). */
export interface CallRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly body?: Json;
  readonly cached?: boolean;
  readonly agent?: string;
}

/**
 * What a call gets. Interned: equal answers are one object.
 * External operations: code 200 with the value, 204 for undefined; any other code rejects with an `Error` of the text `body.message`.
 */
export type CallAnswer =
  | { readonly kind: "answer"; readonly code: number; readonly body: Json }
  /** No answer from the server: connection closed, time-out. */
  | { readonly kind: "lost" };

/** How a reconcile has ended. */
export type Ending =
  | { readonly kind: "returned"; readonly requeueAfterSeconds?: number; readonly at?: SourceSpan }
  | { readonly kind: "threw"; readonly message: string; readonly at?: SourceSpan; readonly code?: number }
  /** `process.exit`: the process is gone, with all its reconciles. */
  | { readonly kind: "exited"; readonly code: number; readonly at?: SourceSpan };

/**
 * The local state of one reconcile after the answers that it has had, up to the next moment at which it can only wait.
 * Interned: the same state is the same number, whatever answers led to it (answers that it can no longer see make no difference).
 */
export interface Strand {
  readonly id: number;
  /** Calls without an answer, in the order in which they were made. Still there after the end: calls that nobody awaited. */
  readonly pending: readonly PendingCall[];
  readonly ending?: Ending;
  /** Module state now; 0: as right after the modules were evaluated (see `Process.hasSharedState`). */
  readonly memory: number;
  /**
   * Things that happened in this step: unhandled rejections, changed cache objects. They belong to the step, not to the state: another step that leads to
   * the same `id` may have others.
   */
  readonly events: readonly StrandEvent[];
}

export type StrandEvent =
  | { readonly kind: "unhandled-rejection"; readonly message: string; readonly at?: SourceSpan }
  | CacheMutation
  /** No call is under way, and it has not ended: a promise that nothing settles. */
  | { readonly kind: "stuck"; readonly at?: SourceSpan }
  /** `console.*`. */
  | { readonly kind: "log"; readonly text: string; readonly at?: SourceSpan };

/** The reconcile has changed an object of an informer's: its parameter, or what it found in a cache. `object`: `Cache shop/sessions`. */
export interface CacheMutation {
  readonly kind: "cache-mutated";
  readonly object: string;
  readonly at?: SourceSpan;
}

/** The user's program in the state right after its modules were evaluated, and all that reconciles of it can do. */
export interface Process {
  /** What the definition says (style `defined`), read once after the modules were evaluated. */
  readonly definition?: Definition;
  /**
   * Begins a reconcile. `input`: for tagged code the custom resource and the type of event; for the framework the request.
   * @param memory `Strand.memory` of the reconcile that ended last in this process; 0 in a new process. While `hasSharedState`, reconciles of one process
   * must not be interleaved: the steps of one do not see what another one has changed meanwhile.
   * @throws {ProcessStopped}
   */
  start(input: ReconcileInput, memory?: number): Strand;
  /** Answers one pending call. @throws {ProcessStopped} What it does is not modelled, does not end, or a limit strikes. */
  answer(strand: Strand, call: number, answer: CallAnswer): Strand;
  /** Whether module state may know a text of the cluster's (a uid, a name), whole or in part. Absent: it may know all. */
  mayRemember?(memory: number, text: string): boolean;
  /** Of tagged code: the function takes the type of event, too. */
  readonly takesEvent?: boolean;
  /** Paths of the collections that informers of the program watch, as its modules make them. Absent: none. */
  readonly informers?: readonly string[];
  /** The code may ask for the time: at another moment it may do something else. */
  readonly readsClock: boolean;
  /** False: the code never reads Events. Absent: it may. */
  readonly readsEvents?: boolean;
  /**
   * Whether a reconcile so far changed something that outlives it (module state): then strands are not independent, and carry that state in `memory`.
   * May become true at any step.
   */
  readonly hasSharedState: boolean;
  /** Something in module state that was another one after each of several reconciles, by its name ("": it has none). Absent: nothing so far. */
  readonly restless?: string | undefined;
  /** Whether a reconcile so far has drawn random values: then runs that are to draw different ones need different `ReconcileInput.seed`. */
  readonly drawsRandom: boolean;
  /**
   * Calls a function of the definition with data; memoised by identity of the arguments. In module state 0.
   *
   * | name | arguments |
   * |---|---|
   * | `desired` | the resource, `WorldData` |
   * | `invariants/<name>` | `WorldData`, `WorldData` |
   * | `edits/<index>` | the resource |
   * | `watches/<index>` | the object: `requests` |
   * | `operations/<system>/<operation>` | state, then the operation's |
   * | `progress/<system>` | state |
   *
   * @throws {ProcessStopped}
   */
  evaluate(name: string, args: readonly Json[]): Evaluated;
  /** Where reconciles so far have changed objects of the informer's cache: each place once, in the order in which they were met. */
  readonly cacheMutations: readonly CacheMutation[];
  /** Runs about one in a hundred strands (at least three, at most fifty) once more, in another machine. A difference: the code depends on what it should not. */
  audit(): ProcessFailure | undefined;
  /** How often user code ran, and how many steps were asked for: for the bench. */
  readonly stats: { readonly runs: number; readonly steps: number };
}

export type ReconcileInput =
  | {
      readonly kind: "tagged";
      readonly resource: JsonObject;
      readonly event: "ADDED" | "MODIFIED" | "DELETED";
      readonly seed?: number;
      readonly later?: number;
    }
  /** `seed`: which random values it draws. `later`: milliseconds after the moment at which all others begin. Default 0. */
  | { readonly kind: "framework"; readonly namespace?: string; readonly name: string; readonly seed?: number; readonly later?: number };

/** What `desired` and `invariants` get as `World`. */
export type WorldData = {
  /** Every object of the cluster. */
  readonly objects: readonly JsonObject[];
  /** State of each external system. */
  readonly external: Readonly<Record<string, Json>>;
};

/** The data of a definition (`api/controller`), and which functions it has. */
export interface Definition {
  readonly name: string;
  readonly resource: KindName;
  readonly owns: readonly KindName[];
  /** `requests` of each: `evaluate("watches/<index>", …)`. */
  readonly watches: readonly KindName[];
  /** Inline. */
  readonly sample?: JsonObject;
  /** As written. */
  readonly sampleFile?: string;
  readonly crd?: string;
  /** How many. */
  readonly edits: number;
  readonly world: readonly JsonObject[];
  readonly manages: readonly KindName[];
  readonly retains: readonly KindName[];
  readonly hasDesired: boolean;
  readonly invariants: readonly string[];
  readonly external: readonly ExternalDefinition[];
  readonly replicas: 1 | 2;
}

export interface ExternalDefinition {
  readonly name: string;
  readonly initial: Json;
  readonly operations: readonly string[];
  readonly hasProgress: boolean;
}

export type Evaluated =
  | {
      readonly kind: "value";
      readonly value: Json /** The value is undefined (`value` is null). */;
      readonly isUndefined?: true /** Arguments after the call, where the function may change them (edits, operations, progress). */;
      readonly args: readonly Json[];
    }
  | { readonly kind: "threw"; readonly message: string; readonly at?: SourceSpan };
