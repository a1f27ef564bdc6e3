import type { FileHandle } from "node:fs/promises";
import { devNull } from "node:os";
import type { Agent } from "./agent.ts";
import { notSupported } from "./errors.ts";
import { promised } from "./forms.ts";
import { hostPromises } from "./host.ts";
import type { RemotePath } from "./mounts.ts";
import type { OpenFile } from "./open-file.ts";
import { isPlainRange, isView } from "./operations/arguments.ts";
import { close, open } from "./operations/open.ts";
import { fdOperations } from "./operations/table.ts";
import { bytesOf, isOpen, readFile, type Target, wholeOptions, writeFile } from "./operations/whole.ts";
import { runLater, type Steps } from "./steps.ts";

/**
 * `fs.promises.open` under a mount: a handle of Node's own class, so that whatever takes a `FileHandle` takes it.
 * Underneath it is the null device; every method that would reach that is the agent's.
 */
export function* openHandle(agent: Agent, path: RemotePath, flags: unknown, mode: unknown): Steps<Promise<FileHandle>> {
  const file = yield* open(agent, path, flags, mode);
  return adopted(agent, file);
}

async function adopted(agent: Agent, file: OpenFile): Promise<FileHandle> {
  const handle = await hostPromises.open(devNull, "r+").catch(async (error: unknown) => {
    // The host has no number left: the file is not left open without a handle.
    await runLater(close(agent, file), agent.link);
    throw error;
  });
  const base = Object.getPrototypeOf(handle) as object;
  const hostClose = handle.close.bind(handle);
  opened.set(handle, { agent, file, isClosed: false });
  Object.setPrototypeOf(handle, (prototype ??= remotePrototype(base)));
  Object.defineProperty(handle, "close", { value: () => closeHandle(handle, hostClose), writable: true, configurable: true });
  return handle;
}

interface Opened {
  readonly agent: Agent;
  readonly file: OpenFile;
  isClosed: boolean;
}

const opened = new WeakMap<object, Opened>();
let prototype: object | undefined;

export const isRemoteHandle = (value: unknown): value is FileHandle => typeof value === "object" && value !== null && opened.has(value);

/** The open file behind a handle, as long as it is open. */
export function fileOfHandle(handle: object): OpenFile | undefined {
  const state = opened.get(handle);
  return state && !state.isClosed ? state.file : undefined;
}

async function closeHandle(handle: FileHandle, hostClose: () => Promise<void>): Promise<void> {
  const state = opened.get(handle);
  if (!state || state.isClosed) return;
  state.isClosed = true;
  const host = hostClose();
  await promised(state.agent, () => close(state.agent, state.file), undefined);
  await host;
}

/** Node's methods of these names call others of the handle. */
const inherited: ReadonlySet<string> = new Set([
  "constructor",
  "getAsyncId",
  "fd",
  "readLines",
  "createReadStream",
  "createWriteStream",
  "close",
]);

/** Between a handle and Node's class: a method that the agent does not know is refused. */
function remotePrototype(base: object): object {
  const methods: Record<string, PropertyDescriptor> = { fd: { get: fdOf, configurable: true } };
  for (const name of Object.getOwnPropertyNames(base)) {
    if (inherited.has(name)) continue;
    const own = ownMethods[name] ?? refusing(name);
    methods[name] = { value: own, writable: true, configurable: true };
  }
  const symbols = Object.getOwnPropertySymbols(base).filter((symbol) => /messaging_(transfer|clone)/.test(String(symbol)));
  const withoutTransfer = Object.fromEntries(symbols.map((symbol) => [symbol, { value: refusing("postMessage"), configurable: true }]));
  return Object.create(base, { ...methods, ...withoutTransfer }) as object;
}

function refusing(name: string): (this: object) => Promise<never> {
  const refuse = function (this: object): Promise<never> {
    const state = opened.get(this);
    if (state) state.agent.calls += 1;
    if (name === "postMessage") throw notSupported(name);
    return Promise.reject(notSupported(name));
  };
  return Object.defineProperty(refuse, "name", { value: name });
}

function fdOf(this: object): number {
  return fileOfHandle(this)?.fd ?? -1;
}

type Method = (this: object, ...args: unknown[]) => unknown;

const ownMethods: Readonly<Record<string, Method>> = {
  read: method("read", "read", async (state, args) => {
    const [buffer, offset, length, position] = args;
    if (!isPlainRange(buffer, offset, length, position)) await looksAtRead(args);
    return onFd(state, "read", args, pair("bytesRead", "buffer"));
  }),
  readv: method("readv", "readv", (state, args) => onFd(state, "readv", args, pair("bytesRead", "buffers"))),
  write: method("write", "write", (state, args) =>
    sizeOf(args[0]) === 0
      ? Promise.resolve(pair("bytesWritten", "buffer")([0, args[0]]))
      : onFd(state, "write", args, pair("bytesWritten", "buffer")),
  ),
  writev: method("writev", "writev", (state, args) => onFd(state, "writev", args, pair("bytesWritten", "buffers"))),
  stat: method("stat", "fstat", (state, args) => onFd(state, "fstat", args)),
  sync: method("sync", "fsync", (state) => onFd(state, "fsync", [])),
  datasync: method("datasync", "fdatasync", (state) => onFd(state, "fdatasync", [])),
  truncate: method("truncate", "ftruncate", (state, args) => onFd(state, "ftruncate", args)),
  utimes: method("utimes", "futimes", (state, args) => onFd(state, "futimes", args)),
  readFile: method("readFile", "readFile", ({ agent, file }, [options]) =>
    promised(agent, () => readFile(agent, file, wholeOptions(options, { encoding: null, flag: "r" })), undefined),
  ),
  writeFile: method("writeFile", "writeFile", ({ agent, file }, [data, options]) => writeFrom(agent, file, data, options, "writeFile")),
  appendFile: method("appendFile", "writeFile", ({ agent, file }, [data, options]) => writeFrom(agent, file, data, options, "appendFile")),
  readableWebStream,
};

let nullHandle: Promise<FileHandle> | undefined;

/** Node's own method says what is wrong with the arguments, on the null device. */
async function looksAtRead(args: readonly unknown[]): Promise<void> {
  nullHandle ??= hostPromises.open(devNull, "r+");
  await (await nullHandle).read(...(args as []));
}

/** A handle writes no bytes without a look at the rest of the arguments. */
const sizeOf = (data: unknown): number | undefined => (isView(data) ? data.byteLength : undefined);

/** A method that fails on a closed handle as Node's do. */
function method(name: string, syscall: string, work: (state: Opened, args: readonly unknown[]) => Promise<unknown>): Method {
  const wrapper = function (this: object, ...args: unknown[]): Promise<unknown> {
    const state = opened.get(this);
    if (!state || state.isClosed) return Promise.reject(Object.assign(new Error("file closed"), { code: "EBADF", syscall }));
    state.agent.calls += 1;
    return work(state, args);
  };
  return Object.defineProperty(wrapper, "name", { value: name });
}

async function onFd(
  { agent, file }: Opened,
  name: string,
  args: readonly unknown[],
  shape = (value: unknown): unknown => value,
): Promise<unknown> {
  const operation = fdOperations[name];
  if (!operation) throw notSupported(name);
  return shape(await promised(agent, () => operation(agent, file.fd, args, "promise"), undefined));
}

/** Results as Node gives them: objects without a prototype. */
const pair = (count: string, buffer: string) => (value: unknown) => {
  const [number, what] = value as readonly [number, unknown];
  return Object.assign(Object.create(null) as object, { [count]: number, [buffer]: what });
};

/** `writeFile` and `appendFile` of promises, which take iterables and streams as well. */
export async function writeFrom(
  agent: Agent,
  target: Target,
  data: unknown,
  given: unknown,
  name: "writeFile" | "appendFile",
): Promise<void> {
  const options = wholeOptions(given, { encoding: "utf8", flag: name === "appendFile" ? "a" : "w" });
  if (!isIterable(data))
    return void (await promised(agent, () => writeFile(agent, target, bytesOf(data, options.encoding), options), undefined));
  if (isOpen(target)) return writeEach(agent, target, data, options.encoding);
  const file = (await promised(agent, () => open(agent, target, options.flag, options.mode), undefined)) as OpenFile;
  try {
    await writeEach(agent, file, data, options.encoding);
  } finally {
    await runLater(close(agent, file), agent.link);
  }
}

async function writeEach(agent: Agent, file: OpenFile, data: AsyncIterable<unknown>, encoding: BufferEncoding | null): Promise<void> {
  for await (const part of data) {
    const bytes = bytesOf(part, encoding);
    agent.files.write(file, bytes, 0, bytes.byteLength, null);
  }
}

const isIterable = (data: unknown): data is AsyncIterable<unknown> =>
  typeof data === "object" && data !== null && !isView(data) && (Symbol.iterator in data || Symbol.asyncIterator in data);

function readableWebStream(this: object): ReadableStream {
  const state = opened.get(this);
  if (!state || state.isClosed) throw Object.assign(new Error("The FileHandle is closed"), { code: "ERR_INVALID_STATE" });
  const { agent, file } = state;
  agent.calls += 1;
  return new ReadableStream({
    type: "bytes",
    async pull(controller) {
      const bytes = new Uint8Array(16_384);
      const result = await promised(
        agent,
        () => fdOperations["read"]?.(agent, file.fd, [bytes], "promise") ?? close(agent, file),
        undefined,
      );
      const [got] = result as readonly [number];
      if (got > 0) return controller.enqueue(bytes.subarray(0, got));
      controller.close();
      controller.byobRequest?.respond(0);
    },
  });
}
