import { performance } from "node:perf_hooks";
import { parentPort } from "node:worker_threads";
import type { Budget } from "../../simulators/core/budget.ts";
import type { Simulator } from "../../simulators/core/simulator.ts";
import { createBudget } from "./budget.ts";
import { maximumAnswerBytes } from "./limits.ts";
import type { FromWorker, Job, ToWorker } from "./messages.ts";

/** Computes what the engine's main thread asks for, one job after the other. */
export function serveWorker(simulators: readonly Simulator[]): void {
  const port = parentPort;
  if (!port) throw new Error("this file is started as a worker of the engine process");
  const send = (message: FromWorker, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer);

  port.on("message", ({ job, control }: ToWorker) => {
    const budget = createBudget(job.options, control, {
      now: () => performance.now(),
      memory: heldMegabytes,
      progress: (progress) => send({ kind: "progress", id: job.id, ...progress }),
    });
    compute(simulators, job, budget).then(
      (answer) => send({ kind: "done", id: job.id, answer }, [answer.buffer]),
      (error: unknown) => send({ kind: "failed", id: job.id, error: describeError(error) }),
    );
  });
}

async function compute(simulators: readonly Simulator[], job: Job, budget: Budget): Promise<Uint8Array<ArrayBuffer>> {
  const simulator = simulators.find(({ id }) => id === job.scenario.simulator);
  if (!simulator) throw new Error(`there is no simulator "${job.scenario.simulator}"`);
  const text = JSON.stringify(await answerOf(simulator, job, budget)) ?? "null";
  // A copy of its own: small buffers share a pool, which cannot be handed over.
  const bytes = new TextEncoder().encode(text);
  if (maximumAnswerBytes < bytes.byteLength)
    throw new Error(`the answer has ${bytes.byteLength} bytes; at most ${maximumAnswerBytes} are taken`);
  return bytes;
}

function answerOf(simulator: Simulator, job: Job, budget: Budget): unknown {
  switch (job.kind) {
    case "run":
      return simulator.run(job.scenario, budget);
    case "replay":
      return simulator.replay(job.scenario, job.trace, budget);
    case "trace":
      return simulator.trace(job.scenario, job.subject, budget);
  }
}

/** Heap and buffers of this thread. */
function heldMegabytes(): number {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + Math.max(external, arrayBuffers)) / 1024 / 1024;
}

function describeError(error: unknown): { message: string; stack?: string } {
  if (!(error instanceof Error)) return { message: String(error).slice(0, 1000) };
  return { message: error.message.slice(0, 1000), ...(error.stack ? { stack: error.stack.slice(0, 8000) } : {}) };
}
