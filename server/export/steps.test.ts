import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Trace } from "../../protocol/trace.ts";
import { tellingSteps } from "./steps.ts";

const trace = (steps: number, harm?: number): Trace => ({
  schema: "faultline-trace/1",
  simulator: "multicast",
  scenario: "s",
  path: "s.multicast.json",
  inputs: "sha256:0",
  title: "t",
  lanes: [],
  initial: {},
  steps: Array.from({ length: steps }, (_, index) => ({ lane: "a", action: "go", message: `step ${index + 1}`, changes: [] })),
  ...(harm === undefined ? {} : { harm }),
  subject: null,
});

const numbers = (steps: number, harm: number | undefined, most: number) =>
  tellingSteps(trace(steps, harm), most).map((entry) => ("step" in entry ? entry.number : `…${entry.leftOut}`));

test("tellingSteps: a short trace is told in full", () => assert.deepEqual(numbers(3, 2, 12), [1, 2, 3]));
test("tellingSteps: the first ones and those before the harm", () =>
  assert.deepEqual(numbers(100, 49, 6), [1, 2, "…44", 47, 48, 49, 50, "…50"]));
test("tellingSteps: an early harm", () => assert.deepEqual(numbers(10, 1, 6), [1, 2, 3, 4, 5, 6, "…4"]));
test("tellingSteps: no harm named: the end", () => assert.deepEqual(numbers(10, undefined, 6), [1, 2, "…4", 7, 8, 9, 10]));

test("tellingSteps: nothing is lost or told twice, and the harm is told", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(299), fc.integer({ min: 3, max: 20 }), (steps, at, most) => {
      const harm = at % steps;
      const told = tellingSteps(trace(steps, harm), most);
      const shown = told.flatMap((entry) => ("step" in entry ? [entry.number] : []));
      const leftOut = told.reduce((sum, entry) => sum + ("leftOut" in entry ? entry.leftOut : 0), 0);
      assert.equal(shown.length + leftOut, steps);
      assert.deepEqual(
        [...new Set(shown)].sort((a, b) => a - b),
        shown,
      );
      assert.ok(shown.includes(harm + 1));
      assert.ok(shown.length <= most);
    }),
  );
});
