import type { PlacementOrder } from "../config/model.ts";

/** What is placed or fetched at one moment: bytes `offset` to `offset + length - 1` of a message. */
export interface Part {
  readonly offset: number;
  readonly length: number;
}

/**
 * Cuts a message into the parts in which it is placed or fetched: equal, rounded up to words, cut at multiples of 8 of the address.
 * So an aligned word is never torn; every other message over 8 bytes can be, and a shorter one that crosses a word.
 *
 * @param address Of the first byte, in the memory of the other node.
 * @param length Bytes.
 * @param fragments Parts at most, 1 or more.
 * @returns At least one part: a message without bytes has one without bytes.
 */
export function partsOf(address: number, length: number, fragments: number): readonly Part[] {
  const first = Math.floor(address / 8);
  const words = Math.max(1, Math.ceil((address + length) / 8) - first);
  // A message that crosses a word can be torn however short it is.
  const step = Math.ceil(words / Math.max(1, fragments));
  const parts: Part[] = [];
  for (let word = 0; word < words; word += step) {
    const from = Math.max(address, (first + word) * 8);
    const to = Math.min(address + length, (first + Math.min(words, word + step)) * 8);
    parts.push({ offset: from - address, length: to - from });
  }
  return parts;
}

/**
 * The parts that may be placed next.
 *
 * @param placed Bit i: part i is placed.
 * @param order `128`: ascending inside each aligned block of 128 bytes, so a part waits for earlier ones that share a block with it.
 */
export function nextParts(address: number, parts: readonly Part[], placed: number, order: PlacementOrder): readonly number[] {
  const open = parts.flatMap((_, index) => ((placed >>> index) & 1 ? [] : [index]));
  switch (order) {
    case "none":
      return open;
    case "message":
      return open.slice(0, 1);
    case "128":
      return open.filter((part) => !open.some((earlier) => earlier < part && sharesBlock(address, parts[earlier], parts[part])));
  }
}

/** Does the last block of the earlier part hold the first byte of the later one? */
function sharesBlock(address: number, earlier: Part | undefined, later: Part | undefined): boolean {
  if (!earlier || !later) return false;
  return Math.floor((address + earlier.offset + earlier.length - 1) / block) === Math.floor((address + later.offset) / block);
}

const block = 128;

/** All bits of `parts` set. */
export const allPlaced = (parts: readonly Part[]): number => 2 ** parts.length - 1;

/** Bits of a mask; more parts than this do not fit. */
export const mostParts = 31;
