import type { World } from "../nodes/world.ts";
import { peek } from "../verbs/adapter.ts";
import { type Area, type History, type Made, type Moment, overlap, type Part, type Work } from "./history.ts";

/** What lay in memory just before a moment. @param initial The nodes as they started. */
export function bytesBefore(history: History, initial: World, area: Area, moment: number): Uint8Array {
  const bytes = peek(initial.verbs, area.target, area.address, area.length).slice();
  const changes: readonly (Area & Moment & { readonly bytes?: Uint8Array })[] = [...history.placed, ...history.cleared];
  for (const change of changes.filter((one) => one.moment < moment && overlap(area, one)).sort((a, b) => a.moment - b.moment)) {
    const both = overlap(area, change);
    for (let address = both?.from ?? 0; address < (both?.to ?? 0); address += 1) {
      bytes[address - area.address] = change.bytes?.[address - change.address] ?? 0;
    }
  }
  return bytes;
}

/** The part of some work that placed or will place the byte at an address, if it was placed in this run. */
export const partAt = ({ parts }: Work, address: number): Part | undefined =>
  parts.findLast((part) => part.kind === "place" && part.address <= address && address < part.address + part.length);

/** The READ that brought the answer of a call, and its parts: after a failure another copy is read. */
export function fetchOf({ works }: Made): { readonly work: Work; readonly parts: readonly Part[] } | undefined {
  const work = works.findLast(({ opcode, range }) => opcode === "READ" && range !== undefined);
  return work && { work, parts: work.parts };
}

/** What a read has got; undefined: some of it has not come. */
export function bytesRead(made: Made): Uint8Array | undefined {
  const fetch = fetchOf(made);
  if (!fetch) return undefined;
  const bytes = new Uint8Array(fetch.work.length);
  let count = 0;
  for (const { bytes: some, address } of fetch.parts) {
    bytes.set(some, address - fetch.work.address);
    count += some.length;
  }
  return count < bytes.length ? undefined : bytes;
}

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, index) => byte === b[index]);

export const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
