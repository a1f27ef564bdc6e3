import assert from "node:assert/strict";
import { test } from "node:test";
import { writeReport } from "./report.ts";
import { reportOf, sampleProblem, sampleReport, sampleResult, sampleSource } from "./testing/sample-report.ts";

const escape = "\u001b";
const prettyOf = (report = sampleReport(), options = {}) => writeReport(report, "pretty", { sourceOf: () => sampleSource, ...options });

test("pretty: a violated scenario", () => {
  assert.equal(
    prettyOf(reportOf([sampleResult()]), { milliseconds: 310 }),
    `✗ violated  fabric multicast · net/fabric.multicast.json:1:1
  within 1 group · 1 sender · all live paths · 12 states visited
  line 4: 1 receiver · 9 B header · 0 spurious

  error FL3001 header over budget
  Group \`cpu-load\` needs 9 bytes of header, 5 over \`headerBytes\` of 4
  --> net/fabric.multicast.json:4:15
    |
  4 |     { "name": "cpu-load", "receivers": ["p0.l0.h1"] }
    |               ^^^^^^^^^^
  see net/fabric.multicast.json:2:30 the budget
  The header of cpu-load is 9 bytes, 5 over the budget, so no switch can read it.
     1. controller: 2 p-rules; 1 default
     2. host p0.l0.h0 sends 159 B
     3. leaf p0.l0: header too long  ←
  fix: Set headerBytes to 9

  run again: faultline check net/fabric.multicast.json --scenario fabric --seed 1

1 scenario: 0 holds, 1 violated, 0 undecided, 0 not run · 310 ms
next: faultline explain FL3001
      add --format json --output report.json, then: faultline trace report.json

`,
  );
});

test("pretty: the words for each verdict, bounds beside it, why and what next", () => {
  const text = prettyOf();
  assert.match(
    text,
    /^✓ holds {2}good multicast · net\/good\.multicast\.json:1:1\n {2}within .*all live paths.*\n {2}for example, in 3 steps: Every receiver/m,
  );
  assert.match(text, /^\? undecided {2}large .*\n {2}within .*incomplete\n {2}because: 60 s were over.*\n {2}next: raise --time-limit/m);
  assert.match(text, /^– not run {2}typo .*\n {2}because: FL3000 the configuration has 1 error/m);
  assert.match(text, /suppressed FL3005 .*: known -- until May/);
  assert.match(text, /^5 scenarios: 1 holds, 2 violated, 1 undecided, 1 not run$/m);
  assert.doesNotMatch(text, /verified|passed|failed/);
});

test("pretty: the parts of a search that are done are told in words", () => {
  const within = (completed: string): string => {
    const text = prettyOf(reportOf([sampleResult({ bounds: { faults: 1, completed } })]));
    return /within (.*)/.exec(text)?.[1] ?? "";
  };
  assert.equal(within("happy,owned,single"), "1 fault · quiet run, bystanders, every single fault · 12 states visited");
  assert.equal(
    within("happy,owned,single,pairs"),
    "1 fault · quiet run, bystanders, every single fault, every pair of faults · 12 states visited",
  );
  assert.equal(within(""), "1 fault · 12 states visited");
  assert.equal(within("half"), "1 fault · completed half · 12 states visited");
});

test("pretty: colours only when asked for, and never from the user's text", () => {
  assert.ok(!prettyOf().includes(escape));
  const text = prettyOf(sampleReport(), { colours: true });
  assert.ok(text.includes(`${escape}[31m✗ violated${escape}[39m`));
  assert.equal(text.replaceAll(new RegExp(`${escape}\\[\\d+m`, "g"), ""), prettyOf());
});

test("pretty: without the file the place is still named", () => {
  assert.match(prettyOf(reportOf([sampleResult()]), { sourceOf: () => undefined }), /--> net\/fabric\.multicast\.json:4:15\n {2}see/);
});

test("pretty: numbered related places take the place of the trace's steps", () => {
  const problem = sampleProblem({
    related: [
      {
        message: "1. leaf p0.l0 reads UL",
        path: "net/other.json",
        range: { start: { line: 6, character: 2 }, end: { line: 6, character: 3 } },
      },
    ],
  });
  const text = prettyOf(reportOf([sampleResult({ problems: [problem] })]));
  assert.match(text, /1\. leaf p0\.l0 reads UL \(net\/other\.json:7:3\)/);
  assert.doesNotMatch(text, /2\. host/);
});

test("pretty: an internal error shows the report to copy", () => {
  const problem = sampleProblem({ code: "FL0001", related: [], fixes: [], report: "Faultline 1.2.3\n    at run (worker.cjs:1:2)" });
  assert.match(
    prettyOf(reportOf([sampleResult({ problems: [problem], traces: [] })])),
    /\n {4}Faultline 1\.2\.3\n {8}at run \(worker\.cjs:1:2\)\n/,
  );
});
