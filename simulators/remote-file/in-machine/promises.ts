import { coded } from "./errors.ts";
import { promised } from "./forms.ts";
import { FileHandle, open } from "./handle.ts";
import * as operations from "./operations.ts";
import { openFile } from "./open.ts";
import { placeOf } from "./paths.ts";
import { checkAborted, runLater } from "./steps.ts";
import { dataOf, isFd, isIterable, wholeOptions } from "./whole.ts";

/** The functions of `fs/promises`. */
export const access = /* @__PURE__ */ promised("access", operations.access);
export const chmod = /* @__PURE__ */ promised("chmod", operations.chmod);
export const chown = /* @__PURE__ */ promised("chown", operations.chown);
export const copyFile = /* @__PURE__ */ promised("copyFile", operations.copyFile);
export const cp = /* @__PURE__ */ promised("cp", operations.cp);
export const lchown = /* @__PURE__ */ promised("lchown", operations.lchown);
export const link = /* @__PURE__ */ promised("link", operations.link);
export const lstat = /* @__PURE__ */ promised("lstat", operations.lstat);
export const lutimes = /* @__PURE__ */ promised("lutimes", operations.lutimes);
export const mkdir = /* @__PURE__ */ promised("mkdir", operations.mkdir);
export const mkdtemp = /* @__PURE__ */ promised("mkdtemp", operations.mkdtemp);
export const opendir = /* @__PURE__ */ promised("opendir", operations.opendir);
export const readdir = /* @__PURE__ */ promised("readdir", operations.readdir);
export const readlink = /* @__PURE__ */ promised("readlink", operations.readlink);
export const realpath = /* @__PURE__ */ promised("realpath", operations.realpath);
export const rename = /* @__PURE__ */ promised("rename", operations.rename);
export const rm = /* @__PURE__ */ promised("rm", operations.rm);
export const rmdir = /* @__PURE__ */ promised("rmdir", operations.rmdir);
export const stat = /* @__PURE__ */ promised("stat", operations.stat);
export const statfs = /* @__PURE__ */ promised("statfs", operations.statfs);
export const symlink = /* @__PURE__ */ promised("symlink", operations.symlink);
export const unlink = /* @__PURE__ */ promised("unlink", operations.unlink);
export const utimes = /* @__PURE__ */ promised("utimes", operations.utimes);

const readPath = /* @__PURE__ */ promised("readFile", operations.readFile);
const truncatePath = /* @__PURE__ */ promised("truncate", operations.truncate);

export { FileHandle, open };

export async function readFile(target: unknown, options?: unknown): Promise<unknown> {
  return target instanceof FileHandle ? target.readFile(options) : readPath(checkedPath(target), options);
}

export async function writeFile(target: unknown, data: unknown, options?: unknown): Promise<void> {
  return target instanceof FileHandle ? target.writeFile(data, options) : writePath(target, data, options, "w");
}

export async function appendFile(target: unknown, data: unknown, options?: unknown): Promise<void> {
  return target instanceof FileHandle ? target.appendFile(data, options) : writePath(target, data, options, "a");
}

export async function truncate(path: unknown, length?: unknown): Promise<void> {
  await truncatePath(checkedPath(path), length);
}

/** A number is no path here. */
function checkedPath(target: unknown): unknown {
  if (isFd(target)) placeOf(target, 0);
  return target;
}

/** The file is open as long as the data comes; it is closed whatever happens. */
async function writePath(path: unknown, data: unknown, given: unknown, flag: "a" | "w"): Promise<void> {
  const here = $here();
  const { signal, flag: flags, mode, flush } = wholeOptions(given, "utf8", flag);
  if (!isIterable(data)) dataOf(data, undefined);
  checkAborted(signal);
  const handle = new FileHandle(await runLater(here, openFile(here, checkedPath(path), flags, mode)));
  try {
    await handle.writeFile(data, given);
    if (flush) await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function lchmod(): Promise<void> {
  throw coded(new Error("The lchmod() method is not implemented"), "ERR_METHOD_NOT_IMPLEMENTED");
}

/** Changes of files are not told to anybody: it fails at the first step. */
// oxlint-disable-next-line require-yield -- That is the point.
export async function* watch(path: unknown): AsyncGenerator<never> {
  const here = $here();
  await runLater(here, operations.watch(here, [path]));
}
