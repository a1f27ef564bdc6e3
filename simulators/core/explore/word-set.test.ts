import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { WordSet } from "./word-set.ts";

test("word set: numbers sequences as they come, and knows them again", () => {
  const few = fc.array(fc.oneof(fc.integer({ min: 0, max: 2 }), fc.integer()), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(few, { maxLength: 200 }), fc.nat(3), (sequences, from) => {
      const set = new WordSet();
      const known = new Map<string, number>();
      for (const sequence of sequences) {
        const expected = known.get(sequence.join()) ?? known.size;
        known.set(sequence.join(), expected);
        const words = Int32Array.from([...Array<number>(from).fill(7), ...sequence, 9, 9]);
        assert.equal(set.add(words, sequence.length, from), expected);
        assert.equal(set.size, known.size);
      }
    }),
  );
});

test("word set: grows", () => {
  const set = new WordSet();
  const sequence = (number: number) => Int32Array.from([number % 7, number, -number, number >>> 3]);
  for (let number = 0; number < 20_000; number += 1) assert.equal(set.add(sequence(number), 2 + (number % 3)), number);
  for (let number = 0; number < 20_000; number += 1) assert.equal(set.add(sequence(number), 2 + (number % 3)), number);
  assert.equal(set.size, 20_000);
});
