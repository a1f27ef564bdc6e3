import { devNull } from "node:os";
import type { Agent } from "../agent.ts";
import { fileError } from "../errors.ts";
import { host } from "../host.ts";
import type { RemotePath } from "../mounts.ts";
import { type OpenFile, reads } from "../open-file.ts";
import type { Steps } from "../steps.ts";
import { type Form, isView } from "./arguments.ts";
import { close, open } from "./open.ts";

/** A file by its path, or one that is open already. */
export type Target = RemotePath | OpenFile;

export interface WholeOptions {
  readonly encoding: BufferEncoding | null;
  readonly flag: unknown;
  readonly mode: unknown;
  readonly signal: AbortSignal | undefined;
  readonly flush: boolean;
  /** The callback form writes even nothing, and so finds out that it may not. */
  readonly form?: Form;
}

/** The options of `readFile` and its like: a name of an encoding, or an object. @throws As Node. */
export function wholeOptions(given: unknown, defaults: { readonly encoding: BufferEncoding | null; readonly flag: string }): WholeOptions {
  const options = typeof given === "string" ? { encoding: given } : given;
  const isOdd =
    options !== undefined && options !== null && (typeof options !== "object" || !isEncoding((options as Partial<WholeOptions>).encoding));
  // Node says what is wrong with them.
  if (isOdd && typeof given !== "function") host.readFileSync(devNull, given as BufferEncoding);
  const { encoding, flag, mode, signal, flush } = (typeof options === "object" && options !== null ? options : {}) as Partial<WholeOptions>;
  return {
    encoding: encoding === undefined ? defaults.encoding : encoding,
    flag: flag ?? defaults.flag,
    mode,
    signal,
    flush: flush === true,
  };
}

const isEncoding = (encoding: unknown): boolean =>
  encoding === undefined || encoding === null || encoding === "buffer" || (typeof encoding === "string" && Buffer.isEncoding(encoding));

/** Everything from where the file stands (a path: from the start). */
export function* readFile(agent: Agent, target: Target, options: WholeOptions): Steps<Buffer | string> {
  if (isOpen(target)) return decoded(readRest(agent, target), options);
  const file = yield* open(agent, target, options.flag, undefined);
  try {
    return decoded(readRest(agent, file), options);
  } finally {
    yield* close(agent, file);
  }
}

/** The bytes that are left of an open file. */
export function readRest({ files }: Agent, file: OpenFile): Buffer {
  if (!file.record) throw fileError("EISDIR", { syscall: "read" });
  if (!reads(file)) throw fileError("EBADF", { syscall: "read" });
  const size = Math.max(0, files.size(file, "read") - file.position);
  if (size > largestRead) throw tooLarge(size);
  const bytes = Buffer.allocUnsafeSlow(size);
  let done = 0;
  for (let got = -1; done < size && got !== 0; done += got) got = files.read(file, bytes, done, size - done, null);
  return bytes.subarray(0, done);
}

/** Bytes that Node reads at most at once. */
const largestRead = 2 ** 31 - 1;

function tooLarge(size: number): RangeError {
  return Object.assign(new RangeError(`File size (${size}) is greater than 2 GiB`), { code: "ERR_FS_FILE_TOO_LARGE" });
}

function decoded(bytes: Buffer, { encoding }: WholeOptions): Buffer | string {
  return encoding === null || (encoding as string) === "buffer" ? bytes : bytes.toString(encoding);
}

/** Writes everything where the file stands (a path: as its flags say). */
export function* writeFile(agent: Agent, target: Target, bytes: Uint8Array, options: WholeOptions): Steps<void> {
  if (isOpen(target)) return writeRest(agent, target, bytes, options);
  const file = yield* open(agent, target, options.flag, options.mode);
  try {
    writeRest(agent, file, bytes, options);
  } finally {
    yield* close(agent, file);
  }
}

function writeRest({ files }: Agent, file: OpenFile, bytes: Uint8Array, { flush, form }: WholeOptions): void {
  if (bytes.byteLength > 0 || form === "callback") files.write(file, bytes, 0, bytes.byteLength, null);
  if (flush) files.flush(file, "fsync");
}

/** What `writeFile` is given, as bytes. @throws As Node. */
export function bytesOf(data: unknown, encoding: BufferEncoding | null): Uint8Array {
  if (isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (typeof data !== "string") host.writeFileSync(devNull, data as string);
  return Buffer.from(data as string, encoding ?? "utf8");
}

export const isOpen = (target: Target): target is OpenFile => "fd" in target;
