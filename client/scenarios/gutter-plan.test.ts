import assert from "node:assert/strict";
import { test } from "node:test";
import { gutterMarks } from "./gutter-plan.ts";
import { statusOf } from "./test-statuses.ts";

const on = (line: number) => ({ range: { start: { line, character: 0 }, end: { line, character: 1 } } });

test("gutterMarks: the worst of a line, nothing for what is not known", () => {
  const statuses = [
    statusOf({ verdict: "holds", ...on(1) }),
    statusOf({ verdict: "violated", ...on(1) }),
    statusOf({ phase: "idle", ...on(4) }),
    statusOf({ phase: "obsolete", verdict: "violated", ...on(6) }),
    statusOf({ phase: "queued", verdict: "holds", ...on(8) }),
  ];
  assert.deepEqual(gutterMarks(statuses, new Set()), [
    { line: 1, mark: "violated" },
    { line: 6, mark: "obsolete" },
    { line: 8, mark: "running" },
  ]);
});

test("gutterMarks: gives way to the steps of a trace", () => {
  assert.deepEqual(gutterMarks([statusOf({ verdict: "holds", ...on(1) })], new Set([1])), []);
});
