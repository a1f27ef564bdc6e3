import type { Nic } from "../config/model.ts";

/** A measured time of one operation. */
export interface Measured {
  readonly bytes: number;
  readonly microseconds: number;
}

/**
 * The model through three measured times: the smallest, one of 4 KiB, a large one. Three unknowns, three equations: no error is left in these points,
 * whether the model is any good is seen at others.
 *
 * @returns Base (of what was measured, an open included), hop and bandwidth; the rest as in `nic`.
 */
export function calibrate(nic: Nic, [small, middle, large]: readonly [Measured, Measured, Measured]): Nic {
  const kibibytes = ({ bytes }: Measured) => Math.min(bytes, 4096) / 1024;
  // Behind 4 KiB only the wire takes longer.
  const usPerByte = (large.microseconds - middle.microseconds) / (large.bytes - middle.bytes);
  const rest = middle.microseconds - small.microseconds - (middle.bytes - small.bytes) * usPerByte;
  const hopUsPerKiB = rest / (kibibytes(middle) - kibibytes(small));
  const baseUs = small.microseconds - hopUsPerKiB * kibibytes(small) - small.bytes * usPerByte;
  return { ...nic, name: `${nic.name}, calibrated`, baseUs, hopUsPerKiB, gigabytesPerSecond: 1 / (usPerByte * 1000) };
}
