import assert from "node:assert/strict";
import { test } from "node:test";
import { scenarioAtCursor } from "./at-cursor.ts";
import { statusOf } from "./test-statuses.ts";

const scenario = (name: string, line: number) =>
  statusOf({ scenario: name, range: { start: { line, character: 4 }, end: { line, character: 9 } } });
const statuses = [scenario("one", 3), scenario("two", 10)];

const cases = [
  { name: "in its range", line: 10, character: 5, want: "two" },
  { name: "below it", line: 8, character: 0, want: "one" },
  { name: "above all", line: 0, character: 0, want: "one" },
  { name: "on its line, before its range", line: 10, character: 0, want: "one" },
];

for (const { name, line, character, want } of cases) {
  test(`scenarioAtCursor: ${name}`, () => assert.equal(scenarioAtCursor(statuses, { line, character })?.scenario, want));
}

test("scenarioAtCursor: none in a file without scenarios", () => {
  assert.equal(scenarioAtCursor([], { line: 0, character: 0 }), undefined);
});
