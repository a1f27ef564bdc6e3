import assert from "node:assert/strict";
import { test } from "node:test";
import type { MemoryPicture } from "../../../../protocol/picture.ts";
import { tornRead } from "../../test-data/torn-read.ts";
import { entriesOf, linesOf, rowsOf, timeText } from "./rows.ts";

const { picture } = tornRead();
assert.ok(picture?.kind === "memory");
const torn: MemoryPicture = picture;

test("rows: what has passed, what is now, what comes later", () => {
  const { harm = 0 } = tornRead();
  assert.deepEqual(
    rowsOf(torn, harm).map(({ time }) => time),
    ["passed", "passed", "now", "later"],
  );
  assert.deepEqual(
    rowsOf(torn, 0).map(({ time }) => time),
    ["now", "later", "later", "later"],
  );
  assert.equal(rowsOf(torn, 10_000).at(-1)?.time, "now");
});

test("rows: the tear is where old bytes stand beside new ones, in the read alone", () => {
  const tears = rowsOf(torn, 0).map(({ cells }) => cells.map(({ hasTearBefore }) => hasTearBefore));
  assert.deepEqual(tears, [
    [false, false],
    [false, false],
    [false, true],
    [false, false],
  ]);
});

test("text: every moment with its bytes, the tear, and what other bytes would have led to", () => {
  const lines = linesOf(torn);
  assert.equal(lines[0]?.text, "Memory: /far/quote on mem-1");
  assert.equal(lines[1]?.text, "  at the start: bytes 0–7 100 (old), bytes 8–15 3 (old)");
  assert.deepEqual(
    lines.filter(({ isBad }) => isBad).map(({ text }) => text),
    ["  step 23, reader gets: bytes 0–7 200 (new), bytes 8–15 3 (old): torn", "  this read: reader returns 600n"],
  );
  assert.ok(lines.some(({ text }) => text === "  operating system of mem-1: 0 events since the open"));
});

test("channels and keys: what a step changes, breaks and removes", () => {
  const before = { "queue pairs": { "0 on a": "RTS", "1 on m": "RTS", "2 on a": "RTS" } };
  const after = { "queue pairs": { "0 on a": "ERR", "1 on m": "RTS" } };
  assert.deepEqual(entriesOf(before, after, "queue pairs"), [
    { name: "0 on a", value: "ERR", isChanged: true, isBroken: true },
    { name: "1 on m", value: "RTS", isChanged: false, isBroken: false },
    { name: "2 on a", value: "gone", isChanged: true, isBroken: true },
  ]);
  assert.deepEqual(entriesOf({}, { keys: 3 }, "keys"), []);
});

test("times: two digits, whole microseconds from a millisecond on", () => {
  assert.deepEqual([0, 13.4142, 536_870.9].map(timeText), ["0 µs", "13.41 µs", "536,871 µs"]);
});
