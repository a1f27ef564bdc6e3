/** Random fabrics and groups for the tests of this folder. */
import fc from "fast-check";
import { Random } from "../../core/random.ts";
import type { Group, Limits, Topology } from "../model.ts";
import { hostCount } from "../topology.ts";

export interface Sample {
  readonly name?: string;
  readonly seed: number;
  /** pods, leavesPerPod, hostsPerLeaf, spinesPerPod, coresPerSpine. */
  readonly shape: readonly [number, number, number, number, number];
  readonly groups: number;
  readonly leafRules: number;
  readonly spineRules: number;
  readonly idsPerRule: number;
  readonly redundancy: number;
  readonly leafTable: number;
  readonly spineTable: number;
  /** Most receivers of a group. */
  readonly largest: number;
}

export const sampleArbitrary: fc.Arbitrary<Sample> = fc.record({
  seed: fc.nat(1_000_000),
  shape: fc.tuple(
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 6 }),
    fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 30, max: 35 }), fc.integer({ min: 62, max: 70 })),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 3 }),
  ),
  groups: fc.integer({ min: 1, max: 12 }),
  leafRules: fc.nat(8),
  spineRules: fc.nat(4),
  idsPerRule: fc.integer({ min: 1, max: 4 }),
  redundancy: fc.nat(9),
  leafTable: fc.nat(3),
  spineTable: fc.nat(3),
  largest: fc.integer({ min: 1, max: 60 }),
});

export function fabricOf({ shape }: Sample): Topology {
  const [pods, leavesPerPod, hostsPerLeaf, spinesPerPod, coresPerSpine] = shape;
  return { pods, leavesPerPod, hostsPerLeaf, spinesPerPod, coresPerSpine };
}

export function limitsOf(sample: Sample): Limits {
  const { leafRules, spineRules, idsPerRule, redundancy, leafTable, spineTable } = sample;
  return {
    leafRules,
    spineRules,
    idsPerRule,
    redundancy,
    leafTable,
    spineTable,
    ruleKey: "tenant+address",
    headerBytes: 325,
    headersPerPacket: 8,
    updatesPerSecond: { leaf: 1000, spine: 1000, host: 1000 },
    occupied: { leaves: new Map([[0, 1]]), pods: new Map([[0, 1]]) },
  };
}

/** Groups of different sizes; half of them keep to few ports, so that bitmaps are alike. */
export function groupsOf(sample: Sample): readonly Group[] {
  const topology = fabricOf(sample);
  const hosts = hostCount(topology);
  const random = new Random(sample.seed);
  return Array.from({ length: sample.groups }, (_, index) => {
    const ports = index % 2 === 0 ? topology.hostsPerLeaf : Math.min(2, topology.hostsPerLeaf);
    const receivers = new Set<number>();
    const size = 1 + random.below(sample.largest);
    for (let i = 0; i < size; i += 1) {
      const host = random.below(hosts);
      receivers.add(host - (host % topology.hostsPerLeaf) + ((host % topology.hostsPerLeaf) % ports));
    }
    const members = [...receivers].sort((a, b) => a - b);
    return { index, name: `g${index}`, tenant: 1, address: 0xef010100 + index, receivers: members, senders: members, isBroken: false };
  });
}
