import assert from "node:assert/strict";
import { open } from "node:fs/promises";
import { test } from "node:test";
import { compareAndSwap, fetchAdd, type RemoteHandle } from "./remote-file.ts";

const key = Symbol.for("faultline/remote-file");
const globals = globalThis as { [key: symbol]: unknown };

test("remote-file: without an agent it says so, and nothing is done", async () => {
  await assert.rejects(compareAndSwap(3, 0, 0n, 1n), { code: "ENOTSUP", message: /faultline remote-files run.*compareAndSwap/ });
  await assert.rejects(fetchAdd({ fd: 3 }, 0, 1n), { code: "ENOTSUP", syscall: "fetchAdd" });
});

test("remote-file: the agent gets the handle, and its answer is the answer", async () => {
  const calls: unknown[][] = [];
  globals[key] = {
    compareAndSwap: (...call: unknown[]) => Promise.resolve(calls.push(call) && 4n),
    fetchAdd: (...call: unknown[]) => Promise.resolve(calls.push(call) && 5n),
  };
  const file = await open("/dev/null");
  try {
    const handle: RemoteHandle = file;
    assert.equal(await compareAndSwap(0x2000_0000, 8, 1n, 2n), 4n);
    assert.equal(await fetchAdd(handle, 16, -1n), 5n);
    assert.deepEqual(calls, [
      [0x2000_0000, 8, 1n, 2n],
      [file, 16, -1n],
    ]);
  } finally {
    delete globals[key];
    await file.close();
  }
});
