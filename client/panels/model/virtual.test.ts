import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { boxHeight, isVisible, maximumBox, rowAt, scrollToCentre, scrollToNearest, windowAt } from "./virtual.ts";

const list = { count: 100_000, rowHeight: 24, viewHeight: 240 };

test("windowAt: the top of a list has no rows above", () => {
  assert.deepEqual(windowAt(list, 0), { first: 0, last: 16, top: 0 });
});

test("windowAt: a position in the middle draws the rows in sight and six on either side", () => {
  assert.deepEqual(windowAt(list, 2400), { first: 94, last: 116, top: 94 * 24 });
});

test("windowAt: a short list is drawn whole", () => {
  assert.deepEqual(windowAt({ count: 3, rowHeight: 24, viewHeight: 240 }, 999), { first: 0, last: 3, top: 0 });
});

test("windowAt: an empty list draws nothing", () => {
  assert.deepEqual(windowAt({ count: 0, rowHeight: 24, viewHeight: 240 }, 0), { first: 0, last: 0, top: 0 });
});

const anyList = fc.record({
  count: fc.integer({ min: 1, max: 2_000_000 }),
  rowHeight: fc.integer({ min: 10, max: 40 }),
  viewHeight: fc.integer({ min: 40, max: 1200 }),
});

test("every row can be scrolled to, is visible then, and is drawn", () => {
  fc.assert(
    fc.property(anyList, fc.nat(), fc.nat(), (list, pick, from) => {
      const row = pick % list.count;
      for (const scrollTop of [scrollToCentre(list, row), scrollToNearest(list, from % boxHeight(list), row)]) {
        assert.ok(isVisible(list, scrollTop, row));
        const { first, last } = windowAt(list, scrollTop);
        assert.ok(first <= row && row < last);
        assert.ok(last - first <= Math.ceil(list.viewHeight / list.rowHeight) + 14);
      }
    }),
  );
});

test("a box never grows beyond what a browser draws exactly, and its rows stay in sight of the scroll position", () => {
  const long = { count: 10_000_000, rowHeight: 24, viewHeight: 480 };
  assert.equal(boxHeight(long), maximumBox);
  const end = windowAt(long, maximumBox);
  assert.equal(end.last, long.count);
  const bottom = end.top + (end.last - end.first) * 24;
  assert.ok(Math.abs(bottom - maximumBox) < 0.01);
});

test("rowAt: finds the row under the pointer, none below the last", () => {
  assert.equal(rowAt(list, 2400, 30), 101);
  assert.equal(rowAt({ count: 2, rowHeight: 24, viewHeight: 240 }, 0, 60), undefined);
});

test("scrollToNearest: a visible row does not move the list", () => {
  assert.equal(scrollToNearest(list, 2400, 105), 2400);
});
