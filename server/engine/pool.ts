import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { FromEngine, InternalError } from "../../protocol/engine.ts";
import { beaconOf, type Control, createControl, lifeOf, raise, reportedMemory, type StopLimit } from "./control.ts";
import type { BudgetOptions } from "../../simulators/core/budget.ts";
import type { Program } from "../../simulators/core/simulator.ts";
import type { FromWorker, Job, ToWorker, WorkerData } from "./messages.ts";

export interface PoolOptions {
  readonly workerFile: string;
  readonly workers: number;
  readonly workerData: WorkerData;
  /** MiB: of the heap of one worker, and of the whole process. */
  readonly memoryLimitMb: number;
  readonly send: (message: FromEngine) => void;
}

/** Workers that compute jobs in the order in which they came. */
export interface Pool {
  submit(job: Job): void;
  cancel(id: number): void;
  /** Ends the run that holds most when the whole process has gone over its limit. Called every now and then. */
  watchMemory(residentMegabytes: number): void;
}

/** A worker gets this long to notice the flag before it is terminated. */
const graceMs = 150;

/** One whose time is over gets this long to work out what it has seen until then, which is more the longer it was: nobody waits for it yet. */
const concludingAtMost = ({ timeLimitMs }: BudgetOptions): number => Math.max(1000, timeLimitMs / 20);

/** A worker in a call that cannot be asked to stop gets this long without a sign of life, looked for this often. */
const silenceMs = 1000;
const lookMs = 200;

/**
 * One that runs user's code gets this long wherever it is, and more where there is more to read and to collect: simulators ask whether to stop
 * once a millisecond, but not while they read a program, and the runtime stops everything while it collects what is no longer needed.
 */
const silentAtMost = (program: Program): number => 3000 + program.code.length / 500;

/** Time in which this process did no work counts as this part of it: one that waits for ever is ended, too, but later. */
const waitingShare = 5;

/** What a worker held that has gone comes back to the system within this time. */
const settleMs = 1500;

/** What the worker's own clock is ahead of ours. */
const timeSlackMs = 100;

interface Running {
  readonly job: Job;
  readonly control: Control;
  readonly clock: NodeJS.Timeout;
  readonly watch: NodeJS.Timeout;
  limit?: StopLimit;
  isSilent?: boolean;
  grace?: NodeJS.Timeout;
}

interface Slot {
  readonly worker: Worker;
  /** The scenario it ran last: simulators remember parts of it, so the next run of it is faster there. */
  knows?: string;
  running?: Running;
}

export function createPool({ workerFile, workerData, workers, memoryLimitMb, send }: PoolOptions): Pool {
  const queue: Job[] = [];
  const slots = new Set<Slot>();
  let settled = 0;

  function startWorker(): Slot {
    const worker = new Worker(workerFile, { workerData, env: {}, argv: [], resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb } });
    const slot: Slot = { worker };
    slots.add(slot);
    worker.on("message", (message: FromWorker) => receive(slot, message));
    worker.on("error", (error: unknown) => lose(slot, error));
    worker.on("exit", (code) => lose(slot, new Error(`the worker ended with code ${code}`)));
    return slot;
  }

  function pump(): void {
    while (queue.length > 0) {
      const idle = [...slots].filter((slot) => !slot.running);
      if (idle.length === 0 && workers <= slots.size) return;
      const job = queue.shift();
      if (job) begin(idle.find((slot) => slot.knows === nameOf(job)) ?? idle[0] ?? startWorker(), job);
    }
  }

  function begin(slot: Slot, job: Job): void {
    const control = createControl();
    const wait = Math.min(job.options.timeLimitMs + timeSlackMs, 2 ** 31 - 1);
    slot.knows = nameOf(job);
    const clock = setTimeout(() => stop(slot, "time"), wait);
    slot.running = { job, control, clock, watch: onSilence(job, control, () => stopSilent(slot)) };
    send({ kind: "started", id: job.id });
    const message: ToWorker = { job, control };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    slot.worker.postMessage(message);
  }

  /** Takes the job from the slot; undefined when it has ended before. */
  function end(slot: Slot): Running | undefined {
    const running = slot.running;
    if (!running) return undefined;
    clearTimeout(running.clock);
    clearTimeout(running.grace);
    clearInterval(running.watch);
    delete slot.running;
    return running;
  }

  function receive(slot: Slot, message: FromWorker): void {
    if (message.id !== slot.running?.job.id) return;
    if (message.kind === "progress" || message.kind === "partial") return send(message);
    const running = end(slot);
    send(message);
    // What is left of a failure, or of a run that took too much memory, shall not reach the next one.
    if (message.kind === "failed" || running?.limit === "memory") retire(slot);
    pump();
  }

  function retire(slot: Slot): void {
    leave(slot);
    void slot.worker.terminate();
  }

  function leave(slot: Slot): void {
    if (slots.delete(slot)) settled = performance.now() + settleMs;
  }

  /** The worker is gone, whatever the reason. */
  function lose(slot: Slot, error: unknown): void {
    leave(slot);
    const running = end(slot);
    if (running) send(isOutOfMemory(error) ? stopped(running, "memory") : { kind: "failed", id: running.job.id, error: describe(error) });
    pump();
  }

  function stop(slot: Slot, limit: StopLimit): void {
    const running = slot.running;
    if (!running || running.limit) return;
    running.limit = limit;
    raise(running.control, limit);
    const grace = limit === "time" && running.isSilent !== true ? concludingAtMost(running.job.options) : graceMs;
    running.grace = setTimeout(() => void terminate(slot, running, limit), grace);
  }

  function stopSilent(slot: Slot): void {
    if (slot.running) slot.running.isSilent = true;
    stop(slot, "time");
  }

  async function terminate(slot: Slot, running: Running, limit: StopLimit): Promise<void> {
    end(slot);
    leave(slot);
    // What runs in the middle of a native call ends when that returns: nobody waits for it.
    await Promise.race([slot.worker.terminate(), pause(graceMs)]);
    send(stopped(running, limit));
    pump();
  }

  // The first job finds a worker that has loaded already.
  startWorker();

  return {
    submit(job) {
      queue.push(job);
      pump();
    },
    cancel(id) {
      const at = queue.findIndex((job) => job.id === id);
      if (0 <= at) {
        queue.splice(at, 1);
        send({ kind: "stopped", id, limit: "cancelled" });
      }
      for (const slot of slots) if (slot.running?.job.id === id) stop(slot, "cancelled");
    },
    watchMemory(residentMegabytes) {
      // The next run is not to blame for what the last one held.
      if (residentMegabytes <= memoryLimitMb || performance.now() < settled) return;
      const idle = [...slots].filter((slot) => !slot.running);
      for (const slot of idle) retire(slot);
      if (idle.length === 0) {
        const largest = [...slots].sort((a, b) => memoryOf(b) - memoryOf(a))[0];
        if (largest) stop(largest, "memory");
      }
    },
  };
}

const nameOf = ({ scenario: { simulator, path, name } }: Job): string => JSON.stringify([simulator, path, name]);

const memoryOf = (slot: Slot): number => (slot.running && !slot.running.limit ? reportedMemory(slot.running.control) : -1);

function stopped({ job: { id }, control, isSilent = false }: Running, limit: StopLimit): FromEngine {
  const at = beaconOf(control);
  const stuck = at === undefined ? (isSilent ? {} : undefined) : { at };
  return { kind: "stopped", id, limit, ...(stuck ? { stuck } : {}) };
}

/** Calls back, once, when a worker is silent for too long. */
function onSilence({ scenario: { program } }: Job, control: Control, act: () => void): NodeJS.Timeout {
  let life = lifeOf(control);
  let silent = 0;
  let last = performance.now();
  let lastWork = workedMs();
  const watch = setInterval(() => {
    const [now, work] = [performance.now(), workedMs()];
    const [passed, worked] = [now - last, work - lastWork];
    [last, lastWork] = [now, work];
    const isInCall = beaconOf(control) !== undefined;
    const patience = isInCall ? silenceMs : program && silentAtMost(program);
    // If this very clock was late, it is the machine that was asleep: the worker gets another period.
    if (patience === undefined || lifeOf(control) !== life || passed > silenceMs) {
      life = lifeOf(control);
      silent = 0;
      return;
    }
    // On a machine with much else to do a worker is silent because it has no turn.
    silent += isInCall ? passed : Math.max(Math.min(passed, worked), passed / waitingShare);
    if (silent < patience) return;
    clearInterval(watch);
    act();
  }, lookMs);
  return watch;
}

/** Processor time of this process so far, all its threads together. */
function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function describe(error: unknown): InternalError {
  if (!(error instanceof Error)) return { message: String(error).slice(0, 1000) };
  return { message: error.message.slice(0, 1000), ...(error.stack ? { stack: error.stack.slice(0, 8000) } : {}) };
}
