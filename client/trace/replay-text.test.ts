import assert from "node:assert/strict";
import { test } from "node:test";
import { replayText } from "./replay-text.ts";

test("replayText: no longer failing is good, all else is not", () => {
  assert.deepEqual(replayText({ kind: "no-longer-fails" }, "FL3005"), {
    text: "No longer fails: FL3005 holds on this run",
    isGood: true,
  });
  assert.deepEqual(replayText({ kind: "does-not-fit", step: 3, message: "group `load` has gone" }, "FL3005"), {
    text: "Does not fit any more at step 4: group `load` has gone",
    isGood: false,
  });
});

test("replayText: a run of the main path has nothing to mend", () => {
  assert.equal(replayText({ kind: "no-longer-fails" }, undefined).text, "Runs as before");
});
