import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bitsOf, smallestCover } from "./cover.ts";

const families = fc
  .record({
    size: fc.integer({ min: 1, max: 40 }),
    rows: fc.array(fc.uniqueArray(fc.nat(39), { maxLength: 14 }), { minLength: 1, maxLength: 9 }),
  })
  .map(({ size, rows }) => {
    const sets = rows.map((row) => new Set(row.filter((element) => element < size)));
    // What nobody holds is put into the first, so that there is a cover.
    for (let element = 0; element < size; element++) if (!sets.some((set) => set.has(element))) sets[0]?.add(element);
    return { size, sets };
  });

/** Least size by trying every subset. */
function leastCover(sets: readonly Set<number>[], size: number): number {
  let least = sets.length;
  for (let subset = 0; subset < 1 << sets.length; subset++) {
    const chosen = sets.filter((_, index) => ((subset >>> index) & 1) === 1);
    if (chosen.length < least && new Set(chosen.flatMap((set) => [...set])).size === size) least = chosen.length;
  }
  return least;
}

test("as small as any, and a cover", () => {
  fc.assert(
    fc.property(families, ({ sets, size }) => {
      const { chosen, isExact } = smallestCover(
        sets.map((set) => bitsOf(size, (element) => set.has(element))),
        size,
      );
      assert.ok(isExact);
      assert.equal(new Set(chosen.flatMap((index) => [...(sets[index] ?? [])])).size, size);
      assert.equal(chosen.length, leastCover(sets, size));
    }),
    { numRuns: 500 },
  );
});

test("1,024 ways up with one broken link each: found at once", () => {
  const sets = Array.from({ length: 1024 }, (_, set) => bitsOf(64, (element) => element !== set % 64));
  assert.deepEqual(smallestCover(sets, 64), { chosen: [0, 1], isExact: true });
});

test("a search that is given up says so and still covers", () => {
  // Steiner triples of 15 points are hard enough for a bound of two nodes.
  const points = 15;
  const sets = Array.from({ length: points }, (_, set) =>
    bitsOf(points, (element) => [0, 1, 4].some((step) => (set + step) % points === element)),
  );
  const { chosen, isExact } = smallestCover(sets, points, 2);
  assert.equal(isExact, false);
  assert.ok(
    Array.from({ length: points }, (_, element) => element).every((element) =>
      chosen.some((set) => [0, 1, 4].some((step) => (set + step) % points === element)),
    ),
  );
});

test("an element that no set holds is a bug of the caller", () =>
  assert.throws(() => smallestCover([bitsOf(2, (index) => index === 0)], 2), RangeError));
