import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../core/budget.ts";
import type { Outcome, Scenario } from "../core/simulator.ts";
import { replayTrace, runScenario } from "./run.ts";
import { type Sketch, scenarioOf } from "./verify/testing/scenario.ts";

const counter = (body: string): Sketch => ({
  text: `
import { open } from "node:fs/promises";
import { fetchAdd } from "faultline/remote-file";
async function count(): Promise<void> {
  const file = await open("/rdma/count", "r+");
  ${body}
  await file.close();
}
/** @process node=one */
export async function first(): Promise<void> { await count(); }
/** @process node=two */
export async function second(): Promise<void> { await count(); }
`,
  configuration: { files: [{ path: "/rdma/count", zeros: 8 }], explore: { crashes: 0 } },
});

const plainly = counter(`
  const word = Buffer.alloc(8);
  await file.read(word, 0, 8, 0);
  word.writeBigUInt64LE(word.readBigUInt64LE() + 1n);
  await file.write(word, 0, 8, 0);`);

const scenario: Scenario = {
  simulator: "remote-file",
  name: "main",
  path: "main.ts",
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  inputs: [],
  findings: [],
  payload: undefined,
};

async function outcomeOf(sketch: Sketch): Promise<Outcome> {
  const { program, payload } = await scenarioOf(sketch);
  return runScenario(scenario, payload, program, unlimited());
}

test("run: a lost update is told with a trace, which fails again and no longer fails once it is mended", async () => {
  const outcome = await outcomeOf(plainly);
  assert.equal(outcome.verdict, "violated");
  const problem = outcome.problems.find(({ code }) => code === "FL4008");
  assert.ok(problem?.trace !== undefined);
  const trace = outcome.traces[problem.trace];
  assert.ok(trace);
  const again = await scenarioOf(plainly);
  const replayed = replayTrace(scenario, again.payload, again.program, trace, unlimited());
  assert.equal(replayed.kind, "fails-again");
  assert.deepEqual(replayed.trace?.steps, trace.steps);
  const mended = await scenarioOf(counter("await fetchAdd(file, 0, 1n);"));
  assert.notEqual(replayTrace(scenario, mended.payload, mended.program, trace, unlimited()).kind, "fails-again");
  const other = await scenarioOf(counter("return;"));
  assert.equal(replayTrace(scenario, other.payload, other.program, trace, unlimited()).kind, "does-not-fit");
});

test("run: what holds names its bounds and shows its main path", async () => {
  const outcome = await outcomeOf(counter("await fetchAdd(file, 0, 1n);"));
  assert.equal(outcome.verdict, "holds");
  assert.equal(outcome.witness, 0);
  assert.deepEqual([outcome.bounds["fragments"], outcome.bounds["preemptions"], outcome.bounds["crashes"]], [2, 3, 0]);
  const { program, payload } = await scenarioOf(counter("await fetchAdd(file, 0, 1n);"));
  const [main] = outcome.traces;
  assert.ok(main);
  const replayed = replayTrace(scenario, payload, program, main, unlimited());
  assert.equal(replayed.kind === "no-longer-fails" && replayed.trace?.steps.length, main.steps.length);
});

test("run: modules that cannot be evaluated are not run, at their place", async () => {
  const outcome = await outcomeOf({ ...plainly, text: `${plainly.text}\nthrow new Error("no");` });
  assert.deepEqual([outcome.verdict, outcome.reason?.code], ["not-run", "FL0003"]);
  assert.equal(outcome.problems[0]?.range.start.line, 17);
});

test("run: it stops when it is told to", async () => {
  const { program, payload } = await scenarioOf(counter("await fetchAdd(file, 0, 1n);"));
  let polls = 0;
  const budget = { ...unlimited(), stop: () => ((polls += 1) > 40 ? ("cancelled" as const) : undefined) };
  const outcome = runScenario(scenario, payload, program, budget);
  assert.deepEqual([outcome.verdict, outcome.reason?.limit], ["undecided", "cancelled"]);
});
