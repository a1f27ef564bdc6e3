import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { writeReport } from "./report.ts";
import { reportOf, sampleProblem, sampleReport, sampleResult } from "./testing/sample-report.ts";
import { type Element, readXml } from "./testing/read-xml.ts";

const junitOf = (report = sampleReport()): Element => readXml(writeReport(report, "junit"));
const within = (element: Element, name: string): readonly Element[] => [
  ...element.children.filter((child) => child.name === name),
  ...element.children.flatMap((child) => within(child, name)),
];

test("JUnit: a suite for each file, a case for each property", () => {
  const suites = within(junitOf(), "testsuite");
  assert.deepEqual(
    suites.map((suite) => [suite.attributes["name"], within(suite, "testcase").map((testCase) => testCase.attributes["name"])]),
    [
      ["a.ts", ["FL0002 line 4"]],
      ["net/a b/ü&<x>\\u{1b}[2J:1.multicast.json", ["FL3005"]],
      ["net/fabric.multicast.json", ["FL3001", "FL3007"]],
      ["net/good.multicast.json", ["FL3001"]],
      ["net/large.multicast.json", ["FL3001"]],
      ["net/typo.multicast.json", ["typo"]],
    ],
  );
});

test("JUnit: violated fails, undecided is skipped with its reason, not run is an error", () => {
  const outcome = (name: string) => within(junitOf(), name).map((element) => element.attributes["message"]);
  assert.deepEqual(outcome("failure"), [
    'Hosts "7" & <8>\\u{7} get a copy',
    "Group `cpu-load` needs 9 bytes of header, 5 over `headerBytes` of 4",
  ]);
  assert.deepEqual(outcome("skipped"), ["undecided: 60 s were over after 3 of 9 groups"]);
  assert.deepEqual(outcome("error"), ["not run: the configuration has 1 error"]);
});

test("JUnit: the totals are those of the cases", () => {
  const root = junitOf();
  assert.deepEqual(
    ["tests", "failures", "errors", "skipped"].map((name) => Number(root.attributes[name])),
    [within(root, "testcase").length, within(root, "failure").length, within(root, "error").length, within(root, "skipped").length],
  );
});

test("JUnit: an undecided scenario whose properties all hold so far is skipped all the same", () => {
  const result = sampleResult({
    verdict: "undecided",
    reason: { limit: "cancelled", message: "stopped" },
    problems: [],
    properties: [{ id: "FL3007", verdict: "holds" }],
  });
  assert.equal(within(junitOf(reportOf([result])), "skipped").length, 1);
});

test("JUnit: well-formed, and nothing is lost but what XML cannot hold", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (message, path) => {
      const root = junitOf(reportOf([sampleResult({ path, problems: [sampleProblem({ message, path })] })]));
      const allowed = (text: string) => text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "");
      const found = within(root, "failure")[0]?.attributes["message"] ?? "";
      assert.equal(allowed(found.replace(/\\u\{[\da-f]+\}/g, "")), allowed(message.replace(/\\u\{[\da-f]+\}/g, "")));
    }),
  );
});
