import type { Bitmap } from "./model.ts";

/** No port set. `width` in ports. */
export function emptyBitmap(width: number): Bitmap {
  return new Uint32Array((width + 31) >>> 5);
}

/**
 * The bitmap with exactly these ports.
 * @throws {RangeError} A port lies outside `width`: a bug in the caller.
 */
export function bitmapOf(width: number, ports: Iterable<number>): Bitmap {
  const bitmap = emptyBitmap(width);
  for (const port of ports) {
    if (!(0 <= port && port < width)) throw new RangeError(`port ${port} of ${width}`);
    addPort(bitmap, port);
  }
  return bitmap;
}

/** Sets a port in place. */
export function addPort(bitmap: Bitmap, port: number): void {
  bitmap[port >>> 5] = (bitmap[port >>> 5] ?? 0) | (1 << (port & 31));
}

/** Adds the ports of `other` in place. Both have the same width. */
export function addAll(bitmap: Bitmap, other: Bitmap): void {
  for (let word = 0; word < bitmap.length; word++) bitmap[word] = (bitmap[word] ?? 0) | (other[word] ?? 0);
}

export function has(bitmap: Bitmap, port: number): boolean {
  return (((bitmap[port >>> 5] ?? 0) >>> (port & 31)) & 1) === 1;
}

/** Ascending. */
export function portsOf(bitmap: Bitmap): number[] {
  const ports: number[] = [];
  for (let word = 0; word < bitmap.length; word++) {
    for (let rest = bitmap[word] ?? 0; rest !== 0; rest &= rest - 1) ports.push(word * 32 + 31 - Math.clz32(rest & -rest));
  }
  return ports;
}

/** Number of ports set. */
export function popcount(bitmap: Bitmap): number {
  let count = 0;
  for (let word = 0; word < bitmap.length; word++) count += popcount32(bitmap[word] ?? 0);
  return count;
}

/** Ports in `a`, in `b` or in both; same width. */
export function union(a: Bitmap, b: Bitmap): Bitmap {
  const both = a.slice();
  addAll(both, b);
  return both;
}

/** `popcount(union(a, b))` without making it. */
export function unionCount(a: Bitmap, b: Bitmap): number {
  let count = 0;
  for (let word = 0; word < a.length; word++) count += popcount32((a[word] ?? 0) | (b[word] ?? 0));
  return count;
}

export function isEqual(a: Bitmap, b: Bitmap): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}

export function isEmpty(bitmap: Bitmap): boolean {
  return bitmap.every((word) => word === 0);
}

/** Equal strings exactly for equal bitmaps of one width: a key for maps. */
export function bitmapKey(bitmap: Bitmap): string {
  return bitmap.join(",");
}

/** Bits set in a 32-bit word. @see Warren, Hacker's Delight, 5-1. */
export function popcount32(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
  return Math.imul(bits, 0x01010101) >>> 24;
}
