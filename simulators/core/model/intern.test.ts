import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { test } from "node:test";
import fc from "fast-check";
import { Interner, undefinedWord } from "./intern.ts";
import { compareData, sortReplicas } from "./symmetry.ts";

const scalar = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    1,
    2,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 30,
    -(2 ** 30),
    -(2 ** 30) - 1,
    2 ** 31,
    "",
    "a",
    "b",
    "0",
    true,
    false,
    null,
    undefined,
    1n,
    0n,
  ),
  fc.integer(),
);
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    scalar,
    fc.array(tie("data"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "__proto__", "1", "length"), tie("data"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

test("intern: equal words exactly for deeply equal values, whatever they are compared with", () => {
  fc.assert(
    fc.property(fc.array(data, { minLength: 2, maxLength: 6 }), fc.nat(5), (values, hint) => {
      const interner = new Interner();
      const words: number[] = [];
      for (const value of values) {
        const oldWord = words[hint] ?? undefinedWord;
        words.push(interner.word(value, interner.valueOf(oldWord), oldWord));
      }
      for (const [i, a] of values.entries()) {
        assert.ok(isDeepStrictEqual(interner.valueOf(words[i] as number), a));
        assert.ok(isDeepStrictEqual(interner.frozenValueOf(words[i] as number), a));
        for (const [j, b] of values.entries()) assert.equal(words[i] === words[j], isDeepStrictEqual(a, b));
      }
      assert.equal(interner.isIntact(), true);
    }),
    { numRuns: 2000 },
  );
});

test("intern: a copy with a change is what a fresh look says it is", () => {
  fc.assert(
    fc.property(fc.array(data, { minLength: 1, maxLength: 5 }), fc.array(fc.tuple(fc.nat(4), data), { maxLength: 4 }), (start, changes) => {
      const interner = new Interner();
      let word = interner.word(start, undefined, undefinedWord);
      for (const [place, value] of changes) {
        const old = interner.valueOf(word) as readonly unknown[];
        const next = place < old.length ? old.with(place, value) : [...old, value];
        word = interner.word(next, old, word);
        assert.equal(word, interner.word(structuredClone(next), undefined, undefinedWord));
      }
    }),
  );
});

test("intern: many values through several sizes stay distinct", () => {
  const interner = new Interner();
  const words = Array.from({ length: 20_000 }, (_, i) => interner.word({ i, list: [i % 7, `${i % 50}`] }, undefined, undefinedWord));
  assert.equal(new Set(words).size, words.length);
  assert.deepEqual(interner.valueOf(words[12_345] as number), { i: 12_345, list: [4, "45"] });
});

test("intern: a change of what was given out is noticed", () => {
  for (const change of [
    (value: { a: number[] }) => value.a.push(1),
    (value: { a: number[] }) => (value.a = []),
    (value: { a: number[] }) => (value.a[0] = 9),
  ]) {
    const interner = new Interner();
    const value = interner.valueOf(interner.word({ a: [1, 2] }, undefined, undefinedWord)) as { a: number[] };
    assert.equal(interner.isIntact(), true);
    change(value);
    assert.equal(interner.isIntact(), false);
  }
});

test("symmetry: the order of data is total, and 0 only for equal values", () => {
  fc.assert(
    fc.property(data, data, data, (a, b, c) => {
      assert.equal(compareData(a, b) === 0, isDeepStrictEqual(a, b));
      assert.equal(Math.sign(compareData(a, b)), -Math.sign(compareData(b, a)) + 0);
      if (compareData(a, b) <= 0 && compareData(b, c) <= 0) assert.ok(compareData(a, c) <= 0);
    }),
    { numRuns: 2000 },
  );
});

test("symmetry: sorting replicas forgets their names and nothing else", () => {
  const canonical = sortReplicas<{ role: string[]; votes: number[]; term: number }>(["role", "votes"]);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom<string>("a", "b"), fc.nat(2)), { maxLength: 4 }), fc.nat(), (replicas, seed) => {
      const state = { role: replicas.map(([role]) => role), votes: replicas.map(([, votes]) => votes), term: 3 };
      const order = replicas.map((_, i) => i).sort((a, b) => Math.sin(seed + a) - Math.sin(seed + b));
      const renamed = { ...state, role: order.map((i) => state.role[i] ?? ""), votes: order.map((i) => state.votes[i] ?? 0) };
      assert.deepEqual(canonical(renamed), canonical(state));
      const pairs = ({ role, votes }: typeof state): string[] => role.map((one, i) => `${one}${votes[i]}`).sort();
      assert.deepEqual(pairs(canonical(state)), pairs(state));
    }),
  );
  assert.throws(() => canonical({ role: ["a"], votes: [], term: 1 }), RangeError);
});
