import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { headerBytes, readWord, sizeOf, sizeWordBytes, sizeWords, strideOf, writeWord } from "./layout.ts";

test("layout: the size is the largest of the size words, up to 2^53", () => {
  const size = fc.oneof(fc.nat(), fc.maxSafeNat());
  fc.assert(
    fc.property(fc.array(size, { minLength: 1, maxLength: sizeWords }), (sizes) => {
      const header = new DataView(new ArrayBuffer(sizeWords * sizeWordBytes));
      for (const [word, value] of sizes.entries()) writeWord(header, word * sizeWordBytes, value);
      assert.equal(sizeOf(header), Math.max(...sizes));
      assert.deepEqual(
        sizes.map((_, word) => readWord(header, word * sizeWordBytes)),
        sizes,
      );
    }),
  );
});

test("layout: words are little-endian, as atomics see them", () => {
  const view = new DataView(new ArrayBuffer(8));
  writeWord(view, 0, 2 ** 40 + 5);
  assert.equal(view.getBigUint64(0, true), 2n ** 40n + 5n);
});

test("layout: regions begin at pages and do not overlap", () => {
  for (const regionSize of [4096, 4104, 8192, 1_048_576]) {
    assert.equal(strideOf(regionSize) % 4096, 0);
    assert.ok(strideOf(regionSize) >= headerBytes + regionSize);
  }
});
