import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultBudget } from "../../simulators/core/budget.ts";
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

test("budget: whoever asks whether to stop shows that it is alive", () => {
  const control = createControl();
  const budget = createBudget(defaultBudget, control, { now: () => 0, memory: () => 0, progress: () => {} });
  const before = lifeOf(control);
  for (let polls = 0; polls < 20; polls += 1) budget.stop();
  assert.notEqual(lifeOf(control), before);
});
