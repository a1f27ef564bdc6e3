import assert from "node:assert/strict";
import { test } from "node:test";
import { lostUpdate } from "../test-data/critical-section.ts";
import { staleAnswer } from "../test-data/stale-answer.ts";
import { layoutLanes } from "./lanes.ts";
import { LanePicture } from "./row-picture.ts";

const trace = lostUpdate();
const layout = layoutLanes(trace.lanes, 400, "wide", { worded: new Set(["cpu0", "cpu1"]), isBoxed: true });
const picture = new LanePicture(trace);
const row = (step: number) => picture.row(step, layout, (at) => trace.steps[at]?.lane);

test("a section's box opens on its first row and shuts on its last", () => {
  assert.deepEqual(
    [1, 2, 3].map((step) => row(step).boxes.map(({ column, isFirst, isLast, outcome }) => ({ column, isFirst, isLast, outcome }))),
    [
      [{ column: 0, isFirst: true, isLast: false, outcome: "reverted" }],
      [{ column: 0, isFirst: false, isLast: false, outcome: "reverted" }],
      [{ column: 0, isFirst: false, isLast: true, outcome: "reverted" }],
    ],
  );
  assert.deepEqual(row(4).boxes, []);
  assert.equal(picture.hasBox(2, "cpu0"), true);
  assert.equal(picture.hasBox(2, "cpu1"), false);
});

test("two boxes in different lanes stand in one row, and the lock's bar beside them", () => {
  assert.deepEqual(
    row(10).boxes.map(({ column, isHarm }) => [column, isHarm]),
    [
      [1, true],
      [0, false],
    ],
  );
  assert.deepEqual(row(10).bars, [{ column: 1, isFirst: false, isLast: false, track: 0 }]);
});

test("a stale value's line runs from the read to the write, and what came between ends in a dot on it", () => {
  const stale = { kind: "stale", column: 1, track: 0, isDot: false };
  assert.deepEqual(row(9).lines, [{ ...stale, up: false, down: true, at: 1 }]);
  assert.deepEqual(row(10).lines, [{ ...stale, up: true, down: true, at: undefined }]);
  assert.deepEqual(row(11).lines, [
    { ...stale, up: true, down: true, at: undefined },
    { kind: "overwrites", column: 1, track: 0, up: false, down: false, at: 0, isDot: true },
  ]);
  assert.deepEqual(row(12).lines, [{ ...stale, up: true, down: false, at: 1 }]);
  assert.deepEqual(row(13).lines, []);
});

test("a line whose ends are not at hand is left out until they are", () => {
  assert.deepEqual(picture.row(10, layout, () => undefined).lines, []);
});

test("an overwriting without a stale value has a line of its own", () => {
  const alone = new LanePicture({ links: [{ from: 1, to: 3, kind: "overwrites" }] });
  const lanes = ["cpu0", "cpu0", "cpu1", "cpu1"];
  const parts = [1, 2, 3].map((step) => alone.row(step, layout, (at) => lanes[at]).lines[0]);
  assert.deepEqual(
    parts.map((part) => part && [part.column, part.up, part.down, part.at, part.isDot]),
    [
      [1, false, true, 0, false],
      [1, true, true, undefined, false],
      [1, true, false, 1, false],
    ],
  );
});

test("who waits is drawn for as long as the wait lasts", () => {
  const stale = staleAnswer();
  const tasks = layoutLanes(stale.lanes, 400, "wide");
  const waits = (step: number) => new LanePicture(stale).row(step, tasks, (at) => stale.steps[at]?.lane).waits.map(({ column }) => column);
  assert.deepEqual([0, 1, 3, 5, 6, 8].map(waits), [[], [0], [0, 1], [0, 1], [0], []]);
});
