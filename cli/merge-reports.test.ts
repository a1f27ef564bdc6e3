import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Result, Verdict } from "../protocol/report.ts";
import { sampleProblem, sampleRange, sampleResult } from "../server/export/testing/sample-report.ts";
import { reportFrom } from "./check/report.ts";
import { scenariosOfShard } from "./check/shard.ts";
import { merge } from "./merge-reports.ts";

const verdict = fc.constantFrom<Verdict>("holds", "violated", "undecided", "not-run");

/** Results of one run: distinct places, many of one file, names that differ only in their scenario. */
const results = fc.uniqueArray(
  fc.record({
    path: fc.constantFrom("a.json", "b/a.json", "b.json"),
    line: fc.nat(3),
    scenario: fc.constantFrom("x", "y"),
    verdict,
    milliseconds: fc.nat(50),
  }),
  { maxLength: 12, selector: ({ path, line, scenario }) => JSON.stringify([path, line, scenario]) },
);

const made = (facts: { path: string; line: number; scenario: string; verdict: Verdict; milliseconds: number }): Result => {
  const result = sampleResult({ path: facts.path, range: sampleRange(facts.line, 0, 1), scenario: facts.scenario, verdict: facts.verdict });
  return { ...result, stats: { ...result.stats, milliseconds: facts.milliseconds } };
};

const problems = fc.array(fc.record({ path: fc.constantFrom("a.json", "z.ts"), message: fc.constantFrom("one", "two") }), { maxLength: 4 });

test("merge: shards of any number, in any order, some twice, give the report of one run", () => {
  fc.assert(
    fc.property(results, problems, fc.integer({ min: 1, max: 9 }), fc.infiniteStream(fc.nat(1000)), (facts, told, of, random) => {
      const parts = { version: "1.2.3", seed: 1, problems: told.map((problem) => sampleProblem(problem)) };
      const whole = reportFrom({ ...parts, results: facts.map(made) });
      const shards = Array.from({ length: of }, (_, index) => {
        const shard = { index: index + 1, of };
        return { name: `${index + 1}`, report: reportFrom({ ...parts, shard, results: scenariosOfShard(whole.results, shard) }) };
      });
      const key = () => random.next().value ?? 0;
      const shuffled = [...shards, ...shards.slice(0, key() % (of + 1))]
        .map((shard) => ({ shard, key: key() }))
        .sort((a, b) => a.key - b.key);
      const merged = merge(shuffled.map(({ shard }) => shard));
      assert.equal(JSON.stringify(merged.report), JSON.stringify(whole));
      assert.deepEqual(merged.missing, []);
    }),
  );
});

test("merge: every shard that is missing is named", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 510 }), (of, mask) => {
      const isHere = (index: number) => index === 1 || (mask & (1 << (index - 1))) !== 0;
      const all = Array.from({ length: of }, (_, index) => index + 1);
      const here = all.filter(isHere).map((index) => ({
        name: String(index),
        report: reportFrom({ version: "1", seed: 1, shard: { index, of }, problems: [], results: [] }),
      }));
      const { missing, report } = merge(here);
      assert.deepEqual(
        missing,
        all.filter((index) => !isHere(index)),
      );
      assert.equal(report.problems.length, missing.length);
    }),
  );
});

test("merge: of two runs of a shard the more decided answer stays, whichever comes first", () => {
  const shard = { index: 1, of: 1 };
  const run = (change: Partial<Result>) => ({
    name: String(change.verdict),
    report: reportFrom({ version: "1", seed: 1, shard, problems: [], results: [sampleResult(change)] }),
  });
  const stopped = run({ verdict: "undecided", reason: { limit: "cancelled", message: "stopped" } });
  const late = run({ verdict: "undecided", reason: { limit: "time", message: "too long" } });
  const done = run({ verdict: "holds" });
  const crashed = run({ verdict: "not-run", reason: { code: "FL0001", message: "internal error" } });
  const verdictOf = (...reports: readonly ReturnType<typeof run>[]) => {
    const [result] = merge(reports).report.results;
    return `${result?.verdict} ${result?.reason?.limit ?? ""}`.trim();
  };
  assert.deepEqual([verdictOf(stopped, late, done, crashed), verdictOf(crashed, done, late, stopped)], ["holds", "holds"]);
  assert.deepEqual([verdictOf(stopped, late), verdictOf(late, stopped)], ["undecided time", "undecided time"]);
  assert.deepEqual([verdictOf(crashed, stopped), verdictOf(stopped, crashed)], ["undecided cancelled", "undecided cancelled"]);
  assert.throws(() => merge([done, run({ verdict: "violated" })]), { message: /says holds, violated says violated for the same inputs/ });
});
