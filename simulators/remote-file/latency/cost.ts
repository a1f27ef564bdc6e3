import type { Nic } from "../config/model.ts";

/*
 * Simulated times, in microseconds: t(n) = base + hop * min(n, 4 KiB) + n / bandwidth. The hop is the way through adapter and bus, paid once for
 * the first 4 KiB; after that the wire is the narrowest place. All of it is a model, fitted to published figures (`presets.ts`): say "simulated".
 */

const hopBytes = 4096;

/** Time on the way, without the wire: of one read or write of so many bytes. */
export const wayUs = ({ baseUs, hopUsPerKiB }: Nic, bytes: number): number => baseUs + (hopUsPerKiB * Math.min(bytes, hopBytes)) / 1024;

/** Time on the wire. */
export const wireUs = ({ gigabytesPerSecond }: Nic, bytes: number): number => bytes / (gigabytesPerSecond * 1000);

/** One read, write or atomic, with nobody else on the way. */
export const operationUs = (nic: Nic, bytes: number): number => wayUs(nic, bytes) + wireUs(nic, bytes) + slotUs(nic);

/** An adapter begins so many microseconds after one message with the next. */
export const slotUs = ({ mops }: Nic): number => (mops === Infinity ? 0 : 1 / mops);

/** One open: a request to the manager, and for a new channel its set-up. */
export const openUs = (nic: Nic, isNewChannel: boolean): number => nic.openUs + (isNewChannel ? nic.setupUs : 0);
