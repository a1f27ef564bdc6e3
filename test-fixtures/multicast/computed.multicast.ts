import { defineMulticast } from "faultline/multicast";

const racks = 3;

/** One balancer in each rack: computed, so the configuration is no literal. */
const balancers = Array.from({ length: racks }, (_, rack) => `p0.l${rack}.h0`);

export default defineMulticast({
  topology: { pods: 1, leavesPerPod: racks, hostsPerLeaf: 8, spinesPerPod: 2, coresPerSpine: 1 },
  groups: [{ name: "cpu-load", tenant: 1, address: "239.1.1.1", receivers: balancers, senders: ["p0.l*.h7"] }],
});
