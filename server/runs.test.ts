import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { conclude, notRunOutcome } from "../simulators/core/conclude.ts";
import type { Scenario } from "../simulators/core/simulator.ts";
import type { Executed } from "./execute.ts";
import { createFiles, type Files } from "./files.ts";
import { createRuns, type Runs } from "./runs.ts";
import { readSettings } from "./settings.ts";

/** A server whose every run takes `took` milliseconds of its clock, on a clock that the test moves. */
function fakeServer(took: () => number) {
  mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  /** What was run, and when. */
  const runs: { readonly text: string; readonly at: number; isAborted: boolean }[] = [];
  const decided: { runs?: Runs } = {};
  const files: Files = createFiles(
    {
      analyse: ({ path, text }) => ({ scenarios: [scenarioOf(path, text)], problems: [] }),
      keyOf: ({ inputs }) => inputs[0]?.text ?? "",
      onAnalysed: (file, gone) => decided.runs?.consider(file, gone, false),
    },
    () => [],
  );
  decided.runs = createRuns({
    files,
    settings: () => readSettings(undefined),
    isAllowed: () => true,
    slots: () => 1,
    prepare: (_file, scenario) => Promise.resolve(scenario),
    keyOf: ({ inputs }) => inputs[0]?.text ?? "",
    async execute(_file, scenario, _budget, hooks): Promise<Executed> {
      const run = { text: scenario.inputs[0]?.text ?? "", at: now, isAborted: false };
      runs.push(run);
      hooks.signal?.addEventListener("abort", () => (run.isAborted = true));
      hooks.onStarted?.();
      await new Promise((resolve) => setTimeout(resolve, took()));
      return { result: conclude(scenario, notRunOutcome(scenario), { inputs: "", milliseconds: 0, reproduce: "" }) };
    },
    recall: () => Promise.resolve(undefined),
    goesDeeper: () => undefined,
    onChanged: () => {},
    now: () => now,
  });
  return {
    runs,
    edit: (text: string) => files.set(uri, text, 1),
    /** Millisecond by millisecond, so that everything happens at its time. */
    async wait(milliseconds: number) {
      for (let passed = 0; passed < milliseconds; passed += 1) {
        await settled();
        now += 1;
        mock.timers.tick(1);
      }
      await settled();
    },
    end: () => mock.timers.reset(),
  };
}

const uri = "file:///a.toy";

const scenarioOf = (path: string, text: string): Scenario => ({
  simulator: "toy",
  name: "a",
  path,
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  inputs: [{ path, text }],
  findings: [],
  payload: {},
});

/** All that promises have to do. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test("runs: the first run waits for a pause in typing, the next ones only as long as quick runs need", async () => {
  const server = fakeServer(() => 10);
  try {
    server.edit("one");
    await server.wait(299);
    assert.deepEqual(server.runs, []);
    await server.wait(50);
    server.edit("two");
    await server.wait(100);
    assert.deepEqual(
      server.runs.map(({ text, at }) => [text, at]),
      [
        ["one", 300],
        ["two", 349 + 75],
      ],
    );
  } finally {
    server.end();
  }
});

test("runs: a burst of edits is one run, of the last text, also where runs are quick", async () => {
  const server = fakeServer(() => 10);
  try {
    server.edit("first");
    await server.wait(400);
    for (let key = 0; key < 200; key += 1) {
      server.edit(`text ${key}`);
      await server.wait(20);
    }
    await server.wait(400);
    assert.deepEqual(
      server.runs.map(({ text }) => text),
      ["first", "text 199"],
    );
  } finally {
    server.end();
  }
});

test("runs: keys that come slower than quick runs are answered one by one; runs that become slow wait again", async () => {
  let took = 10;
  const server = fakeServer(() => took);
  try {
    server.edit("first");
    await server.wait(400);
    server.edit("second");
    await server.wait(150);
    took = 500;
    server.edit("third");
    await server.wait(700);
    server.edit("fourth");
    await server.wait(299);
    assert.deepEqual(
      server.runs.map(({ text }) => text),
      ["first", "second", "third"],
    );
    await server.wait(1);
    assert.equal(server.runs.at(-1)?.text, "fourth");
    // A newer edit ends the run of the older one.
    server.edit("fifth");
    assert.equal(server.runs.at(-1)?.isAborted, true);
  } finally {
    server.end();
  }
});
