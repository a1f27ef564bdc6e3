import type { Json } from "../../../protocol/json.ts";
import { isObject } from "./metadata.ts";

/** Where the next page of a list begins: after the key of the last object shown, in the content at `version`. */
export interface ContinueToken {
  readonly version: string;
  /** Key below the list's own prefix: `name`, or `namespace/name` for lists over all namespaces. */
  readonly after: string;
}

/** As the real server makes it: base64url of JSON, without padding. */
export function encodeContinue({ version, after }: ContinueToken): string {
  const rv = /^-?\d+$/.test(version) ? Number(version) : version;
  return toBase64Url(JSON.stringify({ v: "meta.k8s.io/v1", rv, start: `${after}\u0000` }));
}

/** undefined: not a token of ours. */
export function decodeContinue(token: string): ContinueToken | undefined {
  const text = fromBase64Url(token);
  const value = text === undefined ? undefined : parse(text);
  if (!isObject(value) || value["v"] !== "meta.k8s.io/v1") return undefined;
  const { rv, start } = value;
  if ((typeof rv !== "number" && typeof rv !== "string") || typeof start !== "string" || !start.endsWith("\u0000")) return undefined;
  return { version: String(rv), after: start.slice(0, -1) };
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Keys are ASCII, so that a character is a byte. */
function toBase64Url(text: string): string {
  let encoded = "";
  for (let at = 0; at < text.length; at += 3) {
    const bytes = [0, 1, 2].map((offset) => text.charCodeAt(at + offset) || 0);
    const [first = 0, second = 0, third = 0] = bytes;
    const word = (first << 16) | (second << 8) | third;
    const count = Math.min(4, text.length - at + 1);
    for (let digit = 0; digit < count; digit++) encoded += alphabet[(word >> (18 - 6 * digit)) & 63];
  }
  return encoded;
}

function fromBase64Url(encoded: string): string | undefined {
  let text = "";
  let word = 0;
  let bits = 0;
  for (const character of encoded) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    word = ((word << 6) | value) & 0xff_ff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    text += String.fromCharCode((word >> bits) & 0xff);
  }
  return text;
}
