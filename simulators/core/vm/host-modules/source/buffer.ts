/** `node:buffer`: the package, with the encodings and methods that it lacks. */
import { Buffer as Package, SlowBuffer } from "buffer/";
import { atob, btoa } from "./encoding.ts";

type ByteArray = Uint8Array & { toString(encoding?: string, start?: number, end?: number): string };
interface BufferClass {
  prototype: ByteArray;
  from(data: unknown, encodingOrOffset?: unknown, length?: unknown): ByteArray;
  alloc(size: number, fill?: unknown, encoding?: string): ByteArray;
  concat(list: readonly Uint8Array[], total?: number): ByteArray;
  isEncoding(encoding: unknown): boolean;
  byteLength(text: unknown, encoding?: string): number;
  poolSize: number;
}

const Bytes = Package as BufferClass;

const { from, isEncoding, byteLength, concat } = Bytes;
const { toString, subarray } = Bytes.prototype;
const isUrl = (encoding: unknown): boolean => typeof encoding === "string" && encoding.toLowerCase() === "base64url";
const standard = (text: string): string => text.replaceAll("-", "+").replaceAll("_", "/");

Object.assign(Bytes, {
  from(data: unknown, encodingOrOffset?: unknown, length?: unknown): ByteArray {
    if (typeof data === "string" && isUrl(encodingOrOffset)) return from.call(Bytes, standard(data), "base64");
    return from.call(Bytes, data, encodingOrOffset, length);
  },
  isEncoding: (encoding: unknown): boolean => isUrl(encoding) || isEncoding.call(Bytes, encoding),
  byteLength: (text: unknown, encoding?: string): number =>
    typeof text === "string" && isUrl(encoding) ? byteLength.call(Bytes, standard(text), "base64") : byteLength.call(Bytes, text, encoding),
  concat: (list: readonly Uint8Array[], total?: number): ByteArray => concat.call(Bytes, list, total),
  of: (...bytes: readonly number[]): ByteArray => from.call(Bytes, bytes),
});

Object.assign(Bytes.prototype, {
  toString(this: ByteArray, encoding?: string, start?: number, end?: number): string {
    if (!isUrl(encoding)) return toString.call(this, encoding, start, end);
    return toString.call(this, "base64", start, end).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  },
  // The machine's own makes plain typed arrays.
  subarray(this: ByteArray, start?: number, end?: number): ByteArray {
    return Object.setPrototypeOf(subarray.call(this, start, end), Bytes.prototype) as ByteArray;
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
export const transcode = (bytes: ByteArray, fromEncoding: string, toEncoding: string): ByteArray =>
  Bytes.from(bytes.toString(fromEncoding), toEncoding);
export { Bytes as Buffer, SlowBuffer, atob, btoa };
export default {
  Buffer: Bytes,
  SlowBuffer,
  constants,
  kMaxLength,
  kStringMaxLength,
  INSPECT_MAX_BYTES,
  isUtf8,
  isAscii,
  transcode,
  atob,
  btoa,
};
