import assert from "node:assert/strict";
import { test } from "node:test";
import type { Problem } from "../protocol/problem.ts";
import { defaultBudget } from "../simulators/core/budget.ts";
import type { Outcome, Scenario, Simulator } from "../simulators/core/simulator.ts";
import type { Engine } from "./engine/client.ts";
import { EngineFailure } from "./engine/errors.ts";
import { type ExecuteContext, execute, executeInParts, recall } from "./execute.ts";
import { inputsHash } from "./inputs.ts";
import { noCache, type ResultCache } from "./cache.ts";
import { toy } from "./testing/toys.ts";

function scenario(text: string): Scenario {
  const found = toy.discover({ path: "a.toy", text, typescript: () => assert.fail() }).scenarios[0];
  assert.ok(found);
  return found;
}

const outcome: Outcome = {
  verdict: "holds",
  properties: [],
  problems: [],
  traces: [],
  bounds: {},
  stats: { states: 1, transitions: 0, executions: 1, complete: true },
};

function context(run: () => Promise<Outcome>, cache: ResultCache = noCache): ExecuteContext & { runs: () => number } {
  let runs = 0;
  const engine = { run: () => ((runs += 1), run()) } as unknown as Engine;
  return { engine, cache, version: "1.0.0", reproduce: ({ name }) => `again ${name}`, simulators: [toy], runs: () => runs };
}

test("execute: what the engine answers becomes a result, and static findings count", async () => {
  const one = await execute(
    scenario("a: holds"),
    defaultBudget,
    context(() => Promise.resolve(outcome)),
  );
  assert.equal(one.verdict, "holds");
  assert.equal(one.reproduce, "again a");
  assert.match(one.inputs, /^sha256:[0-9a-f]{64}$/);
  assert.equal(
    (
      await execute(
        scenario("a: holds bad"),
        defaultBudget,
        context(() => Promise.resolve(outcome)),
      )
    ).verdict,
    "violated",
  );
});

test("execute: a result is there before quick fixes are even worked out", async () => {
  let mended = 0;
  const simulator: Simulator = { ...toy, mend: () => ((mended += 1), []) };
  const problem: Problem = {
    code: "FL3900",
    severity: "error",
    message: "bad",
    path: "a.toy",
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    property: "FL3900",
    related: [],
  };
  const asked = { ...context(() => Promise.resolve({ ...outcome, verdict: "violated", problems: [problem] })), simulators: [simulator] };
  const { result, withFixes } = await executeInParts(scenario("a: holds"), defaultBudget, {
    ...asked,
    typescript: () => assert.fail("no compiler is needed"),
  });
  assert.deepEqual([result.verdict, mended], ["violated", 0]);
  assert.equal((await withFixes?.(undefined))?.verdict, "violated");
  assert.equal(mended, 1);
});

test("execute: what is known is not run again, and is the same", async () => {
  const kept = new Map<string, Outcome>();
  const cache: ResultCache = {
    get: (hash) => Promise.resolve(kept.get(hash)),
    set: async (hash, value) => void kept.set(hash, value),
  };
  const asked = context(() => Promise.resolve(outcome), cache);
  const one = scenario("a: holds");
  assert.equal(await recall(one, defaultBudget, asked), undefined);
  const first = await execute(one, defaultBudget, asked);
  const second = await execute(one, defaultBudget, asked);
  assert.equal(asked.runs(), 1);
  const timeless = ({ stats, ...rest }: typeof first) => ({ ...rest, stats: { ...stats, milliseconds: 0 } });
  assert.deepEqual(timeless(second), timeless(first));
  assert.equal((await recall(one, defaultBudget, asked))?.result.verdict, "holds");
});

test("execute: a scenario that cannot be run goes to no engine", async () => {
  const asked = context(() => assert.fail());
  const result = await execute(scenario("a: broken"), defaultBudget, asked);
  assert.equal(result.verdict, "not-run");
  assert.equal(result.reason?.code, "FL3000");
  assert.equal(asked.runs(), 0);
});

test("execute: a bug of ours is not-run with one FL0001, also when it is none that we know", async () => {
  for (const error of [new EngineFailure({ message: "lost" }), new Error("secret"), "secret"]) {
    const result = await execute(
      scenario("a: holds"),
      defaultBudget,
      context(() => Promise.reject(error)),
    );
    assert.equal(result.verdict, "not-run");
    assert.equal(result.reason?.code, "FL0001");
    assert.deepEqual(
      result.problems.map(({ code }) => code),
      ["FL0001"],
    );
    assert.match(result.problems[0]?.report ?? "", /simulator toy, scenario a/);
  }
});

test("inputsHash: depends on text, name, bounds and versions, not on limits of time and memory", () => {
  const one = scenario("a: holds");
  const hash = inputsHash(one, defaultBudget, 1, "1.0.0");
  const others = [
    inputsHash(scenario("a: holds "), defaultBudget, 1, "1.0.0"),
    inputsHash({ ...one, name: "b" }, defaultBudget, 1, "1.0.0"),
    inputsHash({ ...one, path: "b.toy" }, defaultBudget, 1, "1.0.0"),
    inputsHash({ ...one, inputs: [...one.inputs, { path: "b", text: "" }] }, defaultBudget, 1, "1.0.0"),
    inputsHash(one, { ...defaultBudget, seed: 2 }, 1, "1.0.0"),
    inputsHash(one, { ...defaultBudget, maxStates: 2 }, 1, "1.0.0"),
    inputsHash(one, { ...defaultBudget, deep: true }, 1, "1.0.0"),
    inputsHash(one, defaultBudget, 2, "1.0.0"),
    inputsHash(one, defaultBudget, 1, "1.0.1"),
  ];
  assert.equal(new Set([hash, ...others]).size, others.length + 1);
  assert.equal(inputsHash(one, { ...defaultBudget, timeLimitMs: 1, memoryLimitMb: 1 }, 1, "1.0.0"), hash);
});
