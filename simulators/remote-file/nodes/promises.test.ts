import assert from "node:assert/strict";
import { test } from "node:test";
import type { Answer } from "./calls.ts";
import { crashedNodes } from "./observe.ts";
import { adapterOf, peek } from "../verbs/adapter.ts";
import { begin } from "./agent.ts";
import { managerOf, siteOf } from "./site.ts";
import { startWorld } from "./start.ts";
import { apply, choices } from "./step.ts";
import {
  fdOf,
  latin1,
  open,
  type Program,
  read,
  resultsOf,
  type Run,
  runInEveryWay,
  runInOrder,
  siteFor,
  textOf,
  write,
} from "./testing/programs.ts";

const written: Program = function* () {
  const [opened] = yield open("/rdma/a", "r+");
  const [answer] = yield write(fdOf(opened), "0123456789abcdef", 0);
  return answer;
};

/** A file of 16 dots. */
const files = [{ path: "/rdma/a", size: 16, content: new Uint8Array(16).fill(46) }];

/** How many copies hold what was written; a node that has crashed since may have held it. */
function copiesThatHold({ world }: Run): { readonly held: number; readonly lost: number } {
  const replicas = world.directory.files[0]?.replicas ?? [];
  const lost = replicas.filter(({ node }) => !adapterOf(world.verbs, node).isAlive).length;
  const held = replicas.filter(({ node, address }) => {
    return adapterOf(world.verbs, node).isAlive && latin1(peek(world.verbs, node, address + 8, 16)) === "0123456789abcdef";
  });
  return { held: held.length, lost };
}

const rules = [
  { ack: "one", needed: 1 },
  { ack: "majority", needed: 2 },
  { ack: "all", needed: 3 },
] as const;
for (const { ack, needed } of rules) {
  test(`acknowledgement by ${ack}: holds in every state, whatever crashes`, () => {
    const site = siteFor(
      { memories: 3, mount: { replicas: 3, ack }, rest: { files, explore: { fragments: 2, preemptions: 3, crashes: 1, seed: 1 } } },
      [written],
    );
    let successes = 0;
    let least = 3;
    runInEveryWay(site, [written], (run) => {
      const [answer] = resultsOf(run) as readonly (Answer | undefined)[];
      if (answer?.kind !== "written") return;
      successes += 1;
      const { held, lost } = copiesThatHold(run);
      assert.ok(needed <= held + lost, `${held} copies hold it, ${lost} are lost`);
      if (lost === 0) least = Math.min(least, held);
    });
    assert.ok(successes > 0);
    assert.equal(least, needed, "and not more than promised");
  });
}

test("delivery: every later read on any channel sees the write", () => {
  for (const completion of ["delivery", "commit", "transmit"] as const) {
    const site = siteFor({ rest: { files, completion } }, [written, written]);
    let isStale = false;
    runInEveryWay(site, [written], (run) => {
      const [answer] = resultsOf(run) as readonly (Answer | undefined)[];
      if (answer?.kind === "written") isStale ||= copiesThatHold(run).held === 0;
    });
    assert.equal(isStale, completion === "transmit", completion);
  }
});

test("a memory node crashes: RETRY_EXC after half a second, then EIO; a new open finds the file gone", () => {
  const program: Program = function* () {
    const [opened] = yield open("/rdma/a", "r");
    const fd = fdOf(opened);
    const [first] = yield read(fd, 16, 0);
    const [second] = yield read(fd, 16, 0);
    const [again] = yield open("/rdma/a", "r");
    return [textOf(first), textOf(second), again?.kind === "failed" ? again.errno : "opened"].join(" ");
  };
  const site = siteFor({ apps: 1, rest: { files, explore: { fragments: 1, preemptions: 3, crashes: 1, seed: 1 } } }, [program]);
  const results = new Set<string>();
  let latest = 0;
  runInEveryWay(site, [program], (run, isEnd) => {
    if (!isEnd || !crashedNodes(run.world).includes(2)) return;
    results.add(String(resultsOf(run)[0]));
    latest = Math.max(latest, run.world.verbs.now);
  });
  const dots = "................";
  // The node may crash before, between and after the reads, and before the open.
  assert.deepEqual([...results].sort(), [
    "!EBADF !EBADF ENOENT",
    "!ETIMEDOUT !EIO ENOENT",
    `${dots} !ETIMEDOUT ENOENT`,
    `${dots} ${dots} ENOENT`,
  ]);
  assert.equal(latest, 536_870_912);
});

test("a read goes on with the next copy; a write that needs all does not", () => {
  const reads: Program = function* () {
    const [opened] = yield open("/rdma/a", "r+");
    const [first] = yield read(fdOf(opened), 16, 0);
    const [answer] = yield write(fdOf(opened), "x", 0);
    return [textOf(first), answer?.kind === "failed" ? answer.errno : answer?.kind].join(" ");
  };
  const explore = { fragments: 1, preemptions: 3, crashes: 1, seed: 1 };
  const site = siteFor({ memories: 2, mount: { replicas: 2 }, rest: { files, explore } }, [reads]);
  const results = new Set<string>();
  runInEveryWay(site, [reads], (run, isEnd) => {
    if (isEnd && resultsOf(run)[0] !== undefined) results.add(String(resultsOf(run)[0]));
  });
  const dots = "................";
  assert.deepEqual([...results].sort(), [`${dots} EIO`, `${dots} ETIMEDOUT`, `${dots} written`]);
});

test("one writer at a time: the token is refused, given back by close, and by the end of the lease of a crashed node", () => {
  const first: Program = function* () {
    const [opened] = yield open("/rdma/a", "r+");
    if (opened?.kind === "failed") return opened.errno;
    yield { kind: "close", fd: fdOf(opened) };
    return "written";
  };
  const site = siteFor({ mount: { writers: "single" }, rest: { files, explore: { fragments: 1, preemptions: 3, crashes: 1, seed: 1 } } }, [
    first,
    first,
  ]);
  const results = new Set<string>();
  runInEveryWay(site, [first, first], (run, isEnd) => {
    if (isEnd && crashedNodes(run.world).length === 0) results.add(resultsOf(run).join(" "));
    // Whoever is gone holds the token until the lease ends.
    if (run.world.verbs.alarms.length === 0 && isEnd) {
      for (const opener of run.world.directory.files[0]?.openers ?? []) assert.ok(run.world.processes[opener.process]?.isAlive);
    }
  });
  assert.deepEqual([...results].sort(), ["EBUSY written", "written EBUSY", "written written"]);
});

test("one writer at a time: under a mount for reading nobody needs the token", () => {
  const both: Program = function* () {
    const opened = [...(yield open("/rdma/a", "r+")), ...(yield open("/rdma/a", "r+"))];
    return opened.map(({ kind }) => kind);
  };
  const site = siteFor({ mount: { writers: "single", access: "ro" }, rest: { files } }, [both]);
  assert.deepEqual(resultsOf(runInOrder(site, [both]).run)[0], ["opened", "opened"]);
});

test("what the handle forbids is found before anything is posted", () => {
  const program: Program = function* () {
    const [reading] = yield open("/rdma/a", "r");
    const [writing] = yield open("/rdma/a", "a");
    const answers = [
      ...(yield write(fdOf(reading), "x", 0)),
      ...(yield read(fdOf(writing), 1, 0)),
      ...(yield write(fdOf(writing), new Uint8Array(4090))),
      ...(yield { kind: "compareAndSwap", fd: fdOf(writing), offset: 4, expected: 0n, desired: 1n }),
      ...(yield { kind: "compareAndSwap", fd: fdOf(writing), offset: 8, expected: -1n, desired: 1n }),
      ...(yield { kind: "fetchAdd", fd: fdOf(reading), offset: 8, delta: 1n }),
      ...(yield { kind: "fetchAdd", fd: fdOf(writing), offset: 4096, delta: 1n }),
      ...(yield { kind: "ftruncate", fd: fdOf(reading), length: 0 }),
      ...(yield { kind: "size", fd: 3 }),
    ];
    return answers.map((answer) => (answer.kind === "failed" ? answer.errno : answer.kind));
  };
  const site = siteFor({ rest: { files } }, [program]);
  const { run, events } = runInOrder(site, [program]);
  assert.deepEqual(resultsOf(run)[0], ["EBADF", "EBADF", "EFBIG", "EINVAL", "EINVAL", "EACCES", "EFBIG", "EINVAL", "EBADF"]);
  assert.equal(
    events.some(({ action }) => action === "nic.post"),
    false,
  );
});

test("an unlink by another node: what is not yet placed ends with ESTALE, what is placed stays", () => {
  const unlinks: Program = function* () {
    const [answer] = yield { kind: "unlink", path: "/rdma/a" };
    return answer;
  };
  const programs = [written, unlinks];
  const site = siteFor({ rest: { files } }, programs);
  const results = new Set<string>();
  runInEveryWay(site, programs, (run, isEnd) => {
    const [answer] = resultsOf(run) as readonly (Answer | undefined)[];
    if (!isEnd || !answer) return;
    const content = latin1(peek(run.world.verbs, 3, 8, 16));
    results.add(`${answer.kind === "failed" ? `${answer.errno} ${answer.rdma?.status ?? "by the agent"}` : answer.kind}: ${content}`);
  });
  // The file may have gone before the open: then nobody has a number for it.
  assert.deepEqual([...results].sort(), [
    "EBADF by the agent: ................",
    "ESTALE REM_ACCESS: ................",
    "ESTALE REM_ACCESS: ........89abcdef",
    "ESTALE REM_ACCESS: 01234567........",
    "written: 0123456789abcdef",
  ]);
});

test("a manager that crashes: new opens time out or go to the local disk, open files go on", () => {
  const program: Program = function* () {
    const [first] = yield open("/rdma/a", "r");
    const [second] = yield open("/rdma/a", "r");
    const [answer] = yield read(fdOf(first), 4, 0);
    const closed = yield { kind: "close", fd: fdOf(first) };
    return [first, second, closed[0]].map((one) => (one?.kind === "failed" ? one.errno : one?.kind)).join(" ") + ` ${textOf(answer)}`;
  };
  for (const fallback of ["deny", "local"] as const) {
    const base = siteFor({ mount: { fallback }, rest: { files, explore: { fragments: 1, preemptions: 3, crashes: 1, seed: 1 } } }, [
      program,
    ]);
    const nodes = base.configuration.nodes.map((node) => ({ ...node, mayCrash: node.role === "manager" }));
    const site = { ...base, configuration: { ...base.configuration, nodes } };
    const results = new Set<string>();
    runInEveryWay(site, [program], (run, isEnd) => {
      if (isEnd) results.add(String(resultsOf(run)[0]));
    });
    const lost = fallback === "deny" ? "ETIMEDOUT" : "local";
    assert.deepEqual([...results].sort(), [`${lost} ${lost} EBADF !EBADF`, `opened ${lost} done ....`, "opened opened done ...."].sort());
  }
});

test("several managers: a name belongs to one of them, and only that one is missed", () => {
  const names = Array.from({ length: 8 }, (_, index) => `/rdma/f${index}`);
  const program: Program = function* () {
    const answers: Answer[] = [];
    for (const name of names) answers.push(...(yield open(name, "w")));
    return answers.map((answer) => (answer.kind === "failed" ? answer.errno : answer.kind));
  };
  const base = siteFor({ apps: 1 }, [program]);
  const [app, manager, memory] = base.configuration.nodes;
  assert.ok(app && manager && memory);
  const nodes = [app, manager, { ...manager, name: "manager1" }, memory];
  const site = siteOf({ ...base.configuration, nodes }, [{ name: "p0", node: "app0" }]);
  const owners = new Set(names.map((name) => managerOf(site, name)));
  assert.deepEqual(owners, new Set([managerOf(site, "/rdma/f0"), 1, 2]));
  const { world } = startWorld(site);
  const crashed = apply(site, { ...world, crashesLeft: 1 }, { kind: "crash", node: 1 }).world;
  for (const name of names) {
    const begun = begin(site, crashed, 0, open(name, "w"));
    assert.equal(choices(site, begun.world).length, managerOf(site, name) === 1 ? 0 : 1, name);
  }
});
