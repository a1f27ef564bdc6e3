import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { test } from "node:test";
import fc from "fast-check";
import { Identifier } from "./identify.ts";

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(0, -0, 1, -1, 2 ** 40, 0.5, "", "1", "a", 1n, 0n, true, false, null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tie("value"), { maxKeys: 4, noNullPrototype: true }),
    fc.uint8Array({ maxLength: 6, max: 2 }),
    fc.array(fc.tuple(fc.constantFrom("x", "y", "z"), tie("value")), { maxLength: 3 }).map((entries) => new Map(entries)),
  ),
}));

/** The same, made anew, with names and entries in the opposite order. */
function turned(one: unknown): unknown {
  if (Array.isArray(one)) return one.map(turned);
  if (one instanceof Uint8Array) return one.slice();
  if (one instanceof Map) return new Map([...one].reverse().map(([key, part]) => [key as string, turned(part)]));
  if (typeof one !== "object" || one === null) return one;
  return Object.fromEntries(
    Object.entries(one)
      .reverse()
      .map(([name, part]) => [name, turned(part)]),
  );
}

test("identify: equal numbers exactly for equal structure", () => {
  const identifier = new Identifier();
  fc.assert(
    fc.property(value, value, (a, b) => {
      assert.equal(identifier.idOf([a]), identifier.idOf([turned(a)]));
      assert.equal(identifier.idOf([a]) === identifier.idOf([b]), isDeepStrictEqual(a, b));
    }),
    { numRuns: 1000 },
  );
});

test("identify: what is undefined is absent, and words are kept apart from their digits", () => {
  const identifier = new Identifier();
  assert.equal(identifier.idOf({ a: undefined, b: 1 }), identifier.idOf({ b: 1 }));
  assert.equal(
    new Set([[1], ["1"], [1n], [[1]], { 0: 1 }, Uint8Array.of(1), new Map([[0, 1]])].map((one) => identifier.idOf(one))).size,
    7,
  );
  assert.throws(() => identifier.idOf([() => 0]));
});

test("identify: large values", () => {
  const identifier = new Identifier();
  const list = Array.from({ length: 5000 }, (_, index) => ({ index, bytes: new Uint8Array(9).fill(index) }));
  assert.equal(identifier.idOf(list), identifier.idOf(structuredClone(list)));
  assert.equal(identifier.idOf(new Uint8Array(100_000)), identifier.idOf(new Uint8Array(100_000)));
});
