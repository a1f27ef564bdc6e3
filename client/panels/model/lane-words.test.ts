import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Step } from "../../../protocol/trace.ts";
import { isTakenBack, laneWords } from "./lane-words.ts";

const step = (more: Partial<Step>): Step => ({ lane: "cpu0", action: "a", message: "", changes: [], ...more });

test("laneWords: words and values of a mark", () => {
  assert.deepEqual(laneWords(step({ short: "queue `0 → 1`" }), 200)?.words, [
    { text: "queue ", isValue: false, isStruck: false },
    { text: "0 → 1", isValue: true, isStruck: false },
  ]);
  assert.equal(laneWords(step({}), 200), undefined);
});

test("laneWords: a write that is taken back is struck through, a read is not", () => {
  const struck = (mark: Step["mark"]) =>
    laneWords(step({ short: "`1`", revertedBy: 4, ...(mark ? { mark } : {}) }), 200)?.words.map(({ isStruck }) => isStruck);
  assert.deepEqual(struck("write"), [true]);
  assert.deepEqual(struck("read"), [false]);
  assert.equal(isTakenBack(step({ mark: "write" })), false);
});

test("laneWords: never wider than the room, and what is cut ends in an ellipsis", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 60 }), fc.integer({ min: 30, max: 200 }), (short, room) => {
      const words = laneWords(step({ short }), room);
      assert.ok(words && words.width <= room);
      const shown = words.words.map(({ text }) => text).join("");
      const full = short.replace(/`([^`]+)`/g, "$1");
      assert.ok(shown === full || shown.endsWith("…") || full.startsWith(shown), `${shown} of ${full}`);
    }),
  );
});
