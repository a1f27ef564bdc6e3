import assert from "node:assert/strict";
import { test } from "node:test";
import type { SourceSpan } from "../../../protocol/source.ts";
import { causeOf } from "./cause.ts";
import type { Found } from "./found.ts";
import type { Run, RunStep } from "./types.ts";

const at = (line: number): SourceSpan => ({ path: "a.ts", range: { start: { line, character: 0 }, end: { line, character: 1 } } });

function call(method: "GET" | "POST" | "DELETE", line: number): RunStep {
  const target = { kind: "api", request: { method, path: "/api/v1/namespaces/n/secrets/a", query: {} } } as const;
  const reconcile = { process: 0, key: "n/a", number: 0 };
  const answer = { kind: "answer", code: 200, body: {} } as const;
  return { choice: 0, action: { kind: "call", reconcile, call: { call: 0, target, at: [at(line)] }, answer }, changes: [], events: [] };
}

const steps: readonly RunStep[] = [call("POST", 1), call("GET", 2), call("DELETE", 3), call("POST", 4)];
const run: Run = { world: "plain", initial: { objects: [], external: {} }, steps };
const found: Found = {
  property: "converges",
  detail: { kind: "livelock", isFailing: false },
  objects: [],
  codes: [0, 0, 0, 0],
  loop: 3,
  isAtStep: false,
};

test("what goes on for ever is to blame where it goes on, not where it began", () => {
  assert.deepEqual(causeOf(found, run).at, at(4));
  assert.deepEqual(
    causeOf({ ...found, loop: 0, detail: { kind: "rounds", steps: 2 } }, { ...run, steps: [...steps, call("GET", 5)] }).at,
    at(4),
  );
});

const ended: Found = { ...found, loop: 0, detail: { kind: "end", isGone: false } };

test("an object that is wrong in the end is to blame at its last write, if it has any", () => {
  const object = { resource: "/secrets", key: "n/a", problem: "different", differences: [] } as const;
  const [first, second, ...rest] = steps as readonly [RunStep, RunStep, ...RunStep[]];
  const written: Run = { ...run, steps: [{ ...first, changes: [object] }, { ...second, changes: [object] }, ...rest] };
  assert.deepEqual(causeOf({ ...ended, objects: [object] }, written).at, at(2));
  assert.deepEqual(causeOf({ ...ended, objects: [object] }, run).at, at(1));
  assert.deepEqual(causeOf({ ...ended, objects: [{ ...object, problem: "missing" }] }, run).at, at(1));
});

test("what is left undone at rest is to blame at the last answer", () => {
  assert.deepEqual(causeOf({ ...ended, detail: { kind: "restless" } }, run).at, at(4));
});
