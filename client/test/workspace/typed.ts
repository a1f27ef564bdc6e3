import { defineMulticast } from "faultline/multicast";

const lost = "p3.l2.h0";

export default defineMulticast({
  topology: { pods: 4, leavesPerPod: 2, hostsPerLeaf: 2, spinesPerPod: 2, coresPerSpine: 2 },
  groups: [{ name: "cpu-load", tenant: 1, address: "239.1.1.1", receivers: [lost, "p1.l0.h0"], senders: ["p0.l0.h0"] }],
});
