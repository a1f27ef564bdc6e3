/** Random small fabrics, groups, failures and headers for property tests. */
import fc from "fast-check";
import { type Element, failuresOf, singleFailures } from "../elements.ts";
import type { Failures, Limits, Topology } from "../model.ts";
import { hostCount } from "../topology.ts";

/** Mostly tiny; sometimes with bitmaps of more than one or two words. */
export const topologies: fc.Arbitrary<Topology> = fc.record({
  pods: fc.integer({ min: 1, max: 4 }),
  leavesPerPod: fc.integer({ min: 1, max: 4 }),
  hostsPerLeaf: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 5 }) }, { weight: 1, arbitrary: fc.constantFrom(31, 33, 65) }),
  spinesPerPod: fc.integer({ min: 1, max: 3 }),
  coresPerSpine: fc.integer({ min: 1, max: 3 }),
});

export type TestLimits = Pick<
  Limits,
  "leafRules" | "spineRules" | "idsPerRule" | "redundancy" | "leafTable" | "spineTable" | "ruleKey" | "occupied"
>;

export const limits: fc.Arbitrary<TestLimits> = fc.record({
  leafRules: fc.integer({ min: 0, max: 5 }),
  spineRules: fc.integer({ min: 0, max: 4 }),
  idsPerRule: fc.integer({ min: 1, max: 3 }),
  redundancy: fc.integer({ min: 0, max: 6 }),
  leafTable: fc.integer({ min: 0, max: 2 }),
  spineTable: fc.integer({ min: 0, max: 2 }),
  ruleKey: fc.constant("tenant+address" as const),
  occupied: fc.constant({ leaves: new Map<number, number>(), pods: new Map<number, number>() }),
});

/** Room for everything: exact rules, nobody gets more than asked for. */
export const roomy: TestLimits = {
  leafRules: 1000,
  spineRules: 64,
  idsPerRule: 2,
  redundancy: 0,
  leafTable: 0,
  spineTable: 0,
  ruleKey: "tenant+address",
  occupied: { leaves: new Map(), pods: new Map() },
};

/** Ascending and distinct, at least one. */
export const hostsOf = (topology: Topology, max = 12): fc.Arbitrary<number[]> =>
  fc
    .uniqueArray(fc.integer({ min: 0, max: hostCount(topology) - 1 }), { minLength: 1, maxLength: max })
    .map((hosts) => hosts.sort((a, b) => a - b));

export const hostOf = (topology: Topology): fc.Arbitrary<number> => fc.integer({ min: 0, max: hostCount(topology) - 1 });

/** Any elements down together, from none to many; spines and links more often than hosts. */
export function failuresIn(topology: Topology, max = 8): fc.Arbitrary<Failures> {
  const switches = [...singleFailures(topology, ["spine", "core", "link"])];
  const all: Element[] = [...singleFailures(topology, ["leaf", "host"])];
  const some = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...switches) }, { weight: 1, arbitrary: fc.constantFrom(...all) });
  return fc.array(some, { maxLength: max }).map(failuresOf);
}

/** A group on a fabric with failures, and one sender, member or not. */
export const situations = fc.tuple(topologies, limits).chain(([topology, someLimits]) =>
  fc.record({
    topology: fc.constant(topology),
    limits: fc.constant(someLimits),
    receivers: hostsOf(topology),
    sender: hostOf(topology),
    failures: failuresIn(topology),
  }),
);

/** Random bits, and how many of them count. */
export const someBits: fc.Arbitrary<{ bytes: Uint8Array; bits: number }> = fc
  .uint8Array({ minLength: 0, maxLength: 40 })
  .chain((bytes) => fc.record({ bytes: fc.constant(bytes), bits: fc.integer({ min: 0, max: bytes.length * 8 }) }));
