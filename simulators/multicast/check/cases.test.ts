import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Problem } from "../../../protocol/problem.ts";
import { isViolation } from "../../core/conclude.ts";
import { findingsOf } from "./test-support.ts";

declare const __ROOT__: string;

const nowhere: readonly [number, number] = [1, 0];
const folder = join(__ROOT__, "test", "cases", "multicast");

interface Expectation {
  readonly variants: {
    readonly [name: string]: {
      readonly file: string;
      readonly verdict: string;
      readonly codes?: readonly string[];
      readonly lines?: readonly [number, number];
    };
  };
}

for (const name of readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)) {
  const expectation = JSON.parse(readFileSync(join(folder, name, "expect.json"), "utf8")) as Expectation;
  for (const [variant, { file, verdict, codes = [], lines = nowhere }] of Object.entries(expectation.variants)) {
    test(`case ${name}: ${variant} ${verdict}`, () => {
      const { result, problems } = findingsOf(file, readFileSync(join(folder, name, file), "utf8"));
      const counting = problems.filter(isViolation);
      assert.equal(result.verdict, verdict, counting.map((problem) => `${problem.code} ${problem.message}`).join("\n"));
      if (verdict === "holds") return assert.deepEqual(counting, []);
      const wanted = counting.filter((problem) => codes.includes(problem.code));
      assert.ok(wanted.length > 0, `none of ${codes.join()} in ${counting.map((problem) => problem.code).join()}`);
      assert.ok(
        wanted.some((problem) => touches(problem, lines)),
        JSON.stringify(wanted.map((problem) => problem.range)),
      );
    });
  }
}

function touches(problem: Problem, [from, to]: readonly [number, number]): boolean {
  const places = [problem.range, ...problem.related.map((place) => place.range)];
  return places.some((range) => from <= range.start.line + 1 && range.start.line + 1 <= to);
}
