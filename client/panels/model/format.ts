import type { Json } from "../../../protocol/json.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import { plainWords } from "../../../protocol/trace-words.ts";
import { isObject } from "./state-at.ts";

/** A value of a state in one line. Text stands without quotes unless it could be taken for something else. */
export function formatValue(value: Json | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "string") return looksLikeOtherValue.test(value) ? JSON.stringify(value) : value;
  if (Array.isArray(value)) return value.length === 0 ? "[ ]" : `[${count(value.length, "item")}]`;
  if (isObject(value)) {
    const keys = Object.keys(value).length;
    return keys === 0 ? "{ }" : `{${count(keys, "key")}}`;
  }
  return JSON.stringify(value);
}

const looksLikeOtherValue = /^$|^\s|\s$|^(null|true|false|none)$|^-?\d+(\.\d+)?$|[\n\r\t]/;

/** "1 host", "1,204 hosts". */
export function count(n: number, noun: string): string {
  return `${formatCount(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** 1284 → "1,284". */
export function formatCount(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** @param milliseconds 40 → "40 ms", 312 → "0.3 s", 65,000 → "1 min 5 s". */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 100) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`;
}

/** Bits as they travel: padded to whole bytes. 230 → "29 B". */
export function formatBytesOfBits(bits: number): string {
  return `${formatCount(Math.ceil(bits / 8))} B`;
}

/** ":14" in the file of the trace, "rates.ts:7" elsewhere. Lines count from 1. */
export function sourceLabel(at: SourceSpan, path: string): string {
  const line = at.range.start.line + 1;
  return at.path === path ? `:${line}` : `${fileName(at.path)}:${line}`;
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A piece of a message: words, a value, or a change of a value. */
export type MessagePiece =
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "value"; readonly text: string }
  | { readonly kind: "change"; readonly before: string; readonly after: string };

/** Splits a step's message at its back-ticks; `` `3 → 2` `` becomes a change. A back-tick without a partner is text. */
export function messagePieces(message: string): readonly MessagePiece[] {
  const pieces: MessagePiece[] = [];
  let end = 0;
  for (const match of message.matchAll(/`([^`]+)`/g)) {
    if (match.index > end) pieces.push({ kind: "words", text: message.slice(end, match.index) });
    pieces.push(valuePiece(match[1] ?? ""));
    end = match.index + match[0].length;
  }
  if (end < message.length) pieces.push({ kind: "words", text: message.slice(end) });
  return pieces;
}

/** The message as it is read aloud and found: without back-ticks. */
export const plainMessage = plainWords;

function valuePiece(text: string): MessagePiece {
  const arrow = text.indexOf(" → ");
  return arrow < 0 ? { kind: "value", text } : { kind: "change", before: text.slice(0, arrow), after: text.slice(arrow + 3) };
}

/** Numbers in order, runs as ranges: [0, 1, 2, 9] → "h0–h2 h9". Beyond `most` pieces the rest is counted. */
export function numberList(prefix: string, numbers: readonly number[], most = 8): string {
  const pieces: string[] = [];
  for (let i = 0; i < numbers.length; ) {
    let end = i;
    while (numbers[end + 1] === (numbers[end] ?? 0) + 1) end += 1;
    if (pieces.length === most) return `${pieces.join(" ")} and ${formatCount(numbers.length - i)} more`;
    const [from, to] = [numbers[i] ?? 0, numbers[end] ?? 0];
    if (end - i >= 2) pieces.push(`${prefix}${from}–${prefix}${to}`);
    else for (let n = from; n <= to; n += 1) pieces.push(`${prefix}${n}`);
    i = end + 1;
  }
  return pieces.join(" ");
}
