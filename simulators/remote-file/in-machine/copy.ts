import { Buffer } from "host:buffer";
import { checkPair, copiesDirectory, targetExists } from "../surface/copy.ts";
import { fileFlags } from "../surface/flags.ts";
import { checkBoolean, checkFunction, checkInteger, checkObject, smallMode } from "./checks.ts";
import { bothErrors, coded, fileError, type Subject } from "./errors.ts";
import { namesAt, statRaw, unlinkAt } from "./names.ts";
import { closeFd, openPlace } from "./open.ts";
import { below, checkName, type Place, placeOf } from "./paths.ts";
import { askAt, askOf, type Form, type Steps } from "./steps.ts";

/** @see `fs.constants` */
export const copyFlags = { COPYFILE_EXCL: 1, COPYFILE_FICLONE: 2, COPYFILE_FICLONE_FORCE: 4 } as const;

/** Copies a file from, to or within a mount, or on the virtual disk. */
export function* copyFile(here: number, from: unknown, to: unknown, mode: unknown): Steps<void> {
  const source = placeOf(from, here, "src");
  const target = placeOf(to, here, "dest");
  yield* copyPlace(source, target, smallMode(mode));
}

function* copyPlace(source: Place, target: Place, mode: number): Steps<void> {
  const subject: Subject = { syscall: "copyfile", path: source.shown, dest: target.shown };
  checkName(source, subject);
  if (mode & copyFlags.COPYFILE_FICLONE_FORCE) throw fileError("ENOTSUP", subject);
  const isExclusive = (mode & copyFlags.COPYFILE_EXCL) !== 0;
  const input = yield* openPlace(source, fileFlags.O_RDONLY, subject);
  yield* guarded(input, copyInto(input, target, isExclusive, source.isRemote === target.isRemote && source.path === target.path, subject));
}

function* copyInto(input: number, target: Place, isExclusive: boolean, isItself: boolean, subject: Subject): Steps<void> {
  const found = yield* sizeOf(input, subject);
  const isKept = isItself && !isExclusive;
  const flags = fileFlags.O_WRONLY | fileFlags.O_CREAT | (isExclusive ? fileFlags.O_EXCL : isKept ? 0 : fileFlags.O_TRUNC);
  const output = yield* openPlace(target, flags, subject);
  if (isKept) return yield* closeFd(output);
  try {
    yield* guarded(output, pump(input, output, found, subject));
  } catch (error) {
    yield* removed(target);
    throw error;
  }
}

/** Half a copy is none. */
function* removed(target: Place): Steps<void> {
  try {
    yield* unlinkAt(target);
  } catch {
    // The copy's own error says more.
  }
}

/** In parts, as the host copies. */
const partBytes = 256 * 1024;

function* pump(input: number, output: number, { isDirectory, size }: RawStat, subject: Subject): Steps<void> {
  if (isDirectory) throw fileError("EISDIR", subject);
  if (size === 0) return;
  const part = Buffer.alloc(Math.min(partBytes, size));
  for (;;) {
    const read = yield* askOf(input, subject, "read", input, [[part, 0, part.length]], undefined);
    const count = read.kind === "read" ? read.count : 0;
    if (count > 0) yield* askOf(output, subject, "write", output, [[part, 0, count]], undefined);
    if (count < part.length) return;
  }
}

function* sizeOf(fd: number, subject: Subject): Steps<RawStat> {
  const raw = yield* askOf(fd, subject, "size", fd);
  return raw.kind === "stat" ? raw.stat : { isDirectory: false, size: raw.kind === "size" ? raw.size : 0, file: 0 };
}

function* guarded(fd: number, work: Steps<void>): Steps<void> {
  try {
    yield* work;
  } catch (error) {
    try {
      yield* closeFd(fd);
    } catch (second) {
      throw bothErrors(error, second);
    }
    throw error;
  }
  yield* closeFd(fd);
}

interface CopyOptions {
  readonly recursive: boolean;
  readonly force: boolean;
  readonly errorOnExist: boolean;
  readonly mode: number;
  readonly filter?: (from: string, to: string) => unknown;
}

const switches = ["dereference", "errorOnExist", "force", "preserveTimestamps", "recursive", "verbatimSymlinks"] as const;

/** The options of `fs.cp`. @throws As Node. */
function copyOptions(given: unknown): CopyOptions {
  if (given !== undefined) checkObject(given, "options");
  const options: Record<string, unknown> = { force: true, ...(given as object | undefined) };
  for (const name of switches) checkBoolean(options[name] ?? false, `options.${name}`);
  const { mode, filter } = options;
  if (mode !== undefined && mode !== null) checkInteger(mode, "mode", 0, 7);
  if (options["dereference"] === true && options["verbatimSymlinks"] === true)
    throw coded(
      new TypeError('Option "dereference" cannot be used in combination with option "verbatimSymlinks"'),
      "ERR_INCOMPATIBLE_OPTION_PAIR",
    );
  if (filter !== undefined) checkFunction(filter, "options.filter");
  return {
    recursive: options["recursive"] === true,
    force: options["force"] === true,
    errorOnExist: options["errorOnExist"] === true,
    mode: typeof mode === "number" ? mode : 0,
    ...(filter === undefined ? {} : { filter: filter as (from: string, to: string) => unknown }),
  };
}

/** `fs.cp` from, to or within a mount. */
export function* cp(here: number, from: unknown, to: unknown, given: unknown, form: Form): Steps<void> {
  const options = copyOptions(given);
  const source = placeOf(from, here, "src");
  const target = placeOf(to, here, "dest");
  yield* copyTree(source, target, options, form, true);
}

function* copyTree(source: Place, target: Place, options: CopyOptions, form: Form, isTop: boolean): Steps<void> {
  if (options.filter && !allowed(options.filter(source.shown, target.shown), form)) return;
  const found = yield* statRaw(source, "lstat");
  const there = yield* statIfThere(target);
  checkPair(source, found, target, there);
  if (isTop) yield* makeParent(target);
  if (!found.isDirectory) return yield* copyOver(source, target, there, options);
  if (!options.recursive) throw copiesDirectory(source, form === "sync");
  if (!there) yield* makeFolder(target);
  for (const { name } of yield* namesAt(source, "opendir")) yield* copyTree(below(source, name), below(target, name), options, form, false);
}

function allowed(answer: unknown, form: Form): boolean {
  if (!(answer instanceof Promise)) return Boolean(answer);
  if (form !== "sync") return $notModelled("a `filter` of `fs.cp` that answers with a promise is not modelled: let it answer at once");
  throw coded(
    new TypeError('Expected boolean to be returned from the "filter" function but got an instance of Promise.'),
    "ERR_INVALID_RETURN_VALUE",
  );
}

function* statIfThere(place: Place): Steps<RawStat | undefined> {
  try {
    return yield* statRaw(place, "lstat");
  } catch (error) {
    if ((error as { readonly code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
}

function* copyOver(source: Place, target: Place, there: RawStat | undefined, options: CopyOptions): Steps<void> {
  if (!there) return yield* copyPlace(source, target, options.mode);
  if (options.force) {
    yield* unlinkAt(target);
    return yield* copyPlace(source, target, options.mode);
  }
  if (options.errorOnExist) throw targetExists(target);
}

/** Under a mount, directories are there as soon as something is in them. */
function* makeParent({ path, isRemote, ...rest }: Place): Steps<void> {
  const parent = path.slice(0, path.lastIndexOf("/"));
  if (!isRemote && parent !== "") yield* makeFolder({ ...rest, isRemote, path: parent });
}

function* makeFolder(place: Place): Steps<void> {
  yield* askAt(place, { syscall: "mkdir", path: place.shown }, "mkdir", place.path, true);
}
