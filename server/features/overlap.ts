import { comparePositions, type Range } from "../../protocol/source.ts";

/** Ends count: a cursor beside a token is on it. */
export const overlap = (a: Range, b: Range): boolean => comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
