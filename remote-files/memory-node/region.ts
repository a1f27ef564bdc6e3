import { ftruncateSync, readSync, writeSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { dataAt, headerBytes, sizeOf, sizeWordAt, sizeWordBytes, sizeWords, writeWord } from "../protocol/layout.ts";
import type { AtomicOperation } from "../protocol/messages.ts";

/** The memory of a node: one file that agents read and write too. */
export class Region {
  readonly #fd: number;
  #end = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Makes sure that the block exists. Bytes that were never written take no memory. */
  reach(end: number): void {
    if (end <= this.#end) return;
    ftruncateSync(this.#fd, end);
    this.#end = end;
  }

  fill(base: number, content: Buffer): void {
    this.reach(dataAt(base) + content.length);
    writeSync(this.#fd, content, 0, content.length, dataAt(base));
    this.#writeSize(base, content.length);
  }

  /** Bytes behind the new size become 0, so that a file which grows again shows none of the old ones. */
  truncate(base: number, size: number): void {
    const old = this.#size(base);
    this.#writeSize(base, size);
    this.#clear(dataAt(base) + size, Math.max(0, old - size));
  }

  /** Takes long for a large block, and lets other requests through meanwhile. The last one is cut off and added again. */
  async clear(base: number, stride: number): Promise<void> {
    if (base + stride === this.#end) {
      ftruncateSync(this.#fd, base);
      ftruncateSync(this.#fd, this.#end);
      return;
    }
    for (let at = base; at < base + stride; at += breath) {
      this.#clear(at, Math.min(breath, base + stride - at));
      await setImmediate();
    }
  }

  /** One after the other, since the process does one thing at a time: that is what makes it atomic. @returns The word before. */
  atomic(base: number, offset: number, operation: AtomicOperation): bigint {
    const word = Buffer.alloc(8);
    readSync(this.#fd, word, 0, 8, dataAt(base) + offset);
    const before = word.readBigUInt64LE();
    const after = applied(before, operation);
    if (after !== before) {
      word.writeBigUInt64LE(after);
      writeSync(this.#fd, word, 0, 8, dataAt(base) + offset);
    }
    return before;
  }

  #size(base: number): number {
    const words = Buffer.alloc(sizeWords * sizeWordBytes);
    readSync(this.#fd, words, 0, words.length, base);
    return sizeOf(new DataView(words.buffer, words.byteOffset, words.length));
  }

  /** Word 0 says it alone. */
  #writeSize(base: number, size: number): void {
    const words = Buffer.alloc(sizeWords * sizeWordBytes);
    writeWord(new DataView(words.buffer, words.byteOffset, words.length), 0, size);
    this.reach(base + headerBytes);
    writeSync(this.#fd, words, 0, words.length, sizeWordAt(base, 0));
  }

  /** Pages that hold zeros are left alone: a page that was never written takes no memory, and shall not. */
  #clear(from: number, length: number): void {
    const page = Buffer.alloc(zeros.length);
    for (let at = from; at < from + length; at += page.length) {
      const wanted = Math.min(page.length, from + length - at);
      const got = readSync(this.#fd, page, 0, wanted, at);
      if (got === 0) return;
      if (page.compare(zeros, 0, got, 0, got) !== 0) writeSync(this.#fd, zeros, 0, got, at);
    }
  }
}

const zeros = Buffer.alloc(1024 * 1024);

/** Bytes that are cleared at a stretch. */
const breath = 16 * 1024 * 1024;

const mask = (1n << 64n) - 1n;

function applied(before: bigint, operation: AtomicOperation): bigint {
  if (operation.kind === "fetch-add") return (before + BigInt(operation.delta)) & mask;
  return before === BigInt(operation.expected) ? BigInt(operation.desired) : before;
}
