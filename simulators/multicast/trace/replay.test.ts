import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Json } from "../../../protocol/json.ts";
import type { Replay, Trace } from "../../../protocol/trace.ts";
import { unlimited } from "../../core/budget.ts";
import type { Outcome } from "../../core/simulator.ts";
import { anyConfig, type Config } from "../check/test-configs.ts";
import { scenarioOf } from "../check/test-support.ts";
import { multicast } from "../index.ts";

const scenarioWith = (config: object) => scenarioOf("t.multicast.json", JSON.stringify(config));

function check(config: object): Outcome {
  const outcome = multicast.run(scenarioWith(config), unlimited());
  assert.ok(!(outcome instanceof Promise));
  return outcome;
}

function replay(config: object, trace: Trace): Replay {
  const answer = multicast.replay(scenarioWith(config), trace, unlimited());
  assert.ok(!(answer instanceof Promise));
  return answer;
}

function traceOf(config: object, subject: Json): Trace | undefined {
  const answer = multicast.trace(scenarioWith(config), subject, unlimited());
  assert.ok(!(answer instanceof Promise));
  return answer;
}

const topology = { pods: 3, leavesPerPod: 2, hostsPerLeaf: 4, spinesPerPod: 2, coresPerSpine: 2 };
const group = { name: "load", tenant: 1, address: "239.1.1.1", receivers: ["p1.l0.h0", "p1.l1.h1", "p2.l0.h0"], senders: ["p0.l0.h0"] };
const lossy = { topology, groups: [group], failures: [{ every: "single", kinds: ["spine"], reaction: "none" }] };

function lostPacket(): Trace {
  const trace = check(lossy).traces.find(({ property }) => property === "FL3009");
  assert.ok(trace);
  return trace;
}

const edits: readonly { readonly name: string; readonly config: object; readonly want: Replay["kind"]; readonly step?: "choice" | 0 }[] = [
  { name: "nothing has changed", config: lossy, want: "fails-again" },
  { name: "a group before it", config: { ...lossy, groups: [{ ...group, name: "other", tenant: 2 }, group] }, want: "fails-again" },
  { name: "the receivers are elsewhere", config: { ...lossy, groups: [{ ...group, receivers: ["p0.l1.h1"] }] }, want: "no-longer-fails" },
  { name: "the group has another name", config: { ...lossy, groups: [{ ...group, name: "cpu" }] }, want: "does-not-fit", step: 0 },
  { name: "the sender has gone", config: { ...lossy, groups: [{ ...group, senders: ["p0.l0.h1"] }] }, want: "does-not-fit", step: 0 },
  { name: "there are no failures", config: { ...lossy, failures: [] }, want: "does-not-fit", step: 0 },
  { name: "a plane has gone", config: { ...lossy, topology: { ...topology, spinesPerPod: 1 } }, want: "does-not-fit", step: "choice" },
];

for (const { name, config, want, step } of edits) {
  test(`replay, ${name}: ${want}`, () => {
    // The packet that takes the second plane.
    const lost = lostPacket();
    const second = name === "a plane has gone" ? withChoice(lost, 1) : lost;
    const answer = replay(config, second);
    assert.equal(answer.kind, want, JSON.stringify(answer).slice(0, 300));
    if (answer.kind !== "does-not-fit") return;
    assert.equal(answer.step, step === "choice" ? second.steps.findIndex(({ choice }) => choice !== undefined) : step);
    assert.ok(answer.message.length > 0);
  });
}

const spinesDown = (...at: string[]) => ({ topology, groups: [group], failures: [{ at }] });
const split = ["link:p1.s0-s0.c0", "link:p1.s0-s0.c1", "link:p2.s1-s1.c0", "link:p2.s1-s1.c1"];
const splitWith = (headersPerPacket: number) => ({ topology, limits: { headersPerPacket }, groups: [group], failures: [{ at: split }] });
const onDefault = (expectSpurious: number) => ({
  topology,
  limits: { leafRules: 0, leafTable: 0 },
  groups: [{ ...group, expectSpurious }],
});

const mended: readonly { readonly name: string; readonly code: string; readonly before: object; readonly after: object }[] = [
  { name: "a spine stays up", code: "FL3006", before: spinesDown("spine:p2.s0", "spine:p2.s1"), after: spinesDown("spine:p2.s0") },
  {
    name: "the controller reacts",
    code: "FL3009",
    before: { ...lossy, failures: [{ at: "spine:p1.s0", reaction: "none" }] },
    after: { ...lossy, failures: [{ at: "spine:p1.s0" }] },
  },
  { name: "a packet may have as many headers", code: "FL3015", before: splitWith(1), after: splitWith(2) },
  { name: "the hosts are expected", code: "FL3004", before: onDefault(0), after: onDefault(3) },
];

for (const { name, code, before, after } of mended) {
  test(`replay of ${code}, ${name}: what holds no longer fails, and what is told of it for information occurs`, () => {
    const found = check(before);
    const trace = found.traces.find(({ property }) => property === code);
    assert.ok(trace, JSON.stringify(found.problems));
    assert.equal(replay(before, trace).kind, "fails-again");
    assert.equal(check(after).verdict, "holds");
    assert.equal(replay(after, trace).kind, "no-longer-fails");
    for (const told of check(after).traces.filter(({ property }) => property !== undefined)) {
      assert.equal(replay(after, told).kind, "fails-again");
    }
  });
}

test("replay: an element of a kind that is no longer tried does not fit", () => {
  const links = { ...lossy, failures: [{ every: "single", kinds: ["link"], reaction: "none" }] };
  assert.equal(replay(links, lostPacket()).kind, "does-not-fit");
});

function withChoice(trace: Trace, plane: number): Trace {
  const subject = JSON.parse(JSON.stringify(trace.subject)) as { failure: { elements: string[] }; choices: unknown };
  subject.failure.elements = [];
  subject.choices = [{ leaf: plane, spines: [-1, 0] }];
  return { ...trace, subject: subject as unknown as Json };
}

for (const subject of [
  null,
  "x",
  [],
  {},
  { group: 3 },
  { group: "load", failure: "x" },
  { group: "load", choices: [{ leaf: "0" }] },
] as Json[]) {
  test(`replay: a trace of ${JSON.stringify(subject)} is no trace of a packet`, () => {
    const trace = { ...lostPacket(), subject };
    assert.equal(replay(lossy, trace).kind, "does-not-fit");
    assert.equal(traceOf(lossy, subject), undefined);
  });
}

test("a lens asks for a packet: by group, by sender, under a failure", () => {
  const fails = { ...lossy, failures: [{ at: "spine:p1.s0" }, { every: "single" }] };
  assert.equal(traceOf(fails, { group: "load" })?.title, "All 3 receivers of load get a packet of p0.l0.h0");
  assert.equal(
    traceOf(fails, { group: "load", from: "p0.l0.h0", failure: 0 })?.steps.some(({ action }) => action === "update"),
    true,
  );
  assert.equal(traceOf(fails, { group: "load", failure: 1 }), undefined);
  assert.equal(traceOf(fails, { group: "load", from: "p0.l0.h1" }), undefined);
  assert.equal(traceOf(fails, { group: "nobody" }), undefined);
});

test("every trace is whole: lanes of all steps, changes that fit, copies at their steps, harm where it says", () => {
  fc.assert(
    fc.property(anyConfig, (config: Config) => {
      for (const trace of check(config).traces) assertWhole(trace);
    }),
    { numRuns: 30 },
  );
});

function assertWhole(trace: Trace): void {
  const lanes = new Set(trace.lanes.map(({ id }) => id));
  assert.equal(lanes.size, trace.lanes.length);
  for (const { lane, to } of trace.steps) assert.ok(lanes.has(lane) && (to === undefined || lanes.has(to)));
  if (trace.harm !== undefined) assert.equal(trace.steps[trace.harm]?.harm, true);
  assert.equal(
    trace.harm !== undefined,
    trace.steps.some(({ harm }) => harm),
  );
  const state = structuredClone(trace.initial) as Record<string, unknown>;
  for (const { changes } of trace.steps) for (const { location, before, after } of changes) write(state, location, before, after);
  const { picture } = trace;
  assert.ok(picture?.kind === "topology");
  for (const copy of picture.copies) {
    const step = trace.steps[copy.step];
    assert.equal(step?.lane, copy.from);
    assert.equal(step?.to, copy.to);
    if (copy.reads) assert.ok(picture.headers[copy.header]?.parts[copy.reads.part]);
  }
  const hosts = state["hosts"] as Record<string, { copies: number }>;
  assert.deepEqual(
    picture.hosts.map(({ copies }) => copies).sort(ascending),
    Object.values(hosts)
      .map(({ copies }) => copies)
      .sort(ascending),
  );
  assert.equal(
    picture.copies.filter(({ kind, to }) => kind !== "lost" || to.startsWith("host")).length <= (state["links"] as number),
    true,
  );
  assert.ok(trace.title.length <= 160);
}

function write(state: Record<string, unknown>, location: readonly (string | number)[], before: unknown, after: unknown): void {
  const [name = "", ...rest] = location;
  if (rest.length > 0) return write(state[name] as Record<string, unknown>, rest, before, after);
  assert.deepEqual(state[name], before);
  state[name] = after;
}

test("a trace of 1,000 receivers is made in one go", () => {
  const receivers = Array.from(
    { length: 1000 },
    (_, index) => `p${1 + Math.floor(index / 500)}.l${Math.floor((index % 500) / 20)}.h${index % 20}`,
  );
  const config = {
    topology: { pods: 3, leavesPerPod: 32, hostsPerLeaf: 24, spinesPerPod: 2, coresPerSpine: 2 },
    limits: { leafRules: 1000, idsPerRule: 16, headerBytes: 1024 },
    groups: [{ ...group, receivers }],
  };
  const trace = traceOf(config, { group: "load" });
  assert.ok(trace);
  assertWhole(trace);
  assert.equal(trace.steps.filter(({ action }) => action === "deliver").length, 1000);
});

const ascending = (a: number, b: number): number => a - b;
