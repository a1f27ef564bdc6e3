import type { Simulator } from "../core/simulator.ts";

/** Fabric and groups in, packet paths out (US11184259B2). */
export const multicast: Simulator = {
  id: "multicast",
  title: "Multicast",
  version: 1,
  codes: [],
  claims: (path) => /\.multicast\.(json|ya?ml)$|\.[cm]?tsx?$/.test(path) && !path.endsWith(".d.ts"),
  discover: () => ({ scenarios: [], problems: [] }),
  run: () => {
    throw new Error("being built");
  },
  replay: () => {
    throw new Error("being built");
  },
  trace: () => undefined,
};
