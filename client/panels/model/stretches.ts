/** Covers steps `from` to `to`, both inclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Things that cover steps, found by step without looking at all of them: a row of a long run asks at each scroll. */
export class Stretches<Item extends Stretch> {
  readonly #buckets = new Map<number, Item[]>();

  constructor(items: readonly Item[]) {
    for (const item of items) {
      for (let bucket = Math.floor(item.from / bucketSize); bucket * bucketSize <= item.to; bucket += 1) {
        const known = this.#buckets.get(bucket);
        if (known) known.push(item);
        else this.#buckets.set(bucket, [item]);
      }
    }
  }

  /** Those that cover a step, in the order given. */
  at(step: number): readonly Item[] {
    return (this.#buckets.get(Math.floor(step / bucketSize)) ?? []).filter(({ from, to }) => from <= step && step <= to);
  }
}

/** Steps; a screen of rows falls into one or two. */
const bucketSize = 64;

/**
 * A track for each item, from 0, so that items which cover a common step do not share one.
 * @param isSameRoom Do two items stand in the same place otherwise? Others never get in each other's way.
 */
export function tracksOf<Item extends Stretch>(
  items: readonly Item[],
  isSameRoom: (a: Item, b: Item) => boolean = () => true,
): ReadonlyMap<Item, number> {
  const tracks = new Map<Item, number>();
  let open: readonly Item[] = [];
  for (const item of [...items].sort((a, b) => a.from - b.from || a.to - b.to)) {
    open = open.filter(({ to }) => item.from <= to);
    const taken = new Set(open.flatMap((other) => (isSameRoom(item, other) ? [tracks.get(other)] : [])));
    let track = 0;
    while (taken.has(track)) track += 1;
    tracks.set(item, track);
    open = [...open, item];
  }
  return tracks;
}
