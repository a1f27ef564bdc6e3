import assert from "node:assert/strict";
import { test } from "node:test";
import {
  beginCritical,
  critical,
  criticalSection,
  currentCpu,
  currentThread,
  endCritical,
  external,
  SectionAborted,
  sleep,
  unpark,
} from "./critical-section.ts";

test("criticalSection: calls its body and passes on what it returns or throws", () => {
  assert.equal(
    criticalSection(() => criticalSection(() => 42)),
    42,
  );
  const error = new Error("mine");
  assert.throws(
    () =>
      criticalSection(() => {
        throw error;
      }),
    (thrown) => thrown === error,
  );
});

test("critical: can be disposed of, without effect", () => {
  const section = critical();
  assert.equal(section[Symbol.dispose](), undefined);
  assert.throws(endCritical, RangeError, "it opens no section that endCritical could close");
});

test("beginCritical and endCritical: pairs nest, an end too many is refused", () => {
  beginCritical();
  beginCritical();
  endCritical();
  endCritical();
  assert.throws(endCritical, { name: "RangeError", message: "endCritical: no section is open" });
  beginCritical();
  endCritical();
});

test("external: the effect is neither at the call nor in a micro-task after it", async () => {
  const log: string[] = [];
  const done = external(() => log.push("effect"));
  await Promise.resolve();
  log.push("micro-task");
  assert.equal(await done, 2);
  assert.deepEqual(log, ["micro-task", "effect"]);
});

test("external: what the effect throws rejects the promise", async () => {
  await assert.rejects(
    external(() => {
      throw new TypeError("no such row");
    }),
    { name: "TypeError", message: "no such row" },
  );
});

test("sleep: settles later; a negative or endless time is refused", async () => {
  assert.equal(await sleep(0), undefined);
  for (const milliseconds of [-1, Number.NaN, Number.POSITIVE_INFINITY]) await assert.rejects(sleep(milliseconds), RangeError);
});

test("threads: there is one", () => {
  assert.equal(currentThread(), "main#1");
  assert.equal(currentCpu(), 0);
  assert.equal(unpark("main#1"), undefined);
});

test("SectionAborted: is an error with a name of its own", () => {
  const error = new SectionAborted("gone");
  assert.ok(error instanceof Error);
  assert.equal(error.name, "SectionAborted");
  assert.equal(error.message, "gone");
});
