/** Texts as bytes, and base 64. */
import { DOMException } from "./web-events.ts";

export class TextEncoder {
  get encoding(): string {
    return "utf-8";
  }
  encode(text: unknown = ""): Uint8Array {
    return $utf8Encode(`${text}`);
  }
  encodeInto(text: unknown, target: Uint8Array): { read: number; written: number } {
    let read = 0;
    let written = 0;
    for (const character of `${text}`) {
      const bytes = $utf8Encode(character);
      if (written + bytes.length > target.length) break;
      target.set(bytes, written);
      read += character.length;
      written += bytes.length;
    }
    return { read, written };
  }
  get [Symbol.toStringTag](): string {
    return "TextEncoder";
  }
}

export class TextDecoder {
  readonly #encoding: string;
  readonly #isFatal: boolean;
  readonly #ignoresMark: boolean;
  /** What was given with `stream: true` and is not decoded yet. */
  #rest: readonly number[] = [];

  constructor(label: unknown = "utf-8", options: { readonly fatal?: boolean; readonly ignoreBOM?: boolean } | null = {}) {
    const encoding = $encodingName(`${label}`);
    if (encoding === undefined) {
      throw Object.assign(new RangeError(`The "${label}" encoding is not supported`), { code: "ERR_ENCODING_NOT_SUPPORTED" });
    }
    this.#encoding = encoding;
    this.#isFatal = Boolean(options?.fatal);
    this.#ignoresMark = Boolean(options?.ignoreBOM);
  }

  get encoding(): string {
    return this.#encoding;
  }
  get fatal(): boolean {
    return this.#isFatal;
  }
  get ignoreBOM(): boolean {
    return this.#ignoresMark;
  }
  decode(input?: ArrayBufferView | ArrayBufferLike, options?: { readonly stream?: boolean }): string {
    if (input === undefined && this.#rest.length === 0) return "";
    if (this.#rest.length === 0 && options?.stream !== true) return $decodeText(input, this.#encoding, this.#isFatal, this.#ignoresMark);
    const bytes = [...this.#rest, ...bytesOf(input)];
    const whole = options?.stream === true ? this.#complete(bytes) : bytes.length;
    this.#rest = bytes.slice(whole);
    return $decodeText(new Uint8Array(bytes.slice(0, whole)), this.#encoding, this.#isFatal, this.#ignoresMark);
  }
  get [Symbol.toStringTag](): string {
    return "TextDecoder";
  }

  /** How many of the bytes end with a whole character. */
  #complete(bytes: readonly number[]): number {
    if (this.#encoding.startsWith("utf-16")) return bytes.length - (bytes.length % 2);
    if (this.#encoding !== "utf-8") return bytes.length;
    for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
      const byte = bytes[bytes.length - back] as number;
      if (byte < 0x80) break;
      if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.length - back : bytes.length;
    }
    return bytes.length;
  }
}

function bytesOf(input: ArrayBufferView | ArrayBufferLike | undefined): Uint8Array {
  if (input === undefined) return new Uint8Array(0);
  return ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
}

export function btoa(text: unknown): string {
  const latin1 = `${text}`;
  for (let at = 0; at < latin1.length; at += 1)
    if (latin1.charCodeAt(at) > 255) throw new DOMException("Invalid character", "InvalidCharacterError");
  return $base64Encode(latin1);
}

export function atob(text: unknown): string {
  const decoded = $base64Decode(`${text}`);
  if (decoded === undefined) throw new DOMException("The string to be decoded is not correctly encoded.", "InvalidCharacterError");
  return decoded;
}
