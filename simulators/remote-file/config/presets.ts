import type { Nic } from "./model.ts";

/** Fitted to the published Crail figures, ConnectX-4 at 100 Gb/s: open and read of a small file within 2.3 % at all six points. */
const crailCx4: Nic = {
  name: "crail-cx4",
  baseUs: 4.4,
  openUs: 6.8,
  setupUs: 0,
  hopUsPerKiB: 0.42,
  gigabytesPerSecond: 11,
  mops: Infinity,
  mtu: 4096,
  inOrder: "none",
};

/** One way, fitted to a thesis table of `ib_send_lat` (three points for three parameters); it gives no time of an open. */
const thesisCx: Nic = { ...crailCx4, name: "thesis-cx", baseUs: 1.39, openUs: 0, hopUsPerKiB: 0.14, gigabytesPerSecond: 12.5 };

/** Typical of ConnectX-5, without a source. */
const cx5: Nic = { ...crailCx4, name: "cx5-100", baseUs: 1.8, openUs: 6, hopUsPerKiB: 0.2, gigabytesPerSecond: 12.5 };

/** Adapters by name. Those of `uncited` are typical values without a source and are shown as such. */
export const presets: ReadonlyMap<string, Nic> = new Map(
  [crailCx4, thesisCx, cx5, { ...cx5, name: "cx6-200", gigabytesPerSecond: 25 }, { ...cx5, name: "cx7-400", gigabytesPerSecond: 50 }].map(
    (nic) => [nic.name, nic],
  ),
);

export const uncited: ReadonlySet<string> = new Set(["cx5-100", "cx6-200", "cx7-400"]);

export const defaultNic: Nic = crailCx4;
