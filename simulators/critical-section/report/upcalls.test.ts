import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { named, payloadOf, scenarioOf } from "../testing/program.ts";
import { runScenario } from "./outcome.ts";

const lines = [
  "const totals = { jobs: 0, cost: 0 };",
  "function work() {",
  "  totals.jobs = 1;",
  "  $beginSection();",
  "  totals.cost = 3;",
  "  totals.jobs = 2;",
  "  $endSection();",
  "}",
  "function onInterrupt(info) {",
  "  if (!info.inSection) return 'restart';",
  "  const cpu = info.cpu;",
  "  return cpu.pending.length === 1",
  "    ? 'park'",
  "    : 'restart';",
  "}",
  "export { work, onInterrupt };",
];

test("upcalls: when the event hit the thread, and where the handler has answered", () => {
  const payload = payloadOf([{ name: "work" }], { handler: named("onInterrupt"), machine: { events: ["timer"], maxEvents: 1 } });
  const scenario = scenarioOf(lines.join("\n"));
  const { problems, traces } = runScenario(scenario, payload, scenario.program, unlimited());
  const lost = problems.find(({ code }) => code === "FL1011");
  const trace = traces[lost?.trace ?? -1];
  const [upcall] = trace?.upcalls ?? [];
  assert.equal(upcall?.event.after, "after the write in line 5");
  assert.equal(upcall.cpu.at?.range.start.line, 5);
  const answer = trace?.steps.find(({ action }) => action === "answer");
  assert.equal(answer?.at?.range.start.line, 11);
  assert.equal(lost?.range.start.line, 11);
});
