import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { countersBytes, OwnCounters, percentile } from "./counters.ts";

test("counters: a percentile is right within 5 %", () => {
  const times = fc.array(fc.double({ min: 0.1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(times, fc.constantFrom(0.01, 0.5, 0.99, 1), (microseconds, share) => {
      const counters = new OwnCounters(new SharedArrayBuffer(countersBytes));
      for (const time of microseconds) counters.readTook(time);
      const exact = microseconds.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * microseconds.length) - 1)] ?? 0;
      const told = percentile(counters.snapshot().readTimes, share) ?? 0;
      assert.ok(Math.abs(told / exact - 1) < 0.05, `${told} for ${exact}`);
    }),
  );
  assert.equal(percentile([], 0.5), undefined);
});

test("counters: what one thread counts, another reads", () => {
  const shared = new SharedArrayBuffer(countersBytes);
  const own = new OwnCounters(shared);
  own.read(10);
  own.read(0);
  own.write(7);
  own.add("opens");
  own.add("atomics", 3);
  own.openTook(25);
  const { openTimes, ...counts } = new OwnCounters(shared).snapshot();
  const expected = { opens: 1, reads: 2, writes: 1, bytesRead: 10, bytesWritten: 7, atomics: 3, managerRequests: 0, readTimes: [] };
  assert.deepEqual(counts, expected);
  assert.equal(openTimes[0]?.[1], 1);
});
