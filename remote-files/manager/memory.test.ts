import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { strideOf } from "../protocol/layout.ts";
import { Memory } from "./memory.ts";

test("memory: blocks that are given away never overlap, and no more is given than is offered", () => {
  const step = fc.record({ size: fc.constantFrom(4096, 8192, 65_536), gives: fc.boolean(), which: fc.nat() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const memory = new Memory("m", 300_000);
      const taken: { readonly base: number; readonly size: number }[] = [];
      for (const { size, gives, which } of steps) {
        const [block] = gives ? taken.splice(which % Math.max(1, taken.length), 1) : [];
        if (block) memory.give(block.base, block.size);
        const base = memory.take(size);
        const used = taken.reduce((sum, one) => sum + one.size, 0);
        assert.equal(base === undefined, used + size > 300_000);
        if (base === undefined) continue;
        for (const one of taken) assert.ok(base + strideOf(size) <= one.base || one.base + strideOf(one.size) <= base);
        taken.push({ base, size });
      }
    }),
  );
});

test("memory: what is given back is taken first, the lowest before all", () => {
  const memory = new Memory("m", 1_000_000);
  const [first = 0, second = 0, third = 0] = [memory.take(4096), memory.take(4096), memory.take(4096)];
  memory.give(third, 4096);
  memory.give(first, 4096);
  assert.deepEqual([memory.take(4096), memory.take(4096)], [first, third]);
  assert.ok(second > first && memory.free === 1_000_000 - 3 * 4096);
});
