import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { encode } from "@jridgewell/sourcemap-codec";
import { defaultBudget } from "../../simulators/core/budget.ts";
import type { Outcome, Scenario } from "../../simulators/core/simulator.ts";
import { type Bundles, buildToyBundles } from "../testing/bundle.ts";
import { createEngine, type Engine } from "./client.ts";

let bundles: Bundles;
let engine: Engine;
const losses: string[] = [];
before(async () => {
  bundles = await buildToyBundles();
  engine = createEngine({ entry: bundles.engine, workers: 1, memoryLimitMb: 256, onLost: (message) => losses.push(message) });
});
after(async () => {
  await engine.dispose();
  bundles.remove();
});

/** A program of one line whose call stands on the third line of the user's file. */
function scenarioWith(call: string): Scenario {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const text = `// scenario: main\nexport function main() {\n  ${call};\n}\n`;
  const sourceMap = JSON.stringify({ version: 3, sources: ["lib/a.ts"], mappings: encode([[[3, 0, 2, 2]]]) });
  const program = { code: `/**/${call};`, sourceMap: sourceMap.replace("lib", "src"), files: [{ path: "src/a.ts", text }] };
  return { simulator: "code-toy", name: "main", path: "main.code.ts", range, inputs: [], findings: [], payload: null, program };
}

const budget = { ...defaultBudget, memoryLimitMb: 256 };

async function runsOn(): Promise<void> {
  assert.equal((await engine.run(scenarioWith("fine()"), budget)).verdict, "holds");
  assert.deepEqual(losses, []);
}

function assertStuck(outcome: Outcome, limit: string, word: string): void {
  assert.equal(outcome.verdict, "undecided");
  assert.equal(outcome.reason?.limit, limit);
  const [problem] = outcome.problems;
  assert.equal(problem?.code, "FL0003");
  assert.equal(problem.path, "src/a.ts");
  assert.deepEqual(problem.range, { start: { line: 2, character: 2 }, end: { line: 2, character: 2 + word.length } });
}

test("beacon: a call that never returns is ended after a second, and named", async () => {
  await runsOn();
  const outcome = await engine.run(scenarioWith("hang()"), budget);
  assertStuck(outcome, "time", "hang");
  await runsOn();
});

test("beacon: a call that takes all memory is named", async () => {
  assertStuck(await engine.run(scenarioWith("eat()"), budget), "memory", "eat");
  await runsOn();
});

test("beacon: a run that reaches its time limit in a call names it", async () => {
  assertStuck(await engine.run(scenarioWith("hang()"), { ...budget, timeLimitMs: 300 }), "time", "hang");
  await runsOn();
});

test("beacon: long work that shows signs of life goes on", async () => {
  assert.equal((await engine.run(scenarioWith("work()"), budget)).verdict, "holds");
});

test("beacon: user code that is silent is ended also where nobody said in which call", async () => {
  const outcome = await engine.run(scenarioWith("vanish()"), budget);
  assert.equal(outcome.reason?.limit, "time");
  assert.deepEqual(
    outcome.problems.map(({ code, path, range }) => [code, path, range.start.line]),
    [["FL0003", "main.code.ts", 0]],
  );
  await runsOn();
});

test("beacon: a run that is stopped by the user in a call is no problem of the call", async () => {
  const stop = new AbortController();
  const outcome = await engine.run(scenarioWith("hang()"), budget, { signal: stop.signal, onStarted: () => stop.abort() });
  assert.equal(outcome.reason?.limit, "cancelled");
  assert.deepEqual(outcome.problems, []);
});
