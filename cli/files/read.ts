import { readFileSync } from "node:fs";
import { errorText } from "./error-text.ts";

/** Characters of a file, or why there are none. */
export type FileText =
  | { readonly kind: "text"; readonly text: string }
  /** No UTF-8: `text` has replacement characters. */
  | { readonly kind: "damaged"; readonly text: string; readonly message: string }
  | { readonly kind: "unreadable"; readonly message: string };

/** Larger files are refused: nobody writes them by hand. Bytes. */
const mostBytes = 50_000_000;

/** Reads a file as UTF-8, without its byte order mark; line ends stay as they are. */
export function readText(path: string): FileText {
  try {
    return decode(readFileSync(path));
  } catch (error) {
    return { kind: "unreadable", message: errorText(error) };
  }
}

/** The same for bytes at hand. */
export function decode(bytes: Uint8Array): FileText {
  if (bytes.length > mostBytes) return { kind: "unreadable", message: `is larger than ${mostBytes / 1_000_000} MB` };
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const guess = guessEncoding(bytes);
    const message = `is not UTF-8${guess === undefined ? "" : ` (it looks like ${guess})`}: save it as UTF-8`;
    return { kind: "damaged", text: new TextDecoder("utf-8").decode(bytes), message };
  }
}

function guessEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "UTF-16, little-endian";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "UTF-16, big-endian";
  return bytes.subarray(0, 1000).includes(0) ? "a binary file" : undefined;
}
