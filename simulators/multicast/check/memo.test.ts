import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createMemo } from "./memo.ts";

test("a memo gives what computing gives, whatever is asked in whatever order", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 200 }), fc.integer({ min: 1, max: 8 }), (asked, most) => {
      const memo = createMemo<number>(most, 1000);
      for (const n of asked)
        assert.equal(
          memo.get(`k${n}`, () => n * n),
          n * n,
        );
    }),
  );
});

test("a memo forgets what has not been asked for, and keeps what has", () => {
  const memo = createMemo<string>(4, 1000);
  memo.get("a", () => "1");
  memo.get("b", () => "2");
  memo.get("c", () => "3");
  memo.get("a", () => assert.fail("a is known"));
  memo.get("d", () => "4");
  assert.equal(memo.peek("b"), undefined);
  assert.equal(memo.peek("a"), "1");
});

test("a memo never holds more than it may", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { maxLength: 300 }), fc.integer({ min: 2, max: 12 }), (asked, most) => {
      const memo = createMemo<number>(most, 60);
      for (const n of asked) memo.get(`key${n}`, () => n + 1);
      const known = Array.from({ length: 41 }, (_, n) => `key${n}`).filter((key) => memo.peek(key) !== undefined);
      assert.ok(known.length <= most && known.join("").length <= 60);
    }),
  );
});

test("an exception is not remembered", () => {
  const memo = createMemo<string>(2, 1000);
  assert.throws(() =>
    memo.get("a", () => {
      throw new Error("no");
    }),
  );
  assert.equal(
    memo.get("a", () => "1"),
    "1",
  );
});
