import assert from "node:assert/strict";
import { test } from "node:test";
import type { Step } from "../../../protocol/trace.ts";
import { chunkSize, WindowCache } from "./windows.ts";

const total = 1234;
const step = (index: number): Step => ({
  lane: "cpu",
  action: "count",
  message: `step ${index}`,
  changes: [{ location: ["count"], before: index, after: index + 1 }],
});
const windowOf = (from: number, to: number) => ({
  from,
  steps: Array.from({ length: to - from }, (_, i) => step(from + i)),
  state: { count: from },
});

test("want: asks for whole chunks, each once, the last one short", () => {
  const cache = new WindowCache(total);
  assert.deepEqual(cache.want({ from: 490, to: 510 }), [
    { from: 0, to: 500 },
    { from: 500, to: 1000 },
  ]);
  assert.deepEqual(cache.want({ from: 700, to: 5000 }), [{ from: 1000, to: 1234 }]);
  assert.deepEqual(cache.want({ from: 0, to: total }), []);
  cache.askAgain();
  assert.equal(cache.want({ from: 0, to: total }).length, 3);
});

test("put: steps and states come to hand", () => {
  const cache = new WindowCache(total);
  assert.equal(cache.step(700), undefined);
  assert.equal(cache.states(700), undefined);
  assert.ok(cache.put(windowOf(500, 1000)));
  assert.equal(cache.step(700)?.message, "step 700");
  assert.deepEqual(cache.states(700), { before: { count: 700 }, after: { count: 701 } });
  assert.deepEqual(cache.states(999)?.after, { count: 1000 });
});

test("put: a window that fits no chunk is left aside", () => {
  const cache = new WindowCache(total);
  assert.ok(!cache.put(windowOf(3, 503)));
  assert.ok(!cache.put(windowOf(0, 20)));
  assert.ok(cache.put(windowOf(1000, 1234)));
});

test("put: beyond the limit, what was not used for longest goes", () => {
  const cache = new WindowCache(10 * chunkSize, 2);
  cache.put(windowOf(0, 500));
  cache.put(windowOf(500, 1000));
  cache.step(10);
  cache.put(windowOf(1000, 1500));
  assert.ok(cache.step(10));
  assert.equal(cache.step(510), undefined);
  assert.ok(cache.step(1010));
});
