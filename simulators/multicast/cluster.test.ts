import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bitmapOf, portsOf } from "./bitmap.ts";
import { type Branch, cluster } from "./cluster.ts";

const width = 40;

const branches: fc.Arbitrary<Branch[]> = fc.uniqueArray(fc.nat(60), { minLength: 1, maxLength: 14 }).chain((ids) =>
  fc.tuple(
    ...ids
      .sort((a, b) => a - b)
      .map((id) =>
        fc.record({
          id: fc.constant(id),
          ports: fc.uniqueArray(fc.constantFrom(0, 1, 2, 35), { minLength: 1 }).map((ports) => bitmapOf(width, ports)),
        }),
      ),
  ),
);

const clusterLimits = fc.record({ rules: fc.nat(8), idsPerRule: fc.integer({ min: 1, max: 4 }), redundancy: fc.nat(8) });

type Sets = { id: number; ports: Set<number> }[];

const unionOf = (some: Sets) => new Set(some.flatMap(({ ports }) => [...ports]));
const redundancyOf = (some: Sets) => some.reduce((sum, { ports }) => sum + unionOf(some).size - ports.size, 0);

/** Rule 2 read word by word, with sets of ports and every prefix looked at. */
function byTheLetter(all: Sets, limits: { rules: number; idsPerRule: number; redundancy: number }): { rules: number[][]; rest: number[] } {
  let left = [...all];
  const rules: number[][] = [];
  for (let rule = 0; rule < limits.rules; rule++) {
    const size = Math.min(limits.idsPerRule, Math.ceil(left.length / (limits.rules - rule)));
    const picks: Sets = [];
    const candidates = [...left];
    while (picks.length < size) {
      const ranked = candidates
        .map((candidate) => ({ candidate, total: picks.length === 0 ? 0 : unionOf([...picks, candidate]).size }))
        .sort((a, b) => a.total - b.total || a.candidate.ports.size - b.candidate.ports.size || a.candidate.id - b.candidate.id);
      const [best] = ranked;
      if (!best) break;
      picks.push(best.candidate);
      candidates.splice(candidates.indexOf(best.candidate), 1);
    }
    const prefixes = picks.map((_, index) => picks.slice(0, index + 1));
    const accepted = prefixes.findLast((prefix) => prefix.length === 1 || redundancyOf(prefix) <= limits.redundancy) ?? [];
    rules.push(accepted.map(({ id }) => id).sort((a, b) => a - b));
    left = left.filter((one) => !accepted.includes(one));
  }
  return { rules: rules.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)), rest: left.map(({ id }) => id) };
}

test("more switches than rules: greedy as rule 2 says", () => {
  let shared = 0;
  fc.assert(
    fc.property(branches, clusterLimits, (some, limits) => {
      fc.pre(some.length > limits.rules);
      const sets = some.map(({ id, ports }) => ({ id, ports: new Set(portsOf(ports)) }));
      const { pRules, rest } = cluster(some, limits);
      const want = byTheLetter(sets, limits);
      assert.deepEqual({ rules: pRules.map(({ ids }) => ids), rest: rest.map(({ id }) => id) }, want);
      for (const { ids, ports } of pRules) {
        if (ids.length > 1) shared++;
        assert.deepEqual(
          portsOf(ports),
          [...unionOf(sets.filter(({ id }) => ids.includes(id)))].sort((a, b) => a - b),
        );
      }
    }),
    { numRuns: 2000 },
  );
  assert.ok(shared > 0);
});

test("no more switches than rules: exact rules, equal bitmaps share up to K ids", () => {
  fc.assert(
    fc.property(branches, clusterLimits, (some, limits) => {
      const { pRules, rest } = cluster(some, { ...limits, rules: some.length });
      assert.deepEqual(rest, []);
      for (const { ids, ports } of pRules) {
        assert.ok(ids.length <= limits.idsPerRule);
        for (const id of ids) assert.deepEqual(some.find((branch) => branch.id === id)?.ports, ports);
      }
      const ids = pRules.flatMap((rule) => rule.ids);
      assert.deepEqual(
        ids.toSorted((a, b) => a - b),
        some.map(({ id }) => id),
      );
      // Least number of rules: each bitmap needs ceil(switches / K).
      const counts = new Map<string, number>();
      for (const { ports } of some) counts.set(String(portsOf(ports)), (counts.get(String(portsOf(ports))) ?? 0) + 1);
      assert.equal(
        pRules.length,
        [...counts.values()].reduce((sum, count) => sum + Math.ceil(count / limits.idsPerRule), 0),
      );
    }),
    { numRuns: 500 },
  );
});
