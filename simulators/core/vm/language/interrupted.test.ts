import assert from "node:assert/strict";
import { test } from "node:test";
import { runInterrupted, runOnMachine } from "./run-program.ts";
import { suites } from "./suites.ts";

/** Each suite's first, fourth, seventh … program: all of them take most of a minute. */
const chosen = (names: readonly string[]): readonly string[] => names.filter((_, index) => index % 3 === 0);

for (const [suite, programs] of Object.entries(suites)) {
  test(`interrupted before every access, and taken back: ${suite}`, () => {
    for (const name of chosen(Object.keys(programs))) {
      const program = programs[name] ?? "";
      assert.deepEqual(runInterrupted(program), runOnMachine(program), name);
    }
  });
}
