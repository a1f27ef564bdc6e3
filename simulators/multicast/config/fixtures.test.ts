import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { discoverMulticast } from "./discover.ts";
import { apply, unitOf } from "./testing.ts";

declare const __ROOT__: string;
const folder = join(__ROOT__, "test-fixtures/multicast");
const read = (name: string) => readFileSync(join(folder, name), "utf8");

interface Expected {
  readonly verdict: string;
  readonly problems: readonly { readonly code: string; readonly severity: string; readonly line: number }[];
}

const expected = JSON.parse(read("expected.json")) as { readonly [file: string]: Expected };
const staticCodes = new Set(["FL0003", "FL3000", "FL3010", "FL3011", "FL3013", "FL3016"]);

test("fixtures: each has what is expected of it", () => {
  assert.deepEqual(
    readdirSync(folder)
      .filter((name) => name !== "expected.json")
      .sort(),
    Object.keys(expected).sort(),
  );
});

for (const [file, { verdict, problems }] of Object.entries(expected)) {
  test(`fixture ${file}: static findings stand where they are expected`, () => {
    const { scenarios } = discoverMulticast(unitOf(file, read(file)));
    const found = scenarios
      .flatMap(({ findings }) => findings)
      .map(({ code, severity, range }) => ({ code, severity, line: range.start.line + 1 }));
    const want = problems.filter(({ code }) => staticCodes.has(code));
    assert.deepEqual(
      found.sort((a, b) => a.line - b.line),
      want,
    );
    assert.equal(scenarios.length, 1);
    assert.equal(scenarios[0]?.notRun !== undefined, verdict === "not-run");
  });
}

for (const file of Object.keys(expected)) {
  test(`fixture ${file}: every preferred fix mends its problem and brings no new one`, () => {
    const text = read(file);
    const before = discoverMulticast(unitOf(file, text)).scenarios[0]?.findings ?? [];
    for (const { message, fixes = [] } of before) {
      const fix = fixes.find(({ preferred }) => preferred);
      if (!fix) continue;
      const after = discoverMulticast(unitOf(file, apply(text, fix.edits))).scenarios[0]?.findings ?? [];
      assert.deepEqual(
        after.map((problem) => problem.message),
        before.map((problem) => problem.message).filter((other) => other !== message),
      );
    }
  });
}
