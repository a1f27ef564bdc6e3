import assert from "node:assert/strict";
import { test } from "node:test";
import type { Log } from "sarif";
import { writeReport } from "./report.ts";
import { sarifValidator } from "./testing/official-schema.ts";
import { reportOf, sampleProblem, sampleReport, sampleResult } from "./testing/sample-report.ts";

const validate = sarifValidator();
const sarifOf = (report = sampleReport(), options = {}): Log => JSON.parse(writeReport(report, "sarif", options)) as Log;

test("SARIF: valid by the official schema of 2.1.0", () => {
  for (const report of [sampleReport(), reportOf([]), reportOf([sampleResult({ traces: [], problems: [sampleProblem({ trace: 7 })] })])]) {
    assert.ok(validate(sarifOf(report)), JSON.stringify(validate.errors, null, 2));
  }
});

test("SARIF: the schema check can fail", () => {
  const log = sarifOf();
  assert.ok(!validate({ ...log, runs: [{ ...log.runs[0], results: [{ level: "fatal" }] }] }));
});

test("SARIF: the steps of a trace are a code flow with places, order and importance", () => {
  const locations = resultWith("FL3001").codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
  assert.deepEqual(
    locations.map((location) => [location.executionOrder, location.importance, location.module]),
    [
      [1, "important", "controller"],
      [2, "important", "host p0.l0.h0"],
      [3, "essential", "leaf p0.l0"],
    ],
  );
  assert.equal(locations[1]?.location?.physicalLocation?.region?.startLine, 4);
  assert.deepEqual(locations[2]?.state, { "hosts.p0.l0.h1.copies": { text: "1" }, header: { text: "gone" } });
});

test("SARIF: regions count from 1, paths are encoded references below the working directory", () => {
  const location = sarifOf().runs[0]?.results?.find((result) => result.message.text?.startsWith("Hosts"))?.locations?.[0]?.physicalLocation;
  assert.deepEqual(location?.region, { startLine: 4, startColumn: 15, endLine: 4, endColumn: 25 });
  assert.deepEqual(location?.artifactLocation, { uri: "net/a%20b/%C3%BC%26%3Cx%3E%1B%5B2J%3A1.multicast.json", uriBaseId: "SRCROOT" });
});

test("SARIF: a fix replaces its region", () => {
  const change = resultWith("FL3001").fixes?.[0]?.artifactChanges[0];
  assert.deepEqual(change?.replacements, [
    { deletedRegion: { startLine: 2, startColumn: 30, endLine: 2, endColumn: 31 }, insertedContent: { text: "9" } },
  ]);
});

test("SARIF: a suppressed problem carries its reason", () => {
  const suppressed = sarifOf().runs[0]?.results?.filter((result) => result.suppressions) ?? [];
  assert.deepEqual(
    suppressed.map((result) => result.suppressions),
    [[{ kind: "inSource", status: "accepted", justification: "known -- until May" }]],
  );
});

test("SARIF: rules have the page of their code as help, and results point to them", () => {
  const page = "# FL3001 header over budget\n\nThe header of some sender\nis too long.\n\nMore.\n";
  const run = sarifOf(sampleReport(), { pageOf: (code: string) => (code === "FL3001" ? page : undefined) }).runs[0];
  const rules = run?.tool.driver.rules ?? [];
  const rule = rules.find(({ id }) => id === "FL3001");
  assert.equal(rule?.name, "HeaderOverBudget");
  assert.equal(rule?.fullDescription?.text, "The header of some sender is too long.");
  assert.equal(rule?.help?.markdown, page);
  for (const result of run?.results ?? []) assert.equal(rules[result.ruleIndex ?? -1]?.id, result.ruleId);
});

test("SARIF: what has no verdict is a notification, not silence", () => {
  const notifications = sarifOf().runs[0]?.invocations?.[0]?.toolExecutionNotifications ?? [];
  assert.deepEqual(
    notifications.map(({ level, message }) => [level, message.text]),
    [
      ["warning", "large: undecided: 60 s were over after 3 of 9 groups"],
      ["error", "typo: not run: the configuration has 1 error"],
    ],
  );
});

test("SARIF: a fingerprint survives moved lines and changed figures, and tells equal problems apart", () => {
  const print = (...problems: Parameters<typeof sampleProblem>[0][]) =>
    sarifOf(reportOf([sampleResult({ problems: problems.map((change) => sampleProblem(change)) })])).runs[0]?.results?.map(
      (result) => result.partialFingerprints?.["faultline/v1"],
    );
  const moved = { start: { line: 30, character: 0 }, end: { line: 30, character: 4 } };
  assert.deepEqual(print({}), print({ range: moved, message: "Group `cpu-load` needs 11 bytes of header, 7 over `headerBytes` of 4" }));
  assert.notDeepEqual(print({}), print({ message: "Group `mem-load2` needs 9 bytes of header, 5 over `headerBytes` of 4" }));
  assert.equal(new Set(print({}, {})).size, 2);
});

function resultWith(code: string) {
  const result = sarifOf().runs[0]?.results?.find(({ ruleId }) => ruleId === code);
  assert.ok(result);
  return result;
}
