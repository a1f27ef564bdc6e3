import assert from "node:assert/strict";
import { test } from "node:test";
import { casesIn, judge } from "./cases.ts";
import { checkedCopy } from "./checked.ts";
import { timeless } from "./programs.ts";

const cli = checkedCopy("test/cases/critical-section", "cases");

for (const { name, variant, want } of casesIn("test/cases/critical-section"))
  test(`case ${name}, ${variant}: ${want.verdict}`, () => judge(cli.report, `cases/${name}/${want.file}`, want));

test("check: every case is the same with one worker", () => {
  const expected = timeless(cli.reportText);
  const again = cli.run("check", "cases", "--format", "json", "--no-cache", "--workers", "1").out;
  assert.equal(timeless(again), expected);
});
