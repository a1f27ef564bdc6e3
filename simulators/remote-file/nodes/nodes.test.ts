import assert from "node:assert/strict";
import { test } from "node:test";
import { checkClaim } from "./claim.ts";
import { copiesOf, contentOf } from "./observe.ts";
import {
  fdOf,
  latin1,
  latin1Bytes,
  open,
  type Program,
  read,
  resultsOf,
  runInEveryWay,
  runInOrder,
  siteFor,
  textOf,
  write,
} from "./testing/programs.ts";

const writer: Program = function* () {
  const [opened] = yield open("/rdma/a", "w");
  const fd = fdOf(opened);
  const [written] = yield write(fd, "hello", 0);
  yield { kind: "close", fd };
  return written;
};

const reader: Program = function* () {
  const [opened] = yield open("/rdma/a", "r");
  if (opened?.kind === "failed") return opened.errno;
  const fd = fdOf(opened);
  const [answer] = yield read(fd, 10, 0);
  yield { kind: "close", fd };
  return textOf(answer);
};

test("nodes: the steps of claim 1, by name and in order", () => {
  const site = siteFor({}, [writer]);
  const { events, run } = runInOrder(site, [writer]);
  const names = events.map(({ action }) => action);
  assert.deepEqual(names, [
    "os.register",
    "agent.open",
    "manager.request",
    "manager.reply",
    ...Array.from({ length: 6 }, () => "qp.modify"),
    "agent.map.set",
    "agent.end",
    "agent.write",
    "agent.map.get",
    "agent.post",
    "nic.post",
    "agent.post",
    "nic.post",
    "wire.fragment",
    "memory.place",
    "nic.complete",
    "wire.fragment",
    "memory.fetch",
    "memory.place",
    "nic.complete",
    "agent.end",
    "agent.close",
    "manager.close",
    "agent.end",
  ]);
  assert.deepEqual(checkClaim(events), { bypassEvents: 0, bytesOneSided: 5 + 8 + 8, broken: [] });
  assert.equal(latin1(contentOf(run.world, "/rdma/a") ?? new Uint8Array()), "hello");
});

test("nodes: a reader sees nothing, a size without bytes never, or all", () => {
  const programs = [writer, reader];
  const seen = new Set<string>();
  runInEveryWay(siteFor({}, programs), programs, (run, isEnd) => {
    if (isEnd) seen.add(String(resultsOf(run)[1]));
  });
  assert.deepEqual([...seen].sort(), ["", "ENOENT", "hello"]);
});

test("nodes: copies are alike at the end", () => {
  const site = siteFor({ memories: 3, mount: { replicas: 3 } }, [writer]);
  const { run } = runInOrder(site, [writer]);
  assert.deepEqual(copiesOf(run.world, "/rdma/a").map(latin1), ["hello", "hello", "hello"]);
});

test("nodes: a torn read takes two switches, without them a reader sees all or nothing", () => {
  const old: Program = function* () {
    const [opened] = yield open("/rdma/f", "r+");
    yield write(fdOf(opened), "AAAAAAAABBBBBBBB", 0);
  };
  const looks: Program = function* () {
    const [opened] = yield open("/rdma/f", "r");
    const [answer] = yield read(fdOf(opened), 16, 0);
    return textOf(answer);
  };
  const programs = [old, looks];
  const site = siteFor({ rest: { files: [{ path: "/rdma/f", size: 16, content: latin1Bytes("................") }] } }, programs);
  const seenWithin = (bound: number): readonly string[] => {
    const seen = new Set<string>();
    runInEveryWay(
      site,
      programs,
      (run, isEnd) => {
        if (isEnd) seen.add(String(resultsOf(run)[1]));
      },
      bound,
    );
    return [...seen].sort();
  };
  const whole = ["................", "AAAAAAAABBBBBBBB"];
  const torn = ["........BBBBBBBB", "AAAAAAAA........"];
  assert.deepEqual(seenWithin(0), whole);
  assert.deepEqual(seenWithin(2), [...whole, ...torn].sort());
  assert.deepEqual(seenWithin(Infinity), [...whole, ...torn].sort());
});
