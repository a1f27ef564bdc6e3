import assert from "node:assert/strict";
import { test } from "node:test";
import { moved, type Route } from "./move.ts";

const marks: Route["marks"] = [
  { step: 2, kind: "event" },
  { step: 5, kind: "harm" },
  { step: 7, kind: "event" },
];
const straight: Route = { steps: 9, marks, head: { harm: 5 } };
const lasso: Route = { steps: 9, marks, head: { loop: 4 } };

const cases = [
  { to: "next", from: 3, want: 4 },
  { to: "next", from: 8, want: 8 },
  { to: "previous", from: 0, want: 0 },
  { to: "first", from: 6, want: 0 },
  { to: "last", from: 0, want: 8 },
  { to: "harm", from: 0, want: 5 },
  { to: "next-event", from: 2, want: 7 },
  { to: "next-event", from: 7, want: 7 },
  { to: "previous-event", from: 7, want: 2 },
  { to: "previous-event", from: 1, want: 1 },
] as const;

for (const { to, from, want } of cases) test(`moved: ${to} from ${from}`, () => assert.equal(moved(to, from, straight), want));

test("moved: a loop enters again after its last step, and its harm is the first mark of it", () => {
  assert.equal(moved("next", 8, lasso), 4);
  assert.equal(moved("harm", 0, lasso), 5);
});
