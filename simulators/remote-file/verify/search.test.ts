import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { endsOf } from "./testing/outcomes.ts";
import { programs, type Operation, type Shape, shapes, sketchOf } from "./testing/programs.ts";
import { bundle, payloadOf, scenarioOf } from "./testing/scenario.ts";

const usual: Shape = { completion: "delivery", writers: "multi", replicas: 1, isOneNode: false, inOrder: "none" };

const interpreters = new Map<string, ReturnType<typeof bundle>>();

/** Ends of a generated program, searched in three ways that must agree. */
async function compare(program: readonly (readonly Operation[])[], shape: Shape, crashes: number): Promise<readonly number[]> {
  const sketch = sketchOf(program, shape, { crashes, preemptions: 1 });
  let code = interpreters.get(sketch.text);
  if (!code) interpreters.set(sketch.text, (code = bundle(sketch.text, ["first", "second"])));
  const payload = payloadOf(sketch);
  const ways = [{ isPlain: true, isStateless: true }, { isPlain: true }, {}];
  const ends = [];
  for (const way of ways) ends.push(endsOf(await code, payload, { crashes, preemptions: 1, ...way }));
  const [every, plain, usually] = ends;
  assert.deepEqual(plain?.outcomes, every?.outcomes, "states that are known lead nowhere else");
  assert.deepEqual(usually?.outcomes, plain?.outcomes, "what is left out makes no difference");
  return ends.map(({ transitions }) => transitions);
}

test("search: states and what is left out make no difference to what becomes of random programs", async () => {
  await fc.assert(
    fc.asyncProperty(programs(2), shapes, async (program, shape) => {
      await compare(program, shape, 0);
    }),
    { numRuns: 5 },
  );
});

test("search: nor with a crash", async () => {
  await fc.assert(
    fc.asyncProperty(programs(1), shapes, async (program, shape) => {
      await compare(program, shape, 1);
    }),
    { numRuns: 3 },
  );
});

const write = { kind: "write", file: 0, at: 0, length: 16 } as const;
const read = { kind: "read", file: 0, at: 0, length: 16 } as const;

test("search: it leaves much out", async () => {
  const [every, plain, usually] = await compare([[write, write], [read]], usual, 0);
  assert.ok((usually ?? 0) < (plain ?? 0) && (plain ?? 0) < (every ?? 0));
});

const lengths = [
  // Each half of it may be the old or the new one.
  { length: 16, seen: 4 },
  // A word never tears.
  { length: 8, seen: 2 },
] as const;

for (const { length, seen } of lengths) {
  test(`search: a reader of ${length} bytes that are being written sees ${seen} contents`, async () => {
    const program = [[{ ...write, length }], [{ ...read, length }]];
    const sketch = sketchOf(program, usual, { crashes: 0, preemptions: 3 });
    const { outcomes } = endsOf(await bundle(sketch.text, ["first", "second"]), payloadOf(sketch), { crashes: 0, preemptions: 3 });
    assert.equal(new Set(outcomes.map((text) => text.split(" # ")[0])).size, seen);
  });
}

test("search: a process that polls for a lock of a crashed one waits for ever, and rounds that are left out make no difference", async () => {
  const text = `
import { open } from "node:fs/promises";
import { compareAndSwap } from "faultline/remote-file";
import { setTimeout as sleep } from "node:timers/promises";
async function locked(owner: bigint): Promise<void> {
  const file = await open("/rdma/lock", "r+");
  while ((await compareAndSwap(file, 0, 0n, owner)) !== 0n) await sleep(500);
  await compareAndSwap(file, 0, owner, 0n);
  await file.close();
}
/** @process node=one */
export async function first(): Promise<void> { await locked(1n); }
/** @process node=two */
export async function second(): Promise<void> { await locked(2n); }`;
  const { program, payload } = await scenarioOf({
    text,
    configuration: { files: [{ path: "/rdma/lock", zeros: 8 }], lease: { ms: 8000 }, explore: { preemptions: 1 } },
  });
  const all = endsOf(program, payload, { crashes: 1, preemptions: 1, hasAllRounds: true });
  const few = endsOf(program, payload, { crashes: 1, preemptions: 1 });
  assert.deepEqual(few.outcomes, all.outcomes);
  assert.ok(few.states < all.states);
});

test("search: what a process finds out of all nodes on its way is no secret of its own", async () => {
  const { program, payload } = await scenarioOf({
    text: `
import { open, statfs } from "node:fs/promises";
/** @process node=one */
export async function first(): Promise<number> {
  const file = await open("/rdma/a", "r+");
  await file.write(Buffer.alloc(8, 1), 0, 8, 0);
  const { bfree } = await statfs("/rdma");
  await file.close();
  return bfree;
}
/** @process node=two */
export async function second(): Promise<void> {
  await (await open("/rdma/b", "w")).close();
}`,
    configuration: { files: [{ path: "/rdma/a", zeros: 8 }] },
  });
  const bounds = { crashes: 0, preemptions: 1 };
  const plain = endsOf(program, payload, { ...bounds, isPlain: true });
  assert.equal(plain.outcomes.length, 2);
  assert.deepEqual(endsOf(program, payload, bounds).outcomes, plain.outcomes);
});
