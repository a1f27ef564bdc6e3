import { Cell } from "../../core/vm/cell.ts";
import { type Place, whole } from "../../core/vm/value.ts";

/** Who has read and written a place so far in any run: one bit for each thread, handler and the invariants. */
interface Mask {
  readers: number;
  writers: number;
}

/** Threads from this number on share two bits: they are taken to conflict with one another, and with themselves. */
const manyThreads = 27;

/** Who has touched a place, as bits: the thread with this index. */
export const bitOf = (index: number): number => (index < manyThreads ? 1 << index : crowd);
const crowd = (1 << manyThreads) | (1 << (manyThreads + 1));

/** Bit of the invariants: they read what threads write. */
export const judgeBit = 1 << 30;

/** A place as it is called in every run: objects by the numbers of their cells, which depend on their thread alone. */
type Spot = string | number | typeof whole;

/** Places with the same name that are not the same are watched as one: stops too many do no harm. */
function spotOf(place: Place): Spot {
  if (typeof place === "string" || typeof place === "number") return place;
  if (place === whole) return whole;
  if (typeof place === "symbol") return `symbol ${place.description ?? ""}`;
  return place instanceof Cell ? `object ${place.id}` : `${typeof place} ${String(place)}`;
}

/** What is known of a cell, kept in `Cell.watch`. */
class CellWatch {
  readonly masks = new Map<Spot, Mask>();
  readonly all: Mask = { readers: 0, writers: 0 };
  /** Places where threads can conflict; shared by all cells with this id. */
  readonly points: Points;

  constructor(points: Points) {
    this.points = points;
  }
}

/** Conflicts found at one cell. What was found since the last `Sharing.activate` does not count yet. */
class Points {
  readonly places = new Set<Spot>();
  /** Somebody uses the cell as a whole while another changes it. */
  isWhole = false;
  readonly found = new Set<Spot>();
  foundWhole = false;
  /** Who has written a place in any run. */
  readonly writers = new Map<Spot, number>();
}

/** Id of a cell and a place in it; null: the whole. */
export type ActivePlace = readonly [id: number, place: string | number | null];

const isActive = ({ isWhole, places }: Points, spot: Spot): boolean => isWhole || places.has(spot);

/**
 * Where threads can conflict: places that two of them touch and one of them writes. Only there must a thread be stopped before its access;
 * what it does between two such accesses no other thread can see or disturb.
 *
 * Found while searching: when `count` has grown, the new places are activated and the search begins anew. A search during which nothing was added has
 * stopped at every conflict: were there a first conflicting access that it did not stop at, it would have seen the conflict (after the
 * same accesses, in another order) and added the place.
 *
 * Places of cells that threads make are known by the cell's id, which depends on its thread alone.
 */
export class Sharing {
  readonly #points = new Map<number, Points>();
  /** Grows with each conflict that is found, and with each thread that comes to write where others do; a search during which it stays the same has stopped at all of them. */
  count = 0;
  /** Another number as soon as runs may stop at other places, or other reads are followed. */
  edition = 0;

  /** From now on runs stop at all conflicts found so far. */
  activate(): void {
    for (const points of this.#points.values()) {
      if (points.foundWhole === points.isWhole && points.found.size === points.places.size) continue;
      for (const place of points.found) points.places.add(place);
      points.isWhole = points.foundWhole;
      this.edition += 1;
    }
  }

  /** The active places as plain data: what a replay needs to stop where the search did. */
  export(): readonly ActivePlace[] {
    return [...this.#points].flatMap(([id, { places, isWhole }]): readonly ActivePlace[] => {
      if (isWhole) return [[id, null]];
      return [...places].map((place): ActivePlace => [id, place === whole ? null : place]);
    });
  }

  static import(places: readonly ActivePlace[]): Sharing {
    const sharing = new Sharing();
    for (const [id, place] of places) {
      const points = sharing.#pointsOf(id);
      if (place === null) points.foundWhole = true;
      else points.found.add(place);
    }
    sharing.activate();
    return sharing;
  }

  /**
   * @param bit Of the thread: `1 << index`.
   * @returns Whether it is a place of conflict, as far as is known.
   */
  touch(cell: Cell, place: Place, bit: number, isWrite: boolean): boolean {
    const watch = (cell.watch as CellWatch | undefined) ?? this.#watch(cell);
    const spot = spotOf(place);
    const { points } = watch;
    let mask = watch.masks.get(spot);
    if (mask === undefined) watch.masks.set(spot, (mask = { readers: 0, writers: 0 }));
    if (((isWrite ? mask.writers : mask.readers) & bit) === 0) {
      note(mask, bit, isWrite);
      note(watch.all, bit, isWrite);
      if (isWrite) this.#noteWriter(points, spot, bit);
      if (watch.all.writers !== 0) this.#compare(watch, mask, spot);
    }
    return isActive(points, spot);
  }

  /** Is it a place of conflict? */
  isPoint(cell: Cell, place: Place): boolean {
    return isActive(this.#pointsOf(cell.id), spotOf(place));
  }

  /** Does this thread, as far as is known, both read and write here, and another write? Only then can its value be overwritten unseen. */
  canLose(cell: Cell, place: Place, bit: number): boolean {
    const writers = (cell.watch as CellWatch | undefined)?.points.writers.get(spotOf(place)) ?? 0;
    return (writers & bit) !== 0 && ((writers & ~bit) !== 0 || bit === crowd);
  }

  /** Has the thread with this bit read here? */
  isRead(cell: Cell, place: Place, bit: number): boolean {
    const watch = cell.watch as CellWatch | undefined;
    if (watch === undefined || (watch.all.readers & bit) === 0) return false;
    const mask = place === whole ? watch.all : watch.masks.get(spotOf(place));
    return ((mask?.readers ?? 0) & bit) !== 0 || ((watch.masks.get(whole)?.readers ?? 0) & bit) !== 0;
  }

  /** Reads that were not followed so far may lead to a lost update from now on (see `canLose`). */
  #noteWriter({ writers }: Points, spot: Spot, bit: number): void {
    const known = writers.get(spot) ?? 0;
    if ((known & bit) !== 0) return;
    writers.set(spot, known | bit);
    if (known === 0) return;
    this.count += 1;
    this.edition += 1;
  }

  #watch(cell: Cell): CellWatch {
    const watch = new CellWatch(this.#pointsOf(cell.id));
    cell.watch = watch;
    return watch;
  }

  #pointsOf(id: number): Points {
    let points = this.#points.get(id);
    if (points === undefined) this.#points.set(id, (points = new Points()));
    return points;
  }

  #compare(watch: CellWatch, mask: Mask, place: Spot): void {
    const { points } = watch;
    if (place === whole) {
      if (!points.foundWhole && conflicts(watch.all)) {
        points.foundWhole = true;
        this.count += 1;
      }
      return;
    }
    if (points.foundWhole) return;
    const entire = watch.masks.get(whole);
    if (entire !== undefined && conflicts({ readers: mask.readers | entire.readers, writers: mask.writers | entire.writers })) {
      points.foundWhole = true;
      this.count += 1;
    } else if (!points.found.has(place) && conflicts(mask)) {
      points.found.add(place);
      this.count += 1;
    }
  }
}

function note(mask: Mask, bit: number, isWrite: boolean): void {
  if (isWrite) mask.writers |= bit;
  else mask.readers |= bit;
}

/** Two threads or more, one of which writes. */
function conflicts({ readers, writers }: Mask): boolean {
  const both = readers | writers;
  return writers !== 0 && (both & (both - 1)) !== 0;
}
