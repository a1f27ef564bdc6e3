import type { Arrivals } from "../walk.ts";

/** What came of one packet, against what was wanted. Hosts ascending. */
export interface Delivery {
  /** Receivers that a live up-down path leads to and that got nothing. */
  readonly missing: readonly number[];
  /** Hosts that got a copy and are not among the receivers, or the sender itself. */
  readonly spurious: readonly number[];
  readonly duplicates: readonly { readonly host: number; readonly copies: number }[];
  /** Switches that a copy entered for the second time. */
  readonly loops: number;
  /** Transmissions. */
  readonly links: number;
}

/** Copies by host, summed over the frames of one packet. */
export type Copies = Map<number, number>;

/** Takes note of one frame: arrivals are valid only until the next walk. */
export function addCopies(copies: Copies, arrivals: Pick<Arrivals, "hosts" | "hostCount" | "copies">): void {
  for (let index = 0; index < arrivals.hostCount; index++) {
    const host = arrivals.hosts[index] ?? 0;
    copies.set(host, (copies.get(host) ?? 0) + (arrivals.copies[host] ?? 0));
  }
}

/** @param wanted Receivers that can be reached, without the sender; ascending. */
export function judge(copies: Copies, wanted: readonly number[]): Pick<Delivery, "missing" | "spurious" | "duplicates"> {
  const expected = new Set(wanted);
  const got = [...copies].sort(([a], [b]) => a - b);
  return {
    missing: wanted.filter((host) => !copies.has(host)),
    spurious: got.flatMap(([host]) => (expected.has(host) ? [] : [host])),
    duplicates: got.flatMap(([host, count]) => (count > 1 ? [{ host, copies: count }] : [])),
  };
}

/** Did one frame bring every wanted host one copy, and nobody else any? The quick answer for most packets. */
export function isExact(arrivals: Arrivals, receivers: readonly number[], sender: number): boolean {
  let wanted = 0;
  for (const host of receivers) {
    if (host === sender) continue;
    if (arrivals.copies[host] !== 1) return false;
    wanted++;
  }
  return arrivals.hostCount === wanted && arrivals.loops.length === 0;
}
