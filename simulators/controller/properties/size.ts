import type { Contents } from "../world/objects.ts";

/** Sees that the cluster has grown far beyond all that the quiet run has come to: there may be no end of it. */
export class SizeLimit {
  readonly #contents: Contents;
  /** Characters, by cluster. */
  readonly #sizes: (number | undefined)[] = [];
  #most: number;
  /** There was a cluster beyond the limit. */
  isExceeded = false;

  /** @param usual Characters of the largest cluster at rest. */
  constructor(contents: Contents, usual: number) {
    this.#contents = contents;
    this.#most = 4 * usual + margin;
  }

  look(cluster: number): void {
    const size = (this.#sizes[cluster] ??= this.#contents.sizeOf(cluster));
    if (size > this.#most) this.isExceeded = true;
  }

  /** It need not be wrong: from now on twice as much is usual. */
  raise(): void {
    this.#most *= 2;
    this.isExceeded = false;
  }
}

/** Of small clusters: so that a few more objects are nothing special. */
const margin = 20_000;
