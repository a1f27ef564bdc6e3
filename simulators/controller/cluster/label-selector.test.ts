import assert from "node:assert/strict";
import { test } from "node:test";
import { parseLabelSelector } from "./label-selector.ts";

const x = { app: "x", tier: "f", size: "5" };

const cases: readonly { readonly text: string; readonly want: boolean }[] = [
  { text: "", want: true },
  { text: "app=x", want: true },
  { text: "app==x", want: true },
  { text: "app!=x", want: false },
  { text: "gone!=x", want: true },
  { text: "app in (x,y)", want: true },
  { text: "app in (y)", want: false },
  { text: "app notin (y)", want: true },
  { text: "gone notin (y)", want: true },
  { text: "gone in (y)", want: false },
  { text: "app", want: true },
  { text: "!app", want: false },
  { text: "!gone", want: true },
  { text: "app=x,tier=f", want: true },
  { text: "app=x, tier notin (b), app", want: true },
  { text: "app=x,tier=b", want: false },
  { text: "app=", want: false },
  { text: "size>4", want: true },
  { text: "size<5", want: false },
  { text: "example.com/name=x", want: false },
];

for (const { text, want } of cases) {
  test(`label selector: ${text || "nothing"}`, () => {
    const parsed = parseLabelSelector(text);
    assert.ok("selector" in parsed);
    assert.equal(parsed.selector(x), want);
  });
}

for (const text of [
  "app=(",
  "app in x",
  "bad key=1",
  "app in (x",
  ",app",
  "app=x,",
  "-bad=x",
  "app=bad!value",
  "size>many",
  "=x",
  "!app=x",
]) {
  test(`label selector: refuses ${text}`, () => assert.ok("error" in parseLabelSelector(text)));
}
