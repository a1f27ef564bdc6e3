import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { layoutLasso } from "./lasso.ts";

test("four steps lead in, four repeat; the ring is entered at its left and runs clockwise", () => {
  const { nodes, ring, skipped } = layoutLasso(8, 4, 620);
  assert.deepEqual(
    nodes.map(({ step, part }) => [step, part]),
    [0, 1, 2, 3].map((step) => [step, "stem"]).concat([4, 5, 6, 7].map((step) => [step, "ring"])),
  );
  assert.equal(skipped, undefined);
  const [entry, top, right] = nodes.slice(4);
  assert.ok(entry && top && right);
  assert.ok(Math.abs(entry.x - (ring.x - ring.radius)) < 1e-9);
  assert.ok(top.y < ring.y && Math.abs(top.x - ring.x) < 1e-9);
  assert.ok(right.x > ring.x);
});

test("a long stem shows its ends and counts the rest", () => {
  const { nodes, skipped } = layoutLasso(1000, 900, 400);
  const stem = nodes.filter(({ part }) => part === "stem").map(({ step }) => step);
  assert.equal(stem[0], 0);
  assert.equal((skipped?.count ?? 0) + stem.length, 900);
});

test("every picture keeps within its width, and its circles go from left to right into the ring", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), fc.integer({ min: 320, max: 1200 }), (steps, pick, width) => {
      const layout = layoutLasso(steps, pick % steps, width);
      assert.ok(layout.width <= width + 1, `${layout.width} of ${width}`);
      const stem = layout.nodes.filter(({ part }) => part === "stem");
      for (const [index, node] of stem.entries()) assert.ok(index === 0 || node.x > (stem[index - 1]?.x ?? 0));
      assert.ok((stem.at(-1)?.x ?? 0) < layout.ring.x - layout.ring.radius + 1);
      assert.ok(layout.nodes.length <= 48 + 40);
    }),
  );
});
