import assert from "node:assert/strict";
import { test } from "node:test";
import { Subject, threadOf } from "./subject.ts";

const cases: Readonly<Record<string, string>> = {
  "a loop that counts": "let n = 0; for (;;) n += 1;",
  "a comparator": "return [3, 1, 2].sort(() => { for (let n = 0; ; n += 1); });",
};

for (const [name, program] of Object.entries(cases)) {
  test(`endless: ${name} is given up after so many instructions, whatever time they take`, () => {
    const { outcome } = new Subject(threadOf(program), {}, {}).finish();
    assert.equal(outcome, "not modelled: subject#1 runs on and on here without touching shared memory");
  });
}
