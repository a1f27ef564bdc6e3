/** Bits in the order of the wire: the most significant bit of byte 0 is bit 0. */
import { addPort, emptyBitmap, has } from "./bitmap.ts";
import type { Bitmap } from "./model.ts";

/** A bit string that switches read: 32 bits a word, first bit on top, one spare word at the end. */
export interface BitString {
  readonly words: Uint32Array;
  /** The 32 bits from each byte on, so that short fields take one look (see `SwitchReader`); behind the end there are zeros. */
  readonly windows: Uint32Array;
  /** Length. */
  readonly bits: number;
}

/**
 * The first `bits` of `bytes`; what follows them is padding.
 * @throws {RangeError} There are fewer bytes than that: a bug in the caller.
 */
export function bitString(bytes: Uint8Array, bits: number): BitString {
  if (bits > bytes.length * 8) throw new RangeError(`${bits} bits in ${bytes.length} bytes`);
  const words = new Uint32Array((bits >>> 5) + 2);
  for (let byte = 0; byte * 8 < bits; byte++) {
    words[byte >>> 2] = (words[byte >>> 2] ?? 0) | ((bytes[byte] ?? 0) << (24 - (byte & 3) * 8));
  }
  const windows = Uint32Array.from({ length: (bits >>> 3) + 1 }, (_, byte) => readBits(words, byte * 8, 32));
  return { words, windows, bits };
}

export const noBits: BitString = bitString(new Uint8Array(0), 0);

/** `count` bits (1 to 32) from bit `at` as an unsigned number. The caller has checked that they are there. */
export function readBits(words: Uint32Array, at: number, count: number): number {
  const shift = at & 31;
  const high = (words[at >>> 5] ?? 0) << shift;
  const low = shift === 0 ? 0 : (words[(at >>> 5) + 1] ?? 0) >>> (32 - shift);
  return (high | low) >>> (32 - count);
}

/** A bitmap of `width` ports, port 0 first. */
export function readBitmap(words: Uint32Array, at: number, width: number): Bitmap {
  const bitmap = emptyBitmap(width);
  for (let port = 0; port < width; port++) if (readBits(words, at + port, 1) === 1) addPort(bitmap, port);
  return bitmap;
}

/** Collects bits; `bytes` pads with zeros. */
export interface BitWriter {
  /** Bits written so far. */
  readonly length: number;
  /** The lowest `count` bits (at most 32) of `value`, highest first. */
  write(value: number, count: number): void;
  /** Port 0 first. */
  writeBitmap(bitmap: Bitmap, width: number): void;
  bytes(): Uint8Array;
}

export function bitWriter(): BitWriter {
  let bytes = new Uint8Array(64);
  let length = 0;
  const push = (bit: number) => {
    if (length === bytes.length * 8) {
      const larger = new Uint8Array(bytes.length * 2);
      larger.set(bytes);
      bytes = larger;
    }
    bytes[length >>> 3] = (bytes[length >>> 3] ?? 0) | (bit << (7 - (length & 7)));
    length++;
  };
  return {
    get length() {
      return length;
    },
    write: (value, count) => {
      for (let bit = count - 1; bit >= 0; bit--) push((value >>> bit) & 1);
    },
    writeBitmap: (bitmap, width) => {
      for (let port = 0; port < width; port++) push(has(bitmap, port) ? 1 : 0);
    },
    bytes: () => bytes.slice(0, (length + 7) >>> 3),
  };
}

/** Lower case, two digits a byte. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Undefined when it is not an even number of hexadecimal digits. */
export function bytesOfHex(hex: string): Uint8Array | undefined {
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(hex)) return undefined;
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}
