/**
 * The canary: a process with the agent in it that calls every entry point of `fs`, `fs/promises` and `FileHandle` on a path under a mount.
 * What does not come to the agent would go to the host's files without a word: it is reported.
 */
import fs from "node:fs";
import { posix } from "node:path";
import { Readable, Writable } from "node:stream";
import { agentSymbol, type CanaryDoor } from "../agent/canary-door.ts";

type AnyFunction = (...args: unknown[]) => unknown;

async function main(mount: string): Promise<void> {
  const door = (globalThis as unknown as Record<symbol, CanaryDoor | undefined>)[agentSymbol];
  const escapes = door ? await findEscapes(door, mount) : ["every entry point: the agent was not loaded"];
  process.stdout.write(JSON.stringify({ escapes }));
}

async function findEscapes(door: CanaryDoor, mount: string): Promise<readonly string[]> {
  const folder = posix.join(mount, `.faultline-canary-${process.pid}`);
  const seen = watcher(door);
  const escapes: string[] = [];
  for (const [prefix, functions] of [
    ["fs", fs as unknown as Record<string, unknown>],
    ["fs.promises", fs.promises as unknown as Record<string, unknown>],
  ] as const) {
    for (const name of Object.keys(functions)) {
      const called = functions[name];
      if (typeof called !== "function" || isNoEntry(name)) continue;
      const isSeen = await tried(seen, called as AnyFunction, name, { folder, isPromise: prefix === "fs.promises" });
      if (!isSeen) escapes.push(`${prefix}.${name}`);
    }
  }
  escapes.push(...(await handleEscapes(seen, folder)));
  await fs.promises.rm(folder, { recursive: true, force: true });
  return escapes;
}

/** Classes without a path, and helpers. */
const isNoEntry = (name: string): boolean =>
  ["Dirent", "Stats", "BigIntStats", "StatFs", "Dir", "_toUnixTimestamp", "unwatchFile"].includes(name);

type Seen = (work: () => unknown) => Promise<boolean>;

/** Does a call come to the agent? Its outcome does not matter. */
function watcher(door: CanaryDoor): Seen {
  return async (work) => {
    const before = door.calls();
    try {
      await settled(work());
    } catch {
      // Refused, or there is nothing: it is the agent that says so, or the count tells.
    }
    return door.calls() > before;
  };
}

/** Promises, streams and iterators do their work later. */
async function settled(value: unknown): Promise<void> {
  const given = (await value) as { on?: unknown; close?: unknown; [Symbol.asyncIterator]?: () => AsyncIterator<unknown> } | undefined;
  if (given instanceof Readable || given instanceof Writable) return streamed(given);
  const iterate = given?.[Symbol.asyncIterator];
  if (given && iterate && !("path" in given)) await iterate.call(given).next();
  if (typeof given?.close === "function") await (given.close as () => unknown)();
}

function streamed(stream: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ["open", "error", "close"]) stream.once(event, () => resolve());
  });
}

interface Place {
  readonly folder: string;
  readonly isPromise: boolean;
}

async function tried(seen: Seen, called: AnyFunction, name: string, { folder, isPromise }: Place): Promise<boolean> {
  const isSync = name.endsWith("Sync");
  const base = isSync ? name.slice(0, -4) : name;
  const isClass = /^[A-Z]/.test(name);
  for (const args of argumentLists(base, posix.join(folder, base))) {
    const work = (): unknown => {
      if (isClass) return Reflect.construct(called, args as unknown[]);
      if (isSync || isPromise || withoutCallback.has(base)) return called(...args);
      return new Promise((resolve) => void called(...args, (...results: unknown[]) => resolve(results)));
    };
    if (await seen(() => Promise.race([work(), new Promise((resolve) => setTimeout(resolve, patience).unref())]))) return true;
  }
  return false;
}

/** Milliseconds for an entry point that never calls back: one that only throws. */
const patience = 300;

const withoutCallback: ReadonlySet<string> = new Set(["createReadStream", "createWriteStream", "openAsBlob", "watch", "watchFile"]);

/** A number that no file has: the agent says so, the host is not asked. */
const closedFd = 0x2fff_ffff;
const buffer = Buffer.alloc(8);

const onFd: Readonly<Record<string, readonly unknown[]>> = {
  read: [closedFd, buffer, 0, 8, 0],
  readv: [closedFd, [buffer], 0],
  write: [closedFd, buffer, 0, 8, 0],
  writev: [closedFd, [buffer], 0],
  futimes: [closedFd, 0, 0],
  fchown: [closedFd, 0, 0],
  fchmod: [closedFd, 0],
};

const behindPath: Readonly<Record<string, readonly unknown[]>> = {
  writeFile: ["text"],
  appendFile: ["text"],
  chown: [0, 0],
  lchown: [0, 0],
  chmod: [0],
  lchmod: [0],
  utimes: [0, 0],
  lutimes: [0, 0],
  watchFile: [() => undefined],
};

const twoPaths: ReadonlySet<string> = new Set(["rename", "copyFile", "cp", "link", "symlink"]);

/** What a function may be called with; of one that nobody knows, everything that could name a file. */
function argumentLists(base: string, path: string): readonly (readonly unknown[])[] {
  const fixed = onFd[base];
  if (fixed) return [fixed];
  if (["close", "fstat", "fsync", "fdatasync", "ftruncate"].includes(base)) return [[closedFd]];
  if (twoPaths.has(base)) return [[path, `${path}-2`]];
  const rest = behindPath[base];
  if (rest) return [[path, ...rest]];
  return [[path], [{ path, dest: path, file: path, cwd: path }], ["*", { cwd: path }], [path, path], [closedFd]];
}

/** The methods of a handle, each on a handle of its own. */
async function handleEscapes(seen: Seen, folder: string): Promise<readonly string[]> {
  await fs.promises.mkdir(folder, { recursive: true }).catch(() => undefined);
  const path = posix.join(folder, "handle");
  const handle = await fs.promises.open(path, "w+").catch(() => undefined);
  // No memory, or nothing may be written: then handles cannot be tried, and cannot be had for writing either.
  if (!handle) return [];
  const escapes: string[] = [];
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(Object.getPrototypeOf(handle)));
  const methods = handle as unknown as Record<string, unknown>;
  for (const name of names.filter((candidate) => !notTried.has(candidate))) {
    const called = methods[name];
    if (typeof called !== "function") continue;
    const args = handleArguments[name] ?? [];
    const isSeen = await seen(() => called.apply(handle, args) as unknown);
    if (!isSeen) escapes.push(`FileHandle.${name}`);
  }
  await handle.close();
  return escapes;
}

/** `readLines` and the streams call `read` and `write` of the handle. */
const notTried: ReadonlySet<string> = new Set([
  "constructor",
  "getAsyncId",
  "fd",
  "close",
  "readLines",
  "createReadStream",
  "createWriteStream",
]);

const handleArguments: Readonly<Record<string, readonly unknown[]>> = {
  read: [buffer, 0, 8, 0],
  readv: [[buffer], 0],
  write: [buffer, 0, 8, 0],
  writev: [[buffer], 0],
  writeFile: ["text"],
  appendFile: ["text"],
  chown: [0, 0],
  chmod: [0],
  utimes: [0, 0],
};

// Entry points that fail late fail here; what counts is whether the agent was asked.
process.on("uncaughtException", () => undefined);
process.on("unhandledRejection", () => undefined);
void main(process.argv[2] ?? "");
