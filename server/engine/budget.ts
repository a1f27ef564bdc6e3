import type { Budget, BudgetOptions, Progress } from "../../simulators/core/budget.ts";
import type { Outcome } from "../../simulators/core/simulator.ts";
import { type Control, raise, raised, reportMemory, setBeacon, signLife, type StopLimit } from "./control.ts";

/** What the budget of a run reads from its surroundings. */
export interface Surroundings {
  /** Milliseconds from any fixed moment. */
  now(): number;
  /** MiB that this worker holds: heap and buffers. */
  memory(): number;
  progress(progress: Progress): void;
  /** Absent: nobody wants to know. */
  partial?(outcome: Outcome): void;
}

/** The clock is read at every sixteenth call; memory, progress and what is known so far at most ten times a second. */
const callsPerClock = 16;
const slowMs = 100;

/** The part of the heap limit at which a run ends by itself, before the runtime ends the worker. */
const memoryShare = 0.85;

/** The budget of one run in a worker, told to stop through `control`. */
export function createBudget(options: BudgetOptions, control: Control, surroundings: Surroundings): Budget {
  const start = surroundings.now();
  let calls = 0;
  let isLit = false;
  let nextSlow = start + slowMs;
  let nextProgress = start;
  let nextPartial = start;
  let untold: (() => Outcome) | undefined;
  let hasFinding = false;

  function readClock(): StopLimit | undefined {
    signLife(control);
    const now = surroundings.now();
    tellPartial(now);
    if (now - start >= options.timeLimitMs) raise(control, "time");
    if (now >= nextSlow) {
      nextSlow = now + slowMs;
      const memory = surroundings.memory();
      reportMemory(control, Math.ceil(memory));
      if (memory > options.memoryLimitMb * memoryShare) raise(control, "memory");
    }
    return raised(control);
  }

  function tellPartial(now: number): void {
    if (!untold || now < nextPartial) return;
    nextPartial = now + slowMs;
    const tell = untold;
    untold = undefined;
    surroundings.partial?.(tell());
  }

  function light(offset: number): void {
    isLit = offset >= 0;
    // A long call that says again and again where it is, is at work.
    if (isLit) signLife(control);
    setBeacon(control, offset);
  }

  return {
    ...options,
    stop() {
      calls += 1;
      // Whoever asks has returned from there.
      if (isLit) light(-1);
      return calls % callsPerClock === 1 ? readClock() : raised(control);
    },
    beacon: light,
    progress(progress) {
      const now = surroundings.now();
      if (now < nextProgress) return;
      nextProgress = now + slowMs;
      surroundings.progress(progress);
    },
    ...(surroundings.partial
      ? {
          partial(outcome, news) {
            untold = outcome;
            const now = surroundings.now();
            if (news === "finding" && !hasFinding) nextPartial = now;
            hasFinding ||= news === "finding";
            tellPartial(now);
          },
        }
      : {}),
  };
}
