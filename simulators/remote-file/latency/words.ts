import { formatCount } from "../../core/config/words.ts";

/** How sizes are told, of code and of runs alike, always exactly: `24 B`, `4 KiB`, `1.5 MiB`. */
export function bytesText(bytes: number): string {
  if (bytes < kibibyte || bytes % kibibyte !== 0) return `${formatCount(bytes)} B`;
  // A quarter has two places; what is no whole number of them would need more.
  const isShort = bytes >= mebibyte && bytes % (mebibyte / 4) === 0;
  return isShort ? `${formatCount(bytes / mebibyte)} MiB` : `${formatCount(bytes / kibibyte)} KiB`;
}

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
