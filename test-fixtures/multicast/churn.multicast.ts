import { defineMulticast, type MulticastConfig } from "faultline/multicast";

/** Switches without room for rules in the header: every group lives in their tables. */
const limits = {
  leafRules: 0,
  leafTable: 1_000,
  updatesPerSecond: { leaf: 500, spine: 500, host: 100_000 },
} satisfies MulticastConfig["limits"];

export default defineMulticast({
  topology: { pods: 2, leavesPerPod: 4, hostsPerLeaf: 16, spinesPerPod: 2, coresPerSpine: 2 },
  limits,
  groups: [
    {
      name: "presence",
      tenant: 1,
      address: "239.1.1.1",
      receivers: ["p0.l0.h0-7", "p0.l1.h0-7", "p1.l0.h0-7"],
      senders: ["p1.l3.h0"],
    },
  ],
  churn: {
    // Players come and go; each of them rewrites the table of a leaf.
    eventsPerSecond: 20_000,
    joinShare: 0.5,
    seed: 7,
  },
});
