import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { Engine } from "../../server/engine/client.ts";
import { defaultBudget } from "../../simulators/core/budget.ts";
import type { Outcome, Scenario } from "../../simulators/core/simulator.ts";
import { type RunContext, runScenarios } from "./run.ts";

const place = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const scenarioOf = (name: string): Scenario => ({
  simulator: "none",
  name,
  path: "a.none",
  range: place,
  inputs: [{ path: "a.none", text: name }],
  findings: [],
  payload: null,
  entry: { path: "a.none", names: [] },
});
const outcome: Outcome = {
  verdict: "holds",
  properties: [],
  problems: [],
  traces: [],
  bounds: {},
  stats: { states: 1, transitions: 0, executions: 1, complete: true },
};

/** Names in the order in which their runs began. Scenarios are bundled in as many milliseconds as stand for them. */
async function begun(scenarios: Readonly<Record<string, number>>, known: readonly string[] = []) {
  const names: string[] = [];
  const run: Engine["run"] = ({ name }) => {
    names.push(name);
    return Promise.resolve(outcome);
  };
  const context: RunContext = {
    engine: { run } as unknown as Engine,
    cache: {
      get: () => Promise.resolve(undefined),
      set: () => Promise.resolve(),
    },
    version: "1.0.0",
    workers: 2,
    async prepare(scenario) {
      await pause(scenarios[scenario.name]);
      return known.includes(scenario.name) ? { ...scenario, notRun: { code: "FL0003", message: "no" } } : scenario;
    },
    typescript: () => assert.fail("no compiler is needed"),
    reproduce: ({ name }) => name,
    signal: new AbortController().signal,
    listener: { started() {}, progress() {}, found() {}, finished() {} },
  };
  const results = await runScenarios(Object.keys(scenarios).map(scenarioOf), defaultBudget, context);
  return { names, verdicts: results.map(({ scenario, verdict }) => `${scenario} ${verdict}`) };
}

test("check: scenarios begin in the order given, whichever is bundled first", async () => {
  const { names, verdicts } = await begun({ a: 30, b: 0, c: 20, d: 0, e: 0, f: 10 });
  assert.deepEqual(names, ["a", "b", "c", "d", "e", "f"]);
  assert.deepEqual(
    verdicts,
    names.map((name) => `${name} holds`),
  );
});

test("check: one that needs no run holds nobody up", async () => {
  const { names } = await begun({ a: 10, b: 0, c: 20, d: 0 }, ["a", "c"]);
  assert.deepEqual(names, ["b", "d"]);
});
