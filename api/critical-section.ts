/// <reference lib="esnext.disposable" preserve="true" />
/**
 * `faultline/critical-section`: user-level critical sections after US10922128B1, "Efficiently managing the interruption of
 * user-level critical sections".
 *
 * Every function has two lives:
 * - **In the simulator** (editor, `faultline check`) a section that an event hits is reverted, the kernel upcalls the user-level handler, and every
 *   placement of events, preemptions and completions within the bounds of `@machine` is tried.
 * - **In production** the module is a few lines without dependencies and without effect on scheduling: JavaScript cannot be interrupted inside a
 *   synchronous function, so a section is atomic on its own event loop anyway. It gives **no** exclusion between worker threads or processes.
 *
 * Time is in milliseconds, line and column numbers are zero-based as in LSP.
 *
 * @packageDocumentation
 */

// ---------------------------------------------------------------- sections

/**
 * Runs `body` as one critical section and returns its result.
 *
 * Simulator: an event detected inside reverts every change `body` has made (memory, and the locals it can see), then the handler decides. Sections inside
 * `body`, also those in functions it calls, are flattened into this one: only the outermost end publishes. An exception leaves the section
 * by its end: changes made before the throw stay and the exception is passed on.
 *
 * Production: calls `body()` and nothing else.
 *
 * @param body Synchronous. `await` and `yield` in it are `FL1006`; console, timers, I/O and {@link external} are `FL1005`.
 * @returns What `body` returns.
 * @throws Whatever `body` throws; {@link SectionAborted} if the handler answered `"abort"` (simulator only).
 *
 * @example
 * const before = criticalSection(() => {
 *   const seen = account.balance;
 *   account.balance = seen - 10;
 *   return seen;
 * });
 */
export function criticalSection<T>(body: () => T): T {
  return body();
}

/**
 * Marks the rest of the enclosing block, up to its end or the statement that leaves it.
 *
 * Production: returns an object whose disposal does nothing.
 *
 * @example
 * {
 *   using _ = critical();
 *   stock.left -= 1;
 *   stock.sold += 1;
 * }
 */
export function critical(): Disposable {
  return { [disposeKey]: () => undefined };
}

/**
 * Starts a section at this statement, as the CPU instruction of the patent does. Pairs nest; only the outermost {@link endCritical} publishes.
 * Prefer {@link criticalSection}: a path that leaves the function between the two is `FL1017`.
 *
 * Production: raises a depth counter.
 */
export function beginCritical(): void {
  depth += 1;
}

/**
 * Ends the section begun by {@link beginCritical}.
 *
 * Production: lowers the depth counter.
 *
 * @throws RangeError without an open section.
 */
export function endCritical(): void {
  if (depth === 0) throw new RangeError("endCritical: no section is open");
  depth -= 1;
}

/**
 * Thrown by the section's entry form in the interrupted thread after the handler answered `"abort"`: nothing of the section has happened, and the
 * thread may take another path. Never thrown in production.
 */
export class SectionAborted extends Error {
  override readonly name = "SectionAborted" as const;
  /** The event that interrupted the section. */
  declare readonly event: KernelEvent;
}

// ---------------------------------------------------------------- the outside world

/**
 * An operation of the outside world: a database, a file, another machine.
 *
 * Simulator: three moments, each of them scheduled on its own: the call, the effect (`effect` runs to its end, at once and undivided), and the
 * completion (the promise settles). Effects of different calls take place in any order, completions also.
 *
 * Production: runs `effect` on the next macro-task and settles with its outcome.
 *
 * @param effect Synchronous. Stands for the remote side: it may read and write the variables that model it.
 * @returns A promise of the result of `effect`, rejected with what `effect` throws.
 *
 * @example
 * const rows = new Map<string, number>();               // the "database"
 * const load = (key: string) => external(() => rows.get(key) ?? 0);
 * const save = (key: string, value: number) => external(() => { rows.set(key, value); });
 */
export function external<T>(effect: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    setTimeout(() => {
      try {
        resolve(effect());
      } catch (error) {
        reject(error);
      }
    }, 0);
  });
}

/**
 * Waits at least `milliseconds`.
 *
 * Simulator: virtual time. The clock stands still while a thread or micro-task can run and then jumps to the next due time; pending {@link external}
 * operations do not hold it, they may take effect and complete before or after any timer.
 *
 * Production: `setTimeout`.
 *
 * @throws RangeError (as a rejection) if `milliseconds` is negative or not finite.
 */
export function sleep(milliseconds: number): Promise<void> {
  if (!(milliseconds >= 0 && milliseconds < Infinity)) {
    return Promise.reject(new RangeError(`sleep: ${milliseconds} is not a number of milliseconds from 0`));
  }
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// ---------------------------------------------------------------- threads

/** A simulated thread: name of its function, `#`, number from 1, for example `withdraw#2`. Equal strings mean the same thread. */
export type ThreadId = string;

/**
 * The thread that runs the call. Inside a handler: the thread it was started for, {@link Interrupt.thread}.
 *
 * Production: `"main#1"`.
 */
export function currentThread(): ThreadId {
  return "main#1";
}

/**
 * The CPU that runs the call, from 0 to `cpus - 1` of `@machine`. A thread never moves to another CPU.
 *
 * Production: 0.
 */
export function currentCpu(): number {
  return 0;
}

// ---------------------------------------------------------------- interrupts

/** An event that the OS kernel must handle. */
export interface KernelEvent {
  readonly kind: "timer" | "ipi" | "fault" | "signal";
  /** Position of this event in the run, from 1. */
  readonly sequence: number;
}

/** A write that the section had made and that was taken back. */
export interface PendingWrite {
  /** Where, as the trace names it: `account.balance`, `ring[3]`, `seats.get("12A")`. */
  readonly location: string;
  /** The value now in force again. */
  readonly before: unknown;
  /** The value that was taken back. */
  readonly after: unknown;
}

/** The state of the physical CPU when it detected the event: a copy, made before the revert. */
export interface CpuState {
  readonly cpu: number;
  /** What would have run next. */
  readonly position: { readonly path: string; readonly line: number; readonly column: number };
  /** Registers: the locals of the interrupted function, by name. */
  readonly locals: Readonly<Record<string, unknown>>;
  /** Memory writes of the section, oldest first; empty outside a section. */
  readonly pending: readonly PendingWrite[];
}

/**
 * What the kernel hands to the user-level handler: the four items of the patent and, for a handler that was started because another handler was
 * interrupted in its own section, the mark of claim 1.
 *
 * A handler instance that an event hits inside its own section is reverted and ends there; a new instance is started in its place with
 * the **original** `thread`, `event`, `cpu` and `inSection`. What the ended instance did outside its section stays. Outside its own sections a
 * handler is not interrupted.
 */
export interface Interrupt {
  /** The interrupted thread; never a handler. */
  readonly thread: ThreadId;
  /** The event that interrupted the thread. */
  readonly event: KernelEvent;
  readonly cpu: CpuState;
  /** True if the thread was in a section, which is reverted by now. */
  readonly inSection: boolean;
  /** Set if an earlier instance was interrupted while it handled this very record. */
  readonly nestedIn?: {
    /** How many instances were interrupted before this one, from 1. */
    readonly depth: number;
    /** The event that hit the latest of them. */
    readonly event: KernelEvent;
  };
}

/**
 * What the handler wants.
 *
 * | decision | the interrupted thread | runs next on this CPU |
 * |---|---|---|
 * | `"restart"` | starts its section again; outside a section it goes on where it was | the same thread |
 * | `"resume"` | goes on at `cpu.position`; **inside a section its earlier writes are gone**, which breaks `restart-safe` unless there were none | the same thread |
 * | `"abort"` | its section throws {@link SectionAborted}; outside a section it goes on where it was | the same thread |
 * | `"runOther"` | goes to the end of the ready queue and restarts its section (outside: goes on) when its turn comes | any other ready thread, or itself if there is none |
 * | `"park"` | stops until {@link unpark}; then restarts its section (outside: goes on) | any other ready thread |
 *
 * Whoever answers `"park"` keeps the only record of the thread. A thread that is still parked when nothing else can run is lost: `FL1011`.
 */
export type Decision = "restart" | "runOther" | "resume" | "abort" | "park";

/**
 * Makes a parked thread ready. Comes it before the thread is parked, the next `"park"` of that thread is answered like `"restart"`; at most one
 * such permit is kept. Without effect on a thread that has ended. An effect the journal cannot take back: inside a section it is `FL1005`.
 *
 * Production: does nothing.
 *
 * @throws RangeError if the scenario has no such thread (simulator only).
 */
export function unpark(thread: ThreadId): void {
  void thread; // nobody is ever parked here
}

/** The shape of a function tagged `@interruptHandler`. Synchronous; at most one per scenario; without one every event is answered `"restart"`. */
export type InterruptHandler = (info: Interrupt) => Decision;

// ---------------------------------------------------------------- in production

/** Sections that `beginCritical` has opened. */
let depth = 0;

/** Where the run time has no `Symbol.dispose`, compilers look for this one. */
const disposeKey: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");

/** Every run time has it; its types come with the host. */
declare function setTimeout(callback: () => void, milliseconds: number): unknown;
