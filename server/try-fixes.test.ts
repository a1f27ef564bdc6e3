import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fix, Problem } from "../protocol/problem.ts";
import type { Verdict } from "../protocol/report.ts";
import type { Outcome, Scenario, Simulator } from "../simulators/core/simulator.ts";
import { tryFixes } from "./try-fixes.ts";

// Texts are lists of faults: a run finds one problem for each word but `fine`.

const at = (start: number, end: number) => ({ start: { line: 0, character: start }, end: { line: 0, character: end } });
const scenarioOf = (text: string): Scenario => ({
  simulator: "words",
  name: "words",
  path: "a.words",
  range: at(0, 0),
  inputs: [{ path: "a.words", text }],
  findings: [],
  payload: text,
});
const words = {
  discover: ({ text }: { readonly text: string }) => ({ scenarios: text === "" ? [] : [scenarioOf(text)], problems: [] }),
} as unknown as Simulator;

const fixTo = (text: string, newText: string, title = newText): Fix => ({
  title,
  edits: [{ path: "a.words", range: at(0, text.length), newText }],
});

function outcomeOf(text: string, fixes: readonly Fix[] = [], verdict: Verdict = "violated"): Outcome {
  const problems = text.split(" ").flatMap((property, index): readonly Problem[] => {
    if (property === "fine") return [];
    const own = index === 0 && fixes.length > 0 ? { fixes } : {};
    return [{ code: "FL1004", severity: "error", message: property, path: "a.words", range: at(0, 1), property, related: [], ...own }];
  });
  const stats = { states: 10, transitions: 10, executions: 1, complete: true };
  return { verdict, properties: [], problems, traces: [], bounds: {}, stats };
}

async function offered(
  text: string,
  fixes: readonly Fix[],
  verdict?: Verdict,
): Promise<{ readonly titles: readonly string[]; readonly runs: number }> {
  let runs = 0;
  const first = outcomeOf(text, fixes);
  const tried = await tryFixes(
    words,
    scenarioOf(text),
    first,
    () => assert.fail(),
    async ({ payload }) => {
      runs += 1;
      if (payload === "crash") throw new Error("crash");
      return outcomeOf(payload as string, [], verdict);
    },
  );
  return { titles: (tried.problems[0]?.fixes ?? []).map(({ title, preferred }) => `${title}${preferred ? " (preferred)" : ""}`), runs };
}

const cases: readonly { name: string; text: string; fixes: readonly string[]; want: readonly string[] }[] = [
  { name: "one that mends", text: "lost", fixes: ["fine"], want: ["fine (preferred)"] },
  { name: "one that leaves the problem", text: "lost", fixes: ["lost fine"], want: [] },
  { name: "one that brings another problem", text: "lost", fixes: ["worse"], want: [] },
  { name: "one that leaves another problem", text: "lost torn", fixes: ["torn"], want: ["torn (preferred)"] },
  { name: "one that crashes us", text: "lost", fixes: ["crash", "fine"], want: ["fine (preferred)"] },
  { name: "one after which there is no scenario", text: "lost", fixes: [""], want: [] },
];

for (const { name, text, fixes, want } of cases) {
  test(`try fixes: ${name}`, async () => {
    const { titles } = await offered(
      text,
      fixes.map((one) => fixTo(text, one)),
    );
    assert.deepEqual(titles, want);
  });
}

test("try fixes: of one title the first that mends; the same text is run once", async () => {
  const fixes = [
    fixTo("lost", "worse", "wrap"),
    fixTo("lost", "fine", "wrap"),
    fixTo("lost", "fine fine", "wrap"),
    fixTo("lost", "fine", "other"),
  ];
  const { titles, runs } = await offered("lost", fixes);
  assert.deepEqual(titles, ["wrap (preferred)", "other"]);
  assert.equal(runs, 2);
});

test("try fixes: nothing is said of what was not decided", async () => {
  assert.deepEqual((await offered("lost", [fixTo("lost", "fine")], "undecided")).titles, []);
});

test("try fixes: a text that does nothing any more is not mended", async () => {
  const trace = (mark: "read" | "write") =>
    [{ steps: [{ mark, at: { path: "a.words", range: at(0, 1) } }, { mark: "write" }] }] as unknown as Outcome["traces"];
  const titlesAfter = async (mark: "read" | "write"): Promise<readonly string[]> => {
    const first = { ...outcomeOf("lost", [fixTo("lost", "fine")]), traces: trace("write") };
    const run = () => Promise.resolve({ ...outcomeOf("fine", [], "holds"), traces: trace(mark) });
    const tried = await tryFixes(words, scenarioOf("lost"), first, () => assert.fail(), run);
    return (tried.problems[0]?.fixes ?? []).map(({ title }) => title);
  };
  assert.deepEqual(await titlesAfter("read"), []);
  assert.deepEqual(await titlesAfter("write"), ["fine"]);
});
