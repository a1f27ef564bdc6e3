import assert from "node:assert/strict";
import { test } from "node:test";
import type { Result } from "../../protocol/report.ts";
import { sampleProblem, sampleResult } from "../export/testing/sample-report.ts";
import { newTrack } from "../track.ts";
import { lensesOf, lensTitle } from "./lenses.ts";

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

test("lens: what a scenario says at once stays until a run speaks of the same line", () => {
  const result = sampleResult({ problems: [] });
  const at = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 1 } });
  const notes = [5, 6].map((line) => ({ kind: "lens" as const, range: at(line), text: `costs ${line}` }));
  const scenario = { simulator: "toy", name: "a", path: "a.toy", range: result.range, inputs: [], findings: [], payload: null, notes };
  const file = {
    uri: "file:///a.toy",
    folder: undefined,
    path: "a.toy",
    text: "",
    discovery: { scenarios: [], problems: [] },
    sought: new Map(),
  };
  const titles = (track: ReturnType<typeof newTrack>): readonly string[] =>
    lensesOf({ ...file, tracks: new Map([["a", track]]) }, 0).flatMap(({ title }) => (title.startsWith("cost") ? [title] : []));
  const track = newTrack(scenario, "k");
  assert.deepEqual(titles(track), ["costs 5", "costs 6"]);
  const view = { ...result, notes: [{ kind: "lens" as const, range: at(6), text: "cost 64" }] };
  assert.deepEqual(titles({ ...track, last: { key: "k", result, findings: [], view } }), ["costs 5", "cost 64"]);
});
