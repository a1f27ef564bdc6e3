import { constants, type Stats } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { checkPair, copiesDirectory, type CopyEnd, targetExists } from "../../../simulators/remote-file/surface/copy.ts";
import type { Agent } from "../agent.ts";
import { type Call, fileError, notSupported } from "../errors.ts";
import { host } from "../host.ts";
import type { Form } from "./arguments.ts";
import { below, mkdir, readdir, stat, unlink } from "./names.ts";
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
    yield* copyInto(agent, source, to, bits & constants.COPYFILE_EXCL ? "wx" : "w", call);
  } finally {
    yield* source.close();
  }
}

function* copyInto(agent: Agent, source: OpenEnd, to: End, flags: string, call: Call): Steps<void> {
  const target = yield* openEnd(agent, to, flags, call);
  try {
    try {
      const chunk = Buffer.allocUnsafe(256 * 1024);
      for (let got = source.read(chunk); got > 0; got = source.read(chunk)) target.write(chunk.subarray(0, got));
    } finally {
      yield* target.close();
    }
  } catch (error) {
    yield* removed(agent, to);
    throw error;
  }
}

/** Half a copy is none. */
function* removed(agent: Agent, end: End): Steps<void> {
  try {
    yield* unlinkEnd(agent, end);
  } catch {
    // The copy's own error says more.
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
export function* cp(agent: Agent, from: End, to: End, given: unknown, form: Form): Steps<void> {
  yield* copyTree(agent, from, to, given ?? {}, form);
}

function* copyTree(agent: Agent, from: End, to: End, options: CopyOptions, form: Form, isTop = true): Steps<void> {
  const wanted = options.filter?.(shownOf(from), shownOf(to));
  if (wanted instanceof Promise) throw notSupported("cp with an asynchronous filter", shownOf(from));
  if (options.filter && !wanted) return;
  const source = yield* statEnd(agent, from, options);
  if (!source) throw fileError("ENOENT", { syscall: "lstat", path: shownOf(from) });
  const target = yield* statEnd(agent, to, { dereference: true });
  if (!source.isDirectory() && !source.isFile()) throw notSupported("cp", shownOf(from));
  checkPair(placeOf(from), kindOf(source), placeOf(to), target && kindOf(target));
  if (isTop && typeof to === "string") yield* makeFolder(agent, dirname(to));
  if (!source.isDirectory()) return yield* copyOne(agent, from, to, target !== undefined, options);
  if (options.recursive !== true) throw copiesDirectory(placeOf(from), form === "sync");
  if (!target) yield* makeFolder(agent, to);
  for (const name of yield* namesIn(agent, from)) yield* copyTree(agent, inside(from, name), inside(to, name), options, form, false);
}

function* copyOne(agent: Agent, from: End, to: End, isThere: boolean, options: CopyOptions): Steps<void> {
  if (isThere && options.force === false) {
    if (options.errorOnExist === true) throw targetExists(placeOf(to));
    return;
  }
  if (isThere) yield* unlinkEnd(agent, to);
  yield* copyFile(agent, from, to, options.mode);
}

const placeOf = (end: End): CopyEnd =>
  typeof end === "string"
    ? { path: resolve(end), shown: end, isRemote: false }
    : { path: end.bytes.replace(/(.)\/+$/, "$1"), shown: end.shown, isRemote: true };

const kindOf = (stats: Stats) => ({ isDirectory: stats.isDirectory() });

function* statEnd(agent: Agent, end: End, options: Pick<CopyOptions, "dereference">): Steps<Stats | undefined> {
  if (typeof end !== "string") return (yield* stat(agent, end, { throwIfNoEntry: false })) as Stats | undefined;
  return (options.dereference === true ? host.statSync : host.lstatSync)(end, { throwIfNoEntry: false });
}

function* makeFolder(agent: Agent, end: End): Steps<void> {
  if (typeof end === "string") host.mkdirSync(end, { recursive: true });
  else yield* mkdir(agent, end, { recursive: true });
}

function* unlinkEnd(agent: Agent, end: End): Steps<void> {
  if (typeof end === "string") host.unlinkSync(end);
  else yield* unlink(agent, end);
}

function* namesIn(agent: Agent, end: End): Steps<readonly string[]> {
  if (typeof end === "string") return host.readdirSync(end);
  return (yield* readdir(agent, end, undefined)) as string[];
}

const inside = (end: End, name: string): End => (typeof end === "string" ? join(end, name) : below(end, name));
