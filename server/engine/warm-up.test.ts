import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageChannel } from "node:worker_threads";
import { defaultBudget } from "../../simulators/core/budget.ts";
import type { Outcome, Scenario, Simulator } from "../../simulators/core/simulator.ts";
import { toy } from "../testing/toys.ts";
import { createControl } from "./control.ts";
import type { Job, ToWorker } from "./messages.ts";
import { warmUp } from "./warm-up.ts";

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const scenario: Scenario = { simulator: "sample", name: "s", path: "s.ts", range, inputs: [], findings: [], payload: undefined };
const job: Job = { kind: "run", id: 1, scenario, options: defaultBudget };
const nothing: Outcome = {
  verdict: "undecided",
  properties: [],
  problems: [],
  traces: [],
  bounds: {},
  stats: { states: 0, transitions: 0, executions: 0, complete: false },
};

/** Runs as many samples as there is time for. @returns How each run was ended, and what was asked for meanwhile. */
function warmed(run: (stop: () => string | undefined, ask: () => void) => void, samples: number): { ends: unknown[]; taken: number[] } {
  const { port1, port2 } = new MessageChannel();
  const ends: unknown[] = [];
  const taken: number[] = [];
  const ask = () => port1.postMessage({ job, control: createControl() } satisfies ToWorker);
  const simulator: Simulator = {
    ...toy,
    id: "sample",
    run(_scenario, budget) {
      run(() => {
        const end = budget.stop();
        if (end !== undefined) ends.push(end);
        return end;
      }, ask);
      return nothing;
    },
  };
  warmUp(
    [simulator],
    Array.from({ length: samples }, () => job),
    port2,
    (message) => taken.push(message.job.id),
  );
  port1.close();
  port2.close();
  return { ends, taken };
}

test("warm-up: the first request ends it and is taken", () => {
  let runs = 0;
  const { ends, taken } = warmed((stop, ask) => {
    runs += 1;
    ask();
    for (let polls = 0; stop() === undefined; polls += 1) assert.ok(polls < 100);
  }, 3);
  assert.deepEqual([runs, ends, taken], [1, ["cancelled"], [1]]);
});

test("warm-up: without a request all samples are run, and one that fails keeps none from it", () => {
  let runs = 0;
  const { taken } = warmed(() => {
    runs += 1;
    if (runs === 1) throw new Error("a sample of ours fails");
  }, 3);
  assert.deepEqual([runs, taken], [3, []]);
});
