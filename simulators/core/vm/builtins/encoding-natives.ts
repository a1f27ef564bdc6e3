import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { VBuffer } from "./array-buffer.ts";
import { VDataView } from "./data-view.ts";
import { bytesOf } from "./typed-array-construct.ts";
import { VTypedArray } from "./typed-array.ts";
import { web } from "./web.ts";

/** Texts as bytes and back. */
export const encodingNatives: readonly (readonly [string, number, NativeFunction])[] = [
  ["$utf8Encode", 1, (vm, _, [text]) => bytesOf(vm, new web.TextEncoder().encode(text as string))],
  ["$decodeText", 4, decodeText],
  ["$encodingName", 1, (_, __, [label]) => encodingName(label as string)],
  ["$base64Encode", 1, (_, __, [latin1]) => encodeBase64(latin1 as string)],
  ["$base64Decode", 1, (_, __, [text]) => decodeBase64(text as string)],
];

/** The bytes of a buffer or a view on one; says that they are read. */
export function readBytes(vm: Vm, value: Value): Uint8Array {
  if (value === undefined) return new Uint8Array(0);
  if (value instanceof VBuffer) {
    value.touchRange(vm, 0, value.bytes.length, "read");
    return value.bytes;
  }
  if (value instanceof VTypedArray || value instanceof VDataView) {
    value.buffer.touchRange(vm, value.byteOffset, value.byteLength, "read");
    return value.buffer.bytes.subarray(value.byteOffset, value.byteOffset + value.byteLength);
  }
  return vm.fail("TypeError", 'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.');
}

function decodeText(vm: Vm, _: Value, [input, label, fatal, ignoreMark]: readonly Value[]): Value {
  const bytes = readBytes(vm, input);
  try {
    return new web.TextDecoder(label as string, { fatal: Boolean(fatal), ignoreBOM: Boolean(ignoreMark) }).decode(bytes);
  } catch {
    const error = vm.error("TypeError", `The encoded data was not valid for encoding ${label as string}`);
    vm.set(error, "code", "ERR_ENCODING_INVALID_ENCODED_DATA");
    return vm.throwValue(error);
  }
}

function encodingName(label: string): string | undefined {
  try {
    return new web.TextDecoder(label, { fatal: false, ignoreBOM: false }).encoding;
  } catch {
    return undefined;
  }
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function encodeBase64(latin1: string): string {
  let text = "";
  for (let at = 0; at < latin1.length; at += 3) {
    const [a, b, c] = [latin1.charCodeAt(at), latin1.charCodeAt(at + 1), latin1.charCodeAt(at + 2)];
    const bits = (a << 16) | ((b || 0) << 8) | (c || 0);
    const left = latin1.length - at;
    text += alphabet[bits >> 18] as string;
    text += alphabet[(bits >> 12) & 63] as string;
    text += left > 1 ? alphabet[(bits >> 6) & 63] : "=";
    text += left > 2 ? alphabet[bits & 63] : "=";
  }
  return text;
}

/** @see "forgiving-base64 decode" of the WHATWG's Infra standard; undefined: not correctly encoded. */
function decodeBase64(text: string): string | undefined {
  let clean = text.replace(/[\t\n\f\r ]/g, "");
  if (clean.length % 4 === 0) clean = clean.replace(/==?$/, "");
  if (clean.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(clean)) return undefined;
  let decoded = "";
  let [bits, count] = [0, 0];
  for (const character of clean) {
    bits = ((bits << 6) | alphabet.indexOf(character)) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    decoded += String.fromCharCode((bits >> count) & 255);
  }
  return decoded;
}
