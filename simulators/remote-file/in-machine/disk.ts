import { Buffer } from "host:buffer";
import { fileFlags } from "../surface/flags.ts";
import { normalPath } from "../surface/paths.ts";
import { isLocal } from "./paths.ts";
import type { Ask } from "./ask.ts";
import { enter, leave, readFrom } from "./open-files.ts";

/**
 * Calls on the virtual disk of the node: a plain file system in memory, with the answers that the agent gives.
 * Below the paths that may be local directories have to be made; elsewhere they exist as soon as something is in them.
 *
 * What the disk holds, by key: `/tmp/a` → `3`, the number of its file, or `d`, a directory; `#3` → the bytes of file 3; `@3` → how often it is open.
 */
export function onDisk(...call: Ask): Raw {
  switch (call[0]) {
    case "open":
      return open(call[1], call[2]);
    case "close":
      return close(call[1]);
    case "read":
      return read(call[1], call[2], call[3]);
    case "write":
      return write(call[1], call[2], call[3]);
    case "flush":
      return fileOf(call[1]) ? done : failed("EBADF");
    case "size":
      return sizeOf(call[1]);
    case "compareAndSwap":
    case "fetchAdd":
      return failed("EBADF");
    case "ftruncate":
      return ftruncate(call[1], call[2]);
    case "truncate":
      return truncate(call[1], call[2]);
    case "stat":
      return stat(call[1]);
    case "unlink":
      return unlink(call[1]);
    case "rename":
      return rename(call[1], call[2]);
    case "mkdir":
      return mkdir(call[1], call[2]);
    case "rmdir":
      return rmdir(call[1]);
    case "readdir":
      return readdir(call[1]);
  }
}

interface OpenFile {
  /** Number of the file; undefined: a directory. */
  readonly number: string | undefined;
  readonly flags: number;
  position: number;
}

/** The process's own, by number less 3. */
const openFiles: (OpenFile | undefined)[] = [];
const firstFd = 3;

const done: Raw = { kind: "done" };
const failed = (errno: string): Raw => ({ kind: "failed", errno });

const { O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_DIRECTORY } = fileFlags;
const mayRead = (flags: number): boolean => (flags & O_WRONLY) === 0;
const mayWrite = (flags: number): boolean => (flags & (O_WRONLY | O_RDWR)) !== 0;

/** Reads nothing, swallows everything. */
const nullDevice = "/dev/null";

const nameAt = (path: string): string | undefined => $disk("read", path)?.reduce((text, byte) => text + String.fromCharCode(byte), "");
const setName = (path: string, value: string): void => $disk("write", path, Buffer.from(value, "latin1"));
const bytesOf = (number: string): Uint8Array => $disk("read", `#${number}`) ?? new Uint8Array(0);

function setBytes(number: string, bytes: Uint8Array): void {
  if (number !== "null") $disk("write", `#${number}`, bytes);
}

/** Number of the file with this name. */
function fileAt(path: string): string | undefined {
  if (path === nullDevice) return "null";
  const name = nameAt(path);
  return name === "d" ? undefined : name;
}

const names = (): readonly string[] => $disk("list").filter((key) => key.startsWith("/"));

function isFolder(path: string): boolean {
  if (path === "/" || $localPaths.some((local) => normalPath(local) === path) || nameAt(path) === "d") return true;
  return names().some((name) => name.startsWith(`${path}/`));
}

/** What is wrong with the way to a name, if something is. */
function missingParent(path: string): string | undefined {
  const parts = path.split("/").slice(1, -1);
  let folder = "";
  for (const part of parts) {
    folder += `/${part}`;
    if (fileAt(folder) !== undefined) return "ENOTDIR";
    if (isLocal(folder) && !isFolder(folder)) return "ENOENT";
  }
  return undefined;
}

function open(path: string, flags: number): Raw {
  const missing = missingParent(path);
  if (missing !== undefined) return failed(missing);
  if (isFolder(path)) return openFolder(flags);
  const existing = fileAt(path);
  if (existing !== undefined && flags & O_CREAT && flags & O_EXCL) return failed("EEXIST");
  if (existing === undefined && !(flags & O_CREAT)) return failed("ENOENT");
  if (existing !== undefined && flags & O_DIRECTORY) return failed("ENOTDIR");
  const number = existing ?? create(path);
  if (existing !== undefined && flags & O_TRUNC) setBytes(number, new Uint8Array(0));
  count(number, 1);
  return { kind: "opened", fd: firstFd + enter(openFiles, { number, flags, position: 0 }) };
}

/** A directory, wherever it is: it can be flushed and closed. */
export function openFolder(flags: number): Raw {
  if (flags & O_CREAT && flags & O_EXCL) return failed("EEXIST");
  if (mayWrite(flags) || flags & O_CREAT) return failed("EISDIR");
  return { kind: "opened", fd: firstFd + enter(openFiles, { number: undefined, flags, position: 0 }) };
}

function create(path: string): string {
  const taken = new Set($disk("list"));
  let number = 1;
  while (taken.has(`#${number}`)) number += 1;
  setBytes(String(number), new Uint8Array(0));
  setName(path, String(number));
  return String(number);
}

/** A file goes when nobody has it open and it has no name. */
function count(number: string, change: number): void {
  if (number === "null") return;
  const opens = Number(nameAt(`@${number}`) ?? 0) + change;
  if (opens > 0) return setName(`@${number}`, String(opens));
  $disk("remove", `@${number}`);
  if (!names().some((name) => nameAt(name) === number)) $disk("remove", `#${number}`);
}

const fileOf = (fd: number): OpenFile | undefined => openFiles[fd - firstFd];

function close(fd: number): Raw {
  const file = fileOf(fd);
  if (!file) return failed("EBADF");
  leave(openFiles, fd - firstFd);
  if (file.number !== undefined) count(file.number, -1);
  return done;
}

function read(fd: number, spans: readonly RawSpan[], position: number | undefined): Raw {
  const file = fileOf(fd);
  if (!file || !mayRead(file.flags)) return failed("EBADF");
  if (file.number === undefined) return failed("EISDIR");
  return readFrom(bytesOf(file.number), file, spans, position);
}

function write(fd: number, spans: readonly RawSpan[], position: number | undefined): Raw {
  const file = fileOf(fd);
  if (!file || file.number === undefined || !mayWrite(file.flags)) return failed("EBADF");
  const bytes = bytesOf(file.number);
  const length = spans.reduce((total, span) => total + span[2], 0);
  const start = file.flags & O_APPEND ? bytes.length : (position ?? file.position);
  if (length > 0) {
    const written = resized(bytes, Math.max(bytes.length, start + length));
    let at = start;
    for (const [buffer, offset, size] of spans) {
      written.set(buffer.subarray(offset, offset + size), at);
      at += size;
    }
    setBytes(file.number, written);
  }
  if (position === undefined) file.position = start + length;
  return { kind: "written", count: length };
}

function resized(bytes: Uint8Array, length: number): Uint8Array {
  const copy = new Uint8Array(length);
  copy.set(bytes.subarray(0, length));
  return copy;
}

function sizeOf(fd: number): Raw {
  const file = fileOf(fd);
  if (!file) return failed("EBADF");
  return { kind: "stat", stat: statOf(file.number) };
}

const statOf = (number: string | undefined): RawStat =>
  number === undefined
    ? { isDirectory: true, size: 0, file: -1 }
    : { isDirectory: false, size: bytesOf(number).length, file: number === "null" ? 0 : Number(number) };

function ftruncate(fd: number, length: number): Raw {
  const file = fileOf(fd);
  if (!file) return failed("EBADF");
  if (file.number === undefined || !mayWrite(file.flags)) return failed("EINVAL");
  setBytes(file.number, resized(bytesOf(file.number), length));
  return done;
}

function truncate(path: string, length: number): Raw {
  const missing = missingParent(path);
  if (missing !== undefined) return failed(missing);
  if (isFolder(path)) return failed("EISDIR");
  const number = fileAt(path);
  if (number === undefined) return failed("ENOENT");
  setBytes(number, resized(bytesOf(number), length));
  return done;
}

function stat(path: string): Raw {
  const missing = missingParent(path);
  if (missing !== undefined) return failed(missing);
  const number = fileAt(path);
  if (number === undefined && !isFolder(path)) return failed("ENOENT");
  return { kind: "stat", stat: statOf(number) };
}

function unlink(path: string): Raw {
  const missing = missingParent(path);
  if (missing !== undefined) return failed(missing);
  if (isFolder(path)) return failed("EISDIR");
  const number = fileAt(path);
  if (number === undefined) return failed("ENOENT");
  if (number === "null") return failed("EACCES");
  $disk("remove", path);
  count(number, 0);
  return done;
}

function rename(from: string, to: string): Raw {
  const missing = missingParent(from) ?? missingParent(to);
  if (missing !== undefined) return failed(missing);
  const isMoved = isFolder(from);
  const number = fileAt(from);
  if (number === undefined && !isMoved) return failed("ENOENT");
  if (to === from) return done;
  if (!isMoved) return renameFile(from, to, number as string);
  if (to.startsWith(`${from}/`)) return failed("EINVAL");
  if (fileAt(to) !== undefined) return failed("ENOTDIR");
  if (namesIn(to).length > 0) return failed("ENOTEMPTY");
  for (const name of names()) {
    if (name !== from && !name.startsWith(`${from}/`)) continue;
    setName(to + name.slice(from.length), nameAt(name) ?? "d");
    $disk("remove", name);
  }
  setName(to, "d");
  return done;
}

function renameFile(from: string, to: string, number: string): Raw {
  if (isFolder(to)) return failed("EISDIR");
  const replaced = fileAt(to);
  $disk("remove", from);
  setName(to, number);
  if (replaced !== undefined && replaced !== number) count(replaced, 0);
  return done;
}

/** A second name of a file. */
export function linkOnDisk(from: string, to: string): Raw {
  const missing = missingParent(from) ?? missingParent(to);
  if (missing !== undefined) return failed(missing);
  const number = fileAt(from);
  if (number === undefined) return failed(isFolder(from) ? "EPERM" : "ENOENT");
  if (fileAt(to) !== undefined || isFolder(to)) return failed("EEXIST");
  setName(to, number);
  return done;
}

function mkdir(path: string, isRecursive: boolean): Raw {
  if (fileAt(path) !== undefined) return failed("EEXIST");
  if (isFolder(path)) return isRecursive ? done : failed("EEXIST");
  const missing = missingParent(path);
  if (missing !== undefined && !(isRecursive && missing === "ENOENT")) return failed(missing);
  const parts = path.split("/");
  for (let end = 2; end < parts.length; end += 1) {
    const folder = parts.slice(0, end).join("/");
    if (fileAt(folder) !== undefined) return failed("ENOTDIR");
    if (isRecursive && isLocal(folder) && !isFolder(folder)) setName(folder, "d");
  }
  setName(path, "d");
  return done;
}

function rmdir(path: string): Raw {
  const missing = missingParent(path);
  if (missing !== undefined) return failed(missing);
  if (fileAt(path) !== undefined) return failed("ENOTDIR");
  if (!isFolder(path)) return failed("ENOENT");
  if (namesIn(path).length > 0) return failed("ENOTEMPTY");
  if (nameAt(path) !== "d") return failed("EBUSY");
  $disk("remove", path);
  return done;
}

function readdir(path: string): Raw {
  const missing = missingParent(path);
  if (missing !== undefined) return failed(missing);
  if (fileAt(path) !== undefined) return failed("ENOTDIR");
  if (!isFolder(path)) return failed("ENOENT");
  return { kind: "names", names: namesIn(path) };
}

/** Directly in a directory, in order. */
function namesIn(path: string): readonly RawName[] {
  const prefix = path === "/" ? "/" : `${path}/`;
  const found = new Map<string, boolean>();
  for (const name of names()) {
    if (!name.startsWith(prefix)) continue;
    const rest = name.slice(prefix.length);
    const slash = rest.indexOf("/");
    if (slash !== -1) found.set(rest.slice(0, slash), true);
    else found.set(rest, found.get(rest) === true || nameAt(name) === "d");
  }
  return [...found.keys()].sort().map((name) => ({ name, isDirectory: found.get(name) === true }));
}
