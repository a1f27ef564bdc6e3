/** Smallest set covers, exact. Small after its reductions in every fabric with few failures. */
import { isEmpty, popcount, popcount32 } from "./bitmap.ts";

/** A set as bits over the elements `0..size-1`. */
export type Bits = Uint32Array;

export interface Cover {
  /** Indices into the sets, ascending. */
  readonly chosen: readonly number[];
  /** False: the search was given up after `maxNodes`; `chosen` is a cover, perhaps not the smallest. */
  readonly isExact: boolean;
}

/** Nodes of the search tree before it is given up: well under a second. */
const defaultMaxNodes = 200_000;

/**
 * The least number of sets whose union holds every element.
 *
 * Elements that lie in the same sets count once, and sets inside others are left out; then branch and bound on the rarest element.
 *
 * @param sets Their union is everything: what no set holds is a bug of the caller.
 */
export function smallestCover(sets: readonly Bits[], size: number, maxNodes = defaultMaxNodes): Cover {
  const columns = hardestColumns(distinctColumns(sets, size));
  const rows = sets.map((_, set) => bitsOf(columns.length, (column) => holds(columns[column] ?? noBits, set)));
  return new Search(rows, undominated(rows), columns.length, maxNodes).run();
}

const noBits: Bits = new Uint32Array(0);

/** For each class of elements the sets that hold it, as bits. */
function distinctColumns(sets: readonly Bits[], size: number): Bits[] {
  const classes = new Map<string, Bits>();
  for (let element = 0; element < size; element++) {
    const holders = bitsOf(sets.length, (set) => holds(sets[set] ?? noBits, element));
    if (isEmpty(holders)) throw new RangeError(`no set holds element ${element}`);
    classes.set(holders.join(","), holders);
  }
  return [...classes.values()];
}

/** Without the elements that are covered for nothing, because all sets of another element hold them. Many classes are left as they are: the search is exact anyhow. */
function hardestColumns(columns: readonly Bits[]): readonly Bits[] {
  if (columns.length > 600) return columns;
  return columns.filter((column) => !columns.some((other) => other !== column && isInside(other, column)));
}

const isInside = (a: Bits, b: Bits): boolean => a.every((word, index) => (word & ~(b[index] ?? 0)) === 0);

/** Indices of the sets that lie in no other; of equal ones the first. */
function undominated(rows: readonly Bits[]): number[] {
  const distinct = [...new Map(rows.map((row, index) => [row.join(","), index] as const).toReversed()).values()].sort((a, b) => a - b);
  return distinct.filter((index) => {
    const row = rows[index];
    return row !== undefined && !distinct.some((other) => other !== index && isInside(row, rows[other] ?? row));
  });
}

class Search {
  readonly #rows: readonly Bits[];
  readonly #useful: readonly number[];
  readonly #columns: number;
  readonly #maxNodes: number;
  #nodes = 0;
  #best: number[] = [];

  constructor(rows: readonly Bits[], useful: readonly number[], columns: number, maxNodes: number) {
    this.#rows = rows;
    this.#useful = useful;
    this.#columns = columns;
    this.#maxNodes = maxNodes;
  }

  run(): Cover {
    const everything = bitsOf(this.#columns, () => true);
    this.#best = this.#greedy(everything);
    this.#branch(everything, []);
    return { chosen: this.#best.toSorted((a, b) => a - b), isExact: this.#nodes <= this.#maxNodes };
  }

  #greedy(everything: Bits): number[] {
    const chosen: number[] = [];
    let left = everything;
    while (countBits(left) > 0) {
      const [best] = this.#useful.toSorted((a, b) => this.#gain(b, left) - this.#gain(a, left) || a - b);
      if (best === undefined) break;
      chosen.push(best);
      left = without(left, this.#row(best));
    }
    return chosen;
  }

  #branch(left: Bits, chosen: readonly number[]): void {
    if (++this.#nodes > this.#maxNodes) return;
    const missing = countBits(left);
    if (missing === 0) {
      if (chosen.length < this.#best.length) this.#best = [...chosen];
      return;
    }
    const largest = Math.max(...this.#useful.map((set) => this.#gain(set, left)));
    if (chosen.length + Math.ceil(missing / largest) >= this.#best.length) return;
    for (const set of this.#holdersOfRarest(left)) this.#branch(without(left, this.#row(set)), [...chosen, set]);
  }

  /** The sets that hold the element with the fewest of them, the largest gain first. */
  #holdersOfRarest(left: Bits): number[] {
    let rarest: number[] | undefined;
    for (let column = 0; column < this.#columns; column++) {
      if (!holds(left, column)) continue;
      const holders = this.#useful.filter((set) => holds(this.#row(set), column));
      if (!rarest || holders.length < rarest.length) rarest = holders;
    }
    return (rarest ?? []).sort((a, b) => this.#gain(b, left) - this.#gain(a, left) || a - b);
  }

  #gain(set: number, left: Bits): number {
    const row = this.#row(set);
    return left.reduce((sum, word, index) => sum + popcount32(word & (row[index] ?? 0)), 0);
  }

  #row(set: number): Bits {
    return this.#rows[set] ?? noBits;
  }
}

/** Bits for which `isSet` says so. */
export function bitsOf(size: number, isSet: (index: number) => boolean): Bits {
  const bits = new Uint32Array((size + 31) >>> 5);
  for (let index = 0; index < size; index++) if (isSet(index)) bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31));
  return bits;
}

export const holds = (bits: Bits, index: number): boolean => (((bits[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;

const without = (bits: Bits, taken: Bits): Bits => bits.map((word, index) => word & ~(taken[index] ?? 0));
const countBits = popcount;
