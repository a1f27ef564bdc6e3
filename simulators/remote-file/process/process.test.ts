import assert from "node:assert/strict";
import { test } from "node:test";
import { ProcessStopped } from "../../core/program/stopped.ts";
import { firstFd } from "../nodes/world.ts";
import { bufferOfOwner } from "./machine.ts";
import { callsOf, endingOf, type Subject, subjectOf } from "./testing/process.ts";
import type { Arrival, ProcessStep } from "./types.ts";

const opened = { kind: "opened", fd: firstFd } as const;
const done = { kind: "done" } as const;

/** All bytes of the first read that waits become this one. */
function filled({ state }: ProcessStep, byte: number): readonly Arrival[] {
  const call = state.waiting[0]?.call;
  if (call?.kind !== "read") throw new Error("no read waits");
  return call.buffers.map(({ owner = 0, offset, length }) => ({
    buffer: bufferOfOwner(owner),
    offset,
    bytes: new Uint8Array(length).fill(byte),
  }));
}

const readAll = (subject: Subject, byte: number): ProcessStep => {
  const asked = subject.answer(subject.start(), opened);
  return subject.answer(asked, { kind: "read", count: 4, bytes: [] }, filled(asked, byte));
};

test("process: it stops at each call and goes on with its answer", async () => {
  const subject = await subjectOf(`
  const file = await open("/rdma/a", "r");
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
  await file.close();
  return buffer[0];`);
  const first = subject.start();
  assert.deepEqual(callsOf(first), ["open /rdma/a"]);
  const second = subject.answer(first, opened);
  assert.deepEqual(callsOf(second), ["read 4"]);
  const third = subject.answer(second, { kind: "read", count: 4, bytes: [] }, filled(second, 9));
  assert.deepEqual(callsOf(third), ["close"]);
  assert.equal(endingOf(subject.answer(third, done)), "9");
  assert.equal(first.calls[0]?.at[0]?.range.start.line, 8);
});

test("process: what was asked once runs no code again, in whatever order states are asked for", async () => {
  const subject = await subjectOf(`
  const file = await open("/rdma/a", "r");
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
  await file.close();
  return buffer[0];`);
  const ends = [7, 9, 7, 8, 9].map((byte) => subject.answer(readAll(subject, byte), done));
  assert.deepEqual(ends.map(endingOf), ["7", "9", "7", "8", "9"]);
  assert.equal(ends[0]?.state, ends[2]?.state);
  const { runs } = subject.automaton;
  for (const byte of [9, 8, 7]) subject.answer(readAll(subject, byte), done);
  assert.equal(subject.automaton.runs, runs);
});

test("process: histories that the code cannot tell apart any more are one state", async () => {
  const subject = await subjectOf(`
  const file = await open("/rdma/a", "r");
  await file.read(Buffer.alloc(4), 0, 4, 0);
  await file.close();`);
  assert.equal(readAll(subject, 7).state, readAll(subject, 8).state);
});

test("process: inside of a synchronous call nothing else of it runs", async () => {
  const subject = await subjectOf(`
  const seen: string[] = [];
  const later = readFile("/rdma/b", "utf8").then(() => seen.push("b"), (error) => seen.push(error.code));
  const fd = fs.openSync("/rdma/a", "r");
  seen.push("a" + (fd > 0));
  fs.closeSync(fd);
  seen.push("closed");
  await later;
  return seen.join();`);
  const first = subject.start();
  assert.deepEqual(callsOf(first), ["open /rdma/b", "open /rdma/a"]);
  const [asynchronous, synchronous] = first.calls;
  assert.deepEqual([asynchronous?.isSync, synchronous?.isSync, first.state.blockedBy], [false, true, synchronous?.slot]);
  const refused = subject.step(first.state, {
    kind: "answer",
    slot: asynchronous?.slot ?? -1,
    answer: { kind: "failed", errno: "ENOENT" },
  });
  assert.deepEqual([callsOf(refused), endingOf(refused)], [[], ""]);
  const closing = subject.step(refused.state, { kind: "answer", slot: synchronous?.slot ?? -1, answer: opened });
  assert.deepEqual(callsOf(closing), ["close"]);
  const end = subject.step(closing.state, { kind: "answer", slot: closing.calls[0]?.slot ?? -1, answer: done });
  assert.equal(endingOf(end), '"atrue,closed,ENOENT"');
});

test("process: errors have codes and places; what is thrown ends it", async () => {
  const subject = await subjectOf(`await open("/rdma/a", "r");`);
  const end = subject.answer(subject.start(), { kind: "failed", errno: "ENOENT" });
  assert.equal(endingOf(end), "ENOENT");
  const ending = end.state.ending;
  assert.ok(ending?.kind === "threw" && ending.thrown.message.startsWith("Error: ENOENT"));
});

test("process: a rejection that nobody handles is told where it happens", async () => {
  const subject = await subjectOf(`void open("/rdma/a", "r"); return 1;`);
  const first = subject.start();
  assert.equal(endingOf(first), "1");
  const after = subject.answer(first, { kind: "failed", errno: "EACCES" });
  assert.deepEqual(
    after.notes.map((note) => note.kind === "unhandled-rejection" && note.thrown.code),
    ["EACCES"],
  );
});

test("process: timers say how long from now, and a loop that waits comes back to the same state", async () => {
  const subject = await subjectOf(`for (;;) await sleep(10);`);
  const first = subject.start();
  assert.deepEqual(first.timersSet, [{ id: 1, period: 0, delay: 10e6 }]);
  const again = subject.step(first.state, { kind: "timer", id: 1 }, { now: 10e6 });
  assert.deepEqual(again.timersSet, first.timersSet);
  assert.equal(again.state, first.state);
});

test("process: who clears timers knows them by name", async () => {
  const subject = await subjectOf(`
  const timer = setTimeout(() => {}, 5);
  await sleep(10);
  clearTimeout(timer);
  await sleep(20);
  return "late";`);
  const first = subject.start();
  const fired = subject.step(first.state, { kind: "timer", id: first.timersSet[0]?.id ?? 0 });
  subject.step(fired.state, { kind: "timer", id: first.timersSet[1]?.id ?? 0 });
  assert.equal(subject.learnt.clearsTimers, true);
  assert.equal(subject.learnt.readsClock, false);
});

test("process: the clock is part of a step only if it is looked at", async () => {
  const blind = await subjectOf(`await sleep(1); return 1;`);
  const first = blind.start();
  const fire = { kind: "timer", id: 1 } as const;
  assert.equal(blind.step(first.state, fire, { now: 5e6 }).state, blind.step(first.state, fire, { now: 7e6 }).state);
  assert.equal(blind.learnt.readsClock, false);
  const seeing = await subjectOf(`const start = Date.now(); await sleep(1); return Date.now() - start;`);
  const begun = seeing.start();
  assert.equal(endingOf(seeing.step(begun.state, fire, { now: 5e6 })), "5");
  assert.equal(endingOf(seeing.step(begun.state, fire, { now: 7e6 })), "7");
  assert.equal(seeing.learnt.readsClock, true);
});

test("process: it ends itself, and nothing of it goes on", async () => {
  const subject = await subjectOf(`void sleep(5).then(() => console.log("no")); void open("/rdma/a", "r"); process.exit(3);`);
  const first = subject.start();
  assert.deepEqual([endingOf(first), first.state.waiting, first.state.timers], ["exit 3", [], []]);
});

test("process: the disk of its node is what it was told, and what it leaves", async () => {
  const subject = await subjectOf(`
  await sleep(1);
  const before = fs.existsSync("/tmp/x");
  fs.writeFileSync("/tmp/x", "hello");
  return before + fs.readFileSync("/tmp/x", "utf8");`);
  const first = subject.start();
  const fire = { kind: "timer", id: 1 } as const;
  const made = subject.step(first.state, fire);
  assert.equal(endingOf(made), '"falsehello"');
  assert.notEqual(made.disk, subject.disks.empty);
  assert.equal(endingOf(subject.step(first.state, fire, { disk: made.disk })), '"truehello"');
  assert.equal(subject.step(first.state, fire).disk, made.disk);
});

test("process: what is returned is data, whatever becomes of it later", async () => {
  const subject = await subjectOf(`
  const value = { list: [1, 2n, "x"], bytes: Buffer.from([1, 2]), when: new Date(5), map: new Map([["a", { b: 1 }]]) };
  void sleep(1).then(() => { value.list.length = 0; });
  return value;`);
  const first = subject.start();
  const later = subject.step(first.state, { kind: "timer", id: 1 });
  const ending = later.state.ending;
  assert.ok(ending?.kind === "returned");
  assert.deepEqual(ending.value.data.cells[1], { kind: "array", items: [1, 2n, "x"] });
  assert.deepEqual(ending.value.data.cells[2], { kind: "bytes", type: "Buffer", bytes: Uint8Array.of(1, 2) });
});

const notModelled = [
  { name: "what the machine does not model", body: `await fetch("http://127.0.0.1");`, words: /fetch/ },
  { name: "a loop without an end", body: `for (;;);`, words: /does not come to an end/ },
  { name: "micro-tasks without an end", body: `const again = () => Promise.resolve().then(again); await again();`, words: /without end/ },
  { name: "more memory than there is", body: `const list = []; for (;;) list.push(Buffer.alloc(1 << 24));`, words: /memory/ },
];

for (const { name, body, words } of notModelled) {
  test(`process: ${name} is told with its place, and the machine is where it was`, async () => {
    const subject = await subjectOf(`await sleep(1);\n${body}`);
    const first = subject.start();
    const fire = { kind: "timer", id: 1 } as const;
    const isTold = (error: unknown) =>
      error instanceof ProcessStopped &&
      words.test(error.failure.message) &&
      error.failure.code === "FL0003" &&
      error.failure.at?.path === "main.ts";
    assert.throws(() => subject.step(first.state, fire), isTold);
    assert.throws(() => subject.step(first.state, fire), isTold);
    assert.equal(subject.start().state, first.state);
  });
}

const unloadable = [
  { name: "that throws", before: `throw new Error("no");`, words: /throws while it is loaded/ },
  { name: "that uses files", before: `const fd = fs.openSync("/rdma/a", "r");`, words: /files are used while/ },
  { name: "that waits for a file", before: `const file = await open("/rdma/a", "r");`, words: /files are used while/ },
  { name: "that ends itself", before: `process.exit(1);`, words: /ends itself/ },
];

for (const { name, before, words } of unloadable) {
  test(`process: a module ${name} cannot be loaded`, async () => {
    await assert.rejects(subjectOf("return 1;", before), (error) => error instanceof ProcessStopped && words.test(error.failure.message));
  });
}
