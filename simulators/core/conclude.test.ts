import assert from "node:assert/strict";
import { test } from "node:test";
import type { Problem } from "../../protocol/problem.ts";
import { conclude } from "./conclude.ts";
import type { Outcome, Scenario } from "./simulator.ts";

const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } };
const problem = (code: Problem["code"], severity: Problem["severity"] = "warning"): Problem => ({
  code,
  severity,
  message: "x",
  path: "a.ts",
  range,
  related: [],
});
const scenarioOf = (text: string): Scenario => ({
  simulator: "x",
  name: "a",
  path: "a.ts",
  range,
  inputs: [{ path: "a.ts", text }],
  findings: [],
  payload: null,
});
const outcomeOf = (given: Partial<Outcome>, complete = true): Outcome => ({
  verdict: "holds",
  properties: [],
  problems: [],
  traces: [],
  bounds: {},
  stats: { states: 1, transitions: 1, executions: 1, complete },
  ...given,
});

const ignored = "// faultline-ignore FL1002: known\ncode\n";
const cases = [
  { name: "a complete search without problems holds", outcome: outcomeOf({}), want: "holds" },
  { name: "a problem violates", outcome: outcomeOf({ verdict: "violated", problems: [problem("FL1002", "error")] }), want: "violated" },
  {
    name: "one that is suppressed does not",
    text: ignored,
    outcome: outcomeOf({ verdict: "violated", problems: [problem("FL1002", "error")] }),
    want: "holds",
  },
  {
    name: "with one that is suppressed an incomplete search stays undecided",
    text: ignored,
    outcome: outcomeOf({ verdict: "violated", problems: [problem("FL1002", "error")] }, false),
    want: "undecided",
  },
  {
    name: "what is not modelled neither violates nor lets hold",
    outcome: outcomeOf({ verdict: "violated", problems: [problem("FL0003")] }, false),
    want: "undecided",
  },
  { name: "nothing holds that was not looked at", outcome: outcomeOf({}, false), want: "undecided" },
];

for (const { name, text = "\ncode\n", outcome, want } of cases) {
  test(`conclude: ${name}`, () => {
    const { verdict, reason } = conclude(scenarioOf(text), outcome, { inputs: "", milliseconds: 0, reproduce: "" });
    assert.equal(verdict, want);
    assert.equal(reason !== undefined, want === "undecided");
  });
}

test("conclude: a run that shows what the text made likely takes the place of the finding, and has its fixes", () => {
  const fixes = [{ title: "Mend it", edits: [] }];
  const scenario = { ...scenarioOf("a\nb\n"), findings: [{ ...problem("FL4015"), fixes }, problem("FL4009")] };
  const shown = { ...problem("FL4015", "error"), property: "errors-handled", trace: 0 };
  const { problems } = conclude(scenario, outcomeOf({ verdict: "violated", problems: [shown] }), {
    inputs: "",
    milliseconds: 0,
    reproduce: "",
  });
  assert.deepEqual(
    problems.map(({ code, severity, trace, fixes: offered }) => [code, severity, trace, offered?.length]),
    [
      ["FL4009", "warning", undefined, undefined],
      ["FL4015", "error", 0, 1],
    ],
  );
});

test("conclude: each finding whose related place a run shows stays beside the problem", () => {
  const at = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 1 } });
  const findingAt = (line: number): Problem => ({
    ...problem("FL4009"),
    message: `read in line ${line}`,
    range: at(line),
    related: [{ path: "a.ts", range: problem("FL4009").range, message: "what it writes" }],
  });
  const findings = [findingAt(7), { ...findingAt(9), fixes: [{ title: "Mend it", edits: [] }] }];
  const scenario = { ...scenarioOf("a\nb\n"), findings };
  const shown = { ...problem("FL4009", "error"), trace: 0 };
  const { problems } = conclude(scenario, outcomeOf({ verdict: "violated", problems: [shown] }), {
    inputs: "",
    milliseconds: 0,
    reproduce: "",
  });
  assert.deepEqual(
    problems.map(({ related, fixes }) => [related.map(({ range, message }) => [range.start.line, message]), fixes?.length]),
    [
      [
        [
          [7, "read in line 7"],
          [9, "read in line 9"],
        ],
        1,
      ],
    ],
  );
});
