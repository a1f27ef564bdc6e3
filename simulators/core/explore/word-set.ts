/** A set of sequences of 32-bit words, numbered in the order in which they came. Exact: sequences are compared word by word, hashes only find them. */
export class WordSet {
  /** One after the other: number, length, words. So a look-up touches one place here and one in the table. */
  #arena = new Int32Array(1 << 14);
  #used = 0;
  /** Where a sequence begins in the arena, plus 1 (0: free), and its hash. Load at most one half. */
  #table = new Int32Array(1 << 12);
  #mask = (1 << 11) - 1;
  size = 0;

  /** Bytes held. */
  get bytes(): number {
    return (this.#arena.length + this.#table.length) * 4;
  }

  /** @returns The number of the sequence `words[0 .. length - 1]`, or -1. */
  find(words: Int32Array, length: number): number {
    const hash = hashWords(words, length, 0);
    const table = this.#table;
    for (let at = hash & this.#mask; ; at = (at + 1) & this.#mask) {
      const entry = table[2 * at] as number;
      if (entry === 0) return -1;
      if (table[2 * at + 1] === hash && this.#equals(entry - 1, words, length, 0)) return this.#arena[entry - 1] as number;
    }
  }

  /** @returns The number of the sequence `words[from .. from + length - 1]`; it is new if that is the old `size`. */
  add(words: Int32Array, length: number, from = 0): number {
    const hash = hashWords(words, length, from);
    const table = this.#table;
    let at = hash & this.#mask;
    for (;;) {
      const entry = table[2 * at] as number;
      if (entry === 0) break;
      if (table[2 * at + 1] === hash && this.#equals(entry - 1, words, length, from)) return this.#arena[entry - 1] as number;
      at = (at + 1) & this.#mask;
    }
    table[2 * at] = this.#used + 1;
    table[2 * at + 1] = hash;
    return this.#append(words, length, from);
  }

  #equals(start: number, words: Int32Array, length: number, from: number): boolean {
    const arena = this.#arena;
    if (arena[start + 1] !== length) return false;
    const shift = start + 2 - from;
    for (let at = from + length - 1; at >= from; at -= 1) if (arena[shift + at] !== words[at]) return false;
    return true;
  }

  #append(words: Int32Array, length: number, from: number): number {
    const number = this.size;
    const start = this.#used;
    const end = start + 2 + length;
    if (this.#arena.length < end) this.#arena = grown(this.#arena, end);
    const arena = this.#arena;
    arena[start] = number;
    arena[start + 1] = length;
    for (let at = 0; at < length; at += 1) arena[start + 2 + at] = words[from + at] as number;
    this.#used = end;
    this.size = number + 1;
    if (this.size * 2 > this.#mask) this.#rehash();
    return number;
  }

  #rehash(): void {
    const old = this.#table;
    const mask = this.#mask * 2 + 1;
    const table = new Int32Array(2 * (mask + 1));
    for (let slot = 0; slot < old.length; slot += 2) {
      if (old[slot] === 0) continue;
      let at = (old[slot + 1] as number) & mask;
      while (table[2 * at] !== 0) at = (at + 1) & mask;
      table[2 * at] = old[slot] as number;
      table[2 * at + 1] = old[slot + 1] as number;
    }
    this.#table = table;
    this.#mask = mask;
  }
}

function grown(array: Int32Array, needed: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(array.length * 2, needed));
  larger.set(array);
  return larger;
}

/** The body and finish of MurmurHash3 (x86, 32 bits). */
function hashWords(words: Int32Array, length: number, from: number): number {
  let hash = 0x9747b28c;
  for (let at = 0; at < length; at += 1) {
    let word = Math.imul(words[from + at] as number, 0xcc9e2d51);
    word = Math.imul((word << 15) | (word >>> 17), 0x1b873593);
    hash ^= word;
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
