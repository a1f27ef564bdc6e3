import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addAll, bitmapKey, bitmapOf, emptyBitmap, has, isEmpty, isEqual, popcount, portsOf, union, unionCount } from "./bitmap.ts";

const width = 128;
const ports = fc.uniqueArray(fc.nat(width - 1)).map((list) => list.sort((a, b) => a - b));

test("bitmaps are sets of ports", () => {
  fc.assert(
    fc.property(ports, ports, (a, b) => {
      const [left, right] = [bitmapOf(width, a), bitmapOf(width, b)];
      const both = [...new Set([...a, ...b])].sort((x, y) => x - y);
      assert.deepEqual(portsOf(left), a);
      assert.equal(popcount(left), a.length);
      assert.deepEqual(portsOf(union(left, right)), both);
      assert.equal(unionCount(left, right), both.length);
      assert.equal(isEqual(left, right), String(a) === String(b));
      assert.equal(bitmapKey(left) === bitmapKey(right), String(a) === String(b));
      assert.equal(isEmpty(left), a.length === 0);
      assert.deepEqual(
        b.map((port) => has(left, port)),
        b.map((port) => a.includes(port)),
      );
      addAll(left, right);
      assert.deepEqual(portsOf(left), both);
    }),
  );
});

test("a width of 33 ports takes two words", () => assert.equal(emptyBitmap(33).length, 2));

test("a port outside the width is a bug of the caller", () => assert.throws(() => bitmapOf(4, [4]), RangeError));
