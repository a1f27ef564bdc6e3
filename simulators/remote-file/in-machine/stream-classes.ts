import type { Buffer as Bytes } from "host:buffer";
import { Buffer } from "host:buffer";
import { checkBoolean, checkFd, checkFunction, checkInteger, optionsOf, outOfRange, wrongType } from "./checks.ts";
import { coded } from "./errors.ts";
import { calledAt } from "./forms.ts";
import { type HeldHandle, hold, isHeldHandle, release } from "./hold.ts";
import * as operations from "./operations.ts";
import { pathOf } from "./paths.ts";

type Done = (error?: unknown, count?: number, buffer?: unknown) => void;

/** Where a stream gets its bytes from and brings them to: `fs` itself, a handle, or what the program hands in. */
interface Source {
  readonly open: (path: unknown, flags: unknown, mode: unknown, done: (error: unknown, fd?: number) => void) => void;
  readonly close: (fd: unknown, done: Done) => void;
  readonly fsync: (fd: unknown, done: Done) => void;
  readonly read: (fd: unknown, buffer: Bytes, offset: number, length: number, position: number | undefined, done: Done) => void;
  readonly write: (fd: unknown, buffer: Uint8Array, offset: number, length: number, position: number | undefined, done: Done) => void;
  readonly writev?: (fd: unknown, buffers: readonly Uint8Array[], position: number | undefined, done: Done) => void;
}

/** @param here Where the stream was made: nothing of the program's is on the stack when it works. */
const ofFs = (here: number): Source => ({
  open: calledAt(here, "open", operations.open),
  close: calledAt(here, "close", operations.close),
  fsync: calledAt(here, "fsync", operations.fsync),
  read: calledAt(here, "read", operations.readPair),
  write: calledAt(here, "write", operations.write),
  writev: calledAt(here, "writev", operations.writev),
});

function ofHandle(handle: HeldHandle): Source {
  const told = (work: Promise<object>, count: string, buffer: unknown, done: Done): void => {
    work.then(
      (result) => done(null, (result as Readonly<Record<string, number>>)[count], buffer),
      (error: unknown) => done(error, 0, buffer),
    );
  };
  return {
    open: () => {
      throw coded(new Error("The open() method is not implemented"), "ERR_METHOD_NOT_IMPLEMENTED");
    },
    close(_fd, done) {
      handle[release]();
      handle.close().then(() => done(), done);
    },
    fsync: (_fd, done) => void handle.sync().then(() => done(), done),
    read: (_fd, buffer, offset, length, at, done) => told(handle.read(buffer, offset, length, at), "bytesRead", buffer, done),
    write: (_fd, buffer, offset, length, at, done) => told(handle.write(buffer, offset, length, at), "bytesWritten", buffer, done),
    writev: (_fd, buffers, at, done) => told(handle.writev(buffers, at), "bytesWritten", buffers, done),
  };
}

interface StreamOptions extends Readonly<Record<string, unknown>> {
  readonly fd?: unknown;
  readonly fs?: Source;
  readonly flags?: unknown;
  readonly mode?: unknown;
  readonly autoClose?: boolean;
  readonly start?: unknown;
  readonly end?: unknown;
  readonly flush?: unknown;
  readonly encoding?: string;
}

/** What both kinds of streams have in common: the file, and whether something is under way on it. */
class OpenFile {
  readonly source: Source;
  readonly path: unknown;
  readonly flags: unknown;
  readonly mode: unknown;
  fd: number | null = null;
  isBusy = false;
  /** Waits until nothing is under way. */
  whenIdle: ((error?: unknown) => void) | undefined;

  constructor(path: unknown, options: StreamOptions, flags: string, closeStream: () => void) {
    const { fd } = options;
    if (fd === undefined || fd === null) {
      this.source = options.fs ?? ofFs($here());
      checkFunction(this.source.open, "options.fs.open");
      this.path = pathOf(path);
      this.flags = options.flags ?? flags;
      this.mode = options.mode ?? 0o666;
    } else if (isHeldHandle(fd)) {
      this.source = ofHandle(fd);
      fd[hold]();
      fd.on("close", closeStream);
      this.fd = fd.fd;
    } else {
      if (typeof fd !== "number") throw wrongType("options.fd", ["number", "FileHandle"], fd);
      this.source = options.fs ?? ofFs($here());
      this.fd = checkFd(fd);
    }
  }

  open(stream: FileStream, done: (error?: unknown) => void): void {
    if (this.fd !== null) return done();
    this.source.open(this.path, this.flags, this.mode, (error, fd) => {
      if (error) return done(error);
      this.fd = fd ?? null;
      done();
      stream.emit("open", fd);
      stream.emit("ready");
    });
  }

  /** Something that was under way has ended. */
  idle(error?: unknown): void {
    this.isBusy = false;
    const waits = this.whenIdle;
    this.whenIdle = undefined;
    waits?.(error);
  }

  close(error: unknown, isFlushed: boolean, done: (error?: unknown) => void): void {
    if (this.isBusy) {
      this.whenIdle = (failure) => this.close(error ?? failure, isFlushed, done);
      return;
    }
    const { fd } = this;
    if (fd === null) return done(error);
    this.fd = null;
    const closeNow = (failure: unknown): void => this.source.close(fd, (second) => done(second ?? failure));
    if (isFlushed) this.source.fsync(fd, (failure) => closeNow(error ?? failure));
    else closeNow(error);
  }
}

interface FileStream {
  emit(event: string, ...args: unknown[]): boolean;
}

/** The options that streams take; those of a handle or of the program are kept. */
function streamOptions(given: unknown): StreamOptions {
  const options = optionsOf(given);
  return { ...options, autoDestroy: options["autoClose"] ?? true };
}

function startOf(start: unknown): number | undefined {
  if (start === undefined) return undefined;
  checkInteger(start, "start", 0);
  return start;
}

function endOf(end: unknown, start: number | undefined): number {
  if (end === undefined || end === Infinity) return Infinity;
  checkInteger(end, "end", 0);
  if (start !== undefined && start > end) throw outOfRange("start", `<= "end" (here: ${end})`, start);
  return end;
}

export interface StreamClasses {
  readonly ReadStream: StreamClass;
  readonly WriteStream: StreamClass;
}

export type StreamClass = new (path: unknown, options?: unknown) => object;

/** Made when the first one is asked for: the module of streams is large, and most programs have none. */
export function makeStreamClasses(): StreamClasses {
  const { finished, Readable, Writable } = $hostModule("stream") as typeof import("host:stream");

  class ReadStream extends Readable {
    bytesRead = 0;
    readonly start: number | undefined;
    readonly end: number;
    readonly #file: OpenFile;
    #position: number | undefined;

    constructor(path: unknown, given?: unknown) {
      const options = { highWaterMark: 65_536, ...streamOptions(given) };
      // What is wrong is said before there is a stream.
      const file = new OpenFile(path, options, "r", () => this.close());
      checkFunction(file.source.read, "options.fs.read");
      const start = startOf(options.start);
      const end = endOf(options.end, start);
      super(options);
      this.#file = file;
      this.start = start;
      this.end = end;
      this.#position = start;
    }

    get path(): unknown {
      return this.#file.path;
    }
    get flags(): unknown {
      return this.#file.flags;
    }
    get mode(): unknown {
      return this.#file.mode;
    }
    get fd(): number | null {
      return this.#file.fd;
    }
    get pending(): boolean {
      return this.#file.fd === null;
    }

    override _construct(done: (error?: unknown) => void): void {
      this.#file.open(this, done);
    }

    override _read(size: number): void {
      const file = this.#file;
      const length = Math.min(this.end - (this.#position ?? this.bytesRead) + 1, size);
      if (length <= 0) return void this.push(null);
      const buffer = Buffer.alloc(length);
      file.isBusy = true;
      file.source.read(file.fd, buffer, 0, length, this.#position, (error, count = 0) => {
        file.idle(error);
        if (this.destroyed) return;
        if (error) return void this.destroy(error);
        if (count === 0) return void this.push(null);
        if (this.#position !== undefined) this.#position += count;
        this.bytesRead += count;
        this.push(count === length ? buffer : Buffer.from(buffer.subarray(0, count)));
      });
    }

    override _destroy(error: unknown, done: (error?: unknown) => void): void {
      this.#file.close(error, false, done);
    }

    close(done?: (error?: unknown) => void): void {
      if (typeof done === "function") finished(this, done);
      this.destroy();
    }
  }

  class WriteStream extends Writable {
    bytesWritten = 0;
    readonly start: number | undefined;
    readonly flush: boolean;
    readonly #file: OpenFile;
    readonly #isAutoClosed: boolean;
    #position: number | undefined;

    constructor(path: unknown, given?: unknown) {
      const options = { ...streamOptions(given), decodeStrings: true };
      const file = new OpenFile(path, options, "w", () => this.close());
      const flush = options.flush ?? false;
      checkBoolean(flush, "options.flush");
      const start = startOf(options.start);
      super(options);
      this.#file = file;
      this.flush = flush;
      this.start = start;
      this.#position = start;
      this.#isAutoClosed = options.autoClose ?? true;
      // One of the two is enough.
      if (file.source.writev === undefined) Object.assign(this, { _writev: null });
      if (options.encoding) this.setDefaultEncoding(options.encoding);
    }

    get path(): unknown {
      return this.#file.path;
    }
    get flags(): unknown {
      return this.#file.flags;
    }
    get mode(): unknown {
      return this.#file.mode;
    }
    get fd(): number | null {
      return this.#file.fd;
    }
    get pending(): boolean {
      return this.#file.fd === null;
    }

    override _construct(done: (error?: unknown) => void): void {
      this.#file.open(this, done);
    }

    override _write(data: Uint8Array, _encoding: unknown, done: (error?: unknown) => void): void {
      const file = this.#file;
      const at = this.#moveOn(data.length);
      file.isBusy = true;
      file.source.write(file.fd, data, 0, data.length, at, (error, count = 0) => this.#written(error, count, done));
    }

    override _writev(parts: readonly { readonly chunk: Uint8Array }[], done: (error?: unknown) => void): void {
      const file = this.#file;
      const chunks = parts.map(({ chunk }) => chunk);
      const at = this.#moveOn(chunks.reduce((total, { length }) => total + length, 0));
      file.isBusy = true;
      file.source.writev?.(file.fd, chunks, at, (error, count = 0) => this.#written(error, count, done));
    }

    /** @returns Where the bytes go; undefined: where the file stands. */
    #moveOn(length: number): number | undefined {
      const at = this.#position;
      if (at !== undefined) this.#position = at + length;
      return at;
    }

    #written(error: unknown, count: number, done: (error?: unknown) => void): void {
      if (!error) this.bytesWritten += count;
      const isGone = this.destroyed && !error;
      done(isGone ? coded(new Error("Cannot call write after a stream was destroyed"), "ERR_STREAM_DESTROYED") : error);
      this.#file.idle(error);
    }

    override _destroy(error: unknown, done: (error?: unknown) => void): void {
      this.#file.close(error, this.flush, done);
    }

    close(done?: () => void): void {
      if (done) {
        if (this.closed) return $enqueue(done, []);
        this.on("close", done);
      }
      if (!this.#isAutoClosed) this.on("finish", () => this.destroy());
      this.end();
    }

    destroySoon(): void {
      this.end();
    }
  }

  return { ReadStream, WriteStream };
}
