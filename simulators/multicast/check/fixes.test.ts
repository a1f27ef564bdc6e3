import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import type { Problem, TextEdit } from "../../../protocol/problem.ts";
import { isViolation } from "../../core/conclude.ts";
import { lineStarts, offsetAt } from "../config/lines.ts";
import { anyConfig } from "./test-configs.ts";
import { findingsOf } from "./test-support.ts";

declare const __ROOT__: string;

/** Code, and what the problem is about: the first name in its message, or the entry it stands at. */
const identity = ({ code, message, range }: Problem): string =>
  `${code} ${code === "FL3006" || code === "FL3015" ? range.start.line : (/`([^`]+)`/.exec(message)?.[1] ?? "")}`;

function apply(text: string, edits: readonly TextEdit[]): string {
  const starts = lineStarts(text);
  const placed = edits.map(({ range, newText }) => ({
    start: offsetAt(starts, text, range.start),
    end: offsetAt(starts, text, range.end),
    newText,
  }));
  placed.sort((a, b) => b.start - a.start);
  return placed.reduce((before, { start, end, newText }) => before.slice(0, start) + newText + before.slice(end), text);
}

/** Every fix offered in this text, applied, mends the problem that it is offered for. */
function assertFixesMend(text: string, path = "c.multicast.json"): number {
  let tried = 0;
  for (const problem of findingsOf(path, text).problems.filter(isViolation)) {
    for (const fix of problem.fixes ?? []) {
      tried++;
      const after = findingsOf(path, apply(text, fix.edits));
      assert.equal(after.scenario.notRun, undefined, `${fix.title}: ${after.scenario.notRun?.message}`);
      const left = after.problems.filter(isViolation).map(identity);
      assert.ok(!left.includes(identity(problem)), `${fix.title} leaves ${identity(problem)}`);
    }
    assert.ok((problem.fixes ?? []).filter(({ preferred }) => preferred).length <= 1);
  }
  return tried;
}

const folder = join(__ROOT__, "test", "cases", "multicast");
const mendable = { "header-over-budget": 1, "leaf-tables-full": 1, "both-spines-named": 2, "core-sends-back": 3, "two-headers-needed": 1 };

for (const name of readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))) {
  test(`case ${name}: each quick fix mends what it is offered for`, () => {
    const file = readdirSync(join(folder, name)).find((entry) => entry.startsWith("bug.")) ?? "";
    const tried = assertFixesMend(readFileSync(join(folder, name, file), "utf8"), file);
    assert.ok(tried >= ((mendable as { readonly [name: string]: number })[name] ?? 0));
  });
}

test("random configurations: each quick fix mends what it is offered for", () => {
  let tried = 0;
  fc.assert(
    fc.property(anyConfig, fc.boolean(), (config, isSpread) => {
      tried += assertFixesMend(JSON.stringify(config, null, isSpread ? 2 : undefined));
    }),
    { numRuns: 25 },
  );
  assert.ok(tried > 20, `only ${tried} fixes were offered`);
});
