import { performance } from "node:perf_hooks";
import { parentPort } from "node:worker_threads";
import type { Budget } from "../../simulators/core/budget.ts";
import type { Outcome, Simulator } from "../../simulators/core/simulator.ts";
import { createBudget } from "./budget.ts";
import { maximumAnswerBytes } from "./limits.ts";
import type { FromWorker, Job, ToWorker } from "./messages.ts";

/** Computes what the engine's main thread asks for, one job after the other. */
export function serveWorker(simulators: readonly Simulator[]): void {
  const port = parentPort;
  if (!port) throw new Error("this file is started as a worker of the engine process");
  const send = (message: FromWorker, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer);

  /** One that is too large is left out: the answer will say why. */
  function sendPartial(id: number, outcome: Outcome): void {
    const answer = encode(outcome);
    if (answer.byteLength <= maximumAnswerBytes) send({ kind: "partial", id, answer }, [answer.buffer]);
  }

  port.on("message", ({ job, control }: ToWorker) => {
    const budget = createBudget(job.options, control, {
      now: () => performance.now(),
      memory: heldMegabytes,
      progress: (progress) => send({ kind: "progress", id: job.id, ...progress }),
      ...(job.kind === "run" && job.wantsPartial ? { partial: (outcome) => sendPartial(job.id, outcome) } : {}),
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
  const bytes = encode(await answerOf(simulator, job, budget));
  if (maximumAnswerBytes < bytes.byteLength)
    throw new Error(`the answer has ${bytes.byteLength} bytes; at most ${maximumAnswerBytes} are taken`);
  return bytes;
}

/** A copy of its own: small buffers share a pool, which cannot be handed over. */
const encode = (answer: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(answer) ?? "null");

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
