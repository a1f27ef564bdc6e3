/** How a switch parses what is left of a header (§3, §4). Both walks read through it; it allocates nothing. */
import { type BitString, readBits } from "./bits.ts";
import type { Topology } from "./model.ts";
import { idWidth, leafCount } from "./topology.ts";

/** What a switch found in a section. */
export const found = { nothing: 0, rule: 1, default: 2, malformed: 3 } as const;
export type Found = (typeof found)[keyof typeof found];

/**
 * A header on a link is its type bit and the bits of the whole header from some position on, because popping only takes from the front.
 * Positions are counted in the whole header. The fields hold what the last read found.
 */
export class SwitchReader {
  /** First bit of the bitmap to replicate by. */
  bitmapAt = 0;
  /** Row of the section: index of the rule; the default comes after the rules. */
  row = 0;
  /** First bit behind the part. */
  end = 0;
  /** Of an upstream part. */
  upAt = 0;
  isMultipath = false;
  hasMore = false;

  readonly #topology: Topology;
  readonly #podIdBits: number;
  readonly #leafIdBits: number;

  constructor(topology: Topology) {
    this.#topology = topology;
    this.#podIdBits = idWidth(topology.pods);
    this.#leafIdBits = idWidth(leafCount(topology));
  }

  /** Reads UL; false when the bits end before it does. */
  readUpstreamLeaf(header: BitString, at: number): boolean {
    return this.#readUpstream(header, at, this.#topology.hostsPerLeaf, this.#topology.spinesPerPod);
  }

  /** Reads US; false when the bits end before it does. */
  readUpstreamSpine(header: BitString, at: number): boolean {
    return this.#readUpstream(header, at, this.#topology.leavesPerPod, this.#topology.coresPerSpine);
  }

  /** Reads DC; false when the bits end before it does. */
  readCore(header: BitString, at: number): boolean {
    this.bitmapAt = at;
    this.end = at + this.#topology.pods;
    return this.end <= header.bits;
  }

  /** What DS says to a pod. Reads to its end, because it is popped. */
  readPods(header: BitString, at: number, pod: number): Found {
    return this.#readSection(header, at, this.#topology.leavesPerPod, this.#podIdBits, pod, true);
  }

  /** What DL says to a leaf. Reads as far as the first rule that names it. */
  readLeaves(header: BitString, at: number, leaf: number): Found {
    return this.#readSection(header, at, this.#topology.hostsPerLeaf, this.#leafIdBits, leaf, false);
  }

  /** Where DL begins for a spine that has read US: behind DC and DS when there are any. -1 when the bits end within them. */
  skipToLeaves(header: BitString, at: number, hasMore: boolean): number {
    if (!hasMore) return at;
    if (!this.readCore(header, at)) return -1;
    // No pod has the id -1, so this only finds the end.
    return this.readPods(header, this.end, -1) === found.malformed ? -1 : this.end;
  }

  #readUpstream(header: BitString, at: number, down: number, up: number): boolean {
    this.end = at + down + up + 2;
    if (this.end > header.bits) return false;
    this.bitmapAt = at;
    this.upAt = at + down;
    const flags = readBits(header.words, this.end - 2, 2);
    this.isMultipath = flags >= 2;
    this.hasMore = (flags & 1) === 1;
    return true;
  }

  #readSection(header: BitString, at: number, width: number, idBits: number, id: number, toEnd: boolean): Found {
    const { words, windows, bits } = header;
    this.end = at;
    // A header that ends before the section names nobody.
    if (at === bits) return found.nothing;
    if (at + 2 > bits) return found.malformed;
    const flags = readBits(words, at, 2);
    const idShift = 32 - idBits - 2;
    let next = at + 2;
    let row = 0;
    let isFound = false;
    for (let more = flags >= 2; more; row++) {
      const bitmapAt = next;
      next += width;
      for (let moreIds = true; moreIds; ) {
        if (next + idBits + 1 > bits) return found.malformed;
        // Id, nextId and, in case this is the last one, nextRule in one look: this loop is where a walk spends its time.
        const look = ((windows[next >>> 3] ?? 0) << (next & 7)) >>> idShift;
        if (look >>> 2 === id && !isFound) {
          isFound = true;
          this.bitmapAt = bitmapAt;
          this.row = row;
          if (!toEnd) return found.rule;
        }
        next += idBits + 1;
        moreIds = (look & 2) !== 0;
        more = (look & 1) !== 0;
      }
      if (++next > bits) return found.malformed;
    }
    const hasDefault = (flags & 1) === 1;
    const defaultAt = next;
    if (hasDefault) next += width;
    if (next > bits) return found.malformed;
    this.end = next;
    if (isFound) return found.rule;
    if (!hasDefault) return found.nothing;
    this.bitmapAt = defaultAt;
    this.row = row;
    return found.default;
  }
}
