import type { Agent } from "../agent.ts";
import { opendir } from "../directory.ts";
import { isRemoteFd } from "../files.ts";
import type { RemotePath } from "../mounts.ts";
import { immediately, type Steps } from "../steps.ts";
import { flush, ftruncate, read, readv, write, writev } from "./data.ts";
import type { Form } from "./arguments.ts";
import {
  access,
  exists,
  fstat,
  futimes,
  mkdir,
  mkdtemp,
  readdir,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  statfs,
  truncate,
  unlink,
  utimes,
} from "./names.ts";
import { callOf, close, open } from "./open.ts";
import { bytesOf, readFile, type Target, wholeOptions, writeFile } from "./whole.ts";

/** What is done with a path or a file number. `args` are those behind it, without a callback. */
export type Operation<On> = (agent: Agent, on: On, args: readonly unknown[], form: Form) => Steps<unknown>;

/** By the name of the callback form. */
export const pathOperations: Readonly<Record<string, Operation<RemotePath>>> = {
  open: function* (agent, path, [flags, mode]) {
    return (yield* open(agent, path, flags, mode)).fd;
  },
  stat: (agent, path, [options]) => stat(agent, path, options),
  lstat: (agent, path, [options]) => stat(agent, path, options, callOf("lstat", path)),
  access: (agent, path, [mode]) => access(agent, path, mode),
  exists: (agent, path) => exists(agent, path),
  unlink: (agent, path) => unlink(agent, path),
  rm: (agent, path, [options], form) => rm(agent, path, options, form),
  truncate: (agent, path, [length]) => truncate(agent, path, length),
  mkdir: (agent, path, [options]) => mkdir(agent, path, options),
  rmdir: (agent, path, [options]) => rmdir(agent, path, options),
  readdir: (agent, path, [options]) => readdir(agent, path, options),
  opendir: (agent, path, [options]) => opendir(agent, path, options),
  mkdtemp: (agent, path, [options]) => mkdtemp(agent, path, options),
  realpath: (agent, path, [options], form) => realpath(agent, path, options, form === "promise" ? "realpath" : "lstat"),
  statfs: (agent, path, [options]) => statfs(agent, path, options),
  utimes: (agent, path) => utimes(agent, path, "utime"),
  lutimes: (agent, path) => utimes(agent, path, "lutime"),
};

/** Those that take a path or a file number. */
export const wholeOperations: Readonly<Record<string, Operation<Target>>> = {
  readFile: (agent, target, [options]) => readFile(agent, target, wholeOptions(options, { encoding: null, flag: "r" })),
  writeFile: (agent, target, [data, given], form) => {
    const options = wholeOptions(given, { encoding: "utf8", flag: "w" });
    return writeFile(agent, target, bytesOf(data, options.encoding), { ...options, form });
  },
  appendFile: (agent, target, [data, given], form) => {
    const options = wholeOptions(given, { encoding: "utf8", flag: "a" });
    return writeFile(agent, target, bytesOf(data, options.encoding), { ...options, form });
  },
};

export const fdOperations: Readonly<Record<string, Operation<number>>> = {
  close: (agent, fd) => close(agent, agent.files.get(fd, "close")),
  ftruncate: (agent, fd, [length]) => ftruncate(agent, fd, length),
  fstat: local((agent, fd, [options]) => fstat(agent, fd, options)),
  fsync: local((agent, fd) => flush(agent, fd, "fsync")),
  fdatasync: local((agent, fd) => flush(agent, fd, "fdatasync")),
  futimes: local((agent, fd) => futimes(agent, fd)),
  read: local((agent, fd, args, form) => read(agent, fd, args, form)),
  readv: local((agent, fd, [buffers, position]) => [readv(agent, fd, buffers, position), buffers]),
  write: local((agent, fd, args) => [write(agent, fd, args), args[0]]),
  writev: local((agent, fd, [buffers, position]) => [writev(agent, fd, buffers, position), buffers]),
};

/** Those whose callback gets the buffer too; their synchronous form gives the number alone. */
export const pairs: ReadonlySet<string> = new Set(["read", "readv", "write", "writev"]);

/** Two paths, both under mounts. */
export const renameOperation = rename;

/** An operation without a message. */
function local(work: (agent: Agent, fd: number, args: readonly unknown[], form: Form) => unknown): Operation<number> {
  return (agent, fd, args, form) => immediately(() => work(agent, fd, args, form));
}

/** The first argument of `readFile` and its like. */
export function targetOf(agent: Agent, first: unknown): Target | undefined {
  return isRemoteFd(first) ? agent.files.get(first, "read") : agent.find(first);
}
