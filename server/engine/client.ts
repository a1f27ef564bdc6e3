import { dirname, join } from "node:path";
import type { FromEngine } from "../../protocol/engine.ts";
import type { Json } from "../../protocol/json.ts";
import type { Replay, Trace } from "../../protocol/trace.ts";
import type { BudgetOptions, Progress } from "../../simulators/core/budget.ts";
import type { Outcome, Scenario } from "../../simulators/core/simulator.ts";
import { keepCodeOf } from "../code-cache.ts";
import { readOutcome, readReplay, readTrace } from "./answers.ts";
import { EngineFailure, EngineStopped } from "./errors.ts";
import { forkEngine } from "./fork.ts";
import type { Job } from "./messages.ts";
import { slotsOf } from "./slots.ts";
import { stuckOutcome } from "./stopped.ts";
import { watchEngine, type Watched } from "./watch.ts";

export interface EngineOptions {
  /** The engine's main file, `dist/server/engine.cjs`. */
  readonly entry: string;
  /** 0: as many as the machine has cores, at most 4. */
  readonly workers: number;
  /** MiB, for the whole engine process. */
  readonly memoryLimitMb: number;
  /**
   * Absolute. What V8 makes of the worker's 1.3 MB is kept here, so that the next engine starts faster. The engine may read it and nothing beside it,
   * and never writes: this process keeps it, and runs nothing of a user's. Asked for at each start.
   */
  readonly codeFolder?: () => string | undefined;
  /** No sign of life for so long means that it is dead; 5,000 ms unless told. */
  readonly silenceMs?: number;
  /** The engine process died or fell silent. Once for each loss; what it was at is run again, once. */
  onLost?(message: string): void;
  readonly log?: (line: string) => void;
}

export interface EngineHooks {
  readonly signal?: AbortSignal;
  onStarted?(): void;
  onProgress?(progress: Progress): void;
  /** What a run has found so far; everything comes again in its answer. */
  onPartial?(outcome: Outcome): void;
}

/**
 * The engine process, seen from the rim. It is started by the first request, and again after a loss.
 *
 * A run that is stopped, by its signal or a limit, answers `undecided`; a replay or trace throws `EngineStopped`.
 * @throws {EngineFailure} Our own code failed.
 */
export interface Engine {
  run(scenario: Scenario, options: BudgetOptions, hooks?: EngineHooks): Promise<Outcome>;
  replay(scenario: Scenario, trace: Trace, options: BudgetOptions, hooks?: EngineHooks): Promise<Replay>;
  trace(scenario: Scenario, subject: Json, options: BudgetOptions, hooks?: EngineHooks): Promise<Trace | undefined>;
  /** Starts the process now, so that it loads while the caller does something else. */
  warm(): void;
  /** Ends the process; what is under way fails. */
  dispose(): Promise<void>;
}

/** Requests wait here until they are sent; what was running when an engine was lost is tried once more, alone. */
interface Pending {
  readonly job: Job;
  readonly hooks: EngineHooks;
  readonly resolve: (answer: Uint8Array) => void;
  readonly reject: (error: Error) => void;
  state: "waiting" | "sent" | "started";
  isSuspect: boolean;
}

export function createEngine(options: EngineOptions): Engine {
  const workers = slotsOf(options.workers);
  const pending = new Map<number, Pending>();
  let current: Watched | undefined;
  let lastId = 0;
  let isDisposed = false;
  let isCodeKept = false;

  function request(job: Job, hooks: EngineHooks): Promise<Uint8Array> {
    if (isDisposed) return Promise.reject(new EngineFailure({ message: "the engine has been shut down" }));
    if (hooks.signal?.aborted) return Promise.reject(new EngineStopped("cancelled"));
    return new Promise<Uint8Array>((resolve, reject) => {
      const abort = () => cancel(job.id);
      const forget = () => hooks.signal?.removeEventListener("abort", abort);
      hooks.signal?.addEventListener("abort", abort, { once: true });
      pending.set(job.id, {
        job,
        hooks,
        state: "waiting",
        isSuspect: false,
        resolve: (answer) => (forget(), resolve(answer)),
        reject: (error) => (forget(), reject(error)),
      });
      pump();
    });
  }

  /** Suspects go one at a time and keep all others waiting: whoever is there when an engine dies twice is to blame. */
  function pump(): void {
    const all = [...pending.values()];
    const suspects = all.filter((one) => one.isSuspect);
    const next = suspects.length === 0 ? all : all.some((one) => one.state !== "waiting") ? [] : suspects.slice(0, 1);
    for (const one of next) {
      if (one.state !== "waiting") continue;
      one.state = "sent";
      live().child.send(one.job);
    }
  }

  function live(): Watched {
    if (current) return current;
    const codeFolder = options.codeFolder?.();
    const started: Watched = watchEngine(forkEngine({ ...options, workers, codeFolder }), {
      silenceMs: options.silenceMs ?? 5000,
      onMessage: receive,
      onLost: (loss) => {
        if (current === started) lose(loss);
      },
      log: options.log,
    });
    current = started;
    return started;
  }

  function cancel(id: number): void {
    const one = pending.get(id);
    if (!one) return;
    if (one.state !== "waiting") {
      current?.child.send({ kind: "cancel", id });
      return;
    }
    settle(id)?.reject(new EngineStopped("cancelled"));
    pump();
  }

  function settle(id: number): Pending | undefined {
    const one = pending.get(id);
    pending.delete(id);
    return one;
  }

  function receive(message: FromEngine): void {
    switch (message.kind) {
      case "beat":
        return;
      case "started": {
        const one = pending.get(message.id);
        if (!one) return;
        one.state = "started";
        one.hooks.onStarted?.();
        return;
      }
      case "progress": {
        const { done, total, unit } = message;
        pending.get(message.id)?.hooks.onProgress?.({ done, unit, ...(total !== undefined ? { total } : {}) });
        return;
      }
      case "partial":
        return tellPartial(pending.get(message.id)?.hooks, message.answer);
      case "done":
        keepCode();
        settle(message.id)?.resolve(message.answer);
        return pump();
      case "stopped":
        settle(message.id)?.reject(new EngineStopped(message.limit, message.stuck));
        return pump();
      case "failed":
        settle(message.id)?.reject(new EngineFailure(message.error));
        return pump();
    }
  }

  /** One that makes no sense is no loss: the answer comes, and is looked at as well. */
  function tellPartial(hooks: EngineHooks | undefined, answer: Uint8Array): void {
    if (!hooks?.onPartial) return;
    try {
      hooks.onPartial(readOutcome(answer));
    } catch (error) {
      options.log?.(`engine: ${String(error)}`);
    }
  }

  /** Once, when there is nothing else to do. */
  function keepCode(): void {
    const folder = options.codeFolder?.();
    if (isCodeKept || folder === undefined) return;
    isCodeKept = true;
    whenIdle(() => keepCodeOf(join(dirname(options.entry), "worker.cjs"), folder));
  }

  function lose(loss: Parameters<Parameters<typeof watchEngine>[1]["onLost"]>[0]): void {
    current = undefined;
    if (isDisposed) return;
    let isRepeated = false;
    for (const one of Array.from(pending.values())) {
      if (one.hooks.signal?.aborted) settle(one.job.id)?.reject(new EngineStopped("cancelled"));
      else if (!loss.hasLived)
        settle(one.job.id)?.reject(new EngineFailure({ message: `the engine process does not start: ${loss.message}` }));
      else if (one.state === "started" && one.isSuspect) {
        isRepeated = true;
        settle(one.job.id)?.reject(loss.isOutOfMemory ? new EngineStopped("memory") : new EngineFailure({ message: loss.message }));
      } else {
        one.isSuspect ||= one.state === "started";
        one.state = "waiting";
      }
    }
    if (!isRepeated) options.onLost?.(loss.message);
    pump();
  }

  const nextId = () => (lastId += 1);
  return {
    async run(scenario, budget, hooks = {}) {
      try {
        const wantsPartial = hooks.onPartial ? ({ wantsPartial: true } as const) : {};
        return readOutcome(await request({ kind: "run", id: nextId(), scenario, options: budget, ...wantsPartial }, hooks));
      } catch (error) {
        if (error instanceof EngineStopped) return stuckOutcome(scenario, error, budget);
        throw error;
      }
    },
    async replay(scenario, trace, budget, hooks = {}) {
      return readReplay(await request({ kind: "replay", id: nextId(), scenario, trace, options: budget }, hooks));
    },
    async trace(scenario, subject, budget, hooks = {}) {
      return readTrace(await request({ kind: "trace", id: nextId(), scenario, subject, options: budget }, hooks));
    },
    warm() {
      if (!isDisposed) live();
    },
    async dispose() {
      if (isDisposed) return;
      isDisposed = true;
      for (const id of Array.from(pending.keys())) settle(id)?.reject(new EngineStopped("cancelled"));
      const ending = current;
      current = undefined;
      await ending?.kill();
    },
  };
}

/** Idle is a server that has answered a while ago, and a command that ends. */
function whenIdle(work: () => void): void {
  const once = () => {
    clearTimeout(timer);
    process.removeListener("exit", once);
    work();
  };
  const timer = setTimeout(once, 2000);
  timer.unref();
  process.once("exit", once);
}
