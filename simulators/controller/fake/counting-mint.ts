import type { Mint } from "../cluster/types.ts";

/** The first version of a fresh server: anything older counts as compacted. */
export const firstVersion = 1000;

/** Counts versions, uids, names and addresses as they are asked for: the same requests give the same values. */
export class CountingMint implements Mint {
  /** The version given last. */
  current = firstVersion;
  readonly #start: number;
  readonly #seed: number;
  #seconds = 0;
  #drawn = 0;

  /** @param start Milliseconds since 1970: what the clock shows in the beginning. It stands still unless it is advanced. */
  constructor(seed: number, start: number) {
    this.#seed = seed;
    this.#start = start;
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
    const [a, b, c, d] = [this.#draw(), this.#draw(), this.#draw(), this.#draw()].map((word) => word.toString(16).padStart(8, "0")) as [
      string,
      string,
      string,
      string,
    ];
    return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
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

  clusterIp(isTaken: (address: string) => boolean): string {
    return firstFree((index) => `10.96.${(index >> 8) & 255}.${index & 255}`, isTaken, 1);
  }

  nodePort(isTaken: (port: number) => boolean): number {
    return firstFree((index) => index, isTaken, 30_000);
  }

  now(): string {
    return new Date(this.#start + this.#seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
  }

  /** 32 bits: splitmix of a counter. */
  #draw(): number {
    this.#drawn += 1;
    let word = (Math.imul(this.#seed, 0x85ebca6b) + Math.imul(this.#drawn, 0x9e3779b9)) | 0;
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  }
}

/** Of generated names: `rand.SafeEncodeString` of the Kubernetes sources. */
const alphabet = "bcdfghjklmnpqrstvwxz2456789";

function firstFree<T>(make: (index: number) => T, isTaken: (value: T) => boolean, first: number): T {
  let index = first;
  while (isTaken(make(index))) index += 1;
  return make(index);
}
