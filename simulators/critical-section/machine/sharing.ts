import type { Cell } from "../../core/vm/cell.ts";
import { type Place, whole } from "../../core/vm/value.ts";

/** Who has read and written a place so far in any run: one bit for each thread, handler and the invariants. */
interface Mask {
  readers: number;
  writers: number;
}

/** What is known of a cell, kept in `Cell.watch`. */
class CellWatch {
  readonly masks = new Map<Place, Mask>();
  readonly all: Mask = { readers: 0, writers: 0 };
  /** Places where threads can conflict; shared by all cells with this id. */
  readonly points: Points;

  constructor(points: Points) {
    this.points = points;
  }
}

/** Conflicts found at one cell. What was found since the last `Sharing.activate` does not count yet. */
class Points {
  readonly places = new Set<Place>();
  /** Somebody uses the cell as a whole while another changes it. */
  isWhole = false;
  readonly found = new Set<Place>();
  foundWhole = false;
  /** Private and other symbols by their description: of a sharing that was imported. */
  readonly symbols = new Set<string>();
}

/** Id of a cell and a place in it; null: the whole. */
export type ActivePlace = readonly [id: number, place: string | number | null | { readonly symbol: string }];

function isActive({ isWhole, places, symbols }: Points, place: Place): boolean {
  return isWhole || places.has(place) || (symbols.size > 0 && typeof place === "symbol" && symbols.has(place.description ?? ""));
}

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
  /** How many conflicts were found; a search during which it stays the same has stopped at all of them. */
  count = 0;

  /** From now on runs stop at all conflicts found so far. */
  activate(): void {
    for (const points of this.#points.values()) {
      for (const place of points.found) points.places.add(place);
      points.isWhole ||= points.foundWhole;
    }
  }

  /** The active places as plain data: what a replay needs to stop where the search did. Places with keys that are objects count as the whole cell. */
  export(): readonly ActivePlace[] {
    return [...this.#points].flatMap(([id, { places, isWhole }]): readonly ActivePlace[] => {
      if (isWhole) return [[id, null]];
      return [...places].map((place): ActivePlace => {
        if (typeof place === "symbol") return [id, { symbol: place.description ?? "" }];
        return [id, typeof place === "string" || typeof place === "number" ? place : null];
      });
    });
  }

  static import(places: readonly ActivePlace[]): Sharing {
    const sharing = new Sharing();
    for (const [id, place] of places) {
      const points = sharing.#pointsOf(id);
      if (place === null) points.foundWhole = true;
      else if (typeof place === "object") points.symbols.add(place.symbol);
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
    const { points } = watch;
    let mask = watch.masks.get(place);
    if (mask === undefined) watch.masks.set(place, (mask = { readers: 0, writers: 0 }));
    if (((isWrite ? mask.writers : mask.readers) & bit) === 0) {
      note(mask, bit, isWrite);
      note(watch.all, bit, isWrite);
      if (watch.all.writers !== 0) this.#compare(watch, mask, place);
    }
    return isActive(points, place);
  }

  /** Does this thread, as far as is known, both read and write here, and another write? Only then can its value be overwritten unseen. */
  canLose(cell: Cell, place: Place, bit: number): boolean {
    const mask = (cell.watch as CellWatch | undefined)?.masks.get(place);
    return mask !== undefined && (mask.writers & bit) !== 0 && (mask.writers & ~bit) !== 0;
  }

  /** Has the thread with this bit read here? */
  isRead(cell: Cell, place: Place, bit: number): boolean {
    const watch = cell.watch as CellWatch | undefined;
    if (watch === undefined || (watch.all.readers & bit) === 0) return false;
    const mask = place === whole ? watch.all : watch.masks.get(place);
    return ((mask?.readers ?? 0) & bit) !== 0 || ((watch.masks.get(whole)?.readers ?? 0) & bit) !== 0;
  }

  isPoint(cell: Cell, place: Place): boolean {
    const points = (cell.watch as CellWatch | undefined)?.points;
    return points !== undefined && isActive(points, place);
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

  #compare(watch: CellWatch, mask: Mask, place: Place): void {
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
