import assert from "node:assert/strict";
import { test } from "node:test";
import type { Code } from "../protocol/problem.ts";
import type { Verdict } from "../protocol/report.ts";
import { reportOf, sampleProblem, sampleResult } from "../server/export/testing/sample-report.ts";
import { exitStatus } from "./exit-status.ts";

const reportWith = (...verdicts: readonly Verdict[]) => reportOf(verdicts.map((verdict) => sampleResult({ verdict })));
const relaxed = { isStrict: false, found: 1 };
const strict = { isStrict: true, found: 1 };
const fileProblem = (code: Code) => reportOf([], { problems: [sampleProblem({ code, severity: "warning" })] });

const cases = [
  { name: "all hold", report: reportWith("holds", "holds"), given: strict, want: 0 },
  { name: "a violation", report: reportWith("holds", "violated"), given: relaxed, want: 1 },
  { name: "a violation comes before what was not run", report: reportWith("not-run", "violated"), given: relaxed, want: 1 },
  { name: "not run", report: reportWith("holds", "not-run"), given: relaxed, want: 3 },
  { name: "undecided", report: reportWith("undecided"), given: relaxed, want: 0 },
  { name: "undecided, strict", report: reportWith("undecided"), given: strict, want: 3 },
  { name: "nothing found", report: reportOf([]), given: { isStrict: false, found: 0 }, want: 0 },
  { name: "nothing found, strict", report: reportOf([]), given: { isStrict: true, found: 0 }, want: 3 },
  { name: "an empty shard, strict", report: reportOf([]), given: strict, want: 0 },
  { name: "stopped", report: reportWith("undecided"), given: { ...relaxed, stopped: 130 }, want: 130 },
  { name: "stopped before anything was found, strict", report: reportOf([]), given: { isStrict: true, found: 0, stopped: 130 }, want: 130 },
  { name: "stopped after a violation", report: reportWith("violated", "undecided"), given: { ...relaxed, stopped: 130 }, want: 1 },
  { name: "a file that was not read", report: fileProblem("FL0003"), given: relaxed, want: 3 },
  { name: "an internal error", report: fileProblem("FL0001"), given: relaxed, want: 3 },
  { name: "a finding in code that is no scenario", report: fileProblem("FL2101"), given: relaxed, want: 0 },
  { name: "a misspelt tag", report: fileProblem("FL0002"), given: strict, want: 0 },
];

for (const { name, report, given, want } of cases) {
  test(`exit status: ${name}: ${want}`, () => assert.equal(exitStatus(report, given), want));
}
