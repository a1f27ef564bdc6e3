import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "../nearest.ts";
import { countOf, either, formatCount, quote } from "./words.ts";

test("words: counts have separators, and nouns the right number", () => {
  assert.deepEqual([0, 999, 1000, 1048576, -1234, 0.5, 1234.5, 1e21].map(formatCount), [
    "0",
    "999",
    "1,000",
    "1,048,576",
    "-1,234",
    "0.5",
    "1,234.5",
    "1e+21",
  ]);
  assert.deepEqual([countOf(1, "host"), countOf(2000, "host"), countOf(2, "leaf", "leaves")], ["1 host", "2,000 hosts", "2 leaves"]);
});

test("words: lists", () => {
  assert.deepEqual([either([]), either(["a"]), either(["a", "b"]), either(["a", "b", "c"], "and")], ["", "a", "a or b", "a, b and c"]);
});

test("words: what a user wrote cannot break a message", () => {
  assert.equal(quote("a`b\nc\u0000d\u2028"), "`a'b\\nc\\u0000d?`");
  assert.equal(quote("x".repeat(100)), `\`${"x".repeat(59)}…\``);
  assert.equal(quote("\uD800"), "`\\ud800`");
});

const typed = [
  { word: "cpu-laod", candidates: ["disk-load", "cpu-load"], want: "cpu-load" },
  { word: "headerByts", candidates: ["leafRules", "headerBytes", "headersPerPacket"], want: "headerBytes" },
  { word: "LB", candidates: ["lb"], want: "lb" },
  { word: "x", candidates: ["streams"], want: undefined },
  { word: "lb1", candidates: ["lb2", "lb3"], want: "lb2" },
];
for (const { word, candidates, want } of typed) {
  test(`nearest: ${word} is ${want ?? "nothing"}`, () => assert.equal(nearest(word, candidates), want));
}
