import { constants } from "node:fs";
import type { BigIntStats, Dirent, Stats, StatsFs } from "node:fs";
import { devNull } from "node:os";
import { join, posix } from "node:path";
import { removesDirectory } from "../../../simulators/remote-file/surface/errors.ts";
import type { StatAnswer } from "../../protocol/messages.ts";
import { fromBytes, toBytes } from "../../protocol/paths.ts";
import type { Agent } from "../agent.ts";
import { type Call, fileError } from "../errors.ts";
import { host } from "../host.ts";
import type { RemotePath } from "../mounts.ts";
import { direntOf, statfsOf, statsOf } from "../stats.ts";
import { ask, type Steps, Unreachable } from "../steps.ts";
import type { Form } from "./arguments.ts";
import { lengthOf, ftruncate } from "./data.ts";
import { callOf, close, modeOf, open } from "./open.ts";

export function* stat(
  agent: Agent,
  path: RemotePath,
  options: unknown,
  call = callOf("stat", path),
): Steps<Stats | BigIntStats | undefined> {
  try {
    const answer = yield* ask({ kind: "stat", path: path.bytes }, call);
    return statsOf(answer, sizeOf(agent, answer, call), options);
  } catch (error) {
    if (isForgiven(error, options)) return undefined;
    throw error;
  }
}

/** `throwIfNoEntry: false`; whether a file in the way is forgiven too depends on the version of Node. */
function isForgiven(error: unknown, options: unknown): boolean {
  if ((options as { throwIfNoEntry?: boolean } | null | undefined)?.throwIfNoEntry !== false) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "ENOTDIR") return code === "ENOENT";
  try {
    return host.statSync(join(devNull, "below"), { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

const isMissing = (code: string): boolean => code === "ENOENT" || code === "ENOTDIR";

/** The size of a file; undefined for a directory. */
function sizeOf(agent: Agent, answer: StatAnswer, call: Call): number | undefined {
  return answer.kind === "file" ? agent.files.sizeAt(answer.replicas, call) : undefined;
}

export function fstat({ files }: Agent, fd: number, options: unknown): Stats | BigIntStats {
  const file = files.get(fd, "fstat");
  return statsOf(file.facts, file.record && files.size(file, "fstat"), options);
}

export function* access(_agent: Agent, path: RemotePath, mode: unknown): Steps<void> {
  const call = callOf("access", path);
  const answer = yield* ask({ kind: "stat", path: path.bytes }, call);
  const wanted = typeof mode === "number" ? mode : constants.F_OK;
  const isReadOnly = path.mount.access === "ro";
  if (wanted & constants.W_OK && isReadOnly) throw fileError("EACCES", call);
  if (wanted & constants.X_OK && answer.kind === "file" && (answer.mode & 0o111) === 0) throw fileError("EACCES", call);
}

export function* exists(_agent: Agent, path: RemotePath): Steps<boolean> {
  try {
    yield* ask({ kind: "stat", path: path.bytes }, callOf("access", path));
    return true;
  } catch (error) {
    if (error instanceof Unreachable) throw error;
    return false;
  }
}

export function* unlink(_agent: Agent, path: RemotePath): Steps<void> {
  yield* ask({ kind: "unlink", path: path.bytes }, callOf("unlink", path));
}

export function* rm(_agent: Agent, path: RemotePath, options: unknown, form: Form = "promise"): Steps<void> {
  const { recursive = false, force = false } = (options ?? {}) as { recursive?: boolean; force?: boolean };
  checkBooleans({ recursive, force });
  try {
    yield* ask({ kind: "rm", path: path.bytes, recursive, force }, callOf("lstat", path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (force && (code === "ENOENT" || (code === "ENOTDIR" && form === "sync" && forgivesFileInTheWay(recursive)))) return;
    if (code === "ERR_FS_EISDIR") throw removesDirectory(path.shown);
    throw error;
  }
}

/** Does `rmSync` with `force` in this version of Node? Below the null device there is nothing to remove. */
function forgivesFileInTheWay(recursive: boolean): boolean {
  try {
    host.rmSync(join(devNull, "below"), { recursive, force: true });
    return true;
  } catch {
    return false;
  }
}

export function* rename(_agent: Agent, path: RemotePath, to: RemotePath): Steps<void> {
  yield* ask({ kind: "rename", path: path.bytes, to: to.bytes }, { ...callOf("rename", path), dest: to.shown });
}

export function* truncate(agent: Agent, path: RemotePath, length: unknown): Steps<void> {
  const size = lengthOf(length);
  const file = yield* open(agent, path, "r+", undefined);
  try {
    yield* ftruncate(agent, file.fd, size);
  } finally {
    yield* close(agent, file);
  }
}

export function* mkdir(_agent: Agent, path: RemotePath, options: unknown): Steps<string | undefined> {
  const { recursive = false, mode = 0o777 } = (typeof options === "object" ? (options ?? {}) : { mode: options }) as {
    recursive?: boolean;
    mode?: unknown;
  };
  checkBooleans({ recursive });
  const rights = modeOf(mode, 0o777) & ~process.umask();
  const made = yield* ask({ kind: "mkdir", path: path.bytes, mode: rights, recursive }, callOf("mkdir", path));
  if (!recursive || made.first === null) return undefined;
  return made.first.length === path.bytes.replace(/\/+$/, "").length ? path.shown : fromBytes(made.first);
}

/** @throws ERR_INVALID_ARG_TYPE, in Node's words: a folder that is there is made by nobody. */
function checkBooleans(options: Readonly<Record<string, unknown>>): void {
  for (const value of Object.values(options)) {
    if (typeof value !== "boolean") host.mkdirSync("/", { recursive: value as boolean });
  }
}

export function* rmdir(agent: Agent, path: RemotePath, options: unknown): Steps<void> {
  if ((options as { recursive?: boolean } | null | undefined)?.recursive === true) return yield* rm(agent, path, { recursive: true });
  yield* ask({ kind: "rmdir", path: path.bytes }, callOf("rmdir", path));
}

interface ReaddirOptions {
  readonly encoding?: BufferEncoding | "buffer" | null;
  readonly withFileTypes?: boolean;
  readonly recursive?: boolean;
}

const readdirOptions = (options: unknown): ReaddirOptions =>
  (typeof options === "string" ? { encoding: options } : (options ?? {})) as ReaddirOptions;

export function* readdir(_agent: Agent, path: RemotePath, given: unknown): Steps<(string | Buffer | Dirent)[]> {
  const { encoding, withFileTypes = false, recursive = false } = readdirOptions(given);
  const found: (string | Buffer | Dirent)[] = [];
  const waiting = [""];
  for (let below = waiting.shift(); below !== undefined; below = waiting.shift()) {
    const folder = below === "" ? path.bytes : posix.join(path.bytes, below);
    const shown = below === "" ? path.shown : posix.join(path.shown, fromBytes(below));
    const { entries } = yield* ask({ kind: "readdir", path: folder }, { syscall: "scandir", path: shown });
    for (const { name, kind } of entries) {
      if (recursive && kind === "directory") waiting.push(posix.join(below, name));
      found.push(withFileTypes ? direntOf(fromBytes(name), kind, shown) : encoded(posix.join(below, name), encoding));
    }
  }
  return found;
}

/** A path of the manager's, as the program wants it. */
export function encoded(bytes: string, encoding: BufferEncoding | "buffer" | null | undefined): string | Buffer {
  const buffer = Buffer.from(bytes, "latin1");
  return encoding === "buffer" ? buffer : buffer.toString(encoding ?? "utf8");
}

export function* mkdtemp(_agent: Agent, prefix: RemotePath, options: unknown): Steps<string | Buffer> {
  const call = { syscall: "mkdtemp", path: `${prefix.shown}XXXXXX` };
  for (;;) {
    const path = `${prefix.bytes}${sixLetters()}`;
    try {
      yield* ask({ kind: "mkdir", path, mode: 0o700, recursive: false }, call);
      return encoded(path, readdirOptions(options).encoding);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const sixLetters = (): string => Array.from({ length: 6 }, () => letters[Math.floor(Math.random() * letters.length)]).join("");

/** @param syscall `lstat`: the form that goes down from the root and names the first part that is missing. */
export function* realpath(agent: Agent, path: RemotePath, options: unknown, syscall = "lstat"): Steps<string | Buffer> {
  const clean = path.bytes.replace(/(.)\/+$/, "$1");
  try {
    yield* ask({ kind: "stat", path: syscall === "lstat" ? clean : path.bytes }, callOf(syscall, path));
  } catch (error) {
    if (syscall === "lstat" && isMissing((error as NodeJS.ErrnoException).code ?? "")) yield* missingPart(agent, clean);
    throw error;
  }
  return encoded(clean, readdirOptions(options).encoding);
}

/** @throws ENOENT or ENOTDIR at the first part of the path that is missing. */
function* missingPart({ find }: Agent, path: string): Steps<void> {
  const names = path.split("/");
  for (let end = 2; end <= names.length; end += 1) {
    const shown = fromBytes(names.slice(0, end).join("/"));
    const part = find(shown);
    if (part) yield* ask({ kind: "stat", path: part.bytes }, callOf("lstat", part));
  }
}

export function* statfs(_agent: Agent, path: RemotePath, options: unknown): Steps<StatsFs> {
  return statfsOf(yield* ask({ kind: "statfs", path: path.bytes }, callOf("statfs", path)), options);
}

/** Accepted for what is there, and ignored. */
export function* utimes(_agent: Agent, path: RemotePath, syscall: string): Steps<void> {
  yield* ask({ kind: "stat", path: path.bytes }, callOf(syscall, path));
}

export function futimes({ files }: Agent, fd: number): void {
  files.get(fd, "futime");
}

/** A path below a directory. */
export const below = (folder: RemotePath, name: string): RemotePath => ({
  mount: folder.mount,
  bytes: posix.join(folder.bytes, toBytes(name)),
  shown: posix.join(folder.shown, name),
});
