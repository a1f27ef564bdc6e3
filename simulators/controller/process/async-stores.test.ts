import assert from "node:assert/strict";
import { test } from "node:test";
import { processOf } from "./testing/bundle.ts";
import { answer, calls, client, follow, secret, tagged } from "./testing/reconciles.ts";

const storage = 'import { AsyncLocalStorage } from "node:async_hooks";\nconst storage = new AsyncLocalStorage();';

test("AsyncLocalStorage: a store goes along with calls and timers, and ends with its reconcile", async () => {
  const process = await processOf(
    `${storage}\n${client}
    export async function reconcile() {
      await read(\`begun-\${storage.getStore()}\`);
      await storage.run("a", async () => {
        await read(\`in-\${storage.getStore()}\`);
        await new Promise((done) => setTimeout(() => { storage.enterWith(storage.getStore() + "b"); done(storage.getStore()); }, 5));
        await read(\`later-\${storage.getStore()}\`);
      });
      storage.enterWith("left");
    }`,
    { client: "1.x" },
  );
  const first = process.start(tagged);
  const second = process.answer(first, 0, answer(secret("a")));
  const waiting = process.answer(second, 0, answer(secret("a")));
  const third = process.answer(waiting, 0, answer(null));
  const end = process.answer(third, 0, answer(secret("a")));
  assert.deepEqual([calls(first), calls(second), calls(third)], [["GET ~/begun-undefined"], ["GET ~/in-a"], ["GET ~/later-a"]]);
  assert.deepEqual([end.ending, end.memory], [{ kind: "returned" }, 0]);
  assert.deepEqual(calls(process.start(tagged)), ["GET ~/begun-undefined"]);
  assert.equal(process.audit(), undefined);
});

test("AsyncLocalStorage: runs that differ in what is kept alone are not one", async () => {
  const process = await processOf(
    `${storage}\n${client}
    export async function reconcile() {
      let kept = "some";
      try { await read("which"); } catch { kept = "none"; }
      await storage.run(kept, async () => { await read("same"); await read(storage.getStore()); });
    }`,
    { client: "1.x" },
  );
  const some = follow(process, [answer(secret("which")), answer(secret("same"))]);
  const none = follow(process, [{ kind: "lost" }, answer(secret("same"))]);
  assert.deepEqual([calls(some), calls(none)], [["GET ~/some"], ["GET ~/none"]]);
});

test("AsyncLocalStorage: what the module enters while it is loaded is not modelled", async () => {
  const making = processOf(`${storage}\nstorage.run(1, () => {});\nexport async function reconcile() {}`);
  await assert.rejects(making, /`AsyncLocalStorage\.run` is not modelled/);
});
