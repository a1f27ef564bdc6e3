import assert from "node:assert/strict";
import { test } from "node:test";
import { operationUs } from "../latency/cost.ts";
import { fdOf, open, type Program, read, runInOrder, siteFor } from "../nodes/testing/programs.ts";
import { nodeOf } from "../nodes/site.ts";
import { lanesOf } from "./lanes.ts";
import { Timeline } from "./timeline.ts";

const nothing: Program = function* () {};

test("trace: lanes in the order of a request, the remote system last", () => {
  const site = siteFor({ apps: 1 }, [nothing]);
  const lanes = lanesOf(site).map(({ id }) => id);
  assert.deepEqual(lanes, ["program:p0", "agent:app0", "manager", "nic:app0", "wire", "nic:mem0", "memory:mem0", "os:mem0"]);
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
