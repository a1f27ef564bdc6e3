import assert from "node:assert/strict";
import { test } from "node:test";
import type { Result } from "../../protocol/report.ts";
import { sampleProblem, sampleResult } from "../export/testing/sample-report.ts";
import { newTrack } from "../track.ts";
import { lensTitle } from "./lenses.ts";

const titleOf = (given: Partial<Result>): string => {
  const result = sampleResult({ problems: [], ...given });
  const last = { key: "k", result, findings: [], view: result };
  const scenario = { simulator: "toy", name: "a", path: "a.toy", range: result.range, inputs: [], findings: [], payload: null };
  return lensTitle({ ...newTrack(scenario, "k"), last }, 0);
};
const stats = { states: 3, transitions: 3, executions: 1, milliseconds: 128, complete: true };

const cases = [
  {
    name: "what is zero, what has a name already and the time are left to the hover",
    given: {
      verdict: "violated" as const,
      problems: [sampleProblem(), sampleProblem()],
      bounds: { groups: 2, senders: 3, choices: 48, failureCases: 0 },
      stats,
    },
    want: "✗ violated · 2 problems · 2 groups · 3 senders · 48 choices",
  },
  {
    name: "states are told where nothing else counts them",
    given: { verdict: "holds" as const, bounds: { faults: 2 }, stats: { ...stats, states: 1234 } },
    want: "✓ holds · 2 faults · 1,234 states visited",
  },
  {
    name: "undecided says which limit came first",
    given: {
      verdict: "undecided" as const,
      reason: { message: "the time limit came first" },
      bounds: {},
      stats: { ...stats, complete: false },
    },
    want: "? undecided · the time limit came first · 3 states visited, incomplete",
  },
];

for (const { name, given, want } of cases) test(`lens: ${name}`, () => assert.equal(titleOf(given), want));
