import assert from "node:assert/strict";
import { test } from "node:test";
import { nestedUpcall } from "../test-data/nested.ts";
import { changeWords, decisionOf, inSectionWords, nestedWords, stepSpan, upcallAt } from "./upcalls.ts";

const { upcalls = [] } = nestedUpcall();
const [first, second] = upcalls;

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

test("changeWords: old and new, a place that is new, a place that goes", () => {
  assert.deepEqual([changeWords(100, 90), changeWords(undefined, 8), changeWords("x", undefined)], ["100 → 90", "new: 8", "x → gone"]);
});

test("decisionOf: the decision, and what is said about it", () => {
  assert.deepEqual(decisionOf("restart, from line 12, behind the lock"), ["restart", "from line 12, behind the lock"]);
  assert.deepEqual(decisionOf("park"), ["park", ""]);
});

test("words of the card: in a section or not, nested or not", () => {
  assert.ok(first && second);
  assert.equal(inSectionWords(first), "yes, so its changes are taken back");
  assert.equal(inSectionWords({ ...first, cpu: { ...first.cpu, pending: [] } }), "yes, and there was nothing to take back");
  assert.equal(inSectionWords({ ...first, inSection: false }), "no, so what it changed stays");
  assert.equal(nestedWords(first), undefined);
  assert.match(nestedWords(second) ?? "", /^a signal event ended the instance before/);
  assert.deepEqual([stepSpan(6, 7), stepSpan(4, 4)], ["steps 7–8", "step 5"]);
});
