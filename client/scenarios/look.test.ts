import assert from "node:assert/strict";
import { test } from "node:test";
import type { ScenarioStatus } from "../../protocol/requests.ts";
import { count, describe, formatNumber, stateOf } from "./look.ts";
import { statusOf } from "./test-statuses.ts";

const cases: readonly { readonly status: Partial<ScenarioStatus>; readonly want: string }[] = [
  { status: { verdict: "holds", bounds: "3 groups, 12 choices" }, want: "holds · 3 groups, 12 choices" },
  { status: { verdict: "violated", problems: 2 }, want: "violated · 2 problems" },
  { status: { verdict: "undecided", limit: "time" }, want: "undecided · time limit" },
  { status: { verdict: "not-run", reason: { code: "FL0003", message: "…" } }, want: "not run · FL0003" },
  { status: { phase: "obsolete", verdict: "holds" }, want: "holds before the last edit" },
  {
    status: { phase: "running", progress: { done: 18_420, total: 60_000, unit: "walks" }, elapsedMs: 3049 },
    want: "running · 18,420 of 60,000 walks · 3.0 s",
  },
  { status: { phase: "running", verdict: "violated" }, want: "running" },
  { status: { phase: "crashed", verdict: "holds" }, want: "failed, nothing was concluded" },
  { status: { phase: "idle" }, want: "not verified yet" },
];

for (const { status, want } of cases) test(`describe: ${want}`, () => assert.equal(describe(statusOf(status)), want));

test("stateOf: a verdict of an older text is obsolete, never the verdict", () => {
  assert.equal(stateOf({ phase: "obsolete", verdict: "holds" }), "obsolete");
  assert.equal(stateOf({ phase: "done", verdict: "holds" }), "holds");
  assert.equal(stateOf({ phase: "done" }), "new");
});

test("numbers: grouped by thousands, nouns in the right number", () => {
  assert.equal(formatNumber(1_234_567), "1,234,567");
  assert.equal(formatNumber(999), "999");
  assert.equal(count(1, "problem"), "1 problem");
  assert.equal(count(1000, "problem"), "1,000 problems");
});
