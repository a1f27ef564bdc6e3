import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { EventQueue } from "./event-queue.ts";

test("events come by time, those of one time in the order in which they were scheduled", () => {
  // A number schedules an event so much later than now, null takes one.
  const steps = fc.array(fc.option(fc.nat(5)), { maxLength: 400 });
  fc.assert(
    fc.property(steps, (all) => {
      const queue = new EventQueue();
      const plain: { readonly time: number; readonly event: number }[] = [];
      let next = 0;
      for (const step of all) {
        if (step === null) {
          const at = plain.findIndex(({ time }) => plain.every((other) => time <= other.time));
          const [want] = at === -1 ? [] : plain.splice(at, 1);
          assert.equal(queue.take(), want?.event ?? -1);
          if (want) assert.equal(queue.now, want.time);
        } else {
          queue.schedule(queue.now + step, next);
          plain.push({ time: queue.now + step, event: next });
          next += 1;
        }
        assert.equal(queue.size, plain.length);
      }
    }),
  );
});

test("more events than there is room for at the start", () => {
  const queue = new EventQueue();
  for (let event = 999; event >= 0; event -= 1) queue.schedule(event, event);
  for (let event = 0; event < 1000; event += 1) assert.equal(queue.take(), event);
  assert.equal(queue.take(), -1);
});
