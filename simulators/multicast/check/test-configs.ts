/** For tests: configurations as users write them, at random but with something wrong more often than not. */
import fc from "fast-check";

/** A configuration as data; what is undefined is left out of its JSON. */
export interface Config {
  readonly topology: {
    readonly pods: number;
    readonly leavesPerPod: number;
    readonly hostsPerLeaf: number;
    readonly spinesPerPod: number;
    readonly coresPerSpine: number;
  };
  readonly limits: { readonly [name: string]: number | string };
  readonly groups: readonly { readonly name: string; readonly receivers: readonly string[]; readonly [field: string]: unknown }[];
  readonly [section: string]: unknown;
}

const topology = { pods: 3, leavesPerPod: 3, hostsPerLeaf: 4, spinesPerPod: 2, coresPerSpine: 2 };

const anyHost = fc
  .record({ pod: fc.nat(topology.pods - 1), leaf: fc.nat(topology.leavesPerPod - 1), host: fc.nat(topology.hostsPerLeaf - 1) })
  .map(({ pod, leaf, host }) => `p${pod}.l${leaf}.h${host}`);

export const anyMembers: fc.Arbitrary<string[]> = fc.uniqueArray(anyHost, { minLength: 2, maxLength: 9 });

export const anyConfig: fc.Arbitrary<Config> = fc
  .record({
    limits: fc.record({
      headerBytes: fc.constantFrom(6, 100),
      leafRules: fc.constantFrom(1, 2, 30),
      spineRules: fc.constantFrom(1, 2),
      idsPerRule: fc.constantFrom(1, 2),
      redundancy: fc.constantFrom(0, 2),
      leafTable: fc.constantFrom(0, 1, 100),
      headersPerPacket: fc.constantFrom(1, 8),
      ruleKey: fc.constantFrom("address", "tenant+address"),
    }),
    members: fc.array(anyMembers, { minLength: 1, maxLength: 4 }),
    reaction: fc.constantFrom("update", "none"),
    interval: fc.constantFrom(0.001, 10, 100),
    mtu: fc.constantFrom(600, 1600),
  })
  .map(({ limits, members, reaction, interval, mtu }) => ({
    topology: { ...topology, mtu },
    limits,
    groups: members.map((receivers, index) => ({ name: `g${index}`, tenant: index, address: "239.1.1.1", receivers })),
    streams: [{ group: "g0", intervalMs: interval, bytes: 545, maxAgeMs: 50 }],
    failures: [
      { every: "single", reaction },
      { at: ["spine:p0.s0", "link:p1.s1-s1.c0"], reaction },
    ],
  }));
