import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "./nearest.ts";

const names = ["check", "list", "replay", "trace", "merge", "explain", "--format", "--seed"];
const cases = [
  { written: "chek", want: "check" },
  { written: "chekc", want: "check" },
  { written: "Check", want: "check" },
  { written: "mrege", want: "merge" },
  { written: "--fromat", want: "--format" },
  { written: "lits", want: "list" },
  { written: "serve", want: undefined },
  { written: "", want: undefined },
  { written: "x".repeat(10_000), want: undefined },
];

for (const { written, want } of cases) {
  test(`nearest: ${written.slice(0, 20) || "nothing"} → ${want ?? "none"}`, () => assert.equal(nearest(written, names), want));
}
