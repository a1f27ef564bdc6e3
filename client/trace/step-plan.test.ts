import assert from "node:assert/strict";
import { test } from "node:test";
import type { Step } from "../../protocol/trace.ts";
import { linePlans, type NumberedStep, otherSteps, stepAtCursor, valuesText } from "./step-plan.ts";

const path = "load.multicast.json";

function steps(...places: readonly (readonly [line: number, from: number, to: number, more?: Partial<Step>])[]): NumberedStep[] {
  return places.map(([line, from, to, more], index) => ({
    index,
    step: {
      lane: "leaf:0",
      action: "read",
      message: `step ${index + 1}`,
      changes: [],
      at: { path, range: { start: { line, character: from }, end: { line, character: to } } },
      ...more,
    },
  }));
}

test("linePlans: one mark for each line, top down, with the current step's number", () => {
  const plans = linePlans(steps([9, 0, 4], [2, 0, 4], [9, 0, 4], [4, 0, 4, { harm: true }]), path, 2);
  assert.deepEqual(
    plans.map(({ line, kind, label }) => ({ line, kind, label })),
    [
      { line: 2, kind: "plain", label: "2" },
      { line: 4, kind: "harm", label: "4" },
      { line: 9, kind: "current", label: "3+" },
    ],
  );
});

test("linePlans: steps elsewhere or without a place leave no mark", () => {
  const [first, second] = steps([1, 0, 1], [2, 0, 1]);
  assert.ok(first && second);
  const { at: _, ...placeless } = first.step;
  assert.deepEqual(linePlans([{ index: 0, step: placeless }, second], "other.ts", 0), []);
});

test("linePlans: an event is told from a plain step", () => {
  const [plan] = linePlans(steps([1, 0, 1], [1, 0, 1, { mark: "event" }]), path, 7);
  assert.deepEqual([plan?.kind, plan?.label], ["event", "2+"]);
});

const cursorCases = [
  { name: "inside the only place", places: steps([3, 2, 6], [5, 0, 4]), cursor: { line: 3, character: 4 }, want: 0 },
  { name: "elsewhere on the line of one step", places: steps([3, 2, 6], [5, 0, 4]), cursor: { line: 5, character: 30 }, want: 1 },
  { name: "inside one of two on the line", places: steps([3, 2, 6], [3, 8, 12]), cursor: { line: 3, character: 9 }, want: 1 },
  { name: "between two on the line: ambiguous", places: steps([3, 2, 6], [3, 9, 12]), cursor: { line: 3, character: 7 }, want: undefined },
  { name: "inside two: ambiguous", places: steps([3, 2, 6], [3, 2, 6]), cursor: { line: 3, character: 3 }, want: undefined },
  { name: "on a line without steps", places: steps([3, 2, 6]), cursor: { line: 4, character: 3 }, want: undefined },
];

for (const { name, places, cursor, want } of cursorCases) {
  test(`stepAtCursor: ${name}`, () => assert.equal(stepAtCursor(places, path, cursor), want));
}

test("valuesText: last name, old and new, cut short", () => {
  const changes = [
    { location: ["account", "balance"], before: 90, after: 100 },
    { location: ["hosts", "p0.l0.h1"], after: "x".repeat(40) },
    { location: ["lock"], before: true },
    { location: ["a"], after: 1 },
  ];
  assert.equal(valuesText(changes), `balance 90 → 100, p0.l0.h1 ${"x".repeat(23)}…, lock gone, 1 more`);
  assert.equal(valuesText([]), "");
});

test("valuesText: what would have been right stands beside what is", () => {
  assert.equal(valuesText([{ location: ["account", "balance"], before: 90, after: 90, expected: 80 }]), "balance 90 → 90 (not 80)");
});

test("otherSteps: the numbers that the gutter has no room for", () => {
  const said = (current: number, ...places: readonly (readonly [line: number, from: number, to: number])[]) =>
    linePlans(steps(...places), path, current).map((plan) => otherSteps(plan, current));
  assert.deepEqual(said(3, [1, 0, 4], [2, 0, 4], [1, 6, 9], [2, 0, 4]), ["steps 1, 3", "also 2"]);
  assert.deepEqual(said(0, [1, 0, 4]), [""]);
  const many = Array.from({ length: 12 }, () => [1, 0, 4] as const);
  assert.deepEqual(said(40, ...many), ["steps 1, 2, 3, 4, 5, 6, 7, 8 and 4 more"]);
});
