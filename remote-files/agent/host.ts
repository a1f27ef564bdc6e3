import fs from "node:fs";
import { devNull } from "node:os";

/** The functions of Node as they were before the agent took them over. */
export const host: Readonly<typeof fs> = { ...fs };

export const hostPromises: Readonly<typeof fs.promises> = { ...fs.promises };

/** Timers as they were before a program could replace them. */
export const { setImmediate: hostImmediate } = globalThis;
export const hostNextTick = process.nextTick.bind(process);

let opened: number | undefined;

/**
 * A number of the null device. Odd arguments are handed to Node's own function with this number in place of a remote file's:
 * so they are refused with the very words of this version of Node.
 */
export function nullFile(): number {
  opened ??= host.openSync(devNull, "r+");
  return opened;
}
