import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Json } from "../../protocol/json.ts";
import type { Change, Trace } from "../../protocol/trace.ts";
import { applyChanges } from "../export/state.ts";
import { traceOf } from "../testing/toys.ts";
import { applyTo, type Draft } from "./state.ts";
import { createTraceStore, maximumWindow } from "./store.ts";

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
const counting = (steps: number): Trace => traceOf({ simulator: "toy", name: "a", path: "a.toy", range }, steps);

test("trace store: every window gives its steps and the state before them", () => {
  const store = createTraceStore();
  const { key, steps, head } = store.open(counting(3000));
  assert.equal(steps, 3000);
  assert.ok(!("steps" in head));
  for (const from of [0, 1, 499, 500, 501, 1700, 2999, 3000]) {
    const window = store.window(key, from, from + 10);
    assert.equal(window?.steps.length, Math.min(10, 3000 - from));
    assert.equal(window?.state["count"], from);
    assert.equal(((window?.state["log"] ?? []) as readonly Json[]).length, from);
  }
});

test("trace store: bounds outside of the trace, and too many steps at once, are brought within it", () => {
  const store = createTraceStore();
  const { key } = store.open(counting(3000));
  assert.equal(store.window(key, 0, 3000)?.steps.length, maximumWindow);
  assert.deepEqual(store.window(key, -5, 2)?.steps.length, 2);
  assert.deepEqual(store.window(key, 9999, 2)?.steps, []);
  assert.equal(store.window(key, Number.NaN, 1)?.from, 0);
  assert.equal(store.window("none", 0, 1), undefined);
});

test("trace store: the same content has the same key, other content another; reading a window leaves the trace as it is", () => {
  const store = createTraceStore();
  const one = counting(10);
  const before = JSON.stringify(one);
  const { key } = store.open(one);
  store.window(key, 5, 6);
  assert.equal(JSON.stringify(one), before);
  assert.equal(store.open(counting(10)).key, key);
  assert.notEqual(store.open(counting(11)).key, key);
});

test("trace store: marks name harm and events, and are few however long the trace is", () => {
  const trace: Trace = {
    ...counting(20_000),
    steps: counting(20_000).steps.map((step, index) => (index % 2 === 0 ? { ...step, mark: "event" } : step)),
  };
  const { marks } = createTraceStore().open(trace);
  assert.ok(marks.length <= 2000);
  assert.deepEqual(marks.at(-1), { step: 19_999, kind: "harm" });
  assert.ok(marks.every(({ step }, index) => index === 0 || (marks[index - 1]?.step ?? 0) < step));
});

const name = fc.constantFrom("a", "b", "__proto__", "constructor", "0");
const value = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
const change: fc.Arbitrary<Change> = fc
  .tuple(fc.array(fc.oneof(name, fc.nat(2)), { minLength: 1, maxLength: 3 }), fc.option(value, { nil: undefined }))
  .map(([location, after]) => ({ location, ...(after === undefined ? {} : { after }) }));

test("applyTo: means the same as applyChanges, which copies", () => {
  const initial = { a: { b: [1, 2, { a: 1 }] }, b: [] };
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
      // A list has no names, and no place beyond its end: simulators do not write there.
      fc.pre(fitsLists(initial, changes) && changes.every(({ location }) => !location.includes("__proto__")));
      const draft = structuredClone(initial) as Draft;
      applyTo(draft, changes);
      assert.deepEqual(draft, applyChanges(initial, changes));
    }),
    { numRuns: 500 },
  );
});

/** Does every change of a list name one of its items, or the place behind the last? */
function fitsLists(initial: Draft, changes: readonly Change[]): boolean {
  const draft: Draft = structuredClone(initial);
  return changes.every((one) => {
    let at: unknown = draft;
    for (const part of one.location) {
      if (Array.isArray(at) && !(typeof part === "number" && part <= at.length)) return false;
      at = typeof at === "object" && at !== null ? (at as Draft)[part] : undefined;
    }
    applyTo(draft, [one]);
    return true;
  });
}

test("applyTo: a name from a file that is special to JavaScript is a name like any other", () => {
  const draft: Draft = {};
  applyTo(draft, [{ location: ["__proto__", "polluted"], after: true }]);
  assert.equal(({} as Draft)["polluted"], undefined);
  assert.deepEqual(Object.keys(draft), ["__proto__"]);
});
