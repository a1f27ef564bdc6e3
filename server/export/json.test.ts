import assert from "node:assert/strict";
import { test } from "node:test";
import { writeReport } from "./report.ts";
import { reportOf, sampleReport, sampleResult } from "./testing/sample-report.ts";

for (const [name, report] of [
  ["one of everything", sampleReport()],
  ["nothing", reportOf([])],
  ["a shard", reportOf([sampleResult()], { shard: { index: 1, of: 2 } })],
] as const) {
  test(`JSON: ${name} is written as JSON.stringify would`, () =>
    assert.equal(writeReport(report, "json"), `${JSON.stringify(report, null, 2)}\n`));
}
