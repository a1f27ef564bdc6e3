import type { Limit } from "../../protocol/report.ts";
import type { Outcome } from "./simulator.ts";

/** What a run may use: plain data, sent to the engine. */
export interface BudgetOptions {
  readonly seed: number;
  readonly maxStates: number;
  readonly timeLimitMs: number;
  /** MiB, for the whole engine process. */
  readonly memoryLimitMb: number;
  /** The simulator's larger bounds. */
  readonly deep: boolean;
}

export const defaultBudget: BudgetOptions = {
  seed: 1,
  maxStates: 10_000_000,
  timeLimitMs: 60_000,
  memoryLimitMb: 2048,
  deep: false,
};

export interface Progress {
  readonly done: number;
  /** When known. */
  readonly total?: number;
  /** What is counted: "groups", "states". */
  readonly unit: string;
}

/** The same at work: with a way to be told to stop. */
export interface Budget extends BudgetOptions {
  /** Why to stop now, or undefined. Cheap (a shared flag; the clock is read every few calls): poll it in the inner loop. */
  stop(): Extract<Limit, "time" | "memory" | "cancelled"> | undefined;
  progress(progress: Progress): void;
  /**
   * Tells what is known so far, to be shown until the run has ended; everything comes again in its outcome. Absent: nobody wants to know.
   * The verdict counts for nothing, the message of `reason` says in a few words what is done: "happy path done". May be called often: only the newest is asked for, at most ten times a second, in this call or in one of `stop`.
   *
   * @param news The first `finding` of a run does not wait for its turn.
   */
  partial?(outcome: () => Outcome, news?: "finding"): void;
  /**
   * Says where in the bundle a call begins that may take long and cannot be asked to stop: of a regular expression, of a huge string.
   * If it never returns, the run is ended from outside and that place is told. Offset in UTF-16 units; -1, or the next `stop()`: the call has returned.
   */
  beacon?(offset: number): void;
}

/** A budget that nothing ends: for tests and short pure computations. */
export function unlimited(options: Partial<BudgetOptions> = {}): Budget {
  return { ...defaultBudget, ...options, stop: () => undefined, progress: () => {} };
}
