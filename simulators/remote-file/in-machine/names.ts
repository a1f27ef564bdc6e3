import { removesDirectory } from "../surface/errors.ts";
import { longestPrefix } from "../surface/paths.ts";
import { checkBoolean, checkFd, checkInt32, checkObject, checkTime, checkUint32, modeOf, optionsOf, smallMode } from "./checks.ts";
import { fileError, type Subject } from "./errors.ts";
import { ftruncate, lengthOf } from "./data.ts";
import { isRemoteFd } from "./numbers.ts";
import { openFile } from "./open.ts";
import { below, checkName, encodeName, type Place, placeOf } from "./paths.ts";
import { type BigIntStats, Dirent, StatFs, type Stats, statsOf } from "./stats.ts";
import { askAt, askOf, type Form, type Steps } from "./steps.ts";
import { closing } from "./whole.ts";

/** What only the manager answers: names, directories, sizes by name. */

export function* statRaw(place: Place, syscall: string): Steps<RawStat> {
  checkName(place, { syscall, path: place.shown });
  const subject = { syscall, path: place.shown };
  const raw = yield* askAt(place, subject, "stat", place.path);
  if (raw.kind !== "stat") throw new Error("a stat was answered by something else");
  if (place.ending !== "name" && !raw.stat.isDirectory) throw fileError("ENOTDIR", subject);
  return raw.stat;
}

export function* stat(here: number, path: unknown, given: unknown, syscall: "stat" | "lstat"): Steps<Stats | BigIntStats | undefined> {
  const place = placeOf(path, here);
  const options = (given === undefined ? {} : given) as { readonly bigint?: boolean; readonly throwIfNoEntry?: boolean };
  const isBig = options.bigint;
  try {
    return statsOf(yield* statRaw(place, syscall), place.isRemote, isBig);
  } catch (error) {
    if (options.throwIfNoEntry === false && isMissing(error)) return undefined;
    throw error;
  }
}

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown }).code;
const isMissing = (error: unknown): boolean => codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR";

export function* fstat(given: unknown, options: unknown): Steps<Stats | BigIntStats> {
  const isBig = ((options === undefined ? {} : options) as { readonly bigint?: boolean }).bigint;
  return yield* statOf(checkFd(given), isBig);
}

export function* statOf(fd: number, isBig: unknown): Steps<Stats | BigIntStats> {
  const raw = yield* askOf(fd, { syscall: "fstat" }, "size", fd);
  if (raw.kind === "stat") return statsOf(raw.stat, isRemoteFd(fd), isBig);
  const size = raw.kind === "size" ? raw.size : 0;
  return statsOf({ isDirectory: false, size, file: $inode(fd) ?? 0 }, true, isBig);
}

/** @see access(2) */
const accessModes = { W_OK: 2, X_OK: 1 };

export function* access(here: number, path: unknown, mode: unknown): Steps<void> {
  const place = placeOf(path, here);
  const wanted = smallMode(mode);
  const { isDirectory } = yield* statRaw(place, "access");
  const isReadOnly = place.isRemote && $readOnlyMounts.includes(mountPrefix(place.path));
  const isRefused = (wanted & accessModes.X_OK && !isDirectory) || (wanted & accessModes.W_OK && isReadOnly);
  if (isRefused) throw fileError("EACCES", { syscall: "access", path: place.shown });
}

export function* exists(here: number, path: unknown): Steps<boolean> {
  try {
    yield* statRaw(placeOf(path, here), "access");
    return true;
  } catch {
    return false;
  }
}

export function* unlink(here: number, path: unknown): Steps<void> {
  yield* unlinkAt(placeOf(path, here));
}

export function* unlinkAt(place: Place): Steps<void> {
  checkName(place, { syscall: "unlink", path: place.shown });
  if (place.ending !== "name") yield* checkIsFolder(place, { syscall: "unlink", path: place.shown });
  yield* askAt(place, { syscall: "unlink", path: place.shown }, "unlink", place.path);
}

/** @throws ENOTDIR A slash behind the name of a file. */
function* checkIsFolder(place: Place, subject: Subject): Steps<void> {
  const raw = yield* askAt(place, subject, "stat", place.path);
  if (raw.kind === "stat" && !raw.stat.isDirectory) throw fileError("ENOTDIR", subject);
}

export function* rename(here: number, from: unknown, to: unknown): Steps<void> {
  const source = placeOf(from, here, "oldPath");
  const target = placeOf(to, here, "newPath");
  const subject: Subject = { syscall: "rename", path: source.shown, dest: target.shown };
  checkName(source, subject);
  checkName(target, subject);
  const isAcross = source.isRemote !== target.isRemote || mountOf(source) !== mountOf(target);
  if (isAcross) {
    $refused("rename", (source.isRemote ? source : target).path, here);
    throw fileError("EXDEV", subject);
  }
  if (source.ending === "dot" || target.ending === "dot") yield* refuseDots(source, target, subject);
  if (source.ending === "slash" || target.ending === "slash") yield* checkIsFolder(source, subject);
  try {
    yield* askAt(source, subject, "rename", source.path, target.path);
  } catch (error) {
    // What the file lies in cannot be empty.
    if (codeOf(error) === "EISDIR" && source.path.startsWith(`${target.path}/`)) throw fileError("ENOTEMPTY", subject);
    throw error;
  }
}

/** @throws EBUSY, once the way to both is there. */
function* refuseDots(source: Place, target: Place, subject: Subject): Steps<void> {
  for (const place of [source, target]) {
    const path = place.ending === "dot" ? place.path : place.path.slice(0, place.path.lastIndexOf("/"));
    const raw = path === "" ? undefined : yield* askAt(place, subject, "stat", path);
    if (raw?.kind === "stat" && !raw.stat.isDirectory) throw fileError("ENOTDIR", subject);
  }
  throw fileError("EBUSY", subject);
}

const mountOf = ({ path, isRemote }: Place): string | undefined => (isRemote ? mountPrefix(path) : undefined);

function mountPrefix(path: string): string {
  const index = longestPrefix($mounts, path);
  return index === undefined ? "" : ($mounts[index] ?? "");
}

export function* truncate(here: number, path: unknown, length: unknown, form: Form): Steps<void> {
  if (typeof path === "number" && form !== "promise") return yield* ftruncate(path, length);
  if (form === "callback") lengthOf(length);
  const fd = yield* openFile(here, path, "r+", undefined);
  yield* closing(fd, ftruncate(fd, length), form);
}

export function* mkdir(here: number, path: unknown, given: unknown, form: Form): Steps<string | undefined> {
  const options = (typeof given === "number" || typeof given === "string" ? { mode: given } : (given ?? {})) as {
    readonly recursive?: unknown;
    readonly mode?: unknown;
  };
  const { recursive = false, mode = 0o777 } = options;
  const place = placeOf(path, here);
  checkBoolean(recursive, "options.recursive");
  modeOf(mode, form === "promise" ? 0o777 : undefined);
  checkName(place, { syscall: "mkdir", path: place.shown });
  if (place.ending === "dot" && !recursive) yield* statRaw(place, "mkdir");
  if (recursive && place.isRemote) return yield* makeRemoteFolder(place);
  const first = recursive ? yield* firstMissing(place) : undefined;
  yield* askAt(place, { syscall: "mkdir", path: place.shown }, "mkdir", place.path, recursive);
  return first;
}

/** Under a mount the directories above are there: the last one is the first that is made, if it is made. */
function* makeRemoteFolder(place: Place): Steps<string | undefined> {
  const subject = { syscall: "mkdir", path: place.shown };
  try {
    yield* askAt(place, subject, "mkdir", place.path, false);
    return place.shown;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    const raw = yield* askAt(place, subject, "stat", place.path);
    if (raw.kind === "stat" && !raw.stat.isDirectory) throw error;
    return undefined;
  }
}

/** What `recursive` makes first on the virtual disk; undefined: nothing. */
function* firstMissing(place: Place): Steps<string | undefined> {
  const names = place.path.split("/");
  for (let end = 2; end <= names.length; end += 1) {
    const path = names.slice(0, end).join("/");
    if (path === "/") return undefined;
    if (!(yield* isThere({ ...place, path, shown: path, ending: "name" }))) return end === names.length ? place.shown : path;
  }
  return undefined;
}

function* isThere(place: Place): Steps<boolean> {
  try {
    yield* statRaw(place, "stat");
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

export function* rmdir(here: number, path: unknown, options: unknown, form: Form): Steps<void> {
  const place = placeOf(path, here);
  if ((options as { readonly recursive?: boolean } | null | undefined)?.recursive === true) {
    const found = yield* statRaw(place, form === "promise" ? "stat" : "lstat");
    if (found.isDirectory) return yield* removeTree(place);
  } else {
    removalOptions(options);
  }
  yield* rmdirAt(place);
}

function* rmdirAt(place: Place): Steps<void> {
  checkName(place, { syscall: "rmdir", path: place.shown });
  if (place.ending === "dot") yield* refuseDot(place, { syscall: "rmdir", path: place.shown });
  yield* askAt(place, { syscall: "rmdir", path: place.shown }, "rmdir", place.path);
}

/** @throws EINVAL `.`, ENOTEMPTY `..`: if it is there. */
function* refuseDot(place: Place, subject: Subject): Steps<void> {
  const raw = yield* askAt(place, subject, "stat", place.path);
  if (raw.kind === "stat" && !raw.stat.isDirectory) throw fileError("ENOTDIR", subject);
  throw fileError(place.shown.endsWith("..") ? "ENOTEMPTY" : "EINVAL", subject);
}

export function* rm(here: number, path: unknown, given: unknown, form: Form): Steps<void> {
  const place = placeOf(path, here);
  const { recursive, force } = removalOptions(given);
  let found: RawStat;
  try {
    found = yield* statRaw(place, "lstat");
  } catch (error) {
    const isForgiven = force && (codeOf(error) === "ENOENT" || (codeOf(error) === "ENOTDIR" && form === "sync" && !recursive));
    if (isForgiven) return;
    throw error;
  }
  if (!found.isDirectory) return yield* unlinkAt(place);
  if (!recursive) throw removesDirectory(place.shown);
  yield* removeTree(place);
}

/** @throws As Node. Retries are for files that others hold: here nobody does. */
function removalOptions(given: unknown): { readonly recursive: boolean; readonly force: boolean } {
  if (given === undefined) return { recursive: false, force: false };
  checkObject(given, "options");
  const { recursive, force, retryDelay, maxRetries } = { ...removalDefaults, ...(given as object) } as Readonly<Record<string, unknown>>;
  checkBoolean(recursive, "options.recursive");
  checkInt32(retryDelay, "options.retryDelay", 0);
  checkUint32(maxRetries, "options.maxRetries");
  checkBoolean(force, "options.force");
  return { recursive, force };
}

const removalDefaults = { recursive: false, force: false, retryDelay: 100, maxRetries: 0 };

/** What goes meanwhile is no error. */
function* removeTree(place: Place): Steps<void> {
  if (place.ending === "dot") yield* refuseDot(place, { syscall: "rmdir", path: place.shown });
  for (const { name, isDirectory } of yield* namesAt(place, "scandir")) {
    const child = below(place, name);
    if (isDirectory) yield* removeTree(child);
    else yield* forgivingMissing(unlinkAt(child));
  }
  yield* forgivingMissing(rmdirAt({ ...place, ending: "name" }));
}

function* forgivingMissing(work: Steps<void>): Steps<void> {
  try {
    yield* work;
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

/** What is in a directory. */
export function* namesAt(place: Place, syscall: string): Steps<readonly RawName[]> {
  checkName(place, { syscall, path: place.shown });
  const raw = yield* askAt(place, { syscall, path: place.shown }, "readdir", place.path);
  return raw.kind === "names" ? raw.names : [];
}

export function* readdir(here: number, path: unknown, given: unknown, form: Form): Steps<unknown[]> {
  const options = optionsOf(given);
  const { encoding, withFileTypes, recursive } = options;
  const place = placeOf(path, here);
  if (recursive !== undefined && recursive !== null && form !== "promise") checkBoolean(recursive, "options.recursive");
  const found: unknown[] = [];
  const waiting: { readonly place: Place; readonly prefix: string }[] = [{ place, prefix: "" }];
  // The promise form goes into the last directory first, the others into the first one.
  for (let next = waiting.shift(); next !== undefined; next = form === "promise" ? waiting.pop() : waiting.shift()) {
    for (const { name, isDirectory } of yield* namesAt(next.place, "scandir")) {
      const full = next.prefix + name;
      if (recursive && isDirectory) waiting.push({ place: below(next.place, name), prefix: `${full}/` });
      found.push(withFileTypes ? new Dirent(encodeName(name, encoding), isDirectory, next.place.shown) : encodeName(full, encoding));
    }
  }
  return found;
}

export function* mkdtemp(here: number, prefix: unknown, given: unknown): Steps<unknown> {
  const { encoding } = optionsOf(given);
  const { shown } = placeOf(prefix, here, "prefix");
  for (;;) {
    const place = placeOf(shown + sixLetters(), here);
    try {
      yield* askAt(place, { syscall: "mkdtemp", path: `${shown}XXXXXX` }, "mkdir", place.path, false);
      return encodeName(place.shown, encoding);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  }
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const sixLetters = (): string => Array.from($randomBytes(6), (byte) => letters[byte % letters.length]).join("");

/** There are no links: a path is its own. The forms of `fs` go down from the root, and name the first part that is missing. */
export function* realpath(here: number, path: unknown, given: unknown, isNative: boolean): Steps<unknown> {
  const { encoding } = optionsOf(given);
  const place = placeOf(path, here);
  if (isNative) {
    yield* statRaw(place, "realpath");
    return encodeName(place.path, encoding);
  }
  const names = place.path === "/" ? [] : place.path.split("/");
  for (let end = 2; end <= names.length; end += 1) {
    const part = names.slice(0, end).join("/");
    if (place.isRemote && mountPrefix(part) === "") continue;
    yield* statRaw({ ...place, path: part, shown: part, ending: "name" }, "lstat");
  }
  return encodeName(place.path, encoding);
}

export function* statfs(here: number, path: unknown, given: unknown): Steps<StatFs> {
  const place = placeOf(path, here);
  yield* statRaw(place, "statfs");
  return new StatFs(place.isRemote, (given as { readonly bigint?: boolean } | null | undefined)?.bigint);
}

/** Accepted for what is there, and ignored. */
export function* utimes(here: number, path: unknown, times: readonly unknown[], syscall: "utime" | "lutime"): Steps<void> {
  const place = placeOf(path, here);
  for (const time of times) checkTime(time);
  yield* statRaw(place, syscall);
}

export function* futimes(given: unknown, times: readonly unknown[]): Steps<void> {
  checkTimes(times);
  yield* touch(checkFd(given));
}

export function checkTimes([atime, mtime]: readonly unknown[]): void {
  checkTime(atime, "atime");
  checkTime(mtime, "mtime");
}

export function* touch(fd: number): Steps<void> {
  yield* askOf(fd, { syscall: "futime" }, "size", fd);
}
