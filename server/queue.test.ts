import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { createQueue, idleAfterMs, type Urgency, type WorkQueue } from "./queue.ts";

/** Work that ends when it is told to. */
function pile(queue: WorkQueue<string>) {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  const aborted: string[] = [];
  const add = (key: string, urgency: Urgency) =>
    queue.add({
      key,
      urgency,
      run: (signal) =>
        new Promise((resolve) => {
          began.push(key);
          ends.set(key, resolve);
          signal.addEventListener("abort", () => {
            aborted.push(key);
            resolve();
          });
        }),
    });
  return { add, began, aborted, end: (key: string) => ends.get(key)?.() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("queue: what was asked for goes first, then edits from the newest, then what was found, in order", async () => {
  const queue = createQueue<string>(() => 1);
  const { add, began, end } = pile(queue);
  void add("running", "found");
  void add("found 1", "found");
  void add("edit 1", "edited");
  void add("found 2", "found");
  void add("edit 2", "edited");
  void add("asked 1", "asked");
  void add("asked 2", "asked");
  for (const key of ["running", "asked 1", "asked 2", "edit 2", "edit 1", "found 1", "found 2"]) {
    assert.equal(began.at(-1), key);
    end(key);
    await settled();
  }
  assert.deepEqual([queue.running, queue.queued], [0, 0]);
});

test("queue: newer work for a key cancels the older, running or waiting", async () => {
  const queue = createQueue<string>(() => 1);
  const { add, began, aborted, end } = pile(queue);
  const first = add("a", "edited");
  const second = add("a", "edited");
  const third = add("a", "edited");
  await Promise.all([first, second]);
  await settled();
  assert.deepEqual(aborted, ["a"]);
  assert.deepEqual(began, ["a", "a"]);
  end("a");
  await third;
});

test("queue: no more runs at once than there are slots; a failure takes none away", async () => {
  const queue = createQueue<number>(() => 2);
  let most = 0;
  const work = Array.from({ length: 20 }, (_, key) =>
    queue.add({
      key,
      urgency: "found",
      run: async () => {
        most = Math.max(most, queue.running);
        await settled();
      },
    }),
  );
  await Promise.all(work);
  assert.equal(most, 2);
});

test("queue: cancelling waits until it has ended", async () => {
  const queue = createQueue<string>(() => 1);
  let hasEnded = false;
  const run = async (signal: AbortSignal) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    await settled();
    hasEnded = true;
  };
  void queue.add({ key: "a", urgency: "asked", run });
  await queue.cancel("a");
  assert.ok(hasEnded);
  await queue.cancel("nothing");
});

test("queue: idle work waits until there has been nothing else for a while, gives way to everything and begins anew", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const queue = createQueue<string>(() => 2);
    const { add, began, aborted, end } = pile(queue);
    const idle = add("idle", "idle");
    void add("other idle", "idle");
    assert.deepEqual([queue.running, queue.queued], [0, 0]);
    mock.timers.tick(idleAfterMs - 1);
    void add("edit", "edited");
    mock.timers.tick(idleAfterMs);
    assert.deepEqual(began, ["edit"]);
    end("edit");
    await settled();
    assert.deepEqual(began, ["edit"]);
    mock.timers.tick(idleAfterMs);
    // One at a time, though there is room for two.
    assert.deepEqual(began, ["edit", "idle"]);
    void add("found", "found");
    await settled();
    assert.deepEqual(aborted, ["idle"]);
    end("found");
    await settled();
    mock.timers.tick(idleAfterMs);
    assert.deepEqual(began, ["edit", "idle", "found", "idle"]);
    // Somebody types.
    queue.disturb();
    await settled();
    assert.deepEqual(aborted, ["idle", "idle"]);
    mock.timers.tick(idleAfterMs);
    end("idle");
    await idle;
    await settled();
    assert.equal(began.at(-1), "other idle");
    await queue.cancel("other idle");
    mock.timers.tick(10 * idleAfterMs);
    assert.deepEqual([queue.running, began.length], [0, 6]);
  } finally {
    mock.timers.reset();
  }
});
