import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { WorkQueue } from "./queue.ts";

const forever = new AbortController().signal;
const queue = () => new WorkQueue({ first: 5, most: 1_000_000 });

test("a key that waits is given once, in the order of the first time", async () => {
  const keys = queue();
  for (const key of ["a", "b", "a"]) keys.add(key);
  assert.equal(await keys.next(forever), "a");
  assert.equal(await keys.next(forever), "b");
  keys.close();
  assert.equal(await keys.next(forever), undefined);
});

test("a key that is worked on comes again when it is done, and only if it was added meanwhile", async () => {
  const keys = queue();
  keys.add("a");
  assert.equal(await keys.next(forever), "a");
  keys.add("a");
  keys.add("a");
  keys.add("b");
  assert.equal(await keys.next(forever), "b");
  keys.done("a");
  assert.equal(await keys.next(forever), "a");
  keys.done("a");
  keys.add("c");
  assert.equal(await keys.next(forever), "c");
});

test("who waits gets the next key, unless it has stopped waiting", async () => {
  const keys = queue();
  const stop = new AbortController();
  const [gone, first, second] = [keys.next(stop.signal), keys.next(forever), keys.next(forever)];
  stop.abort();
  keys.add("a");
  keys.close();
  assert.deepEqual(await Promise.all([gone, first, second]), [undefined, "a", undefined]);
});

test("waits after failures double from 5 ms up to 1000 s, and begin anew after a success", () => {
  const keys = queue();
  const waits = Array.from({ length: 22 }, () => keys.retry("a"));
  assert.deepEqual(waits.slice(0, 4), [5, 10, 20, 40]);
  assert.equal(waits.at(-1), 1_000_000);
  assert.equal(keys.retry("b"), 5);
  keys.forget("a");
  assert.equal(keys.retry("a"), 5);
  keys.close();
});

test("of several times to come back the earliest counts; those far away do not come at once", async (context) => {
  const keys = queue();
  context.after(() => keys.close());
  const began = performance.now();
  keys.addAfter("far", 2 ** 33);
  keys.addAfter("a", 60_000);
  keys.addAfter("a", 30);
  keys.addAfter("a", 90_000);
  assert.equal(await keys.next(forever), "a");
  assert.ok(performance.now() - began >= 30);
});

test("whatever is added and done in whatever order: no key is out twice, and none is lost", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.nat(3).map((key) => ({ add: key })),
          fc.constant("take" as const),
          fc.nat(3).map((index) => ({ done: index })),
        ),
        { maxLength: 60 },
      ),
      async (steps) => {
        const keys = queue();
        const out: string[] = [];
        const owed = new Set<string>();
        const take = async () => {
          const key = await keys.next(AbortSignal.timeout(0));
          if (key === undefined) return;
          assert.ok(!out.includes(key), key);
          out.push(key);
          owed.delete(key);
        };
        for (const step of steps) {
          if (step === "take") {
            if ([...owed].some((key) => !out.includes(key))) await take();
          } else if ("add" in step) {
            owed.add(String(step.add));
            keys.add(String(step.add));
          } else {
            const [key] = out.splice(step.done % Math.max(1, out.length), 1);
            if (key !== undefined) keys.done(key);
          }
        }
        for (const key of out.splice(0)) keys.done(key);
        while (owed.size > 0) {
          const before = owed.size;
          await take();
          assert.ok(owed.size < before, `lost: ${[...owed].join(" ")}`);
        }
        keys.close();
      },
    ),
    { numRuns: 200 },
  ));
