import { type Area, type History, overlap, type Part, type Work } from "./history.ts";

/** A piece of memory that one read has got as a whole, and how it stands to one write. */
export interface Piece extends Area {
  /** When it was fetched. */
  readonly fetched: number;
  /** `fresh`: it came from the write. `older`: the write had not placed it yet. `newer`: it was written over since. */
  readonly age: "fresh" | "older" | "newer";
  /** The part of the write that placed it, before or after. */
  readonly placed?: Part;
}

/** What fetched parts have of the range of some write, in pieces that each came from one place. */
export function piecesOf(history: History, fetched: readonly Part[], write: Work): readonly Piece[] {
  return fetched.flatMap((part): readonly Piece[] => {
    const both = overlap(part, write);
    if (!both) return [];
    const area: Area = { target: write.target, address: both.from, length: both.to - both.from };
    const placements = history.placed.filter((one) => overlap(one, area));
    return cut(area, placements).map((piece): Piece => {
      const own = placements.findLast((one) => one.work === write && overlap(one, piece));
      const last = placements.findLast((one) => one.moment < part.moment && overlap(one, piece));
      const isPlaced = own !== undefined && own.moment < part.moment;
      const age = isPlaced ? (last?.work === write ? "fresh" : "newer") : "older";
      return { ...piece, fetched: part.moment, age, ...(own ? { placed: own } : {}) };
    });
  });
}

/** Cuts an area where one of the others begins or ends. */
export function cut(area: Area, others: readonly Area[]): readonly Area[] {
  const end = area.address + area.length;
  const cuts = others.flatMap(({ address, length }) => [address, address + length]).filter((at) => area.address < at && at < end);
  const bounds = [...new Set([area.address, ...cuts, end])].sort((a, b) => a - b);
  return bounds.slice(1).map((to, index) => {
    const from = bounds[index] ?? area.address;
    return { target: area.target, address: from, length: to - from };
  });
}
