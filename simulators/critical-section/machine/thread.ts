import type { Cell, VObject } from "../../core/vm/cell.ts";
import type { Frame } from "../../core/vm/frame.ts";
import type { AccessKind, Job } from "../../core/vm/host.ts";
import type { Place, Slot, Value } from "../../core/vm/value.ts";
import type { Task } from "../../core/vm/vm.ts";
import type { EventKind } from "../payload.ts";
import type { RecordParts } from "./record.ts";

/** Why a flow of control stands where it stands. */
export type Standing =
  /** Not begun. */
  | { readonly kind: "unstarted" }
  /** Before an access to shared memory. */
  | { readonly kind: "access"; readonly cell: Cell; readonly place: Place; readonly access: AccessKind }
  /** Before the first, or behind the last, statement of a section. */
  | { readonly kind: "begin" }
  | { readonly kind: "end" }
  /** Before a call by which threads meet: `unpark`. */
  | { readonly kind: "call" }
  /** In `Atomics.wait`. */
  | {
      readonly kind: "wait";
      readonly cell: Cell;
      readonly index: number;
      readonly isWoken: boolean;
      readonly isTimedOut?: boolean /** Milliseconds. */;
      readonly timeout: number;
    }
  /** In a long piece of code without shared accesses. */
  | { readonly kind: "busy"; readonly times: number }
  /** Behind its last access, where an event may still hit. `value`: what its task has come to; `frame`: where the task stood last. */
  | { readonly kind: "leave"; readonly value: Value; readonly frame: Frame | undefined }
  /** No task of its own runs: micro-tasks, promises, timers or the outside world must bring it on; or nothing will. */
  | { readonly kind: "idle" }
  | { readonly kind: "finished" };

/** An open section. Immutable: replaced as a whole. */
export interface Section {
  /** The frames at its begin, which is to be run again. */
  readonly checkpoint: Frame;
  /** Frames in the stack of the section's own code: who is suspended with so many at most leaves it open. */
  readonly frames: number;
  /** Ranges of the journal that it has written: first, end, first, end … */
  readonly slices: readonly number[];
}

/** A write of an open section: what was there. */
export interface PendingWrite {
  readonly cell: Cell;
  readonly place: Place;
  /** `hole`: it was not there. Of a whole: undefined. */
  readonly before: Slot;
  /** Read, not written (isolation=htm). */
  readonly isRead?: boolean;
  /** Another CPU's thread that has read or written here since, unless by `Atomics`. */
  readonly seenBy?: number;
  readonly overwrittenBy?: number;
}

/** Something outside memory: `console.log` at an offset of the bundle. */
export interface Effect {
  readonly what: string;
  readonly offset: number;
}

/** A thread of the user's, or (with `upcall`) an instance of the handler. */
export interface Strand {
  readonly index: number;
  /** `withdraw#2`, `onInterrupt`. */
  readonly name: string;
  readonly cpu: number;
  readonly task: Task;
  standing: Standing;
  /** Nesting of sections; 0: outside. */
  depth: number;
  section: Section | undefined;
  pending: readonly PendingWrite[];
  /** What the open section did that can't be taken back. */
  effects: readonly Effect[];
  /** How many times the present section was begun. For people only. */
  attempts: number;
  /** Accesses of the open section. */
  accesses: number;
  /** Micro-tasks that wait, oldest first (model=threads). */
  jobs: readonly Job[];
  /** Its task is a micro-task or a timer's call, not the call of its function. */
  isInJob: boolean;
  /** What its function returned: for an async thread its promise. */
  result: Value;
  /** It gave the CPU to others (`runOther`) until one of them has run. */
  isYielding: boolean;
  isParked: boolean;
  hasPermit: boolean;
  /** Left by an exception. */
  hasThrown: boolean;
}

/** What a handler instance was started for: US10922128B1's four items, and claim 1's mark. */
export interface Upcall {
  /** The interrupted thread. */
  readonly thread: number;
  readonly event: EventKind;
  readonly sequence: number;
  readonly inSection: boolean;
  /** Frames, standing and nesting at detection: where `resume` goes on. No frames: behind the last access. */
  readonly detected: Frame | undefined;
  readonly standing: Standing;
  readonly nesting: number;
  /** How many writes of the section were taken back. */
  readonly lost: number;
  readonly parts: RecordParts;
  /** How many instances before this one were interrupted, and by what the latest was. */
  readonly depth: number;
  readonly latest?: { readonly event: EventKind; readonly sequence: number };
  /** The section that was open; undefined outside. */
  readonly section: Section | undefined;
}

/** An operation of the outside world. */
export interface Operation {
  readonly id: number;
  readonly thread: number;
  readonly effect: VObject;
  readonly resolve: VObject;
  readonly reject: VObject;
  readonly state: "called" | "done";
  readonly value: Value;
  readonly tag: number;
  readonly isError: boolean;
}

export interface Timer {
  readonly id: number;
  readonly thread: number;
  readonly due: number;
  /** Milliseconds; 0 for one that fires once. */
  readonly period: number;
  readonly callee: VObject | undefined;
  readonly args: readonly Value[];
  /** The strand that `Atomics.wait` with a timeout wakes. */
  readonly wakes?: number;
}
