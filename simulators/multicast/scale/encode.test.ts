import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Random } from "../../core/random.ts";
import { installGroups } from "../rules.ts";
import { checkDelivery } from "./deliver.ts";
import { createGroupEncoder, encodeGroup } from "./encode.ts";
import { fabricOf, groupsOf, limitsOf, type Sample, sampleArbitrary } from "./test-samples.ts";
import { tableRoom } from "./tables.ts";
import { rulesOf } from "./tier.ts";

/** Encodes the sample both ways and compares every rule of every group. Returns how many groups took which way. */
function compare(sample: Sample): { shared: number; sRules: number; defaults: number } {
  const topology = fabricOf(sample);
  const limits = limitsOf(sample);
  const groups = groupsOf(sample);
  const expected = installGroups(topology, limits, groups);
  const encoder = createGroupEncoder(topology, limits);
  const room = tableRoom(topology, limits, limits.occupied);
  const seen = { shared: 0, sRules: 0, defaults: 0 };
  for (const [index, group] of groups.entries()) {
    const hosts = shuffled(group.receivers, new Random(sample.seed, index));
    encodeGroup(encoder, hosts, hosts.length, room);
    const actual = { pods: rulesOf(encoder.pods), leaves: rulesOf(encoder.leaves) };
    assert.deepEqual(actual, expected.rules[index], `group ${index} of ${JSON.stringify(sample)}`);
    assert.equal(checkDelivery(encoder, hosts, hosts.length).missed, 0);
    seen.shared += actual.leaves.pRules.some(({ ids }) => 1 < ids.length) ? 1 : 0;
    seen.sRules += actual.leaves.sRules.length + actual.pods.sRules.length;
    seen.defaults += actual.leaves.defaultIds.length + actual.pods.defaultIds.length;
  }
  return seen;
}

/** Order and repetition of members must not matter. */
function shuffled(hosts: readonly number[], random: Random): number[] {
  const order = [...hosts, ...hosts.slice(0, 2)];
  for (let i = order.length - 1; 0 < i; i -= 1) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

test("encode: the same rules as by the letter, on small fabrics of any shape", () => {
  const seen = { shared: 0, sRules: 0, defaults: 0 };
  fc.assert(
    fc.property(sampleArbitrary, (sample) => {
      const { shared, sRules, defaults } = compare(sample);
      seen.shared += shared;
      seen.sRules += sRules;
      seen.defaults += defaults;
    }),
    { numRuns: 400 },
  );
  // The comparison is worth little unless all kinds of rules came up.
  assert.ok(100 < seen.shared && 100 < seen.sRules && 100 < seen.defaults, JSON.stringify(seen));
});

const large: readonly Sample[] = [
  { name: "ports in two words", shape: [3, 40, 48, 2, 2], rules: [10, 1], ids: 3, redundancy: 12 },
  { name: "ports in three words", shape: [2, 70, 96, 2, 1], rules: [12, 1], ids: 4, redundancy: 20 },
  { name: "ports in four words", shape: [2, 128, 128, 2, 2], rules: [30, 0], ids: 2, redundancy: 6 },
  { name: "no redundancy", shape: [12, 48, 48, 4, 4], rules: [30, 2], ids: 3, redundancy: 0 },
  { name: "one pod", shape: [1, 100, 33, 1, 1], rules: [5, 0], ids: 16, redundancy: 40 },
  { name: "64 pods", shape: [64, 4, 16, 4, 4], rules: [20, 6], ids: 3, redundancy: 8 },
].map(({ name, shape, rules, ids, redundancy }) => ({
  name,
  seed: 7,
  groups: 120,
  idsPerRule: ids,
  redundancy,
  leafTable: 20,
  spineTable: 10,
  largest: 700,
  shape: shape as unknown as Sample["shape"],
  leafRules: rules[0] as number,
  spineRules: rules[1] as number,
}));

for (const sample of large) {
  test(`encode: the same rules as by the letter with ${sample.name}`, () => {
    const seen = compare(sample);
    assert.ok(0 < seen.shared && 0 < seen.sRules && 0 < seen.defaults, JSON.stringify(seen));
  });
}
