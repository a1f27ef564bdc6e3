/**
 * How a file lies in the memory of a memory node: a page with size words, then its bytes.
 *
 * The size of a file is the largest of its size words. Each process that may write has a word of its own, so that two which extend a file
 * at one moment cannot lose the larger size although a process has no atomic maximum on a file. Word 0 is the memory node's (truncation).
 */

/** Bytes in front of the data of a file: one page. */
export const headerBytes = 4096;

/** Size words in the header, 8 bytes each, little-endian. */
export const sizeWords = 64;

export const sizeWordBytes = 8;

const page = 4096;

/** Bytes from the start of one region to the start of the next. */
export const strideOf = (regionSize: number): number => headerBytes + Math.ceil(regionSize / page) * page;

/** Where the size word `word` of the region at `base` lies, in bytes from the start of the memory. */
export const sizeWordAt = (base: number, word: number): number => base + word * sizeWordBytes;

/** Where the data of the region at `base` begins. */
export const dataAt = (base: number): number => base + headerBytes;

/** The size that a header says, in bytes. @param header At least the size words. */
export function sizeOf(header: DataView): number {
  let size = 0;
  for (let word = 0; word < sizeWords; word += 1) size = Math.max(size, readWord(header, word * sizeWordBytes));
  return size;
}

export const readWord = (view: DataView, at: number): number => view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);

export function writeWord(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % 2 ** 32, true);
  view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
}
