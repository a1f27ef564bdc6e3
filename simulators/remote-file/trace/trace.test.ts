import assert from "node:assert/strict";
import { test } from "node:test";
import { operationUs } from "../latency/cost.ts";
import { fdOf, open, type Program, read, runAtRandom, runInOrder, siteFor, write } from "../nodes/testing/programs.ts";
import { nodeOf } from "../nodes/site.ts";
import { lanesOf } from "./lanes.ts";
import { Timeline } from "./timeline.ts";
import { contentText, wordsOf } from "./words.ts";

const program: Program = function* () {
  const [opened] = yield open("/rdma/a", "w+");
  const fd = fdOf(opened);
  yield write(fd, "hello", 0);
  yield [read(fd, 5, 0), { kind: "fetchAdd", fd, offset: 8, delta: 1n }];
  yield { kind: "rename", path: "/rdma/a", to: "/rdma/b" };
  yield { kind: "unlink", path: "/rdma/b" };
  yield read(fd, 5, 0);
  yield { kind: "close", fd };
};

test("trace: lanes in the order of a request, the remote system last and empty after the start", () => {
  const site = siteFor({ apps: 1 }, [program]);
  const lanes = lanesOf(site).map(({ id }) => id);
  assert.deepEqual(lanes, ["program:p0", "agent:app0", "manager", "nic:app0", "wire", "nic:mem0", "memory:mem0", "os:mem0"]);
  const steps = runInOrder(site, [program]).events.flatMap((event) => wordsOf(site, event) ?? []);
  assert.deepEqual(
    steps.flatMap(({ lane, action }) => (lane === "os:mem0" ? [action] : [])),
    ["os.register"],
  );
});

test("trace: every step is on a lane, and says what happens in at most 60 characters", () => {
  const site = siteFor(
    { apps: 2, memories: 2, mount: { replicas: 2 }, rest: { explore: { fragments: 2, preemptions: 3, crashes: 1, seed: 1 } } },
    [program, program],
  );
  const ids = new Set(lanesOf(site).map(({ id }) => id));
  for (let seed = 0; seed < 40; seed += 1) {
    for (const event of runAtRandom(site, [program, program], seed).events) {
      const words = wordsOf(site, event);
      if (!words) continue;
      assert.ok(ids.has(words.lane), words.lane);
      assert.ok(words.to === undefined || ids.has(words.to), words.to);
      assert.ok(0 < words.message.length && words.message.length <= 60, words.message);
      assert.ok((words.short ?? "").length <= 20, words.short);
    }
  }
});

test("trace: simulated times never go back, and an open and a read take what the model says", () => {
  const run: Program = function* () {
    const [opened] = yield open("/rdma/a", "w+");
    yield { kind: "ftruncate", fd: fdOf(opened), length: 4096 };
    yield read(fdOf(opened), 4096, 0);
  };
  const site = siteFor({ apps: 1, rest: { explore: { fragments: 1, preemptions: 3, crashes: 0, seed: 1 } } }, [run]);
  const timeline = new Timeline(site);
  const times = runInOrder(site, [run]).events.map((event) => ({ event, time: timeline.at(event, 0) }));
  times.forEach(({ time }, index) => assert.ok((times[index - 1]?.time ?? 0) <= time));
  const at = (action: string, nth = 0) => times.filter(({ event }) => event.action === action)[nth]?.time ?? -1;
  const { nic } = nodeOf(site, 0);
  assert.ok(Math.abs(at("agent.map.set") - nic.openUs) < 1e-9);
  assert.ok(Math.abs(at("nic.complete") - at("nic.post") - operationUs(nic, 4096)) < 1e-9);
});

test("trace: bytes as text, as a word, or in hexadecimal", () => {
  assert.equal(contentText(Uint8Array.from(Buffer.from("hello"))), '"hello"');
  assert.equal(contentText(Uint8Array.of(57, 48, 0, 0, 0, 0, 0, 0)), "12,345");
  assert.equal(contentText(Uint8Array.of(1, 255)), "01 ff");
  assert.equal(contentText(new Uint8Array(20)), `${Array.from({ length: 16 }, () => "00").join(" ")}…`);
});
