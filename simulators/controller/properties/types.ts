import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { Limit } from "../../../protocol/report.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { ApiAnswer, ApiRequest, StoredObject } from "../cluster/types.ts";
import type { ProcessFailure } from "../../core/program/stopped.ts";
import type { PassedOver } from "../world/complaints.ts";
import type { CacheMutation, CallAnswer, Ending, PendingCall, StrandEvent } from "../process/types.ts";

/** Contract C3.3. */
export type PropertyId =
  | "converges"
  | "quiescent"
  | "idempotent"
  | "confluent"
  | "stale-safe"
  | "owned-only"
  | "no-leak"
  | "finalizer"
  | "errors-retried"
  | "status-honest"
  | "bounded"
  | "desired"
  | `invariant:${string}`
  /** No property of the cluster: an object of an informer's cache is changed. */
  | "FL2106";

/** Which object of the store: `apps/statefulsets`, `shop/web`. */
export interface ObjectName {
  readonly resource: string;
  /** `namespace/name`, or `/name`. */
  readonly key: string;
}

/** What one step has changed in the cluster. `before` or `after` is left out where nothing was or is there. */
export interface ObjectChange extends ObjectName {
  readonly before?: StoredObject;
  readonly after?: StoredObject;
}

/** One reconcile of a run: its process, the key it is about, and which one it is of the run, from 0. */
export interface Reconcile {
  readonly process: number;
  /** `namespace/name` of the resource. */
  readonly key: string;
  readonly number: number;
}

/** What can go wrong with a call by itself. */
export type CallFault =
  /** Never reached the server. */
  | "request-lost"
  /** Executed, and nobody is told. */
  | "answer-lost"
  /** Refused with 429, 500 or 504, not executed. */
  | "refused"
  /** Refused with 409: somebody has just touched the object. */
  | "conflict"
  /** Of a timer: another call has no answer yet. */
  | "late";

export type StepAction =
  /** A reconcile begins. `parameter`: of tagged code. `truth`: what the server holds (what has gone: as it was last), where the parameter is outdated. */
  | {
      readonly kind: "start";
      readonly reconcile: Reconcile;
      readonly event: "ADDED" | "MODIFIED" | "DELETED";
      readonly parameter?: StoredObject;
      readonly truth?: StoredObject;
    }
  /** A call is executed and answered, as one step. `truth`: what the server would have answered, where a cache has answered otherwise. */
  | {
      readonly kind: "call";
      readonly reconcile: Reconcile;
      readonly call: PendingCall;
      readonly answer: CallAnswer;
      readonly fault?: CallFault;
      readonly truth?: CallAnswer;
    }
  /** One write of a built-in controller. */
  | { readonly kind: "builtin"; readonly controller: string; readonly request: ApiRequest; readonly answer: ApiAnswer }
  /** The user: `index` counts from 0. */
  | { readonly kind: "edit"; readonly index: number }
  | { readonly kind: "delete" }
  | { readonly kind: "create-again" }
  /** The process is killed and starts anew: running reconciles and queue are lost, everything is listed. */
  | { readonly kind: "crash"; readonly process: number }
  /** From now on the cache shows an older version of one kind. */
  | { readonly kind: "behind"; readonly resource: string; readonly shows: readonly StoredObject[] }
  | { readonly kind: "caught-up"; readonly resource: string }
  /** A reconcile is asked for without a cause. */
  | { readonly kind: "duplicate"; readonly key: string; readonly process: number }
  | { readonly kind: "progress"; readonly system: string }
  /** Whoever put this finalizer there lets go. */
  | { readonly kind: "release"; readonly finalizer: string }
  /** Somebody else deletes an object that the controller owns. */
  | { readonly kind: "delete-owned"; readonly object: ObjectName };

export interface RunStep {
  /** Code of the step: tells it from all others that are possible in the state before, and is the same in every search. What a replay follows. */
  readonly choice: number;
  readonly action: StepAction;
  readonly changes: readonly ObjectChange[];
  /** State of external systems, where it changed. */
  readonly external?: { readonly before: JsonObject; readonly after: JsonObject };
  /** The reconcile of this step has ended with it. */
  readonly ending?: Ending;
  readonly events: readonly StrandEvent[];
}

/** One run from the start, by its choices. */
export interface Run {
  /** Which of the worlds: as the user has set it up, or with a second resource and bystanders. */
  readonly world: "plain" | "bystanders";
  readonly initial: { readonly objects: readonly StoredObject[]; readonly external: JsonObject };
  readonly steps: readonly RunStep[];
  /** Index of the step that follows the last one again: a lasso. */
  readonly loop?: number;
}

/** One place in which an object is not as it should be. `expected` or `actual` is left out where nothing should be or is. */
export interface Difference {
  readonly path: readonly (string | number)[];
  readonly expected?: Json;
  readonly actual?: Json;
}

/** An object that is wrong, and how it differs from the same object in the run without the fault (the reference). */
export interface WrongObject extends ObjectName {
  readonly problem: "missing" | "unexpected" | "different" | "changed" | "deleted";
  readonly differences: readonly Difference[];
}

/** Indices of steps of the finding's run. */
export interface Cause {
  /** What the environment did: crash, lost call, an older cache, an edit in the middle. Left out: the happy path is wrong already. */
  readonly fault?: number;
  /** The first step of the controller that is otherwise than it would have been without the fault, or in the reference. */
  readonly decision?: number;
}

/** One violated property with its witness: replayed from its choices before it is handed over. */
export interface Finding {
  readonly property: PropertyId;
  readonly run: Run;
  /** Index of the step that breaks the property; left out where only the end shows it. */
  readonly harm?: number;
  readonly cause: Cause;
  readonly objects: readonly WrongObject[];
  readonly detail: FindingDetail;
  /** Where the user's code is to be looked at first. */
  readonly at?: SourceSpan;
}

/** What else is known, by property. */
export type FindingDetail =
  /** The run goes round `run.loop` for ever. */
  | { readonly kind: "livelock"; readonly isFailing: boolean }
  /** It goes on for ever, and grows: what does. */
  | { readonly kind: "growth"; readonly reconciles: number }
  /** The same things are done over and over, and only numbers grow by it (generations): the last so many steps are one round. */
  | { readonly kind: "rounds"; readonly steps: number }
  /** A fixed point that is not that of the reference (`isGone`: after the deletion). */
  | { readonly kind: "end"; readonly isGone: boolean }
  /** Stuck: the resource is terminating for ever. */
  | { readonly kind: "terminating"; readonly finalizers: readonly string[] }
  /** A destructive write that would not have been made on the present state. */
  | { readonly kind: "stale"; readonly write: "delete" | "scale-down" | "finalizer" }
  /** A foreign object is touched. */
  | { readonly kind: "foreign"; readonly madeBy: string }
  /** A write at a fixed point. */
  | { readonly kind: "restless" }
  /** A write at a fixed point for no other reason than that the clock has moved on, or that random values are others. `isTold`: its event calls for the next reconcile. */
  | { readonly kind: "anew"; readonly of: "time" | "random value"; readonly isTold: boolean; readonly at?: SourceSpan }
  | { readonly kind: "unhandled"; readonly message: string; readonly at?: SourceSpan }
  /** `places` of each call: innermost, then its callers. `at`: of the first. */
  | { readonly kind: "under-way"; readonly calls: number; readonly places: readonly (readonly SourceSpan[])[]; readonly at?: SourceSpan }
  | { readonly kind: "stuck"; readonly at?: SourceSpan }
  | { readonly kind: "cache-mutated"; readonly object: string; readonly at?: SourceSpan }
  | { readonly kind: "finalizer-late" }
  | { readonly kind: "finalizer-foreign"; readonly finalizer: string }
  | { readonly kind: "observed-generation"; readonly generation: number; readonly seen: number }
  | { readonly kind: "ready"; readonly where: string }
  /** `message`, `at`: the function itself has thrown. */
  | { readonly kind: "invariant"; readonly message?: string; readonly at?: SourceSpan }
  | { readonly kind: "desired"; readonly message?: string; readonly at?: SourceSpan };

export interface PropertyResult {
  readonly property: PropertyId;
  readonly verdict: "holds" | "violated" | "undecided";
  /** Index into `findings`. */
  readonly finding?: number;
}

/** What was searched. */
export interface CheckBounds {
  readonly faults: number;
  readonly edits: number;
  readonly recreations: number;
  readonly replicas: number;
  readonly resources: number;
  /** Phases that were completed. */
  readonly completed: readonly CheckPhase[];
}

/** `happy`: one thing after the other. `owned`: with a second resource and bystanders. `single`, `pairs`: all interleavings with up to one or two faults. */
export type CheckPhase = "happy" | "owned" | "single" | "pairs";

/** An edit that the user cannot make: its number from 0, and what the API server, or the edit itself, says. */
export interface LeftOut {
  readonly edit: number;
  readonly why: string;
}

export interface Checked {
  readonly properties: readonly PropertyResult[];
  readonly findings: readonly Finding[];
  /** The happy path. */
  readonly witness: Run;
  readonly bounds: CheckBounds;
  readonly stats: { readonly states: number; readonly transitions: number; readonly executions: number; readonly complete: boolean };
  /** What ended the search. */
  readonly limit?: Limit;
  /** Of a search that a limit has ended: what in module state is another one after each reconcile; "": it has no name. */
  readonly restless?: string;
  /** User code did what is not modelled: the search went round it. */
  readonly failure?: ProcessFailure;
  /** Each place at which an object of an informer's cache is changed, with the shortest run to it, where one was met. */
  readonly cacheMutations: readonly MutationFound[];
  /** What functions of the definition did wrong that was passed over. */
  readonly passedOver: readonly PassedOver[];
  /** Neither this edit nor those after it were made. */
  readonly leftOut?: LeftOut;
}

export interface MutationFound {
  readonly mutation: CacheMutation;
  /** Of the property `FL2106`. */
  readonly finding?: Finding;
}

/** Told as the check goes on; everything comes again in the result. */
export interface CheckReport {
  finding(finding: Finding): void;
  phase(phase: CheckPhase): void;
}
