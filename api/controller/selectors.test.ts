import assert from "node:assert/strict";
import { test } from "node:test";
import { matchesLabels, selectorText } from "./selectors.ts";

const labels = { app: "web", tier: "front" };

const cases = [
  { selector: "app=web", want: true },
  { selector: "app==web, tier=back", want: false },
  { selector: "app!=web", want: false },
  { selector: "missing!=x", want: true },
  { selector: "tier in (front, back),app", want: true },
  { selector: "tier notin (front)", want: false },
  { selector: "missing notin (a,b)", want: true },
  { selector: "!app", want: false },
  { selector: "!missing", want: true },
  { selector: "missing", want: false },
  { selector: "", want: true },
  { selector: { app: "web" }, want: true },
  { selector: { app: "web", other: "x" }, want: false },
  { selector: {}, want: true },
];

for (const { selector, want } of cases) {
  test(`label selector ${JSON.stringify(selector)}: ${want}`, () => {
    assert.equal(matchesLabels(selector, labels), want);
    assert.equal(matchesLabels(selectorText(selector), labels), want);
  });
}

test("a label selector that cannot be read says so", () => {
  assert.throws(() => matchesLabels("a in b", labels), /cannot be read/);
});
