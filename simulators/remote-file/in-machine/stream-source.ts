import type { Buffer as Bytes } from "host:buffer";
import { checkFd, checkFunction, wrongType } from "./checks.ts";
import { coded } from "./errors.ts";
import { calledAt } from "./forms.ts";
import { type HeldHandle, hold, isHeldHandle, release } from "./hold.ts";
import * as operations from "./operations.ts";

export type Done = (error?: unknown, count?: number, buffer?: unknown) => void;

/** Where a stream gets its bytes from and brings them to: `fs` itself, a handle, or what the program hands in. */
export interface Source {
  readonly open: (path: unknown, flags: unknown, mode: unknown, done: (error: unknown, fd?: number) => void) => void;
  readonly close: (fd: unknown, done: Done) => void;
  readonly fsync: (fd: unknown, done: Done) => void;
  readonly read: (fd: unknown, buffer: Bytes, offset: number, length: number, position: number | undefined, done: Done) => void;
  readonly write: (fd: unknown, buffer: Uint8Array, offset: number, length: number, position: number | undefined, done: Done) => void;
  readonly writev?: (fd: unknown, buffers: readonly Uint8Array[], position: number | undefined, done: Done) => void;
}

/**
 * The source of a stream, and the number of its file if that is open.
 *
 * @param close Called when the handle is closed.
 * @throws As Node: what is no file.
 */
export function sourceOf(options: { readonly fd?: unknown; readonly fs?: Source }, close: () => void): readonly [Source, number | null] {
  const { fd, fs = ofFs($here()) } = options;
  if (fd === undefined || fd === null) {
    checkFunction(fs.open, "options.fs.open");
    return [fs, null];
  }
  if (isHeldHandle(fd)) {
    fd[hold]();
    fd.on("close", close);
    return [ofHandle(fd), checkFd(fd.fd)];
  }
  if (typeof fd !== "number") throw wrongType("options.fd", ["number", "FileHandle"], fd);
  return [fs, checkFd(fd)];
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
