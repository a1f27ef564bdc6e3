import assert from "node:assert/strict";
import { test } from "node:test";
import { statusAsCompared } from "./custom-status.ts";

test("a status: what is empty counts as missing, up to the status itself", () => {
  assert.equal(statusAsCompared({}, 1), undefined);
  assert.equal(statusAsCompared({ nodes: {}, conditions: [], last: { of: {} } }, 1), undefined);
  assert.deepEqual(statusAsCompared({ nodes: { a: {} }, phase: "Ready" }, 1), { phase: "Ready" });
});

test("a status: elements of lists, null, false, zero and the empty text count", () => {
  const status = { list: [{}, []], none: null, off: false, count: 0, text: "" };
  assert.deepEqual(statusAsCompared(status, 1), status);
});

test("a status: a generation counts as the present one or an older one", () => {
  const status = { observedGeneration: 2, conditions: [{ type: "Ready", observedGeneration: 1 }] };
  assert.deepEqual(statusAsCompared(status, 2), {
    observedGeneration: "<current>",
    conditions: [{ type: "Ready", observedGeneration: "<older>" }],
  });
});
