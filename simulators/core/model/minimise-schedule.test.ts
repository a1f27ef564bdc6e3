import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Json } from "../../../protocol/json.ts";
import type { Change } from "../../../protocol/trace.ts";
import { diff } from "./diff.ts";
import { minimiseSchedule, switchesOf } from "./minimise-schedule.ts";

/** Fails when process 0 has read before and writes after a write of process 1; each process reads, then writes. */
function run(schedule: readonly number[]): readonly number[] | undefined {
  const at = [0, 0, 0];
  let counter = 0;
  const seen = [0, 0, 0];
  const real: number[] = [];
  for (const process of schedule) {
    if (at[process] === 0) seen[process] = counter;
    else if (at[process] === 1) counter = (seen[process] ?? 0) + 1;
    else continue;
    at[process] = (at[process] ?? 0) + 1;
    real.push(process);
    if (counter < at.filter((step) => step === 2).length) return real;
  }
  return undefined;
}

test("minimise schedule: a lost update among idle steps becomes two switches and four steps", () => {
  const found = minimiseSchedule([2, 0, 1, 2, 1, 0], run);
  assert.deepEqual([switchesOf(found), found.length], [2, 4]);
  assert.deepEqual(run(found), found);
});

test("minimise schedule: the result fails, and is no harder than what was given", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2), { maxLength: 12 }), (schedule) => {
      const real = run(schedule);
      if (real === undefined) return;
      const found = minimiseSchedule(real, run);
      assert.deepEqual(run(found), found);
      assert.deepEqual([switchesOf(found), found.length], [2, 4]);
    }),
  );
});

test("minimise schedule: keeps to its number of attempts", () => {
  let attempts = 0;
  const count = (schedule: readonly number[]) => {
    attempts += 1;
    return run(schedule);
  };
  minimiseSchedule([0, 1, 2, 0, 1, 2], count, 3);
  assert.equal(attempts, 3);
});

const cases: readonly { readonly name: string; readonly before: Json; readonly after: Json; readonly want: readonly Change[] }[] = [
  { name: "nothing", before: { a: [1] }, after: { a: [1] }, want: [] },
  {
    name: "a deep value",
    before: { a: [{ b: 1, c: 2 }] },
    after: { a: [{ b: 1, c: 3 }] },
    want: [{ location: ["a", 0, "c"], before: 2, after: 3 }],
  },
  { name: "what is new", before: { a: 1 }, after: { a: 1, b: [] }, want: [{ location: ["b"], after: [] }] },
  { name: "what has gone", before: { a: 1, b: 2 }, after: { b: 2 }, want: [{ location: ["a"], before: 1 }] },
  { name: "the end of an array", before: [1, 2], after: [1], want: [{ location: [1], before: 2 }] },
  { name: "another kind of value", before: { a: [] }, after: { a: {} }, want: [{ location: ["a"], before: [], after: {} }] },
  { name: "null", before: { a: null }, after: { a: 0 }, want: [{ location: ["a"], before: null, after: 0 }] },
  { name: "a key of every object", before: {}, after: { toString: 1 }, want: [{ location: ["toString"], after: 1 }] },
];

for (const { name, before, after, want } of cases) {
  test(`diff: ${name}`, () => assert.deepEqual(diff(before, after), want));
}
