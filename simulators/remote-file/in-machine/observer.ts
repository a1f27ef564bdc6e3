import { fileFlags } from "../surface/flags.ts";
import type { Ask } from "./ask.ts";
import { enter, leave, readFrom } from "./open-files.ts";

/** Calls of an observer: it sees the remote memory as it is now, without time or events, and changes nothing. Files are looked at anew at each read. */
export function observed(...call: Ask): Raw {
  switch (call[0]) {
    case "open":
      return open(call[1], call[2]);
    case "close":
      return close(call[1]);
    case "read":
      return read(call[1], call[2], call[3]);
    case "size":
      return size(call[1]);
    case "flush":
      return fileOf(call[1]) ? { kind: "done" } : failed("EBADF");
    case "stat":
      return stat(call[1]);
    case "readdir":
      return readdir(call[1]);
    case "write":
    case "ftruncate":
      return failed("EBADF");
    case "compareAndSwap":
    case "fetchAdd":
      return failed("EACCES");
    case "truncate":
    case "unlink":
    case "rename":
    case "mkdir":
    case "rmdir":
      return failed("EROFS");
  }
}

interface OpenFile {
  readonly path: string;
  position: number;
}

const openFiles: (OpenFile | undefined)[] = [];
const firstFd = 0x2000_0000;

const failed = (errno: string): Raw => ({ kind: "failed", errno });
const fileOf = (fd: number): OpenFile | undefined => openFiles[fd - firstFd];

const { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC } = fileFlags;

function open(path: string, flags: number): Raw {
  const found = $observe("stat", path);
  if (!found) return failed(flags & O_CREAT ? "EROFS" : "ENOENT");
  if (found.isDirectory) return failed("EISDIR");
  if (flags & (O_WRONLY | O_RDWR | O_TRUNC)) return failed("EROFS");
  return { kind: "opened", fd: firstFd + enter(openFiles, { path, position: 0 }) };
}

function close(fd: number): Raw {
  if (!fileOf(fd)) return failed("EBADF");
  leave(openFiles, fd - firstFd);
  return { kind: "done" };
}

function read(fd: number, spans: readonly RawSpan[], position: number | undefined): Raw {
  const file = fileOf(fd);
  if (!file) return failed("EBADF");
  const bytes = $observe("content", file.path);
  if (!bytes) return failed("ESTALE");
  return readFrom(bytes, file, spans, position);
}

function size(fd: number): Raw {
  const file = fileOf(fd);
  if (!file) return failed("EBADF");
  return stat(file.path);
}

function stat(path: string): Raw {
  const found = $observe("stat", path);
  return found ? { kind: "stat", stat: found } : failed("ENOENT");
}

function readdir(path: string): Raw {
  const names = $observe("names", path);
  if (names) return { kind: "names", names };
  return failed($observe("stat", path) ? "ENOTDIR" : "ENOENT");
}
