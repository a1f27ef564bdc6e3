import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { access } from "../verbs/state.ts";
import { allocate, physicalBytes } from "./allocate.ts";
import type { Answer, Call } from "./calls.ts";
import { checkClaim } from "./claim.ts";
import type { RunEvent } from "./events.ts";
import { contents } from "./observe.ts";
import type { Site } from "./site.ts";
import { startWorld } from "./start.ts";
import { moveClock } from "./step.ts";
import { peek } from "../verbs/adapter.ts";
import { type Change, type Ended, fdOf, latin1Bytes, open, type Program, read, runAtRandom, siteFor, write } from "./testing/programs.ts";

/** What a program does on one open file. Several in one list are under way at once. */
type Deed = "read" | "write" | "append" | "flush" | "size" | "add" | "swap" | "truncate" | "unlink" | "rename" | "stat";

interface Part {
  readonly path: string;
  readonly flags: string;
  readonly deeds: readonly (readonly Deed[])[];
  readonly offset: number;
}

const deed = fc.constantFrom<Deed>("read", "write", "append", "flush", "size", "add", "swap", "truncate", "unlink", "rename", "stat");
const part: fc.Arbitrary<Part> = fc.record({
  path: fc.constantFrom("/rdma/a", "/rdma/b", "/rdma/d/c"),
  flags: fc.constantFrom("r", "r+", "w", "w+", "a", "a+", "wx"),
  deeds: fc.array(fc.array(deed, { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
  offset: fc.integer({ min: 0, max: 40 }),
});

/** One open file after the other. */
const programOf = (parts: readonly Part[]): Program =>
  function* () {
    for (const { path, flags, deeds, offset } of parts) {
      const [opened] = yield open(path, flags);
      const fd = fdOf(opened);
      if (fd === -1) continue;
      for (const some of deeds) yield some.map((one) => callOf(one, fd, path, offset));
      yield { kind: "close", fd };
    }
    return "ended";
  };

function callOf(one: Deed, fd: number, path: string, offset: number): Call {
  switch (one) {
    case "read":
      return read(fd, 24, offset);
    case "write":
      return write(fd, "0123456789abcdefgh", offset);
    case "append":
      return write(fd, "xyz");
    case "flush":
    case "size":
      return { kind: one, fd };
    case "add":
      return { kind: "fetchAdd", fd, offset: 8, delta: 1n };
    case "swap":
      return { kind: "compareAndSwap", fd, offset: 16, expected: 0n, desired: 9n };
    case "truncate":
      return { kind: "ftruncate", fd, length: offset };
    case "unlink":
    case "stat":
      return { kind: one, path };
    case "rename":
      return { kind: "rename", path, to: "/rdma/b" };
  }
}

const settings = fc.record({
  programs: fc.array(fc.array(part, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  seed: fc.nat(),
  crashes: fc.constantFrom(0, 0, 1, 2),
  replicas: fc.constantFrom(1, 1, 2, 3),
  ack: fc.constantFrom("one" as const, "majority" as const, "all" as const),
  completion: fc.constantFrom("transmit" as const, "delivery" as const, "commit" as const),
  channels: fc.constantFrom("node-pair" as const, "handle" as const),
  writers: fc.constantFrom("single" as const, "multi" as const),
  fragments: fc.integer({ min: 1, max: 4 }),
});

function run(one: typeof settings extends fc.Arbitrary<infer Value> ? Value : never): { readonly site: Site; readonly ended: Ended } {
  const { programs, seed, crashes, replicas, ack, completion, channels, writers, fragments } = one;
  const change: Change = {
    memories: 3,
    mount: { replicas, ack, writers },
    rest: { completion, channels, explore: { fragments, preemptions: 3, crashes, seed: 1 }, recycleGraceMs: 1, leaseMs: 5 },
  };
  const made = programs.map(programOf);
  const site = siteFor(change, made);
  return { site, ended: runAtRandom(site, made, seed) };
}

test("runs: the steps of claim 1 in order, no work of a remote system, one completion each and in order, flushes after errors, always an end", () => {
  fc.assert(
    fc.property(settings, (one) => {
      const { ended } = run(one);
      const { broken, bypassEvents } = checkClaim(ended.events);
      assert.deepEqual(broken, []);
      assert.equal(bypassEvents, 0);
      ended.run.programs.forEach(({ result }, process) => {
        assert.ok(result ?? !ended.run.world.processes[process]?.isAlive, `process ${process} waits for ever`);
      });
    }),
    { numRuns: 150 },
  );
});

test("runs: what was posted completes, on every node that lives", () => {
  fc.assert(
    fc.property(settings, (one) => {
      const { ended } = run(one);
      const { pairs } = ended.run.world.verbs;
      pairs.forEach((pair, qpn) =>
        assert.deepEqual(pair?.queue.filter(({ isAcknowledged }) => !isAcknowledged) ?? [], [], `queue pair ${qpn}`),
      );
      pairs.forEach((pair) => assert.deepEqual(pair?.completions ?? [], []));
    }),
    { numRuns: 150 },
  );
});

test("runs: same seed, same events", () => {
  const text = (events: readonly RunEvent[]) =>
    JSON.stringify(events, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
  fc.assert(
    fc.property(settings, (one) => assert.equal(text(run(one).ended.events), text(run(one).ended.events))),
    { numRuns: 50 },
  );
});

test("runs: no byte outside what a key was given for is touched, none without its flag, none with a key that was revoked", () => {
  fc.assert(
    fc.property(settings, (one) => {
      const { ended } = run(one);
      for (const { placed, key, isRevoked } of accessesOf(ended.events)) {
        assert.ok(key, "the key was given");
        assert.ok(!isRevoked, "the key is valid");
        assert.ok(key.from <= placed.address && placed.address + placed.bytes.length <= key.to, "inside");
        const needed =
          placed.action === "memory.place" ? access.remoteWrite | access.remoteAtomic : access.remoteRead | access.remoteAtomic;
        assert.notEqual(key.access & needed, 0, "allowed");
      }
    }),
    { numRuns: 150 },
  );
});

interface Key {
  readonly from: number;
  readonly to: number;
  readonly access: number;
  isRevoked: boolean;
}

/** What touches memory, with what the manager has said of the key: an account of its own, from the events alone. */
function accessesOf(events: readonly RunEvent[]) {
  const keys = new Map<string, Key>();
  const work = new Map<string, string>();
  const found: {
    readonly placed: Extract<RunEvent, { action: "memory.place" | "memory.fetch" }>;
    readonly key: Key | undefined;
    readonly isRevoked: boolean;
  }[] = [];
  for (const event of events) {
    if (event.action === "manager.reply") {
      const { target, rkey, address, length, access: flags } = event;
      keys.set(`${target}/${rkey}`, { from: address, to: address + length, access: flags, isRevoked: false });
      // The key of the size word is the next one that is free; it is known by its address alone.
      keys.set(`${target}/word ${address - 8}`, {
        from: address - 8,
        to: address,
        access: access.remoteRead | access.remoteAtomic,
        isRevoked: false,
      });
    }
    if (event.action === "manager.revoke") {
      const key = keys.get(`${event.target}/${event.rkey}`);
      if (key) key.isRevoked = true;
    }
    if (event.action === "nic.post") {
      const isWord = event.length === 8 && keys.has(`${event.target}/word ${event.address}`) && !isOfData(keys, event);
      work.set(`${event.qpn}/${event.wrId}`, isWord ? `${event.target}/word ${event.address}` : `${event.target}/${event.rkey}`);
    }
    if (event.action === "memory.place" || event.action === "memory.fetch") {
      const key = keys.get(work.get(`${event.qpn}/${event.wrId}`) ?? "");
      found.push({ placed: event, key, isRevoked: key?.isRevoked === true });
    }
  }
  return found;
}

function isOfData(keys: ReadonlyMap<string, Key>, event: Extract<RunEvent, { action: "nic.post" }>): boolean {
  const key = keys.get(`${event.target}/${event.rkey}`);
  return key !== undefined && key.from <= event.address && event.address < key.to;
}

test("runs: bytes are not used again while a lease lives or before the grace is over", () => {
  const holder: Program = function* () {
    const [opened] = yield open("/rdma/a", "w+");
    const fd = fdOf(opened);
    yield write(fd, "secret", 0);
    yield { kind: "unlink", path: "/rdma/a" };
    const answers: Answer[] = [];
    for (let index = 0; index < 4; index += 1) {
      const [other] = yield open(`/rdma/other${index}`, "w");
      answers.push(other ?? { kind: "done" });
      // Nothing else can go on: the clock moves on to the end of the grace, or the read fails at once.
      const [stale] = yield read(fd, 6, 0);
      answers.push(stale ?? { kind: "done" });
    }
    return answers;
  };
  for (let seed = 0; seed < 20; seed += 1) {
    const site = siteFor({ mount: { regionSize: 4096 } }, [holder]);
    const { run: end, events } = runAtRandom(site, [holder], seed);
    const answers = end.programs[0]?.result?.value as readonly Answer[];
    for (const stale of answers.filter((_, index) => index % 2 === 1)) {
      assert.equal(stale.kind === "failed" && (stale.errno === "ESTALE" || stale.errno === "EIO"), true);
    }
    const taken = events.flatMap((event) => (event.action === "manager.reply" ? [event.address] : []));
    assert.equal(new Set(taken).size, taken.length, "every file has an address of its own");
    assert.equal(
      events.some(({ action }) => action === "manager.recycle"),
      false,
    );
  }
});

test("runs: what was unlinked is used again after the grace, zeroed", () => {
  const program: Program = function* () {
    const [first] = yield open("/rdma/a", "w+");
    yield write(fdOf(first), "secret", 0);
    yield { kind: "close", fd: fdOf(first) };
    yield { kind: "unlink", path: "/rdma/a" };
    return "ended";
  };
  const site = siteFor({ rest: { recycleGraceMs: 1000 } }, [program]);
  const { world } = runAtRandom(site, [program], 1).run;
  const [taken] = allocate(site, world, 0) ?? [];
  assert.notEqual(taken?.address, 0);
  let later = moveClock(site, world, 999e6);
  while (later.world.verbs.now < 999e6) later = moveClock(site, later.world, 999e6);
  assert.equal(later.world.verbs.now, 999e6);
  assert.notEqual(allocate(site, later.world, 0)?.[0]?.address, 0);
  const over = moveClock(site, later.world, 1000e6);
  assert.deepEqual(over.events, [{ action: "manager.recycle", target: 2, address: 0, length: 4104 }]);
  assert.equal(allocate(site, over.world, 0)?.[0]?.address, 0);
  assert.deepEqual(peek(over.world.verbs, 2, 0, 4104), new Uint8Array(4104));
});

test("allocation: first fit on the node with the most free bytes, copies on different nodes", () => {
  const site = siteFor({ memories: 3, mount: { replicas: 2, regionSize: 8192 } }, []);
  const { world } = startWorld(site);
  const first = allocate(site, world, 0);
  assert.deepEqual(first, [
    { node: 1, address: 0 },
    { node: 2, address: 0 },
  ]);
  const file = { mount: 0, manager: 0, replicas: first ?? [], openers: [] };
  const next = { ...world, directory: { ...world.directory, files: [file] } };
  assert.deepEqual(allocate(site, next, 0), [
    { node: 3, address: 0 },
    { node: 1, address: 8200 },
  ]);
  assert.equal(allocate(siteFor({ memories: 1, mount: { replicas: 2 } }, []), world, 0), undefined);
  assert.equal(physicalBytes(4096), 4104);
});

test("files of the configuration are there at the start, where they have to be", () => {
  const content = latin1Bytes("ready");
  const site = siteFor({ memories: 2, rest: { files: [{ path: "/rdma/x/job", size: 9, content, node: "mem1" }] } }, []);
  const { world, events } = startWorld(site);
  assert.deepEqual(contents(world), [["/rdma/x/job", Uint8Array.of(...content, 0, 0, 0, 0)]]);
  assert.equal(world.directory.files[0]?.replicas[0]?.node, 2);
  assert.deepEqual(
    events.map(({ action }) => action),
    ["os.register", "os.register"],
  );
});
