import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultBudget } from "../simulators/core/budget.ts";
import { reproduceWith } from "./reproduce.ts";

const cases = [
  { path: "a/b.multicast.json", name: "b", want: "faultline check a/b.multicast.json --scenario b --seed 1" },
  { path: "-a.json", name: "--b", want: "faultline check ./-a.json --scenario=--b --seed 1" },
  { path: "it's.json", name: "ü 日", want: "faultline check 'it'\\''s.json' --scenario 'ü 日' --seed 1" },
  { path: "a\nb\\'.json", name: "\u202e", want: "faultline check $'a\\u000ab\\\\\\'.json' --scenario $'\\u202e' --seed 1" },
];

for (const { path, name, want } of cases) {
  test(`the command line of ${JSON.stringify([path, name])} is one a shell takes as meant`, () => {
    assert.equal(reproduceWith({ seed: 1 })({ path, name }), want);
  });
}

test("bounds that are not the defaults are named", () => {
  const budget = { ...defaultBudget, seed: 7, maxStates: 5, timeLimitMs: 1500, deep: true };
  assert.equal(
    reproduceWith(budget)({ path: "a", name: "b" }),
    "faultline check a --scenario b --seed 7 --max-states 5 --time-limit 1.5 --deep",
  );
});
