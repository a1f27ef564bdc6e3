import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { NoticeQueue } from "./notice-queue.ts";

test("notices: one at a time, each once", async () => {
  const shown: string[] = [];
  const closers: (() => void)[] = [];
  const queue = new NoticeQueue(({ message }) => {
    shown.push(message);
    return new Promise((close) => closers.push(close));
  });
  const say = (message: string) => queue.add({ severity: "warning", message });
  for (const message of ["a", "a", "b", "b"]) say(message);
  await setImmediate();
  assert.deepEqual(shown, ["a"]);
  closers.shift()?.();
  await setImmediate();
  assert.deepEqual(shown, ["a", "b"]);
  closers.shift()?.();
  await setImmediate();
  say("a");
  assert.deepEqual(shown, ["a", "b", "a"], "what was closed may come again");
});
