import { formatCount } from "../../core/config/words.ts";
import type { OpenFlags } from "../nodes/flags.ts";

/** Bytes for people: text, up to four words as numbers, else the first bytes in hexadecimal. */
export function valueText(bytes: Uint8Array): string {
  if (bytes.length === 0) return "nothing";
  const { length } = bytes;
  const isText = bytes.every((byte) => 0x20 <= byte && byte < 0x7f);
  if (isText && length <= mostText) return `"${String.fromCharCode(...bytes)}"`;
  if (isText || length % 8 !== 0 || mostWords * 8 < length) return bytes.every((byte) => byte === 0) ? "zeros" : firstBytes(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  return Array.from({ length: length / 8 }, (_, index) => wordText(view, 8 * index)).join(", ");
}

const mostText = 24;
const mostWords = 4;

function firstBytes(bytes: Uint8Array): string {
  const first = bytes.subarray(0, mostBytes);
  const more = bytes.length > mostBytes ? "…" : "";
  if (first.every((byte) => 0x20 <= byte && byte < 0x7f)) return `"${String.fromCharCode(...first)}"${more}`;
  return `${[...first].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")}${more}`;
}

const mostBytes = 16;

/** A word as a whole number, or as a fraction where only that is a short one. */
function wordText(view: DataView, at: number): string {
  const whole = view.getBigUint64(at, true);
  if (whole < 2n ** 53n) return formatCount(Number(whole));
  const fraction = view.getFloat64(at, true);
  const isShort =
    Number.isFinite(fraction) && Number(fraction.toPrecision(8)) === fraction && 1e-6 <= Math.abs(fraction) && Math.abs(fraction) < 1e15;
  if (isShort) return String(fraction);
  const negative = BigInt.asIntN(64, whole);
  return -(2n ** 31n) < negative && negative < 0n ? String(negative) : `0x${whole.toString(16)}`;
}

/** Values in a message: between back-ticks, cut when they are long. */
export function shown(text: string, longest = 48): string {
  const plain = text.replaceAll("`", "'").replaceAll(/\s+/g, " ");
  return `\`${plain.length <= longest ? plain : `${plain.slice(0, longest - 1)}…`}\``;
}

/** "byte 8", "bytes 8–15". */
export function bytesAt({ from, to }: { readonly from: number; readonly to: number }): string {
  return to - from === 1 ? `byte ${formatCount(from)}` : `bytes ${formatCount(from)}–${formatCount(to - 1)}`;
}

/** `1 byte`, `16 bytes`. */
export const bytesCount = (count: number): string => `${formatCount(count)} ${count === 1 ? "byte" : "bytes"}`;

export const hex = (number: number): string => `0x${number.toString(16)}`;

/** As the flags of `fs.open` say it. */
export function modeText({ read, write, append, truncate, exclusive }: OpenFlags): string {
  const letter = append ? "a" : truncate ? "w" : "r";
  const isBoth = letter === "r" ? write : read;
  return `${letter}${exclusive ? "x" : ""}${isBoth ? "+" : ""}`;
}
