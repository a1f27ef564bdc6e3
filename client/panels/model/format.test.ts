import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatBytesOfBits,
  formatCount,
  formatDuration,
  formatValue,
  messagePieces,
  numberList,
  plainMessage,
  sourceLabel,
} from "./format.ts";

const values = [
  { value: undefined, want: "" },
  { value: null, want: "null" },
  { value: "CPU 0", want: "CPU 0" },
  { value: "12", want: '"12"' },
  { value: "true", want: '"true"' },
  { value: "", want: '""' },
  { value: "two\nlines", want: '"two\\nlines"' },
  { value: [], want: "[ ]" },
  { value: [1, 2], want: "[2 items]" },
  { value: { a: 1 }, want: "{1 key}" },
  { value: false, want: "false" },
];
for (const { value, want } of values) {
  test(`formatValue: ${JSON.stringify(value)} → ${want}`, () => assert.equal(formatValue(value), want));
}

test("formatDuration: milliseconds, seconds, minutes", () => {
  assert.deepEqual([0, 99, 100, 312, 59_940, 59_960, 65_000].map(formatDuration), [
    "0 ms",
    "99 ms",
    "0.1 s",
    "0.3 s",
    "59.9 s",
    "1 min 0 s",
    "1 min 5 s",
  ]);
});

test("formatCount: groups of three digits", () => {
  assert.deepEqual([0, 999, 1284, 1_000_000].map(formatCount), ["0", "999", "1,284", "1,000,000"]);
});

test("formatBytesOfBits: padded to whole bytes", () => assert.equal(formatBytesOfBits(230), "29 B"));

test("sourceLabel: the line alone in the trace's own file", () => {
  const range = { start: { line: 13, character: 0 }, end: { line: 13, character: 4 } };
  assert.equal(sourceLabel({ path: "src/withdraw.ts", range }, "src/withdraw.ts"), ":14");
  assert.equal(sourceLabel({ path: "src/rates.ts", range }, "src/withdraw.ts"), "rates.ts:14");
});

test("messagePieces: values and changes between back-ticks", () => {
  assert.deepEqual(messagePieces("atm writes `balance` `100 → 90`, reverted"), [
    { kind: "words", text: "atm writes " },
    { kind: "value", text: "balance" },
    { kind: "words", text: " " },
    { kind: "change", before: "100", after: "90" },
    { kind: "words", text: ", reverted" },
  ]);
  assert.deepEqual(messagePieces("one ` alone"), [{ kind: "words", text: "one ` alone" }]);
  assert.equal(plainMessage("sets `replicas` `3 → 2`"), "sets replicas 3 → 2");
});

test("numberList: runs as ranges, the rest counted", () => {
  assert.equal(numberList("h", [0, 1, 2, 9]), "h0–h2 h9");
  assert.equal(numberList("h", [3, 4]), "h3 h4");
  assert.equal(numberList("h", []), "");
  assert.equal(numberList("l", [0, 2, 4, 6, 8], 3), "l0 l2 l4 and 2 more");
});
