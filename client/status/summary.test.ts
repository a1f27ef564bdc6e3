import assert from "node:assert/strict";
import { test } from "node:test";
import { statusOf } from "../scenarios/test-statuses.ts";
import { summarise } from "./summary.ts";

const holds = statusOf({ verdict: "holds" });
const violated = statusOf({ verdict: "violated" });

const cases = [
  { name: "one violated", statuses: [holds, violated, holds, holds], want: "1 of 4 violated" },
  { name: "all hold", statuses: [holds, holds], want: "all 2 hold" },
  { name: "a single one", statuses: [holds], want: "holds" },
  { name: "work in progress first", statuses: [violated, statusOf({ phase: "running", verdict: "violated" })], want: "1 running" },
  { name: "an old result is no result", statuses: [holds, statusOf({ phase: "obsolete", verdict: "violated" })], want: "1 of 2 obsolete" },
  { name: "undecided is said", statuses: [holds, statusOf({ verdict: "undecided" })], want: "1 of 2 undecided" },
];

for (const { name, statuses, want } of cases) test(`summarise: ${name}`, () => assert.equal(summarise(statuses)?.text, want));

test("summarise: nothing to say without scenarios", () => assert.equal(summarise([]), undefined));

test("summarise: a line for each state, worst first", () => {
  assert.deepEqual(summarise([holds, violated, holds])?.lines, ["1 violated", "2 hold"]);
});
