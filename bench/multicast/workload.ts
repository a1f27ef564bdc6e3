import type { Generate, Limits, Topology } from "../../simulators/multicast/model.ts";

/** The fabric of the published evaluation: 27,648 hosts. */
export const largeFabric: Topology = { pods: 12, leavesPerPod: 48, hostsPerLeaf: 48, spinesPerPod: 4, coresPerSpine: 4 };

/** 30 rules of 3 ids for leaves, 2 for pods; 64,000 s-rules in each switch. */
export function publishedLimits(redundancy: number): Limits {
  return {
    leafRules: 30,
    spineRules: 2,
    idsPerRule: 3,
    redundancy,
    leafTable: 64_000,
    spineTable: 64_000,
    ruleKey: "tenant+address",
    headerBytes: 325,
    headersPerPacket: 8,
    updatesPerSecond: { leaf: 1000, spine: 1000, host: 1000 },
    occupied: { leaves: new Map(), pods: new Map() },
  };
}

/** 3,000 tenants of the published sizes. */
export function publishedWorkload(change: Partial<Generate> = {}): Generate {
  return { tenants: 3000, groups: 1_000_000, sizes: "wve", hostsPerRack: 1, smallest: 5, vmsPerHost: 20, seed: 1, ...change };
}
