import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { unlimited } from "../../simulators/core/budget.ts";
import { check } from "../../simulators/core/model/check.ts";
import { checkParallel, type WorkerThread } from "../../simulators/core/model/parallel.ts";
import type { WorkerAnswer } from "../../simulators/core/model/parallel-worker.ts";
import type { CheckResult } from "../../simulators/core/model/result.ts";
import { peakMemory } from "../support.ts";
import { type Case, type CaseName, cases, packedModel } from "./cases.ts";

/** What one process of ours says of one check. */
export interface Measured {
  readonly states: number;
  /** Of the check alone. */
  readonly wallMs: number;
  /** Of the arrays that hold the states. */
  readonly bytes: number;
  /** Of the process, at its highest. */
  readonly rssBytes: number;
}

/**
 * Checks a case in this process.
 *
 * @param threads 0: here; otherwise on so many worker threads, made from `script` with the case's name as `workerData`.
 * @throws {Error} A count or a verdict is not what it must be.
 */
export async function measure(name: CaseName, threads: number, script: string): Promise<Measured> {
  const budget = unlimited({ maxStates: 100_000_000, memoryLimitMb: 4096 });
  const workers = Array.from({ length: threads }, () => new Worker(script, { workerData: name }));
  // A process that checks alone has started, too.
  await Promise.all(workers.map((worker) => once(worker, "message")));
  const ports = workers.map(threadOf);
  const start = performance.now();
  const result = threads === 0 ? check(cases[name].model(), budget) : await checkParallel(packedModel(name), budget, ports);
  const wallMs = performance.now() - start;
  await Promise.all(workers.map(async (worker) => worker.terminate()));
  assertAsPublished(name, cases[name], result);
  return { states: result.stats.states, wallMs, bytes: result.stats.bytes, rssBytes: peakMemory() * 2 ** 20 };
}

function assertAsPublished(name: string, { states, transitions, verdicts }: Case, result: CheckResult<unknown>): void {
  const found = { states: result.stats.states, verdicts: result.properties.map(({ verdict }) => verdict).join() };
  const isRight = found.states === states && found.verdicts === verdicts.join() && result.stats.complete;
  if (isRight && (transitions === undefined || transitions === result.stats.transitions)) return;
  throw new Error(
    `${name}: ${JSON.stringify({ ...found, transitions: result.stats.transitions })}, expected ${states} ${transitions} ${verdicts.join()}`,
  );
}

const threadOf = (worker: Worker): WorkerThread => ({
  ask: (order) =>
    new Promise((resolve, reject) => {
      worker.once("error", reject);
      worker.once("message", (answer: WorkerAnswer) => {
        worker.removeListener("error", reject);
        resolve(answer);
      });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage(order);
    }),
});
