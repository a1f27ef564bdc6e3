import type { Json } from "../../../protocol/json.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Cell, VObject } from "../../core/vm/cell.ts";
import type { Frame } from "../../core/vm/frame.ts";
import type { Job } from "../../core/vm/host.ts";
import type { Value } from "../../core/vm/value.ts";
import type { PendingCall } from "./types.ts";

/** A call or timer that waits. Never changed. */
export interface Waiting {
  readonly call: number;
  readonly at: readonly SourceSpan[];
  /** What is called with the answer, or when the timer fires. */
  readonly callee: VObject;
  readonly what:
    | { readonly kind: "call"; readonly target: Exclude<PendingCall["target"], { readonly kind: "timer" }> }
    | WaitingLook
    | WaitingTimer;
}

/** A look into a cache: nothing is called with the answer, the code that stands still goes on. */
export interface WaitingLook {
  readonly kind: "look";
  readonly target: PendingCall["target"] & { readonly kind: "api" };
  /** As it was asked for. */
  readonly question: string;
  readonly when: "first" | "again";
}

export interface WaitingTimer {
  readonly kind: "timer";
  /** Virtual milliseconds. */
  readonly due: number;
  /** Of an interval, else 0. */
  readonly period: number;
  /** An interval that has fired since a call was answered last. */
  readonly hasFired: boolean;
  readonly args: readonly Value[];
  /** `Vm.asyncStore` when it was set. */
  readonly store: Value;
  readonly id: number;
}

/** What the reconcile that runs was given of an informer's: its parameter, or one look into a cache. */
export interface Given {
  readonly value: Value;
  readonly json: Json;
  readonly cells: ReadonlySet<Cell>;
}

/** What the code has seen of a cache since it was called last. */
export interface Look {
  readonly question: string;
  readonly path: string;
  readonly value: Value;
}

/** All of a running reconcile that changes, besides the program's memory. Each field is saved in the journal before it changes (`assign`). */
export class ProcessState {
  /** Micro-tasks. */
  queue: readonly Job[] = [];
  /** In the order in which they were made. */
  waiting: readonly Waiting[] = [];
  /** Promises that were rejected in this step and have no handler. */
  unhandled: readonly VObject[] = [];
  /** Promise of the reconcile; undefined before the first one. */
  result: VObject | undefined = undefined;
  /** The parameter first; of looks into caches the last ones. */
  given: readonly Given[] = [];
  /** Of what was given, what is not any more what it was. */
  mutated: readonly Given[] = [];
  /** Code that stands still at a look into a cache. */
  halted: Frame | undefined = undefined;
  looks: readonly Look[] = [];
  /** Code with which the program ended itself; -1: it has not. */
  exitCode = -1;
  /** Virtual milliseconds since the reconcile began. */
  clock = 0;
  seed = 0;
  /** Random numbers drawn so far. */
  draws = 0;
  nextTimer = 1;
}
