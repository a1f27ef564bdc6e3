import assert from "node:assert/strict";
import { test } from "node:test";
import type { Range } from "../../protocol/source.ts";
import { sightOf } from "./sight.ts";

const span = (line: number, from: number, to: number, lastLine = line): Range => ({
  start: { line, character: from },
  end: { line: lastLine, character: to },
});

const cases = [
  { name: "a call at the right of a line, with what stands before it", at: span(3, 60, 80), want: span(3, 0, 80) },
  { name: "the first line of what takes several, up to where it begins", at: span(3, 4, 2, 9), want: span(3, 0, 4) },
  { name: "a place that no start of a line fits beside, alone", at: span(3, 200, 210), want: span(3, 200, 210) },
];

for (const { name, at, want } of cases) {
  test(`sightOf: ${name}`, () => assert.deepEqual(sightOf(at), want));
}
