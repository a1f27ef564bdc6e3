import type { Mint } from "../cluster/types.ts";

/** The first version of a fresh server: anything older counts as compacted. */
export const firstVersion = 1000;

export interface MintOptions {
  /** Another seed draws other uids, names and addresses. */
  readonly seed: number;
  /** Milliseconds since 1970: what the clock shows in the beginning. */
  readonly start: number;
  /** `stands`: the clock goes on when it is advanced. `versions`: a second for each version, so that the order of creation can be told. */
  readonly clock: "stands" | "versions";
}

/** Counts versions, and draws uids, names and addresses one after the other: the same requests give the same values. */
export class CountingMint implements Mint {
  /** The version given last. */
  current = firstVersion;
  readonly #options: MintOptions;
  #seconds = 0;
  #drawn = 0;

  constructor(options: MintOptions) {
    this.#options = options;
  }

  advance(seconds: number): void {
    this.#seconds += seconds;
  }

  version(): string {
    this.current += 1;
    return String(this.current);
  }

  listVersion(): string {
    return String(this.current);
  }

  /** Version 4 by its look. */
  uid(): string {
    const digits = [1, 2, 3, 4].map(() => this.#draw().toString(16).padStart(8, "0")).join("");
    return [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`, digits.slice(20)].join("-");
  }

  suffix(_resource: string, _namespace: string, prefix: string, isTaken: (name: string) => boolean): string {
    for (;;) {
      let word = this.#draw();
      let suffix = "";
      for (let digit = 0; digit < 5; digit += 1) {
        suffix += alphabet[word % alphabet.length] ?? "";
        word = Math.floor(word / alphabet.length);
      }
      if (!isTaken(prefix + suffix)) return suffix;
    }
  }

  /** Drawn, so that one that was given back is not given again at once. */
  clusterIp(isTaken: (address: string) => boolean): string {
    return firstFree((index) => `10.96.${(index + 1) >> 8}.${(index + 1) & 255}`, isTaken, this.#draw(), 65_000);
  }

  /** In the range of `--service-node-port-range`. */
  nodePort(isTaken: (port: number) => boolean): number {
    return firstFree((index) => 30_000 + index, isTaken, this.#draw(), 2768);
  }

  now(): string {
    const { start, clock } = this.#options;
    const seconds = this.#seconds + (clock === "versions" ? this.current - firstVersion : 0);
    return new Date(start + seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
  }

  /** 32 bits: splitmix of a counter. */
  #draw(): number {
    this.#drawn += 1;
    let word = (Math.imul(this.#options.seed, 0x85ebca6b) + Math.imul(this.#drawn, 0x9e3779b9)) | 0;
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  }
}

/** Of generated names: `rand.SafeEncodeString` of the Kubernetes sources. */
const alphabet = "bcdfghjklmnpqrstvwxz2456789";

/** The first of `count` values that is free, beginning anywhere; when none is, a taken one, which the server refuses. */
function firstFree<T>(make: (index: number) => T, isTaken: (value: T) => boolean, from: number, count: number): T {
  for (let tried = 0; tried < count; tried += 1) {
    const value = make((from + tried) % count);
    if (!isTaken(value)) return value;
  }
  return make(from % count);
}
