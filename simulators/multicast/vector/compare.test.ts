import assert from "node:assert/strict";
import { test } from "node:test";
import { compareAnswers } from "./compare.ts";

const cases: readonly { name: string; got: unknown; want: unknown; differences: readonly string[] }[] = [
  { name: "fields that are not expected", got: { a: 1, b: 2 }, want: { a: 1 }, differences: [] },
  { name: "a field that is missing", got: {}, want: { a: 1 }, differences: ["a: got nothing, want 1"] },
  { name: "lower end of a range", got: { a: 3 }, want: { a: { min: 3, max: 4 } }, differences: [] },
  { name: "upper end of a range", got: { a: 4 }, want: { a: { min: 3, max: 4 } }, differences: [] },
  { name: "below a range", got: { a: 2 }, want: { a: { min: 3, max: 4 } }, differences: ["a: got 2, want 3 to 4"] },
  { name: "above a range", got: { a: 5 }, want: { a: { min: 3, max: 4 } }, differences: ["a: got 5, want 3 to 4"] },
  { name: "lists in another order", got: { hosts: [2, 1] }, want: { hosts: [1, 2] }, differences: ["hosts: got [2,1], want [1,2]"] },
  { name: "a list that is longer", got: { hosts: [1, 2] }, want: { hosts: [1] }, differences: ["hosts: got [1,2], want [1]"] },
  { name: "an empty list", got: { hosts: [] }, want: { hosts: [1] }, differences: ["hosts: got [], want [1]"] },
  { name: "names of drops in another order", got: { drops: ["b", "a"] }, want: { drops: ["a", "b"] }, differences: [] },
  { name: "another drop", got: { drops: ["b", "a"] }, want: { drops: ["a", "c"] }, differences: ['drops: got ["a","b"], want ["a","c"]'] },
  { name: "notes", got: {}, want: { note: "whatever" }, differences: [] },
  {
    name: "in lists of objects",
    got: { s: [{ a: 1 }, { a: 2 }] },
    want: { s: [{ a: 1 }, { a: 3 }] },
    differences: ["s[1].a: got 2, want 3"],
  },
  { name: "true is not 1", got: { a: 1 }, want: { a: true }, differences: ["a: got 1, want true"] },
  {
    name: "bytes within their range",
    got: { bytesOnWire: { inner: 100, multicast: 5, unicast: 9 } },
    want: { bytesOnWire: { inner: 100, min: 5, max: 5, unicast: 9 } },
    differences: [],
  },
  {
    name: "bytes outside their range, another unicast",
    got: { bytesOnWire: { inner: 100, multicast: 6, unicast: 8 } },
    want: { bytesOnWire: { inner: 100, min: 5, max: 5, unicast: 9 } },
    differences: ["bytesOnWire.unicast: got 8, want 9", "bytesOnWire.multicast: got 6, want 5 to 5"],
  },
  { name: "switches with entries as counts", got: { leafSRulesAt: [1, 4] }, want: { leafSRulesAt: { "1": 1, "2": 0 } }, differences: [] },
  {
    name: "a count that is wrong",
    got: { srulesAt: { "1": 2 } },
    want: { srulesAt: { "1": 1 } },
    differences: ["srulesAt.1: got 2, want 1"],
  },
];

for (const { name, got, want, differences } of cases)
  test(`compare: ${name}`, () => assert.deepEqual(compareAnswers(got, want), differences));
