import assert from "node:assert/strict";
import { test } from "node:test";
import type { Scenario } from "../../core/simulator.ts";
import { open, fdOf, read, write } from "../nodes/testing/programs.ts";
import { isBreach, properties } from "../properties/index.ts";
import { inspect } from "../properties/inspector.ts";
import { on, type Script, Scripted, words, wordsOf } from "../properties/testing/scripted.ts";
import type { Explored, Found } from "../verify/types.ts";
import { outcomeOf } from "./index.ts";
import { Teller } from "./teller.ts";
import { traceOf } from "./trace.ts";
import { valueText } from "./values.ts";

const writes: Script = function* () {
  const fd = fdOf((yield on(1, open("/rdma/quote", "r+")))[0]);
  yield on(2, write(fd, words(200, 5), 0));
};
const reads: Script = function* () {
  const fd = fdOf((yield on(11, open("/rdma/quote", "r")))[0]);
  const [price = 0, size = 0] = wordsOf((yield on(12, read(fd, 16, 0)))[0]);
  return price * size;
};
const files = [{ path: "/rdma/quote", size: 16, content: words(100, 3) }];
const scripted = new Scripted({ rest: { files } }, [writes, reads]);
const scenario: Scenario = {
  simulator: "remote-file",
  name: "script",
  path: "script.ts",
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  inputs: [],
  findings: [],
  payload: undefined,
};

function explored(found: readonly Found[]): Explored {
  const main = scripted.random(0);
  return {
    found,
    observers: [],
    isComplete: true,
    states: 10,
    transitions: 20,
    executions: 3,
    main,
    bounds: { fragments: 2, preemptions: 3, crashes: 0 },
  };
}

function firstFound(): Found {
  for (let seed = 0; seed < 200; seed += 1) {
    const run = scripted.random(seed);
    for (const candidate of inspect(run, scripted.setup).candidates()) {
      const violation = properties.judge(run, candidate, scripted.replay, scripted.setup).find(isBreach);
      if (violation) return { violation, run };
    }
  }
  throw new Error("no run is torn");
}

test("report: a torn read, with the places of both, the steps of the claim in order and the picture of the bytes", () => {
  const outcome = outcomeOf(scenario, scripted.setup, explored([firstFound()]));
  assert.equal(outcome.verdict, "violated");
  const [problem] = outcome.problems;
  const [trace] = outcome.traces;
  assert.ok(problem && trace);
  assert.equal(problem.code, "FL4007");
  assert.equal(problem.range.start.line, 11);
  assert.match(
    problem.message,
    /^p1 works with half of a write of p0 to \/rdma\/quote: bytes .* new, bytes .* old, so it returns (500|600)$/,
  );
  assert.ok(
    problem.related.some(({ range }) => range.start.line === 1),
    "the write is named",
  );
  const actions = trace.steps
    .filter(({ thread, at }) => thread === undefined && (at?.range.start.line ?? 0) >= 10)
    .map(({ action }) => action);
  const claim = [
    "agent.open",
    "manager.request",
    "manager.reply",
    "qp.modify",
    "agent.map.set",
    "agent.read",
    "agent.map.get",
    "nic.post",
    "wire.fragment",
    "nic.complete",
  ];
  let at = -1;
  for (const action of claim) {
    const next = actions.indexOf(action, at + 1);
    assert.ok(at < next, `${action} in ${actions.join()}`);
    at = next;
  }
  assert.equal(trace.steps[trace.harm ?? -1]?.action, "memory.fetch");
  assert.ok(trace.steps.every(({ lane }) => !lane.startsWith("os:")));
  assert.deepEqual(outcome.details?.["bypass"], { events: 0, bytesOneSided: 32 });
  const { picture } = trace;
  assert.ok(picture?.kind === "memory");
  assert.deepEqual(picture.cells, [
    { from: 0, to: 8 },
    { from: 8, to: 16 },
  ]);
  const torn = picture.moments.find(({ isTorn }) => isTorn);
  assert.deepEqual(new Set(torn?.cells.map(({ age }) => age)), new Set(["old", "new"]));
  assert.deepEqual(picture.compared?.map(({ outcome: text }) => text).slice(0, 2), ["p1 returns `300`", "p1 returns `1000`"]);
});

test("report: the state follows the run, and every change says what was there", () => {
  const { traces } = outcomeOf(scenario, scripted.setup, explored([firstFound()]));
  const [trace] = traces;
  const values = new Map<string, unknown>();
  const initial = trace?.initial["memory"] as Record<string, Record<string, unknown>>;
  for (const [file, cells] of Object.entries(initial))
    for (const [name, value] of Object.entries(cells)) values.set(JSON.stringify(["memory", file, name]), value);
  for (const { changes } of trace?.steps ?? []) {
    for (const { location, before, after } of changes) {
      const key = JSON.stringify(location);
      assert.deepEqual(before, values.get(key), key);
      if (after === undefined) values.delete(key);
      else values.set(key, after);
    }
  }
  assert.equal(values.get(JSON.stringify(["memory", "/rdma/quote", "bytes 0–7"])), 200);
  assert.equal(values.get(JSON.stringify(["memory", "/rdma/quote", "bytes 8–15"])), 5);
});

test("report: without a violation there is a witness, its costs, and every property holds", () => {
  const outcome = outcomeOf(scenario, scripted.setup, explored([]));
  assert.equal(outcome.verdict, "holds");
  assert.equal(outcome.witness, 0);
  assert.ok(outcome.properties.every(({ verdict }) => verdict === "holds"));
  assert.ok(
    outcome.notes?.some(({ text }) => /^open 6\.8 µs · read 16 B 4\.41 µs · 1 call · remote CPU 0 \(simulated\)$/.test(text)),
    outcome.notes?.map(({ text }) => text).join("\n"),
  );
  assert.equal(outcomeOf(scenario, scripted.setup, { ...explored([]), isComplete: false, limit: "states" }).verdict, "undecided");
});

const busy: Script = function* () {
  const [opened] = yield on(1, open("/rdma/a", "w+"));
  const fd = fdOf(opened);
  yield on(2, write(fd, "hello", 0));
  yield [on(3, read(fd, 5, 0)), on(4, { kind: "fetchAdd", fd, offset: 8, delta: 1n })];
  yield on(5, { kind: "rename", path: "/rdma/a", to: "/rdma/b" });
  yield on(6, { kind: "unlink", path: "/rdma/b" });
  yield on(7, read(fd, 5, 0));
  yield on(8, { kind: "close", fd });
};

test("report: every step is on a lane, none on that of a remote system, and says what happens in few words", () => {
  const explore = { fragments: 2, preemptions: 3, crashes: 1, seed: 1 };
  const two = new Scripted({ apps: 2, memories: 2, mount: { replicas: 2 }, rest: { explore } }, [busy, busy]);
  const actions = new Set<string>();
  for (let seed = 0; seed < 40; seed += 1) {
    const { lanes, steps } = traceOf(scenario, new Teller(two.setup, two.random(seed)), { kind: "main" });
    const ids = new Set(lanes.map(({ id }) => id));
    for (const { lane, to, action, message, short } of steps) {
      actions.add(action);
      assert.ok(ids.has(lane) && !lane.startsWith("os:"), lane);
      assert.ok(to === undefined || ids.has(to), to);
      assert.ok(0 < message.length && message.length <= 60, message);
      assert.ok((short ?? "").length <= 20, short);
    }
  }
  for (const action of ["manager.answer", "manager.refuse", "manager.revoke", "memory.place", "nic.complete", "node.crash"])
    assert.ok(actions.has(action), action);
});

test("report: bytes as text, as words, or in hexadecimal", () => {
  assert.equal(valueText(Uint8Array.from(Buffer.from("hello"))), '"hello"');
  assert.equal(valueText(Uint8Array.of(57, 48, 0, 0, 0, 0, 0, 0)), "12,345");
  assert.equal(valueText(Uint8Array.of(1, 255)), "01 ff");
  assert.equal(valueText(new Uint8Array(20)), "zeros");
  assert.equal(valueText(new Uint8Array(20).fill(1)), `${Array.from({ length: 16 }, () => "01").join(" ")}…`);
});
