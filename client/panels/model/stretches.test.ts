import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Stretches, tracksOf } from "./stretches.ts";

const stretch = fc.tuple(fc.nat(500), fc.nat(200)).map(([from, length]) => ({ from, to: from + length }));

test("Stretches: the same items as a look at all of them", () => {
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 30 }), fc.nat(800), (items, step) => {
      assert.deepEqual(
        new Stretches(items).at(step),
        items.filter(({ from, to }) => from <= step && step <= to),
      );
    }),
  );
});

test("tracksOf: items that cover a common step never share a track; without overlap all are on the first", () => {
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 20 }), (items) => {
      const tracks = tracksOf(items);
      for (const a of items) {
        for (const b of items) {
          if (a !== b && a.from <= b.to && b.from <= a.to) assert.notEqual(tracks.get(a), tracks.get(b));
        }
      }
    }),
  );
  const apart = [0, 10, 20].map((from) => ({ from, to: from + 5 }));
  assert.deepEqual([...tracksOf(apart).values()], [0, 0, 0]);
});
