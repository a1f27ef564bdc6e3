import assert from "node:assert/strict";
import { test } from "node:test";
import { runInterrupted, runOnMachine } from "./run-program.ts";

// What Node 20 does not know yet cannot be compared with it: the answers are those of ECMAScript 2025.
const naturals =
  "let closed = 0; function* naturals() { try { for (let n = 1; ; n += 1) yield n; } finally { closed += 1; } } const a = new Set([3, 1, 2]); const b = new Set([2, 9, 3]);";

const programs: readonly (readonly [name: string, program: string, wanted: unknown])[] = [
  ["map", "naturals().map((n, i) => n * 10 + i).take(2).toArray()", [10, 21]],
  ["filter, drop, take", "naturals().filter((n) => n % 2 === 0).drop(1).take(3).toArray()", [4, 6, 8]],
  ["flatMap", "naturals().flatMap((n) => [n, -n]).take(3).toArray()", [1, -1, 2]],
  ["reduce", "[[1, 2, 3].values().reduce((x, y) => x + y), [].values().reduce((x, y) => x + y, 7)]", [6, 7]],
  ["some, every, find", "[naturals().some((n) => n > 3), naturals().every((n) => n < 3), naturals().find((n) => n > 4)]", [true, false, 5]],
  ["Map iterators", "new Map([[1, 2], [3, 4]]).entries().map(([key, value]) => key + value).toArray()", [3, 7]],
  ["closing", "[[...naturals().take(1)], naturals().find((n) => n > 1), closed]", [[1], 2, 2]],
  ["a count that is none", "(() => { try { naturals().take(-1); return 0; } catch (error) { return error.name; } })()", "RangeError"],
  ["union", "[...a.union(b)]", [3, 1, 2, 9]],
  [
    "intersection",
    "[[...a.intersection(b)], [...a.intersection(new Set([2, 5, 7, 3]))]]",
    [
      [3, 2],
      [3, 2],
    ],
  ],
  ["difference", "[...a.difference(new Map([[1, 0]]))]", [3, 2]],
  ["symmetricDifference", "[...a.symmetricDifference(b)]", [1, 9]],
  ["subsets", "[new Set([1]).isSubsetOf(a), a.isSupersetOf(new Set([4])), a.isDisjointFrom(new Set([7]))]", [true, false, true]],
  ["what is no set", "(() => { try { a.union([1]); return 0; } catch (error) { return error.name; } })()", "TypeError"],
];

for (const [name, program, wanted] of programs) {
  const text = `${naturals} return JSON.stringify(${program});`;
  test(`newer builtins: ${name}`, () => {
    const once = runOnMachine(text);
    assert.equal(once.outcome, `returned ${JSON.stringify(JSON.stringify(wanted))}`);
    assert.deepEqual(runInterrupted(text), once);
  });
}

for (const name of ["DisposableStack", "AsyncDisposableStack", "Proxy"])
  test(`not modelled, and said so: ${name}`, () =>
    assert.match(runOnMachine(`return new ${name}({}, {});`).outcome, new RegExp(`${name} is not modelled`)));
