import type { VObject } from "../../core/vm/cell.ts";
import type { Change, Journal } from "../../core/vm/journal.ts";
import type { Job } from "../../core/vm/host.ts";
import type { Operation, Strand, Timer, Upcall } from "./thread.ts";

/** All of the simulated machine that changes, besides the program's memory. Each field is saved in the journal before it changes (`assign`). */
export class MachineState {
  /** Threads, then one place for the handler on each CPU. */
  readonly strands: Strand[] = [];
  /** What the handler on a CPU was started for; undefined: it does not run. */
  readonly upcalls: (Upcall | undefined)[] = [];
  operations: readonly Operation[] = [];
  timers: readonly Timer[] = [];
  /** Micro-tasks (model=async). */
  queue: readonly Job[] = [];
  /** The micro-tasks go on for ever, and nothing else comes to run (model=async). */
  isStarved = false;
  /** Strands in `Atomics.wait`, in the order in which they came. */
  waiters: readonly number[] = [];
  /** Writes of open sections that are hidden while another CPU runs (isolation=buffered), by strand. */
  readonly hidden: (readonly Change[] | undefined)[] = [];
  /** Promises that were rejected and have no handler. */
  unhandled: readonly VObject[] = [];
  /** Virtual milliseconds. */
  clock = 0;
  /** Interrupts of sections and upcalls so far. */
  events = 0;
  /** Strand that ran last; -1: none. */
  last = -1;
  /** Nesting of sections in code that runs undivided anyway (effects, model=async, loading). */
  looseDepth = 0;
  nextOperation = 1;
  nextTimer = 1;
  /** What the program draws random numbers from; -1 while it has drawn none. */
  randomness = -1;
  /** Something that an invariant reads was written since they were looked at. */
  isDirty = true;
}

/** Sets an element so that it can be taken back. */
export function assignAt<Item>(journal: Journal, target: Item[], index: number, value: Item): void {
  journal.save(target, index);
  target[index] = value;
}
