import assert from "node:assert/strict";
import { test } from "node:test";
import typescript from "typescript";
import type { Problem } from "../protocol/problem.ts";
import type { Outcome, Scenario, Simulator } from "../simulators/core/simulator.ts";
import { mendProblems } from "./mend.ts";

const rangeAt = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 1 } });

test("mend: a problem in another file is mended there, and where the scenario's file asks for it", async () => {
  const seen: string[] = [];
  const simulator = {
    mend(unit: { readonly path: string }, problem: Problem) {
      seen.push(`${unit.path} ${problem.path}:${problem.range.start.line}`);
      return [{ title: unit.path, edits: [] }];
    },
  } as unknown as Simulator;
  const problem = (path: string): Problem => ({
    code: "FL2005",
    severity: "error",
    message: "",
    path,
    range: rangeAt(7),
    related: [
      { message: "", path: "b.ts", range: rangeAt(1) },
      { message: "", path: "a.ts", range: rangeAt(2) },
      { message: "", path: "a.ts", range: rangeAt(3) },
    ],
  });
  const scenario = { path: "a.ts", inputs: ["a.ts", "b.ts"].map((path) => ({ path, text: "" })) } as unknown as Scenario;
  const outcome = { problems: [problem("a.ts"), problem("b.ts"), problem("gone.ts")], traces: [] } as unknown as Outcome;
  const { problems } = await mendProblems(simulator, scenario, outcome, () => typescript);
  assert.deepEqual(seen, ["a.ts a.ts:7", "b.ts b.ts:7", "a.ts a.ts:2", "a.ts a.ts:2"]);
  assert.deepEqual(
    problems.map(({ path, fixes }) => [path, fixes?.map(({ title }) => title)]),
    [
      ["a.ts", ["a.ts"]],
      ["b.ts", ["b.ts", "a.ts"]],
      ["gone.ts", ["a.ts"]],
    ],
  );
});

test("mend: others get a turn between problems, and none is mended once the signal came", async () => {
  const abort = new AbortController();
  const seen: string[] = [];
  const simulator = {
    mend(_: unknown, { message }: Problem) {
      seen.push(message);
      setImmediate(() => {
        seen.push("another");
        if (message === "second") abort.abort();
      });
      return [{ title: message, edits: [] }];
    },
  } as unknown as Simulator;
  const problems = ["first", "second", "third"].map(
    (message): Problem => ({ code: "FL2005", severity: "error", message, path: "a.ts", range: rangeAt(0), related: [] }),
  );
  const scenario = { path: "a.ts", inputs: [{ path: "a.ts", text: "" }] } as unknown as Scenario;
  const mended = await mendProblems(simulator, scenario, { problems, traces: [] } as unknown as Outcome, () => typescript, abort.signal);
  assert.deepEqual(seen, ["first", "another", "second", "another"]);
  assert.deepEqual(
    mended.problems.map(({ fixes }) => fixes?.[0]?.title),
    ["first", "second", undefined],
  );
});
