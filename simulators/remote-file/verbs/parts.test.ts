import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nextParts, partsOf } from "./parts.ts";

const message = fc.record({ address: fc.nat(500), length: fc.integer({ min: 1, max: 300 }), fragments: fc.integer({ min: 1, max: 8 }) });

test("parts: they are the message, in order, cut at multiples of 8 alone", () => {
  fc.assert(
    fc.property(message, ({ address, length, fragments }) => {
      const parts = partsOf(address, length, fragments);
      assert.ok(parts.length >= 1 && parts.length <= fragments);
      let at = 0;
      for (const part of parts) {
        assert.equal(part.offset, at);
        assert.ok(part.length > 0);
        if (at > 0) assert.equal((address + at) % 8, 0);
        at += part.length;
      }
      assert.equal(at, length);
    }),
  );
});

const cases = [
  { name: "an aligned word is one part", address: 8, length: 8, fragments: 8, want: [8] },
  { name: "a short message that crosses a word is two", address: 4, length: 8, fragments: 2, want: [4, 4] },
  { name: "equal parts, rounded up to words", address: 0, length: 40, fragments: 2, want: [24, 16] },
  { name: "five words in four parts are three", address: 0, length: 40, fragments: 4, want: [16, 16, 8] },
  { name: "no bytes are one part", address: 8, length: 0, fragments: 2, want: [0] },
];
for (const { name, address, length, fragments, want } of cases) {
  test(`parts: ${name}`, () =>
    assert.deepEqual(
      partsOf(address, length, fragments).map((part) => part.length),
      want,
    ));
}

test("parts: which may be next", () => {
  const parts = partsOf(64, 192, 24).map((part) => part);
  assert.equal(parts.length, 24);
  // Words 0 to 7 lie in the first block of 128 bytes, 8 to 23 in the second.
  assert.deepEqual(nextParts(64, parts, 0, "message"), [0]);
  assert.deepEqual(nextParts(64, parts, 0, "128"), [0, 8]);
  assert.deepEqual(nextParts(64, parts, 1, "128"), [1, 8]);
  assert.equal(nextParts(64, parts, 0, "none").length, 24);
  assert.deepEqual(nextParts(64, parts, 2 ** 24 - 1, "none"), []);
});
