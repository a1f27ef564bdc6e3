import { checkFd, checkInteger, modeOf } from "./checks.ts";
import { linkOnDisk } from "./disk.ts";
import { fileError, type Subject } from "./errors.ts";
import { isRemoteFd } from "./numbers.ts";
import { statRaw } from "./names.ts";
import { type Place, placeOf } from "./paths.ts";
import { askOf, immediately, type Steps } from "./steps.ts";

/** What the agent does not do for a path under a mount: ENOTSUP, and FL4010. On the virtual disk it is done, as far as it can be. */
function refusedAt(name: string, place: Place): never {
  $refused(name, place.path, place.here);
  throw fileError("ENOTSUP", { syscall: name, path: place.shown });
}

function refusedOf(name: string, fd: number, here: number): never {
  $refused(name, `file ${fd}`, here);
  throw fileError("ENOTSUP", { syscall: name });
}

export function* chmod(here: number, [path, mode]: readonly unknown[]): Steps<void> {
  const place = placeOf(path, here);
  modeOf(mode);
  if (place.isRemote) refusedAt("chmod", place);
  yield* statRaw(place, "chmod");
}

export const chown = (here: number, args: readonly unknown[]): Steps<void> => changeOwner("chown", here, args);
export const lchown = (here: number, args: readonly unknown[]): Steps<void> => changeOwner("lchown", here, args);

function* changeOwner(name: string, here: number, [path, user, group]: readonly unknown[]): Steps<void> {
  const place = placeOf(path, here);
  checkOwner(user, group);
  if (place.isRemote) refusedAt(name, place);
  yield* statRaw(place, name);
}

function checkOwner(user: unknown, group: unknown): void {
  checkInteger(user, "uid", -1, 2 ** 32 - 1);
  checkInteger(group, "gid", -1, 2 ** 32 - 1);
}

/** `fchmod` and `fchown` on a number. */
export function* changeOf(name: "fchmod" | "fchown", here: number, [given, ...args]: readonly unknown[]): Steps<void> {
  const fd = checkFd(given);
  if (name === "fchmod") modeOf(args[0]);
  else checkOwner(args[0], args[1]);
  if (isRemoteFd(fd)) refusedOf(name, fd, here);
  yield* askOf(fd, { syscall: name }, "size", fd);
}

export const link = (here: number, [from, to]: readonly unknown[]): Steps<void> =>
  immediately(() => {
    const source = placeOf(from, here, "existingPath");
    const target = placeOf(to, here, "newPath");
    const subject: Subject = { syscall: "link", path: source.shown, dest: target.shown };
    if (source.isRemote || target.isRemote) refusedAt("link", source.isRemote ? source : target);
    const raw = linkOnDisk(source.path, target.path);
    if (raw.kind === "failed") throw fileError(raw.errno, subject);
  });

export const symlink = (here: number, [to, path]: readonly unknown[]): Steps<void> =>
  immediately(() => {
    const target = placeOf(to, here, "target");
    const place = placeOf(path, here);
    if (place.isRemote || target.isRemote) refusedAt("symlink", place.isRemote ? place : target);
    $notModelled("`fs.symlink` is not modelled: use the path itself");
  });

export function* readlink(here: number, [path]: readonly unknown[]): Steps<void> {
  const place = placeOf(path, here, "oldPath");
  if (place.isRemote) refusedAt("readlink", place);
  yield* statRaw(place, "readlink");
  throw fileError("EINVAL", { syscall: "readlink", path: place.shown });
}

export const watch = (here: number, args: readonly unknown[]): Steps<void> => changesOf("watch", here, args);
export const watchFile = (here: number, args: readonly unknown[]): Steps<void> => changesOf("watchFile", here, args);
export const openAsBlob = (here: number, args: readonly unknown[]): Steps<void> => changesOf("openAsBlob", here, args);

const changesOf = (name: string, here: number, [path]: readonly unknown[]): Steps<void> =>
  immediately(() => {
    const place = placeOf(path, here);
    if (place.isRemote) refusedAt(name, place);
    $notModelled(`\`fs.${name}\` is not modelled: read the file again where its content is needed`);
  });
