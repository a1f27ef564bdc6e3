import { checkViews } from "./checks.ts";
import { flush, lengthOf, readFrom, readRange, readVector, resize, writeRange, writeTo, writeVector } from "./data.ts";
import { coded, type FileError } from "./errors.ts";
import { checkTimes, statOf, touch } from "./names.ts";
import { closeFd, openFile } from "./open.ts";
import { hold, release } from "./hold.ts";
import { changeOf } from "./refused.ts";
import { runLater, type Steps } from "./steps.ts";
import { createReadStream, createWriteStream } from "./streams.ts";
import { linesOf } from "./lines.ts";
import { webStreamOf } from "./web-stream.ts";
import { dataOf, decoded, isIterable, partOf, readRest, wholeOptions, writeAll } from "./whole.ts";

type Listener = (...args: unknown[]) => void;

/** `fs/promises.open`. */
export async function open(path: unknown, flags?: unknown, mode?: unknown): Promise<FileHandle> {
  const here = $here();
  return new FileHandle(await runLater(here, openFile(here, path, flags, mode)));
}

/**
 * An open file of `fs/promises`. A close waits for the operations that are under way; what comes after it fails.
 * Methods that are called on a closed file tell the agent so (by the negative of the number that the file had): it may be a bug.
 */
export class FileHandle {
  #fd: number;
  readonly #number: number;
  /** Operations and streams that need it, and itself until it is closed. */
  #users = 1;
  #closing: Promise<void> | undefined;
  #closed: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;
  #listeners: readonly (readonly [event: string, listener: Listener, isOnce: boolean])[] = [];
  #isLocked = false;

  constructor(fd: number) {
    this.#fd = fd;
    this.#number = fd;
  }

  get fd(): number {
    return this.#fd;
  }

  getAsyncId(): number {
    return this.#number;
  }

  read(...args: readonly unknown[]): Promise<object> {
    return this.#run("read", function* (fd): Steps<object> {
      const range = readRange(args, "promise");
      return counted("bytesRead", yield* readFrom(fd, range), "buffer", range.buffer);
    });
  }

  readv(buffers: unknown, position?: unknown): Promise<object> {
    return this.#run("readv", function* (fd): Steps<object> {
      checkViews(buffers);
      return counted("bytesRead", yield* readVector(fd, buffers, position), "buffers", buffers);
    });
  }

  write(...args: readonly unknown[]): Promise<object> {
    return this.#run("write", function* (fd): Steps<object> {
      const [data] = args;
      if ((data as { readonly byteLength?: number } | null | undefined)?.byteLength === 0)
        return counted("bytesWritten", 0, "buffer", data);
      return counted("bytesWritten", yield* writeTo(fd, writeRange(args)), "buffer", data);
    });
  }

  writev(buffers: unknown, position?: unknown): Promise<object> {
    return this.#run("writev", function* (fd): Steps<object> {
      checkViews(buffers);
      return counted("bytesWritten", yield* writeVector(fd, buffers, position), "buffers", buffers);
    });
  }

  readFile(given?: unknown): Promise<unknown> {
    return this.#run("readFile", function* (fd): Steps<unknown> {
      const options = wholeOptions(given, undefined, "r");
      return decoded(yield* readRest(fd, options.signal), options);
    });
  }

  writeFile(data: unknown, given?: unknown): Promise<void> {
    return writeFrom(data, given, "w", (work) => this.#run("writeFile", work));
  }

  appendFile(data: unknown, given?: unknown): Promise<void> {
    return writeFrom(data, given, "a", (work) => this.#run("writeFile", work));
  }

  stat(options?: unknown): Promise<unknown> {
    return this.#run("fstat", (fd) => statOf(fd, (options as { readonly bigint?: boolean } | undefined)?.bigint));
  }

  truncate(length?: unknown): Promise<void> {
    return this.#run("ftruncate", function* (fd): Steps<void> {
      yield* resize(fd, lengthOf(length));
    });
  }

  sync(): Promise<void> {
    return this.#run("fsync", (fd) => flush(fd, "fsync"));
  }

  datasync(): Promise<void> {
    return this.#run("fdatasync", (fd) => flush(fd, "fdatasync"));
  }

  utimes(...times: readonly unknown[]): Promise<void> {
    return this.#run("futimes", function* (fd): Steps<void> {
      checkTimes(times);
      yield* touch(fd);
    });
  }

  chmod(mode: unknown): Promise<void> {
    return this.#run("fchmod", (fd, here) => changeOf("fchmod", here, [fd, mode]));
  }

  chown(user: unknown, group: unknown): Promise<void> {
    return this.#run("fchown", (fd, here) => changeOf("fchown", here, [fd, user, group]));
  }

  /** May be taken off its object, as in Node. */
  close = (): Promise<void> => {
    if (this.#fd === -1) return Promise.resolve();
    if (this.#closing) return this.#closing;
    const here = $here();
    this.#users -= 1;
    const closed = this.#users === 0 ? this.#closeNow(here) : this.#closeLater();
    this.#closing = closed.finally(() => {
      this.#closing = undefined;
    });
    this.emit("close");
    return this.#closing;
  };

  async [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  createReadStream(options?: object): unknown {
    return createReadStream(undefined, { ...options, fd: this });
  }

  createWriteStream(options?: object): unknown {
    return createWriteStream(undefined, { ...options, fd: this });
  }

  readLines(options?: object): unknown {
    return linesOf(this.createReadStream(options) as never);
  }

  readableWebStream(): unknown {
    if (this.#fd === -1) throw invalidState("The FileHandle is closed");
    if (this.#closing) throw invalidState("The FileHandle is closing");
    if (this.#isLocked) throw invalidState("The FileHandle is locked");
    this.#isLocked = true;
    this[hold]();
    return webStreamOf(this);
  }

  /** A stream uses the file. */
  [hold](): void {
    this.#users += 1;
  }

  [release](): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    const { resolve, reject } = this.#closed ?? { resolve: nothing, reject: nothing };
    this.#closeNow($here()).then(resolve, reject);
  }

  on(event: string, listener: Listener): this {
    this.#listeners = [...this.#listeners, [event, listener, false]];
    return this;
  }

  once(event: string, listener: Listener): this {
    this.#listeners = [...this.#listeners, [event, listener, true]];
    return this;
  }

  off(event: string, listener: Listener): this {
    const at = this.#listeners.findLastIndex(([name, one]) => name === event && one === listener);
    if (at !== -1) this.#listeners = this.#listeners.toSpliced(at, 1);
    return this;
  }

  emit(event: string, ...args: unknown[]): boolean {
    const called = this.#listeners.filter(([name]) => name === event);
    this.#listeners = this.#listeners.filter(([name, , isOnce]) => name !== event || !isOnce);
    for (const [, listener] of called) Reflect.apply(listener, this, args);
    return called.length > 0;
  }

  async #run<Result>(syscall: string, work: (fd: number, here: number) => Steps<Result>): Promise<Result> {
    const here = $here();
    if (this.#fd === -1) return runLater(here, refuseClosed(syscall, work(-this.#number, here)));
    this.#users += 1;
    try {
      return await runLater(here, work(this.#fd, here));
    } finally {
      this[release]();
    }
  }

  #closeNow(here: number): Promise<void> {
    const fd = this.#fd;
    this.#fd = -1;
    return runLater(here, closeFd(fd));
  }

  #closeLater(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#closed = { resolve, reject };
    });
  }
}

/** The agent gets to see what would have been done: no file has this number. */
function* refuseClosed<Result>(syscall: string, work: Steps<Result>): Steps<Result> {
  try {
    yield* work;
  } catch {
    // Whatever is wrong with it: the file is closed.
  }
  throw Object.assign(new Error("file closed") as FileError, { code: "EBADF", syscall });
}

const nothing = (): void => undefined;

const counted = (name: string, count: number, what: string, buffer: unknown): object =>
  Object.assign(Object.create(null) as object, { [name]: count, [what]: buffer });

const invalidState = (text: string): Error => coded(new Error(`Invalid state: ${text}`), "ERR_INVALID_STATE");

type Runner = (work: (fd: number) => Steps<void>) => Promise<void>;

/** Bytes and text in one piece, or what an iterable gives piece by piece. */
async function writeFrom(data: unknown, given: unknown, flag: string, run: Runner): Promise<void> {
  const options = wholeOptions(given, "utf8", flag);
  if (!isIterable(data)) {
    const bytes = dataOf(data, options.encoding);
    return run((fd) => writeAll(fd, bytes, { ...options, flush: false }, "promise"));
  }
  for await (const part of data) {
    const bytes = partOf(part, options.encoding);
    await run((fd) => writeAll(fd, bytes, { ...options, flush: false }, "promise"));
  }
}
