import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultBudget } from "../../simulators/core/budget.ts";
import type { Outcome } from "../../simulators/core/simulator.ts";
import { createBudget } from "./budget.ts";
import { beaconOf, createControl, lifeOf } from "./control.ts";

test("budget: the beacon is lit by a call and put out by its return, or by the next question whether to stop", () => {
  const control = createControl();
  const budget = createBudget(defaultBudget, control, { now: () => 0, memory: () => 0, progress: () => {} });
  assert.equal(beaconOf(control), undefined);
  budget.beacon?.(0);
  assert.equal(beaconOf(control), 0);
  budget.beacon?.(-1);
  assert.equal(beaconOf(control), undefined);
  budget.beacon?.(17);
  assert.equal(beaconOf(control), 17);
  assert.equal(budget.stop(), undefined);
  assert.equal(beaconOf(control), undefined);
});

test("budget: what is known so far is told at once, then at most ten times a second, and never left untold", () => {
  let now = 0;
  const told: string[] = [];
  const budget = createBudget(defaultBudget, createControl(), {
    now: () => now,
    memory: () => 0,
    progress: () => {},
    partial: ({ reason }) => told.push(reason?.message ?? ""),
  });
  const tell = (message: string) => budget.partial?.(() => ({ ...nothing, reason: { message } }));
  const poll = () => {
    for (let polls = 0; polls < 20; polls += 1) budget.stop();
  };
  tell("one");
  now = 50;
  tell("two");
  tell("three");
  poll();
  assert.deepEqual(told, ["one"]);
  now = 100;
  poll();
  poll();
  assert.deepEqual(told, ["one", "three"]);
  now = 110;
  budget.partial?.(() => ({ ...nothing, reason: { message: "four" } }), "finding");
  assert.deepEqual(told, ["one", "three", "four"], "the first finding does not wait");
  budget.partial?.(() => ({ ...nothing, reason: { message: "five" } }), "finding");
  assert.deepEqual(told, ["one", "three", "four"]);
  const unwanted = createBudget(defaultBudget, createControl(), { now: () => 0, memory: () => 0, progress: () => {} });
  assert.ok(!("partial" in unwanted));
});

const nothing: Outcome = {
  verdict: "undecided",
  properties: [],
  problems: [],
  traces: [],
  bounds: {},
  stats: { states: 0, transitions: 0, executions: 0, complete: false },
};

test("budget: whoever asks whether to stop shows that it is alive", () => {
  const control = createControl();
  const budget = createBudget(defaultBudget, control, { now: () => 0, memory: () => 0, progress: () => {} });
  const before = lifeOf(control);
  for (let polls = 0; polls < 20; polls += 1) budget.stop();
  assert.notEqual(lifeOf(control), before);
});
