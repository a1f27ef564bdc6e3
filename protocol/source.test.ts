import assert from "node:assert/strict";
import { test } from "node:test";
import { comparePositions, containsPosition } from "./source.ts";

test("comparePositions: by line, then character", () => {
  assert.ok(comparePositions({ line: 1, character: 9 }, { line: 2, character: 0 }) < 0);
  assert.equal(comparePositions({ line: 2, character: 3 }, { line: 2, character: 3 }), 0);
});

test("containsPosition: both ends count", () => {
  const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
  assert.ok(containsPosition(range, { line: 1, character: 2 }));
  assert.ok(containsPosition(range, { line: 1, character: 5 }));
  assert.ok(!containsPosition(range, { line: 1, character: 6 }));
});
