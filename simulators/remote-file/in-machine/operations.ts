import { checkFd } from "./checks.ts";
import * as copies from "./copy.ts";
import * as data from "./data.ts";
import * as directories from "./dir.ts";
import * as names from "./names.ts";
import { closeFd, openFile } from "./open.ts";
import { changeOf } from "./refused.ts";
import type { Form, Steps } from "./steps.ts";
import { dataOf, readFile as readWhole, wholeOptions, writeFile as writeWhole } from "./whole.ts";

/** What a function of `fs` does, whatever its form. `args`: all of them, without a callback. @throws What Node says of wrong arguments. */
export type Operation = (here: number, args: readonly unknown[], form: Form) => Steps<unknown>;

export { chmod, chown, lchown, link, openAsBlob, readlink, symlink, watch, watchFile } from "./refused.ts";

export const access: Operation = (here, [path, mode]) => names.access(here, path, mode);
export const appendFile: Operation = (here, [path, data, given], form) => writing(here, path, data, given, form, "a");
export const close: Operation = (_here, [fd]) => closeFd(checkFd(fd));
export const copyFile: Operation = (here, [from, to, mode]) => copies.copyFile(here, from, to, mode);
export const cp: Operation = (here, [from, to, options], form) => copies.cp(here, from, to, options, form);
export const exists: Operation = (here, [path]) => names.exists(here, path);
export const fchmod: Operation = (here, args) => changeOf("fchmod", here, args);
export const fchown: Operation = (here, args) => changeOf("fchown", here, args);
export const fdatasync: Operation = (_here, [fd]) => data.flush(checkFd(fd), "fdatasync");
export const fstat: Operation = (_here, [fd, options]) => names.fstat(fd, options);
export const fsync: Operation = (_here, [fd]) => data.flush(checkFd(fd), "fsync");
export const ftruncate: Operation = (_here, [fd, length]) => data.ftruncate(fd, length);
export const futimes: Operation = (_here, [fd, ...times]) => names.futimes(fd, times);
export const lstat: Operation = (here, [path, options]) => names.stat(here, path, options, "lstat");
export const lutimes: Operation = (here, [path, ...times]) => names.utimes(here, path, times, "lutime");
export const mkdir: Operation = (here, [path, options], form) => names.mkdir(here, path, options, form);
export const mkdtemp: Operation = (here, [prefix, options]) => names.mkdtemp(here, prefix, options);
export const open: Operation = (here, [path, flags, mode]) => openFile(here, path, flags, mode);
export const opendir: Operation = (here, [path, options]) => directories.opendir(here, path, options);
export const read: Operation = (_here, [fd, ...args], form) => data.readFrom(checkFd(fd), data.readRange(args, form));
export const readPair: Operation = (_here, [fd, ...args], form) => data.readWithBuffer(checkFd(fd), data.readRange(args, form));
export const readFile: Operation = (here, [path, options], form) => readWhole(here, path, wholeOptions(options, undefined, "r"), form);
export const readdir: Operation = (here, [path, options], form) => names.readdir(here, path, options, form);
export const readv: Operation = (_here, [fd, buffers, position]) => data.readVector(...data.vectorOf(fd, buffers), position);
export const realpath: Operation = (here, [path, options], form) => names.realpath(here, path, options, form === "promise");
export const rename: Operation = (here, [from, to]) => names.rename(here, from, to);
export const rm: Operation = (here, [path, options], form) => names.rm(here, path, options, form);
export const rmdir: Operation = (here, [path, options], form) => names.rmdir(here, path, options, form);
export const stat: Operation = (here, [path, options]) => names.stat(here, path, options, "stat");
export const statfs: Operation = (here, [path, options]) => names.statfs(here, path, options);
export const truncate: Operation = (here, [path, length], form) => names.truncate(here, path, length, form);
export const unlink: Operation = (here, [path]) => names.unlink(here, path);
export const utimes: Operation = (here, [path, ...times]) => names.utimes(here, path, times, "utime");
export const write: Operation = (_here, [fd, ...args]) => data.writeTo(checkFd(fd), data.writeRange(args));
export const writeFile: Operation = (here, [path, data, given], form) => writing(here, path, data, given, form, "w");
export const writev: Operation = (_here, [fd, buffers, position]) => data.writeVector(...data.vectorOf(fd, buffers), position);

function writing(here: number, path: unknown, data: unknown, given: unknown, form: Form, flag: "a" | "w"): Steps<void> {
  const options = wholeOptions(given, "utf8", flag);
  return writeWhole(here, path, dataOf(data, options.encoding), options, form);
}
