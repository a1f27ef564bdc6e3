import { Buffer } from "host:buffer";
import {
  checkEncoding,
  checkFd,
  checkInteger,
  checkObject,
  checkText,
  checkInt32,
  checkView,
  checkViews,
  isView,
  outOfRange,
  wrongType,
  wrongValue,
} from "./checks.ts";
import { fileError } from "./errors.ts";
import { askOf, type Form, type Steps } from "./steps.ts";

/** The bytes of a view. */
export const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** What a read or write is about, once Node's several ways to say it are out of the way. */
export interface Range {
  readonly buffer: ArrayBufferView;
  readonly offset: number;
  readonly length: number;
  /** Undefined: where the file stands. */
  readonly position: number | undefined;
}

interface RangeOptions {
  readonly buffer?: unknown;
  readonly offset?: number | null;
  readonly length?: number | null;
  readonly position?: unknown;
}

/**
 * The arguments of `read` behind the file number. Without a length the rest of the buffer is meant, but of the plain arguments of `fs.read` and
 * `fs.readSync` nothing.
 *
 * @throws As Node.
 */
export function readRange(args: readonly unknown[], form: Form): Range {
  const [first, second] = args;
  if (!isView(first) && (form === "promise" || (form === "callback" && args.length <= 1))) {
    if (first !== undefined) checkObject(first, "options", true);
    const { buffer = Buffer.alloc(16_384), ...rest } = (first ?? {}) as RangeOptions;
    checkView(buffer);
    return rangeOfOptions(buffer, rest, form);
  }
  checkView(first);
  const isOption = typeof second === "object" && (second !== null || form === "sync");
  const isShort = form !== "promise" && args.length <= 2;
  if (isOption || isShort) {
    if (second !== undefined && form !== "promise") checkObject(second, "options", true);
    return rangeOfOptions(first, second ?? {}, form);
  }
  const [, , length, position] = args;
  const offset = offsetOf(second);
  const wanted = form === "promise" ? (length ?? first.byteLength - offset) : (length as number) | 0;
  return checkedRead(first, offset, wanted, position, form);
}

function rangeOfOptions(buffer: ArrayBufferView, { offset = 0, length, position = null }: RangeOptions, form: Form): Range {
  const from = offsetOf(offset);
  const wanted = length === undefined ? buffer.byteLength - from : length;
  if (form === "promise") return checkedRead(buffer, from, wanted ?? buffer.byteLength - from, position, form);
  return checkedRead(buffer, from, (wanted as number) | 0, position, form);
}

function offsetOf(offset: unknown): number {
  if (offset === undefined || offset === null) return 0;
  checkInteger(offset, "offset", 0);
  return offset;
}

function checkedRead(buffer: ArrayBufferView, offset: number, length: unknown, position: unknown, form: Form): Range {
  if (length === 0) return { buffer, offset, length, position: undefined };
  if (buffer.byteLength === 0) throw wrongValue("buffer", buffer, "is empty and cannot be written");
  const wanted = length as number;
  if (wanted < 0) throw outOfRange("length", ">= 0", wanted);
  if (offset + wanted > buffer.byteLength) throw outOfRange("length", `<= ${buffer.byteLength - offset}`, wanted);
  return { buffer, offset, length: wanted, position: form === "promise" ? lenientPosition(position) : positionOf(position) };
}

/** The promise form takes anything for a position. */
const lenientPosition = (position: unknown): number | undefined =>
  typeof position === "number" && Number.isSafeInteger(position) && position >= 0 ? position : undefined;

const most = 2n ** 63n;

function positionOf(position: unknown): number | undefined {
  if (position === undefined || position === null) return undefined;
  if (typeof position === "bigint") {
    if (position < -most || position >= most) throw outOfRange("position", `>= ${-most} && <= ${most - 1n}`, position);
    return position < 0n ? undefined : Number(position);
  }
  if (typeof position !== "number") throw wrongType("position", ["integer", "bigint"], position);
  checkInteger(position, "position", -1);
  return position < 0 ? undefined : position;
}

/** The arguments of `write` behind the file number: bytes or text. @throws As Node. */
export function writeRange(args: readonly unknown[]): Range {
  const [data, second, third, fourth] = args;
  if (!isView(data)) return textRange(data, second, third);
  if (typeof second === "object") {
    const { offset = 0, length, position = null } = (second ?? {}) as RangeOptions;
    return checkedWrite(data, offset, length, position);
  }
  return checkedWrite(data, second, third, fourth);
}

/** Text is encoded into a buffer of the agent's own. */
function textRange(text: unknown, position: unknown, encoding: unknown): Range {
  checkText(text, "buffer");
  checkEncoding(text, encoding);
  const known = typeof encoding === "string" && Buffer.isEncoding(encoding) ? encoding : "utf8";
  const buffer = Buffer.from(text, known);
  return { buffer, offset: 0, length: buffer.length, position: givenPosition(position) };
}

const givenPosition = (position: unknown): number | undefined =>
  typeof position === "number" && Number.isSafeInteger(position) && position >= 0 ? position : undefined;

function checkedWrite(buffer: ArrayBufferView, givenOffset: unknown, givenLength: unknown, position: unknown): Range {
  const offset = offsetOf(givenOffset);
  const { byteLength } = buffer;
  const length = typeof givenLength === "number" ? givenLength : byteLength - offset;
  if (offset > byteLength) throw outOfRange("offset", `<= ${byteLength}`, offset);
  if (length > byteLength - offset) throw outOfRange("length", `<= ${byteLength - offset}`, length);
  if (length < 0) throw outOfRange("length", ">= 0", length);
  checkInt32(length, "length", 0);
  return { buffer, offset, length, position: givenPosition(position) };
}

/** @returns Bytes read. A read of nothing asks nobody. */
export function* readFrom(fd: number, { buffer, offset, length, position }: Range): Steps<number> {
  if (length === 0 || fd === 0) return 0;
  return yield* readSpans(fd, [[bytesOf(buffer), offset, length]], position);
}

/** The same with the buffer, which may be one of the agent's own making. */
export function* readWithBuffer(fd: number, range: Range): Steps<readonly [count: number, buffer: ArrayBufferView]> {
  return [yield* readFrom(fd, range), range.buffer];
}

function* readSpans(fd: number, spans: readonly RawSpan[], position: number | undefined): Steps<number> {
  const raw = yield* askOf(fd, { syscall: "read" }, "read", fd, spans, position);
  return raw.kind === "read" ? raw.count : 0;
}

/** @returns Bytes written. */
export function* writeTo(fd: number, { buffer, offset, length, position }: Range): Steps<number> {
  return yield* writeSpans(fd, [[bytesOf(buffer), offset, length]], position);
}

function* writeSpans(fd: number, spans: readonly RawSpan[], position: number | undefined): Steps<number> {
  if (fd === 1 || fd === 2) return writeOut(fd, spans);
  const raw = yield* askOf(fd, { syscall: "write" }, "write", fd, spans, position);
  return raw.kind === "written" ? raw.count : 0;
}

/** What the process says is recorded, and is no part of its outcome. */
function writeOut(fd: 1 | 2, spans: readonly RawSpan[]): number {
  const bytes = Buffer.concat(spans.map(([whole, offset, length]) => whole.subarray(offset, offset + length)));
  $effect(`process.${fd === 1 ? "stdout" : "stderr"}.write`, bytes.toString("utf8"));
  return bytes.length;
}

/** `readv`: one operation for all buffers. */
export function* readVector(fd: number, buffers: readonly ArrayBufferView[], position: unknown): Steps<number> {
  // As readv(2) of nothing.
  if (buffers.length === 0) throw fileError("EINVAL", { syscall: "read" });
  return yield* readSpans(fd, buffers.map(wholeSpan), givenPosition(position));
}

export function* writeVector(fd: number, buffers: readonly ArrayBufferView[], position: unknown): Steps<number> {
  if (buffers.length === 0) return 0;
  return yield* writeSpans(fd, buffers.map(wholeSpan), givenPosition(position));
}

const wholeSpan = (view: ArrayBufferView): RawSpan => [bytesOf(view), 0, view.byteLength];

/** The file number and the buffers of `readv` and `writev`. @throws As Node. */
export function vectorOf(fd: unknown, buffers: unknown): readonly [fd: number, buffers: readonly ArrayBufferView[]] {
  const number = checkFd(fd);
  checkViews(buffers);
  return [number, buffers];
}

/** FLUSH: done when all earlier writes on the channel are placed. */
export function* flush(fd: number, syscall: "fsync" | "fdatasync"): Steps<void> {
  yield* askOf(fd, { syscall }, "flush", fd);
}

export function* ftruncate(given: unknown, length: unknown): Steps<void> {
  const size = lengthOf(length);
  yield* resize(checkFd(given), size);
}

export function* resize(fd: number, size: number): Steps<void> {
  yield* askOf(fd, { syscall: "ftruncate" }, "ftruncate", fd, size);
}

/** @throws As Node. */
export function lengthOf(length: unknown): number {
  if (length === undefined) return 0;
  checkInteger(length, "len");
  return Math.max(0, length);
}
