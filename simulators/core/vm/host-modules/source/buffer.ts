/** `node:buffer`: the package, with the encodings and methods that it lacks. */
import { Buffer as Package, SlowBuffer } from "buffer/";
import { atob, btoa } from "./encoding.ts";

type Bytes = Uint8Array & { toString(encoding?: string, start?: number, end?: number): string };
interface BufferClass {
  prototype: Bytes;
  from(data: unknown, encodingOrOffset?: unknown, length?: unknown): Bytes;
  alloc(size: number, fill?: unknown, encoding?: string): Bytes;
  concat(list: readonly Uint8Array[], total?: number): Bytes;
  isEncoding(encoding: unknown): boolean;
  byteLength(text: unknown, encoding?: string): number;
  poolSize: number;
}

export const Buffer = Package as BufferClass;

const { from, isEncoding, byteLength, concat } = Buffer;
const { toString } = Buffer.prototype;
const isUrl = (encoding: unknown): boolean => typeof encoding === "string" && encoding.toLowerCase() === "base64url";
const standard = (text: string): string => text.replaceAll("-", "+").replaceAll("_", "/");

Object.assign(Buffer, {
  from(data: unknown, encodingOrOffset?: unknown, length?: unknown): Bytes {
    if (typeof data === "string" && isUrl(encodingOrOffset)) return from.call(Buffer, standard(data), "base64");
    return from.call(Buffer, data, encodingOrOffset, length);
  },
  isEncoding: (encoding: unknown): boolean => isUrl(encoding) || isEncoding.call(Buffer, encoding),
  byteLength: (text: unknown, encoding?: string): number =>
    typeof text === "string" && isUrl(encoding) ? byteLength.call(Buffer, standard(text), "base64") : byteLength.call(Buffer, text, encoding),
  concat: (list: readonly Uint8Array[], total?: number): Bytes => concat.call(Buffer, list, total),
  of: (...bytes: readonly number[]): Bytes => from.call(Buffer, bytes),
});

Object.assign(Buffer.prototype, {
  toString(this: Bytes, encoding?: string, start?: number, end?: number): string {
    if (!isUrl(encoding)) return toString.call(this, encoding, start, end);
    return toString.call(this, "base64", start, end).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  },
});

export const constants = { MAX_LENGTH: 4_294_967_296, MAX_STRING_LENGTH: 536_870_888 };
export const kMaxLength: number = constants.MAX_LENGTH;
export const kStringMaxLength: number = constants.MAX_STRING_LENGTH;
export const INSPECT_MAX_BYTES = 50;
export const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    $decodeText(bytes, "utf-8", true, true);
    return true;
  } catch {
    return false;
  }
};
export const isAscii = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 128);
export const transcode = (bytes: Bytes, fromEncoding: string, toEncoding: string): Bytes => Buffer.from(bytes.toString(fromEncoding), toEncoding);
export { SlowBuffer, atob, btoa };
export default { Buffer, SlowBuffer, constants, kMaxLength, kStringMaxLength, INSPECT_MAX_BYTES, isUtf8, isAscii, transcode, atob, btoa };
