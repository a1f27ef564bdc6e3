import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { clearBytes, type Memory, readBytes, readWord, wordBytes, writeBytes, writeWord, zeroMemory } from "./memory.ts";

const size = 10_000;
const change = fc.oneof(
  fc.record({ kind: fc.constant("write" as const), at: fc.nat(size - 700), bytes: fc.uint8Array({ maxLength: 700 }) }),
  fc.record({ kind: fc.constant("clear" as const), at: fc.nat(size - 1), length: fc.nat(size) }),
);

test("memory: as a plain array, whatever is written and cleared, and earlier values stay as they were", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      const plain = new Uint8Array(size);
      let memory = zeroMemory(size);
      const versions: { readonly memory: Memory; readonly plain: Uint8Array }[] = [];
      for (const one of changes) {
        if (one.kind === "write") {
          plain.set(one.bytes, one.at);
          memory = writeBytes(memory, one.at, one.bytes);
        } else {
          const length = Math.min(one.length, size - one.at);
          plain.fill(0, one.at, one.at + length);
          memory = clearBytes(memory, one.at, length);
        }
        versions.push({ memory, plain: plain.slice() });
      }
      for (const version of versions) assert.deepEqual(readBytes(version.memory, 0, size), version.plain);
    }),
  );
});

test("memory: equal contents have equal structure, also after going there and back", () => {
  fc.assert(
    fc.property(fc.nat(size - 8), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (address, word) => {
      const there = writeWord(zeroMemory(size), address, word);
      assert.equal(readWord(there, address), word);
      assert.deepEqual(writeWord(there, address, 0n), zeroMemory(size));
      assert.deepEqual(clearBytes(there, 0, size), zeroMemory(size));
      assert.equal(writeWord(zeroMemory(size), 0, 0n).root, undefined);
    }),
  );
});

test("memory: a tebibyte costs what is written to it", () => {
  const memory = writeBytes(zeroMemory(2 ** 40), 2 ** 40 - 3, Uint8Array.of(1, 2, 3));
  assert.deepEqual([...readBytes(memory, 2 ** 40 - 4, 4)], [0, 1, 2, 3]);
  assert.deepEqual(clearBytes(memory, 0, 2 ** 40), zeroMemory(2 ** 40));
});

test("memory: outside is a bug of the caller", () => {
  assert.throws(() => readBytes(zeroMemory(8), 4, 5), RangeError);
  assert.throws(() => writeBytes(zeroMemory(8), -1, new Uint8Array(1)), RangeError);
  assert.throws(() => clearBytes(zeroMemory(8), 0, 9), RangeError);
});

test("memory: words are little-endian and wrap at 2^64", () => {
  assert.deepEqual([...wordBytes(258n)], [2, 1, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(
    [...wordBytes(-1n)],
    Array.from({ length: 8 }, () => 255),
  );
});
