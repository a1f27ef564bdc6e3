import type { Simulator } from "../core/simulator.ts";
import { checkFabric } from "./check/check.ts";
import { checkedCodes } from "./check/codes.ts";
import { claimsMulticast, discoverMulticast } from "./config/index.ts";

/** Fabric and groups in, packet paths out (US11184259B2). */
export const multicast: Simulator = {
  id: "multicast",
  title: "Multicast",
  version: 1,
  codes: ["FL3000", ...checkedCodes],
  claims: claimsMulticast,
  discover: discoverMulticast,
  run: checkFabric,
  replay: () => {
    throw new Error("being built");
  },
  trace: () => undefined,
};
