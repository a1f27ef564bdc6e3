import { defineMulticast } from "faultline/multicast";

/** Edge sites are small: one pod of three racks. */
const site = { pods: 1, leavesPerPod: 3, hostsPerLeaf: 12, spinesPerPod: 2, coresPerSpine: 1 } as const;
const tenant = 7;
const proxies = ["p0.l0.h0", "p0.l1.h0", "p0.l2.h0"];

export default defineMulticast({
  topology: { ...site, linkGbps: { host: 25, leafSpine: 100 } },
  groups: [
    { name: "sessions", tenant, address: "239.7.0.1", receivers: proxies, senders: ["p0.l*.h1-11"] },
    { name: "tls-tickets", tenant, address: "239.7.0.2", receivers: [...proxies] },
  ],
  streams: [
    { group: "sessions", intervalMs: 50, bytes: 200, maxAgeMs: 100 },
    { group: "tls-tickets", intervalMs: 60_000, bytes: 1_000 },
  ],
});
