import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { drawnMarks, nextMark, shareOf, stepAt, ticks } from "./scrubber.ts";

test("stepAt finds back what shareOf gave", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.nat(), (steps, pick) => {
      assert.equal(stepAt(shareOf(pick % steps, steps), steps), pick % steps);
    }),
  );
});

test("stepAt: outside is the first or the last step", () => {
  assert.equal(stepAt(-3, 11), 0);
  assert.equal(stepAt(7, 11), 10);
  assert.equal(stepAt(0.5, 1), 0);
});

test("ticks: one for each step, as long as there is room", () => {
  assert.deepEqual(ticks(5, 100), [0, 0.25, 0.5, 0.75, 1]);
  assert.deepEqual(ticks(500, 100), []);
  assert.deepEqual(ticks(1, 100), []);
});

test("drawnMarks: marks that would cover each other become one, and the harm stays", () => {
  const marks = [
    { step: 10, kind: "event" },
    { step: 11, kind: "harm" },
    { step: 12, kind: "event" },
    { step: 900, kind: "event" },
  ] as const;
  assert.deepEqual(drawnMarks(marks, 1001, 200), [
    { at: 0.011, kind: "harm", step: 11 },
    { at: 0.9, kind: "event", step: 900 },
  ]);
});

test("drawnMarks: never more than the width has room for", () => {
  const marks = Array.from({ length: 50_000 }, (_, step) => ({ step, kind: "event" as const }));
  assert.ok(drawnMarks(marks, 50_000, 300).length <= 101);
});

test("nextMark: events only, strictly before or after", () => {
  const marks = [
    { step: 2, kind: "event" },
    { step: 5, kind: "harm" },
    { step: 8, kind: "event" },
  ] as const;
  assert.equal(nextMark(marks, 2, 1), 8);
  assert.equal(nextMark(marks, 8, -1), 2);
  assert.equal(nextMark(marks, 8, 1), undefined);
});
