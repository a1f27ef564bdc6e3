import assert from "node:assert/strict";
import { test } from "node:test";
import { pauseBefore } from "./pause.ts";

const cases = [
  { name: "a run that was quick waits for the next key of a word only", took: [12], want: 75 },
  { name: "one that took longer waits longer", took: [120], want: 120 },
  { name: "nobody waits longer than for a pause in typing", took: [5000], want: 300 },
  { name: "the slowest of a file decides", took: [10, 100, 20], want: 100 },
  { name: "what has never been run may take any time", took: [10, undefined], want: 300 },
];

for (const { name, took, want } of cases) test(`pauseBefore: ${name}`, () => assert.equal(pauseBefore(took), want));
