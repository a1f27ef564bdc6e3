import assert from "node:assert/strict";
import { test } from "node:test";
import { nestedUpcall } from "../test-data/nested.ts";
import { decisionOf, upcallAt } from "./upcalls.ts";

const { upcalls = [] } = nestedUpcall();

test("upcallAt: the one that runs, else the nearest before, else the first to come", () => {
  const at = (step: number) => {
    const found = upcallAt(upcalls, step);
    return [found?.index, found?.when];
  };
  assert.deepEqual([0, 5, 8, 9, 10, 13].map(at), [
    [0, "after"],
    [0, "now"],
    [0, "now"],
    [0, "before"],
    [1, "now"],
    [1, "before"],
  ]);
  assert.equal(upcallAt([], 3), undefined);
});

test("decisionOf: the decision, and what is said about it", () => {
  assert.deepEqual(decisionOf("restart, from line 12, behind the lock"), ["restart", "from line 12, behind the lock"]);
  assert.deepEqual(decisionOf("park"), ["park", ""]);
});
