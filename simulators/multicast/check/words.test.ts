import assert from "node:assert/strict";
import { test } from "node:test";
import { decimal, decimalBeyond, listed, spelled } from "./words.ts";

const lists = [
  { items: [], want: "none" },
  { items: ["a"], want: "a" },
  { items: ["a", "b"], want: "a and b" },
  { items: ["a", "b", "c", "d"], want: "a, b, c and d" },
  { items: ["a", "b", "c", "d", "e"], want: "a, b, c and 2 more" },
];
for (const { items, want } of lists) test(`listed: ${want}`, () => assert.equal(listed(items), want));

test("numbers read as in a sentence", () => {
  assert.equal(spelled(6, "host"), "Six hosts");
  assert.equal(spelled(1200, "host"), "1,200 hosts");
  assert.equal(decimal(1.28), "1.28");
  assert.equal(decimal(100), "100");
  assert.equal(decimal(0.0049, 3), "0.005");
  assert.equal(decimal(2500, 0), "2500");
  assert.equal(decimalBeyond(10.0000015, 10), "10.000001");
  assert.equal(decimalBeyond(10, 10.0000015), "10");
  assert.equal(decimalBeyond(1.25, 1), "1.25");
  assert.equal(decimalBeyond(3, 3), "3");
});
