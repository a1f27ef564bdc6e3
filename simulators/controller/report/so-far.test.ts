import assert from "node:assert/strict";
import { test } from "node:test";
import type { Budget } from "../../core/budget.ts";
import { unlimited } from "../../core/budget.ts";
import type { Outcome, Program, Scenario } from "../../core/simulator.ts";
import type { Payload } from "../payload.ts";
import { check } from "../world/check.ts";
import { createSecret, owned, readSecret, thing, twinSecrets, twinSecretsBug } from "../world/testing/examples.ts";
import { FakeProcess, type FakeReconcile } from "../world/testing/fake-process.ts";
import { smallPlatform } from "../world/testing/small-platform.ts";
import { soFar } from "./so-far.ts";

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
const scenario: Scenario = {
  simulator: "controller",
  name: "thing",
  path: "thing.ts",
  range: nowhere,
  inputs: [],
  findings: [],
  payload: undefined,
};
const payload: Payload = {
  style: "tagged",
  entry: "reconcile",
  resource: { apiVersion: "g/v1", kind: "Thing" },
  takesEvent: false,
  owns: [],
  retains: [],
  manages: [],
  edits: [],
  replicas: 1,
  requeue: true,
};

const program: Program = { code: "", sourceMap: "", files: [] };

/** All that is told while it is checked. */
function toldOf(reconcile: FakeReconcile): { readonly told: readonly Outcome[]; readonly findings: readonly string[] } {
  const told: Outcome[] = [];
  const budget: Budget = { ...unlimited({ maxStates: 50_000 }), partial: (tell) => told.push(tell()) };
  const checked = check(new FakeProcess(reconcile), thing, budget, soFar(scenario, payload, program, thing, budget), smallPlatform());
  return { told, findings: checked.findings.map(({ property }) => property) };
}

test("so far: the quiet run is told first, then each part, and a finding stays", () => {
  const { told, findings } = toldOf(twinSecretsBug);
  assert.equal(told[0]?.reason?.message, "happy path done");
  assert.ok(findings.length > 0);
  const last = told.at(-1);
  assert.deepEqual(new Set(last?.properties.map(({ id }) => id)), new Set(findings));
  for (const { problems, traces, properties, verdict } of told) {
    assert.equal(verdict, problems.length > 0 ? "violated" : "undecided");
    assert.deepEqual([traces.length, properties.length], [problems.length, problems.length]);
    for (const { trace, property } of problems) assert.equal(traces[trace ?? -1]?.property, property);
  }
});

test("so far: nothing that is told holds", () => {
  const { told, findings } = toldOf(twinSecrets);
  assert.deepEqual(findings, []);
  assert.deepEqual(
    told.map(({ verdict, reason, stats }) => [verdict, reason?.message, stats.complete]),
    ["happy path done", "bystanders done", "single faults done"].map((done) => ["undecided", done, false]),
  );
});

test("so far: without anybody who wants to know nothing is worked out", () => {
  const reconcile: FakeReconcile = function* (input) {
    if ((yield* readSecret("one")) === undefined) yield* createSecret(owned(input, "one"));
  };
  const budget = unlimited({ maxStates: 50_000 });
  const report = soFar({} as Scenario, {} as Payload, program, thing, budget);
  assert.deepEqual(check(new FakeProcess(reconcile), thing, budget, report, smallPlatform()).findings, []);
});

test("so far: what the quiet run shows is told before the search", () => {
  const { told, findings } = toldOf(function* () {
    if ((yield* readSecret("one")) === undefined)
      yield* createSecret({ apiVersion: "v1", kind: "Secret", metadata: { name: "one", namespace: "ns" } });
  });
  assert.deepEqual(findings, ["no-leak"]);
  const first = told.findIndex(({ problems }) => problems.length > 0);
  assert.equal(told[first]?.reason?.message, "happy path done");
  assert.deepEqual(
    told[first]?.problems.map(({ code }) => code),
    ["FL2007"],
  );
});
