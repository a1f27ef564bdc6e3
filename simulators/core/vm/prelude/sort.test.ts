import assert from "node:assert/strict";
import { test } from "node:test";
import { runInThisContext } from "node:vm";
import fc from "fast-check";
import { sortPrelude } from "./sort.ts";

type Compare = (a: number, b: number) => number;

/** The text of the sort, run by V8. */
function compile(): (work: number[], compare: Compare) => void {
  const helpers = {
    $append: <T>(array: T[], value: T) => (array.push(value), array),
    $sortCopy: <T>(array: T[], start: number, length: number) => array.slice(start, start + length),
  };
  const declarations = Object.entries(sortPrelude["$"] ?? {}).map(([name, [, source]]) => `const ${name} = ${source};`);
  const code = `(function (${Object.keys(helpers).join()}) { "use strict"; ${declarations.join("\n")} return $sort; })`;
  return runInThisContext(code)(...Object.values(helpers));
}

const sort = compile();

function recorded(run: (values: number[], compare: Compare) => void, values: readonly number[], compare: Compare): unknown {
  const calls: number[] = [];
  const result = [...values];
  run(result, (a, b) => {
    calls.push(a, b);
    return compare(a, b);
  });
  return { result, calls };
}

const comparisons: readonly Compare[] = [
  (a, b) => a - b,
  (a, b) => b - a,
  (a, b) => (a % 8) - (b % 8),
  (a, b) => Number(a > b),
  (a, b) => ((a * 7 + b * 13) % 5) - 2,
  () => Number.NaN,
  () => -1,
];

/** Runs that rise and fall, so that merges and galloping happen. */
const values = fc
  .array(fc.tuple(fc.nat(1000), fc.integer({ min: -2, max: 2 }), fc.nat(150)), { maxLength: 8 })
  .map((runs) => runs.flatMap(([start, step, length]) => Array.from({ length }, (_, at) => start + at * step)));

test("sort: the same comparisons in the same order as V8, also when the comparison is no order", () => {
  fc.assert(
    fc.property(values, fc.constantFrom(...comparisons), (given, compare) => {
      assert.deepEqual(
        recorded(sort, given, compare),
        recorded((array, by) => void array.sort(by), given, compare),
      );
    }),
    { numRuns: 300, seed: 1 },
  );
});
