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

test("a memo forgets what was not asked for longest", () => {
  const memo = createMemo<string>(2, 1000);
  memo.get("a", () => "1");
  memo.get("b", () => "2");
  memo.get("a", () => assert.fail("a is known"));
  memo.get("c", () => "3");
  assert.equal(memo.peek("b"), undefined);
  assert.equal(memo.peek("a"), "1");
});

test("a memo is bounded by the length of its keys, too", () => {
  const memo = createMemo<string>(100, 10);
  memo.get("x".repeat(8), () => "1");
  memo.get("y".repeat(8), () => "2");
  assert.equal(memo.peek("x".repeat(8)), undefined);
  assert.equal(memo.peek("y".repeat(8)), "2");
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
