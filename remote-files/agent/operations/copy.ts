import { constants, type Stats } from "node:fs";
import { join } from "node:path";
import type { Agent } from "../agent.ts";
import { type Call, fileError, notSupported } from "../errors.ts";
import { host } from "../host.ts";
import { below, mkdir, readdir, stat } from "./names.ts";
import type { RemotePath } from "../mounts.ts";
import { immediately, type Steps } from "../steps.ts";
import { close, open } from "./open.ts";

/** One end of a copy: under a mount, or on the host. */
export type End = RemotePath | string;

/** Copies a file from, to or within a mount. `mode` as `fs.copyFile` takes it. */
export function* copyFile(agent: Agent, from: End, to: End, mode: unknown): Steps<void> {
  const bits = typeof mode === "number" ? mode : 0;
  const call = { syscall: "copyfile", path: shownOf(from), dest: shownOf(to) };
  if (bits & constants.COPYFILE_FICLONE_FORCE) throw fileError("ENOTSUP", call);
  const source = yield* openEnd(agent, from, "r", call);
  try {
    const isItself = typeof from !== "string" && typeof to !== "string" && from.bytes === to.bytes;
    if (isItself && (bits & constants.COPYFILE_EXCL) === 0) return;
    const target = yield* openEnd(agent, to, bits & constants.COPYFILE_EXCL ? "wx" : "w", call);
    try {
      const chunk = Buffer.allocUnsafe(256 * 1024);
      for (let got = source.read(chunk); got > 0; got = source.read(chunk)) target.write(chunk.subarray(0, got));
    } finally {
      yield* target.close();
    }
  } finally {
    yield* source.close();
  }
}

interface OpenEnd {
  read(chunk: Buffer): number;
  write(chunk: Buffer): void;
  close(): Steps<void>;
}

function* openEnd(agent: Agent, end: End, flags: string, call: Call): Steps<OpenEnd> {
  if (typeof end !== "string") {
    const file = yield* open(agent, end, flags, undefined, call);
    if (!file.record) {
      yield* close(agent, file);
      throw fileError("EISDIR", call);
    }
    return {
      read: (chunk) => agent.files.read(file, chunk, 0, chunk.length, null),
      write: (chunk) => void agent.files.write(file, chunk, 0, chunk.length, null),
      close: () => close(agent, file),
    };
  }
  const fd = onHost(() => host.openSync(end, flags), call);
  return {
    read: (chunk) => onHost(() => host.readSync(fd, chunk), call),
    write: (chunk) => onHost(() => host.writeFileSync(fd, chunk), call),
    close: () => immediately(() => host.closeSync(fd)),
  };
}

/** What fails on the host's side is told as part of this call. */
function onHost<Result>(work: () => Result, call: Call): Result {
  try {
    return work();
  } catch (error) {
    throw fileError((error as NodeJS.ErrnoException).code ?? "EIO", call);
  }
}

const shownOf = (end: End): string => (typeof end === "string" ? end : end.shown);

interface CopyOptions {
  readonly recursive?: boolean;
  readonly force?: boolean;
  readonly errorOnExist?: boolean;
  readonly dereference?: boolean;
  readonly mode?: number;
  readonly filter?: (from: string, to: string) => unknown;
}

/** `fs.cp` from, to or within a mount. */
export function* cp(agent: Agent, from: End, to: End, given: unknown): Steps<void> {
  yield* copyTree(agent, from, to, given ?? {});
}

function* copyTree(agent: Agent, from: End, to: End, options: CopyOptions): Steps<void> {
  const wanted = options.filter?.(shownOf(from), shownOf(to));
  if (typeof wanted === "object") throw notSupported("cp with an asynchronous filter", shownOf(from));
  if (options.filter && wanted !== true) return;
  const source = yield* statEnd(agent, from, options);
  if (!source) throw fileError("ENOENT", { syscall: "lstat", path: shownOf(from) });
  const target = yield* statEnd(agent, to, { dereference: true });
  if (!source.isDirectory() && !source.isFile()) throw notSupported("cp", shownOf(from));
  if (!source.isDirectory()) return yield* copyOne(agent, from, to, target, options);
  if (options.recursive !== true) throw copyError("ERR_FS_EISDIR", "Recursive option not enabled, cannot copy a directory", from);
  if (target && !target.isDirectory()) throw copyError("ERR_FS_CP_DIR_TO_NON_DIR", "Cannot overwrite non-directory with directory", to);
  if (!target) yield* makeFolder(agent, to);
  for (const name of yield* namesIn(agent, from)) yield* copyTree(agent, inside(from, name), inside(to, name), options);
}

function* copyOne(agent: Agent, from: End, to: End, target: Stats | undefined, options: CopyOptions): Steps<void> {
  if (target?.isDirectory()) throw copyError("ERR_FS_CP_NON_DIR_TO_DIR", "Cannot overwrite directory with non-directory", to);
  if (target && options.force === false) {
    if (options.errorOnExist === true) throw copyError("ERR_FS_CP_EEXIST", "Target already exists", to);
    return;
  }
  yield* copyFile(agent, from, to, options.mode);
}

function copyError(code: string, text: string, end: End): Error {
  return Object.assign(new Error(`${text}: ${shownOf(end)}`), { code, syscall: "cp", path: shownOf(end) });
}

function* statEnd(agent: Agent, end: End, options: Pick<CopyOptions, "dereference">): Steps<Stats | undefined> {
  if (typeof end !== "string") return (yield* stat(agent, end, { throwIfNoEntry: false })) as Stats | undefined;
  return (options.dereference === true ? host.statSync : host.lstatSync)(end, { throwIfNoEntry: false });
}

function* makeFolder(agent: Agent, end: End): Steps<void> {
  if (typeof end === "string") host.mkdirSync(end, { recursive: true });
  else yield* mkdir(agent, end, { recursive: true });
}

function* namesIn(agent: Agent, end: End): Steps<readonly string[]> {
  if (typeof end === "string") return host.readdirSync(end);
  return (yield* readdir(agent, end, undefined)) as string[];
}

const inside = (end: End, name: string): End => (typeof end === "string" ? join(end, name) : below(end, name));
