import { Buffer } from "host:buffer";
import { checkBoolean, checkFunction, checkInteger, optionsOf, outOfRange } from "./checks.ts";
import { coded } from "./errors.ts";
import { pathOf } from "./paths.ts";
import { type Done, type Source, sourceOf } from "./stream-source.ts";

/**
 * Streams over files: `fs.createReadStream` and its like. The classes are functions, as Node's: libraries call them on objects of their own, and replace `open`.
 * They inherit from the module of streams when the first one is made, for it is large and most programs have none.
 */

/** What a stream has beside what streams have. */
interface FileStream {
  fd: number | null;
  path: unknown;
  flags: unknown;
  mode: unknown;
  start: number | undefined;
  /** Where the next part is; undefined: where the file stands. */
  pos: number | undefined;
  readonly destroyed: boolean;
  readonly closed: boolean;
  open: () => void;
  [source]: Source;
  [state]: State;
  emit: (event: string, ...args: unknown[]) => boolean;
  on(event: string, listener: (...args: never[]) => void): unknown;
  destroy(error?: unknown): unknown;
}

interface State {
  isBusy: boolean;
  /** Waits until nothing is under way. */
  whenIdle?: ((error?: unknown) => void) | undefined;
}

interface ReadsFile extends FileStream {
  end: number;
  bytesRead: number;
  push(part: unknown): boolean;
}

interface WritesFile extends FileStream {
  flush: boolean;
  bytesWritten: number;
  readonly isAutoClosed: boolean;
  end(): unknown;
  setDefaultEncoding(encoding: string): unknown;
}

const source: unique symbol = /* @__PURE__ */ Symbol("source");
const state: unique symbol = /* @__PURE__ */ Symbol("state");

type Options = Readonly<Record<string, unknown>> & { readonly fd?: unknown; readonly fs?: Source };

type StreamFunction = (new (path?: unknown, options?: unknown) => object) & { readonly prototype: object };

export const createReadStream = (path?: unknown, options?: unknown): object => new (ReadStream as unknown as StreamFunction)(path, options);
export const createWriteStream = (path?: unknown, options?: unknown): object =>
  new (WriteStream as unknown as StreamFunction)(path, options);

export const ReadStream = function ReadStream(this: ReadsFile | undefined, path?: unknown, given?: unknown): unknown {
  const { Readable } = prepare();
  if (!(this instanceof ReadStream)) return createReadStream(path, given);
  const stream = this as ReadsFile & object;
  const options: Options = { highWaterMark: 65_536, ...optionsOf(given) };
  begin(stream, path, options, "r");
  checkFunction(stream[source].read, "options.fs.read");
  place(stream, options);
  stream.end = endOf(options["end"], stream.start);
  stream.bytesRead = 0;
  Reflect.apply(Readable, stream, [{ ...options, autoDestroy: options["autoClose"] ?? true }]);
  return undefined;
};

export const WriteStream = function WriteStream(this: WritesFile | undefined, path?: unknown, given?: unknown): unknown {
  const { Writable } = prepare();
  if (!(this instanceof WriteStream)) return createWriteStream(path, given);
  const stream = this as WritesFile & object;
  const options: Options = { ...optionsOf(given), decodeStrings: true };
  begin(stream, path, options, "w");
  const { flush = false, encoding } = options;
  checkBoolean(flush ?? false, "options.flush");
  stream.flush = flush === true;
  // One of the two is enough.
  if (stream[source].writev === undefined) Object.assign(stream, { _writev: null });
  place(stream, options);
  stream.bytesWritten = 0;
  Object.defineProperty(stream, "isAutoClosed", { value: options["autoClose"] ?? true });
  Reflect.apply(Writable, stream, [{ ...options, autoDestroy: options["autoClose"] ?? true }]);
  if (encoding) stream.setDefaultEncoding(encoding as string);
  return undefined;
};

function begin(stream: FileStream & { close?(): void }, path: unknown, options: Options, flags: string): void {
  const [from, fd] = sourceOf(options, () => stream.close?.());
  stream.fd = fd;
  stream[source] = from;
  stream[state] = { isBusy: false };
  if (fd !== null) return;
  stream.path = pathOf(path);
  stream.flags = options["flags"] ?? flags;
  stream.mode = options["mode"] ?? 0o666;
}

function place(stream: FileStream, { start }: Options): void {
  if (start !== undefined) checkInteger(start, "start", 0);
  stream.start = start;
  stream.pos = stream.start;
}

function endOf(end: unknown, start: number | undefined): number {
  if (end === undefined || end === Infinity) return Infinity;
  checkInteger(end, "end", 0);
  if (start !== undefined && start > end) throw outOfRange("start", `<= "end" (here: ${end})`, start);
  return end;
}

type Streams = typeof import("host:stream");

let streams: Streams | undefined;

function prepare(): Streams {
  if (streams) return streams;
  streams = $hostModule("stream") as Streams;
  inherit(ReadStream, streams.Readable, shared, reading);
  inherit(WriteStream, streams.Writable, shared, writing);
  return streams;
}

function inherit(own: object, from: { readonly prototype: object }, ...parts: readonly object[]): void {
  const { prototype } = own as StreamFunction;
  Object.setPrototypeOf(prototype, from.prototype);
  Object.setPrototypeOf(own, from);
  for (const methods of parts) {
    for (const [name, described] of Object.entries(Object.getOwnPropertyDescriptors(methods)))
      Object.defineProperty(prototype, name, { ...described, enumerable: false });
  }
}

/** A library that replaces this opens the file itself, and says `open`. */
function ownOpen(): void {}

const shared = {
  open: ownOpen,
  get pending(): boolean {
    return (this as unknown as FileStream).fd === null;
  },
  _construct(this: FileStream, done: (error?: unknown) => void): void {
    if (this.fd !== null) return done();
    if (this.open !== ownOpen) return awaitOpen(this, done);
    this[source].open(this.path, this.flags, this.mode, (error, fd = null as never) => {
      if (error) return done(error);
      this.fd = fd;
      done();
      this.emit("open", fd);
      this.emit("ready");
    });
  },
};

function awaitOpen(stream: FileStream, done: (error?: unknown) => void): void {
  const { emit } = stream;
  stream.emit = (event, ...args) => {
    if (event === "open") done();
    else if (event === "error") done(args[0]);
    if (event === "open" || event === "error") stream.emit = emit;
    return event === "error" || Reflect.apply(emit, stream, [event, ...args]);
  };
  stream.open();
}

const reading = {
  _read(this: ReadsFile, size: number): void {
    const length = Math.min(this.end - (this.pos ?? this.bytesRead) + 1, size);
    if (length <= 0) return void this.push(null);
    const buffer = Buffer.alloc(length);
    this[state].isBusy = true;
    this[source].read(this.fd, buffer, 0, length, this.pos, (error, count = 0) => {
      idle(this, error);
      if (this.destroyed) return;
      if (error) return void this.destroy(error);
      if (count === 0) return void this.push(null);
      if (this.pos !== undefined) this.pos += count;
      this.bytesRead += count;
      this.push(count === length ? buffer : Buffer.from(buffer.subarray(0, count)));
    });
  },
  _destroy(this: ReadsFile, error: unknown, done: (error?: unknown) => void): void {
    closeFile(this, error, false, done);
  },
  close(this: ReadsFile, done?: (error?: unknown) => void): void {
    if (typeof done === "function") prepare().finished(this as never, done);
    this.destroy();
  },
};

const writing = {
  _write(this: WritesFile, data: Uint8Array, _encoding: unknown, done: (error?: unknown) => void): void {
    const at = moveOn(this, data.length);
    this[state].isBusy = true;
    this[source].write(this.fd, data, 0, data.length, at, written(this, done));
  },
  _writev(this: WritesFile, parts: readonly { readonly chunk: Uint8Array }[], done: (error?: unknown) => void): void {
    const chunks = parts.map(({ chunk }) => chunk);
    const at = moveOn(
      this,
      chunks.reduce((total, { length }) => total + length, 0),
    );
    this[state].isBusy = true;
    this[source].writev?.(this.fd, chunks, at, written(this, done));
  },
  _destroy(this: WritesFile, error: unknown, done: (error?: unknown) => void): void {
    closeFile(this, error, this.flush, done);
  },
  close(this: WritesFile, done?: () => void): void {
    if (done) {
      if (this.closed) return $enqueue(done, []);
      this.on("close", done);
    }
    if (!this.isAutoClosed) this.on("finish", () => this.destroy());
    this.end();
  },
  destroySoon(this: WritesFile): void {
    this.end();
  },
};

/** @returns Where the bytes go; undefined: where the file stands. */
function moveOn(stream: WritesFile, length: number): number | undefined {
  const at = stream.pos;
  if (at !== undefined) stream.pos = at + length;
  return at;
}

const written =
  (stream: WritesFile, done: (error?: unknown) => void): Done =>
  (error, count = 0) => {
    if (!error) stream.bytesWritten += count;
    const isGone = stream.destroyed && !error;
    done(isGone ? coded(new Error("Cannot call write after a stream was destroyed"), "ERR_STREAM_DESTROYED") : error);
    idle(stream, error);
  };

/** Something that was under way has ended. */
function idle(stream: FileStream, error: unknown): void {
  const own = stream[state];
  const { whenIdle } = own;
  own.isBusy = false;
  own.whenIdle = undefined;
  whenIdle?.(error);
}

/** A file is not closed as long as something is under way on it. */
function closeFile(stream: FileStream, error: unknown, isFlushed: boolean, done: (error?: unknown) => void): void {
  if (stream[state].isBusy) {
    stream[state].whenIdle = (failure) => closeFile(stream, error ?? failure, isFlushed, done);
    return;
  }
  const { fd } = stream;
  if (fd === null) return done(error);
  stream.fd = null;
  const closeNow = (failure: unknown): void => stream[source].close(fd, (second) => done(second ?? failure));
  if (isFlushed) stream[source].fsync(fd, (failure) => closeNow(error ?? failure));
  else closeNow(error);
}
