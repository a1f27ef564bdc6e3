import { Buffer } from "host:buffer";
import { checkBoolean, checkFd, checkText, isView, optionsOf, wrongType } from "./checks.ts";
import { flush, writeTo } from "./data.ts";
import { bothErrors, coded, type FileError } from "./errors.ts";
import { flagsOf, openFile, closeFd } from "./open.ts";
import { askOf, checkAborted, type Form, type Steps } from "./steps.ts";

/** The options of `readFile` and its like. */
export interface WholeOptions {
  readonly encoding: string | undefined;
  readonly flag: unknown;
  readonly mode: unknown;
  readonly signal: AbortSignal | undefined;
  readonly flush: boolean;
}

/** @throws As Node. */
export function wholeOptions(given: unknown, encoding: string | undefined, flag: string): WholeOptions {
  const options = optionsOf(given);
  const { flush: isFlushed = false } = options;
  checkBoolean(isFlushed ?? false, "options.flush");
  return {
    encoding: ("encoding" in options ? options["encoding"] : encoding) as string | undefined,
    flag: options["flag"] || flag,
    mode: options["mode"],
    signal: options["signal"] as AbortSignal | undefined,
    flush: isFlushed === true,
  };
}

export const isFd = (value: unknown): value is number => typeof value === "number" && (value | 0) === value;

/** Everything from where the file stands (a path: from the start). */
export function* readFile(here: number, target: unknown, options: WholeOptions, form: Form): Steps<Uint8Array | string> {
  checkAborted(options.signal);
  if (isFd(target)) return decoded(yield* readRest(target, options.signal), options);
  // A name of flags is refused by the name that it has here.
  if (form === "callback") flagsOf(options.flag, "options.flag");
  const fd = yield* openFile(here, target, options.flag, 0o666);
  const bytes = yield* closing(fd, readRest(fd, options.signal), form);
  return decoded(bytes, options);
}

/**
 * The bytes that are left of an open file: its size first, then as much, once or until nothing comes.
 * A size of 0 is not believed, as in Node: so a file that may not be read says so.
 */
export function* readRest(fd: number, signal: AbortSignal | undefined): Steps<Buffer> {
  if (fd === 0) return Buffer.alloc(0);
  const size = yield* sizeOf(fd);
  checkAborted(signal);
  if (size > largestRead) throw tooLarge(size);
  if (size === 0) return yield* readParts(fd, signal);
  const bytes = Buffer.alloc(size);
  let done = 0;
  while (done < size) {
    const count = yield* readInto(fd, bytes, done, size - done);
    checkAborted(signal);
    if (count === 0) break;
    done += count;
  }
  return done === size ? bytes : bytes.subarray(0, done);
}

function* readParts(fd: number, signal: AbortSignal | undefined): Steps<Buffer> {
  const parts: Buffer[] = [];
  for (;;) {
    const part = Buffer.alloc(partBytes);
    const count = yield* readInto(fd, part, 0, partBytes);
    checkAborted(signal);
    if (count === 0) return Buffer.concat(parts);
    parts.push(part.subarray(0, count));
  }
}

const partBytes = 8192;

function* readInto(fd: number, bytes: Buffer, offset: number, length: number): Steps<number> {
  const raw = yield* askOf(fd, { syscall: "read" }, "read", fd, [[bytes, offset, length]], undefined);
  return raw.kind === "read" ? raw.count : 0;
}

/** A directory has none: reading it says what is wrong. Bytes. */
function* sizeOf(fd: number): Steps<number> {
  const raw = yield* askOf(fd, { syscall: "fstat" }, "size", fd);
  if (raw.kind === "size") return raw.size;
  if (raw.kind !== "stat") return 0;
  return raw.stat.isDirectory ? 0 : raw.stat.size;
}

/** Bytes that Node reads at most at once. */
const largestRead = 2 ** 31 - 1;

const tooLarge = (size: number): RangeError => coded(new RangeError(`File size (${size}) is greater than 2 GiB`), "ERR_FS_FILE_TOO_LARGE");

export const decoded = (bytes: Buffer, { encoding }: WholeOptions): Uint8Array | string =>
  !encoding || encoding === "buffer" ? bytes : bytes.toString(encoding);

/** Writes everything where the file stands (a path: as its flags say). */
export function* writeFile(here: number, target: unknown, bytes: ArrayBufferView, options: WholeOptions, form: Form): Steps<void> {
  if (isFd(target)) {
    if (bytes.byteLength > 0 || form === "callback") checkFd(target);
    return yield* writeAll(target, bytes, options, form);
  }
  checkAborted(options.signal);
  const fd = yield* openFile(here, target, options.flag, options.mode);
  yield* closing(fd, writeAll(fd, bytes, options, form), form);
}

/** All at once; the callback form writes even nothing, and so finds out that it may not. */
export function* writeAll(fd: number, bytes: ArrayBufferView, options: WholeOptions, form: Form): Steps<void> {
  checkAborted(options.signal);
  if (bytes.byteLength > 0 || form === "callback")
    yield* writeTo(fd, { buffer: bytes, offset: 0, length: bytes.byteLength, position: undefined });
  if (options.flush) yield* flush(fd, "fsync");
}

/** Closes the file whatever becomes of the work. */
export function* closing<Result>(fd: number, work: Steps<Result>, form: Form): Steps<Result> {
  let result: Result;
  try {
    result = yield* work;
  } catch (error) {
    try {
      yield* closeFd(fd);
    } catch (second) {
      throw form === "sync" ? second : bothErrors(error, second);
    }
    throw error;
  }
  yield* closeFd(fd);
  return result;
}

/** What `writeFile` is given, as bytes. @throws As Node. */
export function dataOf(data: unknown, encoding: string | undefined): ArrayBufferView {
  if (isView(data)) return data;
  checkText(data, "data");
  return Buffer.from(data, encoding || "utf8");
}

/** What promises write as well: texts and buffers that come one after the other. */
export const isIterable = (data: unknown): data is AsyncIterable<unknown> =>
  typeof data === "object" && data !== null && !isView(data) && (Symbol.asyncIterator in data || Symbol.iterator in data);

/** A part of such a series. */
export function partOf(part: unknown, encoding: string | undefined): ArrayBufferView {
  if (isView(part)) return part;
  if (typeof part === "string") return Buffer.from(part, encoding || "utf8");
  if (Array.isArray(part) || part instanceof ArrayBuffer) return Buffer.from(part as ArrayBuffer);
  throw firstArgument(part);
}

/** As `Buffer.from` says it. */
function firstArgument(value: unknown): FileError {
  const { message } = wrongType("x", ["string", "Buffer", "ArrayBuffer", "Array"], value);
  const received = message.slice(message.indexOf(". Received"));
  const text = `The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object${received}`;
  return coded(new TypeError(text), "ERR_INVALID_ARG_TYPE") as unknown as FileError;
}
