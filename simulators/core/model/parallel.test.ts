import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import fc from "fast-check";
import { unlimited } from "../budget.ts";
import { check } from "./check.ts";
import type { PackedModel } from "./model.ts";
import { checkParallel, type WorkerThread } from "./parallel.ts";
import { ParallelWorker, type WorkerAnswer, type WorkerOrder } from "./parallel-worker.ts";
import type { CheckResult } from "./result.ts";
import { fifoLock } from "./testing/fifo-lock.ts";
import { anyGraphModel, anyReplicatedModel } from "./testing/random-models.ts";
import { twoPhaseCommit } from "./testing/two-phase-commit.ts";

/** By name, since workers need a model of their own. */
const models: Readonly<Record<string, () => PackedModel>> = {
  "two-phase commit": () => twoPhaseCommit(6),
  "two-phase commit, symmetric": () => twoPhaseCommit(8, { symmetric: true }),
  "FIFO lock": () => fifoLock(7),
  "an agreement that fails": () => ({ ...twoPhaseCommit(6), properties: [neverAllCommitted(6)] }),
};

const neverAllCommitted = (participants: number): PackedModel["properties"][number] => ({
  kind: "always",
  name: "never all committed",
  test: (states, at) => states[at] !== Array.from({ length: participants }, (_, r) => 2 << (2 * r)).reduce((all, bits) => all | bits, 0),
});

if (isMainThread) runTests();
else serve();

/** The other side: this file again, as a worker. */
function serve(): void {
  const worker = new ParallelWorker((models[workerData as string] as () => PackedModel)());
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
  parentPort?.on("message", (order: WorkerOrder) => parentPort?.postMessage(worker.handle(order)));
}

function runTests(): void {
  for (const [name, model] of Object.entries(models)) {
    test(`parallel: ${name} on two threads gives the report of one`, async () => {
      const workers = [1, 2].map(() => new Worker(fileURLToPath(import.meta.url), { workerData: name }));
      try {
        const result = await checkParallel(model(), unlimited(), workers.map(threadOf));
        assert.deepEqual(withoutBytes(result), withoutBytes(check(model(), unlimited())));
      } finally {
        await Promise.all(workers.map(async (worker) => worker.terminate()));
      }
    });
  }

  test("parallel: any graph gives the report of one worker, with one, two and three", async () => {
    await fc.assert(
      fc.asyncProperty(anyGraphModel(12), fc.integer({ min: 1, max: 3 }), fc.boolean(), async ({ packed }, count, stopAtViolation) => {
        const model = onlySafety(packed);
        const threads = Array.from({ length: count }, () => sameThread(model));
        const result = await checkParallel(model, unlimited(), threads, { stopAtViolation });
        assert.deepEqual(withoutBytes(result), withoutBytes(check(model, unlimited(), { stopAtViolation })));
      }),
      { numRuns: 500 },
    );
  });

  test("parallel: any symmetric model gives the report of one worker, also with a limit of states", async () => {
    await fc.assert(
      fc.asyncProperty(anyReplicatedModel(), fc.integer({ min: 1, max: 20 }), async ({ symmetric }, maxStates) => {
        const model = onlySafety(symmetric.packed);
        const result = await checkParallel(model, unlimited({ maxStates }), [sameThread(model), sameThread(model)]);
        assert.deepEqual(withoutBytes(result), withoutBytes(check(model, unlimited({ maxStates }))));
      }),
      { numRuns: 300 },
    );
  });

  test("parallel: a model that gives two answers is reported", async () => {
    let calls = 0;
    const model: PackedModel = {
      kind: "packed",
      name: "moody",
      words: 1,
      actions: [{ name: "step" }],
      properties: [{ kind: "always", name: "true", test: () => true }],
      initial(out) {
        out.words[out.add(0)] = 0;
      },
      successors(_, __, out) {
        calls += 1;
        out.words[out.add(0)] = calls % 3;
      },
    };
    const result = await checkParallel(model, unlimited(), [sameThread(model)], { recheckEvery: 1 });
    assert.match(result.fault?.message ?? "", /asked twice .* action `step` gave two answers/);
    assert.deepEqual(result.properties, [{ name: "true", kind: "always", verdict: "undecided", limit: "fault" }]);
  });

  test("parallel: without memory for more the verdict is undecided", async () => {
    const model = twoPhaseCommit(7);
    const result = await checkParallel(model, unlimited({ memoryLimitMb: 4 }), [sameThread(model), sameThread(model)]);
    assert.deepEqual(result.properties, [{ name: "consistent", kind: "always", verdict: "undecided", limit: "memory" }]);
    assert.equal(result.stats.complete, false);
  });
}

const threadOf = (worker: Worker): WorkerThread => ({
  ask: (order) =>
    new Promise((resolve, reject) => {
      worker.once("error", reject);
      worker.once("message", (answer: WorkerAnswer) => {
        worker.removeListener("error", reject);
        resolve(answer);
      });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
      worker.postMessage(order);
    }),
});

function sameThread(model: PackedModel): WorkerThread {
  const worker = new ParallelWorker(model);
  return { ask: async (order) => worker.handle(structuredCloneOfOrder(order)) };
}

/** As `postMessage` would send it; shared memory stays shared. */
const structuredCloneOfOrder = (order: WorkerOrder): WorkerOrder =>
  order.kind === "attach" ? { ...order, memory: { ...order.memory } } : structuredClone(order);

const onlySafety = (model: PackedModel): PackedModel => ({
  ...model,
  properties: model.properties.filter(({ kind }) => kind !== "leads-to" && kind !== "eventually-always"),
});

function withoutBytes(result: CheckResult<Int32Array>): unknown {
  const { bytes: _bytes, ...stats } = result.stats;
  return { ...result, stats };
}
