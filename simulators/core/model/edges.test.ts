import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Edges } from "./edges.ts";

const anyRows = fc.array(fc.array(fc.tuple(fc.nat(1_000_000), fc.oneof(fc.nat(0xffff), fc.nat(0x7fff_ffff))), { maxLength: 400 }), {
  maxLength: 40,
});

test("edges: what was added comes back, row by row, whatever the size of its action", () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const edges = new Edges();
      for (const row of rows) {
        for (const [target, action] of row) edges.add(target, action);
        edges.endRow();
      }
      const back = rows.map((_, row) => {
        const [from, to] = [edges.rows[row] as number, edges.rows[row + 1] as number];
        return Array.from({ length: to - from }, (__, index) => [edges.targets[from + index], edges.actions[from + index]]);
      });
      assert.deepEqual(back, rows);
    }),
  );
});
