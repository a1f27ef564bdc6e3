import { fileFlags, flagWordsOf } from "../surface/flags.ts";
import { checkInt32, modeOf, wrongValue } from "./checks.ts";
import { openFolder } from "./disk.ts";
import { type FileError, fileError, type Subject } from "./errors.ts";
import { checkName, type Place, placeOf } from "./paths.ts";
import { askAt, askOf, type Steps } from "./steps.ts";

/** The arguments of `fs.open`, looked at in Node's order. @returns The file number. */
export function* openFile(here: number, path: unknown, flags: unknown, mode: unknown): Steps<number> {
  const place = placeOf(path, here);
  const bits = flagsOf(flags);
  modeOf(mode, 0o666);
  return yield* openPlace(place, bits, { syscall: "open", path: place.shown });
}

/** Steps C1 to C6 of the claim (US10706005B2), for a path under a mount. */
export function* openPlace(place: Place, flags: number, subject: Subject): Steps<number> {
  checkName(place, subject);
  if (flags < 0 || (flags & 3) === 3) throw fileError("EINVAL", subject);
  if (place.ending !== "name" || flags & fileFlags.O_DIRECTORY) yield* checkFolder(place, flags, subject);
  try {
    return opened(yield* askAt(place, subject, "open", place.path, flags));
  } catch (error) {
    const folder = isFolderError(error) ? openFolder(flags) : undefined;
    if (folder?.kind === "opened") return folder.fd;
    throw error;
  }
}

function opened(raw: Raw): number {
  if (raw.kind !== "opened") throw new Error("an open was answered by something else");
  return raw.fd;
}

/** The agent knows no directories; one that is opened for reading is known here, to nobody else. */
const isFolderError = (error: unknown): boolean => (error as Partial<FileError>).code === "EISDIR";

/** A path that ends with a slash or a dot: only a directory may be there, and none is made by opening it. */
function* checkFolder(place: Place, flags: number, subject: Subject): Steps<void> {
  if (place.ending === "slash" && flags & fileFlags.O_CREAT) throw fileError("EISDIR", subject);
  const raw = yield* askAt(place, subject, "stat", place.path);
  if (raw.kind === "stat" && !raw.stat.isDirectory) throw fileError("ENOTDIR", subject);
}

/** @throws EBADF */
export function* closeFd(fd: number): Steps<void> {
  if (fd > 2 || fd < 0) yield* askOf(fd, { syscall: "close" }, "close", fd);
}

/** @throws As Node: what is wrong with the flags. */
export function flagsOf(flags: unknown, name = "flags"): number {
  if (flags === undefined || flags === null) return fileFlags.O_RDONLY;
  if (typeof flags === "number") {
    checkInt32(flags, name);
    return flags;
  }
  const known = typeof flags === "string" ? flagWords.get(flags) : undefined;
  if (known === undefined) throw wrongValue("flags", flags);
  return known;
}

const flagWords = /* @__PURE__ */ flagWordsOf(fileFlags);
