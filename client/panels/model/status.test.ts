import assert from "node:assert/strict";
import { test } from "node:test";
import { startOfFile } from "../../../protocol/source.ts";
import type { ScenarioStatus } from "../../../protocol/requests.ts";
import { bannerOf, cardOf, phaseOfTrace, sameShape } from "./status.ts";

const status = (more: Partial<ScenarioStatus>): ScenarioStatus => ({
  uri: "file:///w/withdraw.ts",
  scenario: "withdraw",
  simulator: "critical-section",
  range: startOfFile,
  phase: "done",
  ...more,
});

test("a current result needs no strip", () => {
  assert.equal(bannerOf("done", status({}), "withdraw.ts"), undefined);
});

test("running: counts, rate and time; a share only against a real limit", () => {
  const progress = { done: 18_420, unit: "schedules" };
  const open = bannerOf("running", status({ phase: "running", progress, elapsedMs: 3020 }), "withdraw.ts");
  assert.equal(open?.title, "Checking withdraw");
  assert.deepEqual(open?.facts, ["18,420 schedules", "6,099 per second", "3.0 s"]);
  assert.equal(open?.share, undefined);
  const bounded = bannerOf(
    "running",
    status({ phase: "running", progress: { ...progress, total: 36_840 }, elapsedMs: 100 }),
    "withdraw.ts",
  );
  assert.equal(bounded?.share, 0.5);
});

test("obsolete: says what changed, and offers a run and a replay", () => {
  const banner = bannerOf("obsolete", undefined, "src/withdraw.ts");
  assert.equal(banner?.title, "withdraw.ts has changed since this run");
  assert.deepEqual(
    banner?.actions.map(({ title, isPrimary }) => [title, isPrimary]),
    [
      ["Run again", true],
      ["Replay on new text", false],
    ],
  );
});

test("a crash says that nothing was concluded", () => {
  const banner = bannerOf("crashed", status({ reason: { message: "out of memory at 1.9 GB" } }), "withdraw.ts");
  assert.deepEqual(banner?.facts, ["out of memory at 1.9 GB", "nothing was concluded"]);
});

const cards = [
  { name: "never run", more: { phase: "idle" }, icon: "none", title: "withdraw", actions: ["Verify"] },
  { name: "holds", more: { verdict: "holds", bounds: "2 CPUs, 1 event" }, icon: "holds", title: "withdraw", actions: ["Verify"] },
  {
    name: "undecided",
    more: { verdict: "undecided", limit: "time" },
    icon: "undecided",
    title: "withdraw: no failure so far; the time limit came first",
    actions: ["Run again"],
  },
  {
    name: "not run",
    more: { verdict: "not-run", reason: { code: "FL0003", message: "fetch is not modelled" } },
    icon: "not-run",
    title: "withdraw was not run",
    actions: ["What is FL0003?", "Run again"],
  },
  {
    name: "obsolete",
    more: { phase: "obsolete", verdict: "violated", problems: 1 },
    icon: "obsolete",
    title: "withdraw",
    actions: ["Run again"],
  },
  { name: "without trust", more: { phase: "blocked" }, icon: "waiting", title: "withdraw waits until this folder is trusted", actions: [] },
] as const;
for (const { name, more, icon, title, actions } of cards) {
  test(`card: ${name}`, () => {
    const card = cardOf(status(more));
    assert.equal(card.icon, icon);
    assert.equal(card.title, title);
    assert.deepEqual(
      card.actions.map((action) => action.title),
      actions,
    );
  });
}

test("a newer result does not make an older trace current", () => {
  assert.equal(phaseOfTrace("done", true), "obsolete");
  assert.equal(phaseOfTrace("done", false), "done");
  assert.equal(phaseOfTrace("running", true), "running");
});

test("sameShape: figures may change, words may not", () => {
  const running = (done: number, more: Partial<ScenarioStatus> = {}) =>
    cardOf(status({ phase: "running", progress: { done, unit: "groups" }, elapsedMs: done, ...more }));
  assert.ok(sameShape(running(10), running(20)));
  assert.ok(!sameShape(running(10), running(20, { phase: "queued" })));
  assert.ok(!sameShape(running(10), running(20, { progress: { done: 20, total: 30, unit: "groups" } })));
});
