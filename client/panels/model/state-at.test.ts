import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Step } from "../../../protocol/trace.ts";
import { applyChanges, StateReader } from "./state-at.ts";

const state = { account: { balance: 100 }, queue: [1, 2, 3], lock: 0 };

const cases = [
  {
    name: "sets a nested value",
    change: { location: ["account", "balance"], before: 100, after: 90 },
    want: { ...state, account: { balance: 90 } },
  },
  { name: "adds what was not there", change: { location: ["atm", "seen"], after: 100 }, want: { ...state, atm: { seen: 100 } } },
  { name: "removes a key", change: { location: ["lock"], before: 0 }, want: { account: { balance: 100 }, queue: [1, 2, 3] } },
  { name: "sets an item", change: { location: ["queue", 1], before: 2, after: 9 }, want: { ...state, queue: [1, 9, 3] } },
  { name: "appends an item", change: { location: ["queue", 3], after: 4 }, want: { ...state, queue: [1, 2, 3, 4] } },
  { name: "takes the last item away", change: { location: ["queue", 2], before: 3 }, want: { ...state, queue: [1, 2] } },
  { name: "leaves a gap in the middle", change: { location: ["queue", 0], before: 1 }, want: { ...state, queue: [null, 2, 3] } },
  { name: "replaces everything", change: { location: [], after: { fresh: true } }, want: { fresh: true } },
];
for (const { name, change, want } of cases) {
  test(`applyChanges: ${name}`, () => {
    const copy = structuredClone(state);
    assert.deepEqual(applyChanges(state, [change]), want);
    assert.deepEqual(state, copy, "the state given stays as it was");
  });
}

test("applyChanges: a key that every object inherits is a key like any other", () => {
  const after = applyChanges({}, [{ location: ["constructor", "x"], after: 1 }]);
  assert.deepEqual(Object.keys(after), ["constructor"]);
  assert.deepEqual(after["constructor"], { x: 1 });
});

test("applyChanges: what is not touched is shared", () => {
  const after = applyChanges(state, [{ location: ["lock"], before: 0, after: 1 }]);
  assert.equal(after["account"], state.account);
  assert.equal(after["queue"], state.queue);
});

test("applyChanges: a value put in by one change and changed by the next stays as it was given", () => {
  const given = { a: 1 };
  const after = applyChanges({}, [
    { location: ["x"], after: given },
    { location: ["x", "a"], after: 2 },
    { location: ["__proto__"], after: 3 },
  ]);
  assert.deepEqual(given, { a: 1 });
  assert.deepEqual(Object.entries(after), [
    ["x", { a: 2 }],
    ["__proto__", 3],
  ]);
});

test("StateReader: in any order of asking, the state before a step is that of a plain replay", () => {
  const key = fc.constantFrom("a", "b", "c");
  const anyStep = fc.record({ location: fc.array(key, { minLength: 1, maxLength: 3 }), after: fc.option(fc.nat(9), { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 20 }), fc.array(fc.nat(20)), (changes, order) => {
      const steps = changes.map(
        ({ location, after }): Step => ({
          lane: "x",
          action: "set",
          message: "",
          changes: [after === undefined ? { location } : { location, after }],
        }),
      );
      const reader = new StateReader(50, steps, { a: 1 });
      for (const pick of order) {
        const at = pick % (steps.length + 1);
        const plain = applyChanges(
          { a: 1 },
          steps.slice(0, at).flatMap((step) => step.changes),
        );
        assert.deepEqual(reader.before(50 + at), plain);
      }
    }),
  );
});

test("StateReader: a step outside its window is a bug of the caller", () => {
  assert.throws(() => new StateReader(10, [], {}).before(12), RangeError);
});
