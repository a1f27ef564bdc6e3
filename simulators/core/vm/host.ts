import type { Cell, VObject } from "./cell.ts";
import type { Place, Value } from "./value.ts";

/**
 * `exchange`: a compare-and-exchange that succeeds, which reads anew what it replaces.
 * The atomic kinds are those of `Atomics`: values read so are meant to be shared.
 */
export type AccessKind = "read" | "write" | "atomic-read" | "atomic-write" | "exchange";

/** A reaction or other job of JavaScript's micro-task queue. `run` starts it: it becomes a task of its own. */
export interface Job {
  /** The thread that registered it (`Vm.context` then). */
  readonly context: number;
  /** What is called: a function of the user's or of the machine, with its arguments. */
  readonly callee: VObject;
  readonly args: readonly Value[];
  /** Tags of data flow of the arguments. */
  readonly tags: readonly number[];
  /** What `Vm.asyncStore` is while it runs. */
  readonly store?: Value;
}

/** Why a task stopped that has called `process.exit`. */
export const processExit: object = Object.freeze({ kind: "exit" });

/** What surrounds the machine: the simulator decides about scheduling, time, randomness and what it wants to see. */
export interface Host {
  /**
   * Before every access of the program to memory that can be shared: properties, elements, entries, captured variables that can change.
   * False: the thread stops before the instruction (`Stop` "access"), nothing of it has happened; it is executed when the thread is run again
   * and this answers true. For reads, `vm.flow` may be set to the tag of the value read; for writes it is the tag of the value written, and
   * the host may set it to the tag that a variable keeps.
   */
  access(cell: Cell, place: Place, kind: AccessKind): boolean;
  /** Union of two tags of data flow; 0 is none. Only called with two different tags that are not 0. */
  union(a: number, b: number): number;
  /** The tag of what was worked out of values with this tag (a sum, a text, a part of a list), rather than put together of them (an object). Not there: the same. */
  worked?(tag: number): number;
  /** A micro-task is due. */
  enqueue(job: Job): void;
  /** A promise was rejected without a handler, or has got one afterwards. */
  rejection(promise: VObject, kind: "unhandled" | "handled"): void;
  /** setTimeout, setInterval, setImmediate: a number for `clearTimer`. `delay` in milliseconds of virtual time. */
  setTimer(callee: VObject, args: readonly Value[], delay: number, repeats: boolean): number;
  clearTimer(timer: number): void;
  /**
   * `Atomics.wait` by the thread that runs, at element `index` of `cell`. Undefined: it has to wait; the native then calls `Vm.pause`, and asks again
   * when it is run again. `isEqual`: the element has the expected value now. `timeout` in milliseconds, Infinity without.
   */
  wait(cell: Cell, index: number, isEqual: boolean, timeout: number): "ok" | "not-equal" | "timed-out" | undefined;
  /** `Atomics.notify`: how many it has woken. */
  notify(cell: Cell, index: number, count: number): number;
  /** The function that runs is suspended by this `await` or `yield`: its caller goes on. */
  suspends?(by: "await" | "yield"): void;
  /** Milliseconds of virtual time. */
  now(): number;
  /** False: nothing in the program reads the time, and `now` is not to be asked on its behalf. Not there: true. */
  readonly hasClock?: boolean;
  /** Uniform 32 bits, deterministic. */
  random(): number;
  /** An effect that the journal can't take back, such as console output: `what` is shown to the user ("console.log"). */
  effect(what: string, text: string): void;
  /** `process.exit`: the task that calls it is paused for good (`Stop` "pause", `why` is `processExit`). Not there: not modelled. */
  exit?(code: number): void;
  /** `process.env`; not there: empty. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether what `AsyncLocalStorage` keeps goes along with timers and tasks now (`Vm.asyncStore`). Not there: no. */
  keepsAsyncStore?(): boolean;
  /** What `now` was at the beginning: `performance.now()` counts from there. Not there: 0. */
  readonly timeOrigin?: number;
}

/** Why a task stopped running. */
export type Stop =
  | { readonly kind: "done"; readonly value: Value /** Data flow of the value. */; readonly tag: number }
  | { readonly kind: "threw"; readonly value: Value }
  /** `Host.access` said no. */
  | { readonly kind: "access" }
  /** A native function asked for it (`Vm.pause`): it is called again, with the same arguments, when the task is run again. */
  | { readonly kind: "pause"; readonly why: object }
  /** The number of instructions given to `Vm.run` is used up; run it again to go on. */
  | { readonly kind: "budget" }
  /** `isEndless`: it takes more time or memory than one run may, and would do so again. */
  | { readonly kind: "not-modelled"; readonly message: string; readonly isEndless?: true };
