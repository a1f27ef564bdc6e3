import assert from "node:assert/strict";
import { test } from "node:test";
import { type ResultSummary, traceAtCursor, traceChoices } from "./choose.ts";

const scenario = { uri: "file:///w/load.multicast.json", scenario: "load" };
const path = "load.multicast.json";
const problem = (line: number, trace?: number): ResultSummary["problems"][number] => ({
  code: "FL3005",
  severity: "warning",
  message: "Group `load` reaches 6 hosts that never asked",
  path,
  range: { start: { line, character: 2 }, end: { line, character: 8 } },
  related: [],
  ...(trace === undefined ? {} : { trace }),
});

const result: ResultSummary = {
  path,
  problems: [problem(1, 1), problem(2), problem(3, 1), problem(3, 2)],
  properties: [],
  traces: [
    { title: "The packet arrives" },
    { title: "Six hosts are flooded", property: "FL3005" },
    { title: "A loop", property: "FL3008" },
  ],
  witness: 0,
  reproduce: "",
};

test("traceChoices: what fails stands before the main path", () => {
  assert.deepEqual(
    traceChoices(scenario, result).map(({ ref, description }) => [ref.kind === "result" && ref.trace, description]),
    [
      [1, "FL3005"],
      [2, "FL3008"],
      [0, "main path"],
    ],
  );
});

const cases = [
  { name: "on a problem with a trace", line: 1, want: 1 },
  { name: "on a problem without", line: 2, want: undefined },
  { name: "on two problems with two traces", line: 3, want: undefined },
  { name: "elsewhere", line: 9, want: undefined },
];

for (const { name, line, want } of cases) {
  test(`traceAtCursor: ${name}`, () => {
    const ref = traceAtCursor(scenario, result, path, { line, character: 4 });
    assert.equal(ref?.kind === "result" ? ref.trace : undefined, want);
  });
}
