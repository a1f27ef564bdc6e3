import assert from "node:assert/strict";
import * as buffer from "node:buffer";
import * as events from "node:events";
import * as fs from "node:fs";
import * as promises from "node:fs/promises";
import * as stream from "node:stream";
import * as string_decoder from "node:string_decoder";
import { test } from "node:test";
import * as url from "node:url";
import { inspect, promisify } from "node:util";
import { modules } from "../module.ts";
import type { Change } from "../nodes/testing/programs.ts";
import { filesBeside } from "./testing/beside.ts";

type AnyFunction = (...args: unknown[]) => unknown;

const beside = { modules: { buffer, events, stream, string_decoder, url }, inspect, nextTick: process.nextTick.bind(process) };

function made(change: Change = {}, own: Readonly<Record<string, unknown>> = {}) {
  const files = filesBeside(beside, change, own);
  return { ...files, fs: files.fs as unknown as typeof fs, promises: files.promises as unknown as typeof promises };
}

test("files: every name that Node exports is there, and no other", () => {
  const files = made();
  const kindsOf = (of: object): Record<string, string> =>
    Object.fromEntries(
      Object.keys(of)
        .toSorted()
        .map((name) => [name, typeof (of as Record<string, unknown>)[name]]),
    );
  const defaultOf = (of: object): object => (of as { readonly default: object }).default;
  assert.deepEqual(kindsOf(files.fs), kindsOf(fs));
  assert.deepEqual(kindsOf(defaultOf(files.fs)), kindsOf(defaultOf(fs)));
  assert.deepEqual(kindsOf(files.promises), kindsOf(promises));
  assert.deepEqual(kindsOf(defaultOf(files.promises)), kindsOf(defaultOf(promises)));
  assert.deepEqual({ ...files.fs.constants }, { ...fs.constants });
});

test("files: a handle has every method of Node's", async () => {
  const { promises: ours } = made();
  const handle = await ours.open("/rdma/a", "w+");
  const nodes = await promises.open("/dev/null");
  const methods = (of: object): string[] => Object.getOwnPropertyNames(Object.getPrototypeOf(of) as object);
  const missing = [...methods(nodes), "close", "on", "once", "off"].filter((name) => !(name in handle));
  assert.deepEqual(missing, []);
  await nodes.close();
  await handle.close();
});

/** The table of section 3 of the specification. */
const table = {
  oneSided: "read readv write writev fsync fdatasync fstat readFile writeFile appendFile createReadStream createWriteStream copyFile cp",
  withManager:
    "open close stat lstat access exists unlink rm rename truncate ftruncate mkdir rmdir readdir opendir mkdtemp realpath statfs utimes futimes lutimes",
  refused: "openAsBlob watch watchFile link symlink readlink chown fchown lchown chmod fchmod lchmod",
  none: "unwatchFile Dirent Stats ReadStream WriteStream FileReadStream FileWriteStream Dir _toUnixTimestamp",
};

test("files: the specification says of every function what the agent does with it", () => {
  const said = Object.values(table).flatMap((list) => list.split(" "));
  const functions = [...Object.keys(fs), ...Object.keys(promises)].filter((name) => !/^([A-Z]_OK|constants|promises|default)$/.test(name));
  assert.deepEqual(
    [...new Set(functions.map((name) => name.replace(/Sync$/, "")))].filter((name) => !said.includes(name)),
    [],
  );
});

/** Arguments of a refused function, for a path under a mount. */
const refusedCalls: readonly (readonly [name: string, args: readonly unknown[]])[] = [
  ["link", ["/rdma/a", "/rdma/b"]],
  ["link", ["/tmp/a", "/rdma/b"]],
  ["symlink", ["/rdma/a", "/tmp/b"]],
  ["readlink", ["/rdma/a"]],
  ["chown", ["/rdma/a", 0, 0]],
  ["lchown", ["/rdma/a", 0, 0]],
  ["chmod", ["/rdma/a", 0o600]],
];

for (const [name, args] of refusedCalls) {
  test(`files: ${name}(${args.join(", ")}) is refused in all forms, and told`, async () => {
    const files = made();
    files.fs.writeFileSync("/rdma/a", "");
    const of = (functions: object, key: string): AnyFunction => (functions as Record<string, AnyFunction>)[key] as AnyFunction;
    assert.throws(() => of(files.fs, `${name}Sync`)(...args), { code: "ENOTSUP", syscall: name });
    await assert.rejects(async () => of(files.promises, name)(...args), { code: "ENOTSUP", errno: -95 });
    await assert.rejects((promisify(of(files.fs, name)) as AnyFunction)(...args) as Promise<unknown>, { code: "ENOTSUP" });
    assert.equal(files.told.refused.length, 3);
    assert.match(files.told.refused[0] ?? "", new RegExp(`^${name} /rdma/`));
  });
}

test("files: what has one form alone is refused in it", async () => {
  const { fs: ours, promises: later, told } = made();
  const fd = ours.openSync("/rdma/a", "w");
  await assert.rejects((ours as { openAsBlob: (path: string) => Promise<unknown> }).openAsBlob("/rdma/a"), { code: "ENOTSUP" });
  assert.throws(() => ours.watch("/rdma/a"), { code: "ENOTSUP" });
  assert.throws(() => ours.watchFile("/rdma/a", () => undefined), { code: "ENOTSUP" });
  assert.throws(() => ours.fchmodSync(fd, 0o600), { code: "ENOTSUP" });
  await assert.rejects(promisify(ours.fchown)(fd, 0, 0), { code: "ENOTSUP" });
  await assert.rejects(later.watch("/rdma/a")[Symbol.asyncIterator]().next(), { code: "ENOTSUP" });
  const handle = await later.open("/rdma/a", "r");
  await assert.rejects(handle.chmod(0o600), { code: "ENOTSUP" });
  assert.throws(() => ours.renameSync("/rdma/a", "/tmp/a"), { code: "EXDEV", dest: "/tmp/a" });
  assert.deepEqual(
    told.refused.map((one) => one.split(" ")[0]),
    ["openAsBlob", "watch", "watchFile", "fchmod", "fchown", "watch", "fchmod", "rename"],
  );
  // Nothing is watched, so this is nothing.
  ours.unwatchFile("/rdma/a");
});

test("files: what leaves the mounts is told, but not what may be local", () => {
  const { fs: ours, told } = made({ rest: { local: ["/tmp", "/var/log"] } });
  const seen = (work: () => unknown): readonly string[] => {
    told.strayed.length = 0;
    work();
    return [...told.strayed];
  };
  for (const path of ["/rdmax/a", "/RDMA/a", "/rdma/../a", "/tmpx", "/var/logs", "rdma-x"]) {
    assert.deepEqual(seen(() => ours.existsSync(path)).length, 1, path);
    assert.deepEqual(seen(() => ours.writeFileSync(path, "x")).length, 1, path);
    assert.equal(ours.readFileSync(path, "utf8"), "x");
  }
  for (const path of ["/rdma/a", "/tmp/a", "/tmp", "/var/log/x", "//rdma//b", "rdma/c", "/x/../rdma/d"])
    assert.deepEqual(
      seen(() => ours.existsSync(path)),
      [],
      path,
    );
});

test("files: paths are text, bytes and URLs; bytes that are no text stay what they are", () => {
  const { fs: ours } = made();
  ours.writeFileSync(Buffer.from("/rdma/\xff\xfe", "latin1"), "odd");
  ours.writeFileSync(new URL("file:///rdma/a%20b"), "space");
  ours.writeFileSync("/rdma/ä\u{1f600}", "text");
  assert.deepEqual(
    ours.readdirSync("/rdma", "buffer").map(String),
    [Buffer.from("a b"), Buffer.from("ä😀"), Buffer.from("\xff\xfe", "latin1")].map(String),
  );
  assert.equal(ours.readdirSync("/rdma", "buffer").at(-1)?.toString("hex"), "fffe");
  assert.equal(ours.readFileSync(Buffer.from("/rdma/ä😀"), "utf8"), "text");
  for (const long of ["ä".repeat(128), "x/".repeat(2100)]) {
    assert.throws(() => ours.writeFileSync(`/rdma/${long}`, ""), { code: "ENAMETOOLONG", syscall: "open" });
    assert.throws(() => ours.renameSync("/rdma/a b", `/rdma/${long}`), { code: "ENAMETOOLONG", syscall: "rename" });
  }
  ours.writeFileSync(`/rdma/${"ä".repeat(127)}`, "");
  assert.throws(() => ours.readFileSync("/rdma/a\0"), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => ours.readFileSync(new URL("http://127.0.0.1/rdma/a")), { code: "ERR_INVALID_URL_SCHEME" });
});

test("files: the number of a remote file begins at 0x20000000, the lowest free first", () => {
  const { fs: ours } = made();
  const first = ours.openSync("/rdma/a", "w");
  const second = ours.openSync("/rdma/b", "w");
  assert.deepEqual([first, second, ours.openSync("/tmp/a", "w")], [0x2000_0000, 0x2000_0001, 3]);
  ours.closeSync(first);
  assert.equal(ours.openSync("/rdma/a", "r"), first);
});

test("files: a closed handle fails as Node's, and the agent is told", async () => {
  const calls: unknown[][] = [];
  const { promises: ours } = made(
    {},
    {
      $agentCall: async (_here: number, ...call: unknown[]) => {
        calls.push(call);
        if (call[0] === "open") return { kind: "opened", fd: 0x2000_0003 };
        return (call[1] as number) < 0 ? { kind: "failed", errno: "EBADF" } : { kind: "done" };
      },
    },
  );
  const handle = await ours.open("/rdma/a");
  await handle.close();
  assert.equal(handle.fd, -1);
  await handle.close();
  await assert.rejects(handle.read(Buffer.alloc(4), 0, 4, 8), { code: "EBADF", syscall: "read", message: "file closed" });
  await assert.rejects(handle.truncate(3), { code: "EBADF", syscall: "ftruncate" });
  assert.deepEqual(
    calls.slice(2).map(([kind, fd]) => [kind, fd]),
    [
      ["read", -0x2000_0003],
      ["ftruncate", -0x2000_0003],
    ],
  );
});

test("files: a close waits for what is under way", async () => {
  const { promises: ours } = made();
  const handle = await ours.open("/rdma/a", "w+");
  const heard: string[] = [];
  (handle as unknown as events.EventEmitter).on("close", () => heard.push("event"));
  const written = handle.write("abc").then(() => heard.push("written"));
  // oxlint-disable-next-line typescript/unbound-method -- In Node it may be taken off, too.
  const { close } = handle;
  await close().then(() => heard.push("closed"));
  await written;
  assert.deepEqual(heard, ["event", "written", "closed"]);
});

test("files: what failed says the cause", () => {
  const rdma = { status: "REM_ACCESS", qpn: 3, wrId: 4, rkey: 5 };
  const { fs: ours } = made({}, { $agentCallSync: () => ({ kind: "failed", errno: "ESTALE", rdma }) });
  assert.throws(() => ours.statSync("/rdma/a"), {
    name: "Error",
    message: "ESTALE: stale file handle, stat '/rdma/a'",
    code: "ESTALE",
    errno: -116,
    syscall: "stat",
    path: "/rdma/a",
    rdma,
  });
});

test("files: where the mount says so, the virtual disk answers for a manager that does not", () => {
  const { fs: ours, told } = made({}, { $agentCallSync: () => ({ kind: "local" }) });
  ours.writeFileSync("/rdma/deep/a", "kept");
  assert.equal(ours.readFileSync("/rdma/deep/a", "utf8"), "kept");
  assert.deepEqual([...new Set(told.strayed)], ["/rdma/deep/a"]);
});

test("files: what util.promisify makes is what Node's makes", async () => {
  const { fs: ours } = made();
  const fd = ours.openSync("/rdma/a", "w+");
  const data = Buffer.from("abc");
  assert.deepEqual(await promisify(ours.write)(fd, data, 0, 3, 0), { bytesWritten: 3, buffer: data });
  const room = Buffer.alloc(3);
  assert.deepEqual(await promisify(ours.read)(fd, room, 0, 3, 0), { bytesRead: 3, buffer: room });
  assert.deepEqual(await promisify(ours.readv)(fd, [room], 0), { bytesRead: 3, buffers: [room] });
  assert.equal(await promisify(ours.exists)("/rdma/a"), true);
  assert.equal(room.toString(), "abc");
});

test("files: observers see the memory as it is, and change nothing", () => {
  const contents = new Map([["/rdma/a", Buffer.from("seen")]]);
  const $observe = (operation: string, path: string): unknown => {
    if (operation === "content") return contents.get(path);
    if (operation === "names")
      return path === "/rdma" ? [...contents.keys()].map((name) => ({ name: name.slice(6), isDirectory: false })) : undefined;
    if (path === "/rdma") return { isDirectory: true, size: 0, file: -1 };
    const content = contents.get(path);
    return content && { isDirectory: false, size: content.length, file: 0 };
  };
  const refuse = (): never => assert.fail("an observer calls the agent");
  const { fs: ours } = made({}, { $isObserver: true, $observe, $agentCall: refuse, $agentCallSync: refuse });
  assert.equal(ours.readFileSync("/rdma/a", "utf8"), "seen");
  assert.deepEqual(ours.readdirSync("/rdma"), ["a"]);
  assert.equal(ours.statSync("/rdma/a").size, 4);
  assert.equal(ours.existsSync("/rdma/b"), false);
  const fd = ours.openSync("/rdma/a", "r");
  const room = Buffer.alloc(2);
  assert.equal(ours.readSync(fd, room, 0, 2, 1), 2);
  assert.equal(room.toString(), "ee");
  ours.closeSync(fd);
  assert.throws(() => ours.readFileSync("/rdma/b"), { code: "ENOENT" });
  assert.throws(() => ours.writeFileSync("/rdma/a", "x"), { code: "EROFS" });
  assert.throws(() => ours.unlinkSync("/rdma/a"), { code: "EROFS" });
});

test("files: a file is known by its number, as stat and fstat say it", () => {
  const { fs: ours } = made();
  ours.writeFileSync("/rdma/a", "1");
  const fd = ours.openSync("/rdma/a", "r");
  ours.writeFileSync("/rdma/b", "2");
  assert.equal(ours.fstatSync(fd).ino, ours.statSync("/rdma/a").ino);
  assert.notEqual(ours.fstatSync(fd).ino, ours.statSync("/rdma/b").ino);
  assert.equal(ours.statSync("/rdma/a", { bigint: true }).mtimeNs, 0n);
  assert.ok(ours.statSync("/rdma/a") instanceof ours.Stats);
});

test("files: streams over handles, from either side of the agent, close them", async () => {
  const { fs: ours, promises: later } = made();
  const target = await later.open("/rdma/a", "w");
  await stream.promises.pipeline(["one\n", "two\r\n", "three"], target.createWriteStream() as NodeJS.WritableStream);
  assert.equal(target.fd, -1);
  const lines: string[] = [];
  for await (const line of (await later.open("/rdma/a")).readLines()) lines.push(line);
  assert.deepEqual(lines, ["one", "two", "three"]);
  await stream.promises.pipeline(ours.createReadStream("/rdma/a"), ours.createWriteStream("/tmp/a"));
  assert.equal(ours.readFileSync("/tmp/a", "utf8"), "one\ntwo\r\nthree");
  assert.ok(ours.createReadStream("/rdma/a").on("error", () => undefined) instanceof ours.ReadStream);
  class Own extends ours.ReadStream {
    readonly isOwn = true;
  }
  const own = new Own("/rdma/a" as never);
  assert.ok(own instanceof stream.Readable && own.isOwn);
  let read = "";
  for await (const part of own) read += String(part);
  assert.equal(read, "one\ntwo\r\nthree");
});

test("files: a web stream of a handle gives its bytes and locks it", async () => {
  const { promises: ours } = made();
  await ours.writeFile("/rdma/a", "x".repeat(20_000));
  const handle = await ours.open("/rdma/a");
  let length = 0;
  for await (const part of handle.readableWebStream() as AsyncIterable<Uint8Array>) length += part.length;
  assert.equal(length, 20_000);
  assert.throws(() => handle.readableWebStream(), { code: "ERR_INVALID_STATE" });
  await handle.close();
});

test("files: a signal stops what goes on", async () => {
  const { fs: ours, promises: later } = made();
  ours.writeFileSync("/rdma/a", "abc");
  await assert.rejects(later.readFile("/rdma/a", { signal: AbortSignal.abort("why") }), {
    name: "AbortError",
    code: "ABORT_ERR",
    cause: "why",
  });
  const control = new AbortController();
  const reading = later.readFile("/rdma/a", { signal: control.signal });
  control.abort();
  await assert.rejects(reading, { name: "AbortError" });
  await assert.rejects(promisify(ours.writeFile)("/rdma/a", "x", { signal: control.signal }), { code: "ABORT_ERR" });
  assert.equal(ours.readFileSync("/rdma/a", "utf8"), "abc");
});

test("files: iterables and streams are written piece by piece", async () => {
  const { promises: ours } = made();
  async function* parts(): AsyncGenerator<string | Uint8Array> {
    yield "a";
    yield Buffer.from("b");
  }
  await ours.writeFile("/rdma/a", parts());
  await ours.writeFile("/rdma/b", stream.Readable.from(["c", "d"]));
  await ours.appendFile("/rdma/a", "!");
  assert.deepEqual([await ours.readFile("/rdma/a", "utf8"), await ours.readFile("/rdma/b", "utf8")], ["ab!", "cd"]);
});

test("files: what a process says by number is what it says", () => {
  const { fs: ours, told } = made();
  ours.writeSync(1, "out");
  ours.writeFileSync(2, Buffer.from("err"));
  assert.deepEqual(told.written, ["process.stdout.write out", "process.stderr.write err"]);
});

test("files: what is mounted for reading may not be written", async () => {
  const { fs: ours, promises: later } = made({
    mount: { access: "ro" },
    rest: { files: [{ path: "/rdma/a", size: 4, content: Buffer.from("kept") }] },
  });
  ours.accessSync("/rdma/a", fs.constants.R_OK);
  assert.throws(() => ours.accessSync("/rdma/a", fs.constants.W_OK), { code: "EACCES", syscall: "access", path: "/rdma/a" });
  await assert.rejects(later.writeFile("/rdma/a", "x"), { code: "EACCES", syscall: "write" });
  await assert.rejects(later.truncate("/rdma/a"), { syscall: "ftruncate" });
  assert.equal(await later.readFile("/rdma/a", "utf8"), "kept");
});

test("files: a directory can be opened to be flushed", async () => {
  const { promises: ours } = made();
  await ours.mkdir("/rdma/d");
  const handle = await ours.open("/rdma/d");
  await handle.sync();
  assert.ok((await handle.stat()).isDirectory());
  await assert.rejects(handle.read(Buffer.alloc(1)), { code: "EISDIR" });
  await handle.close();
});

test("faultline/remote-file: atomics, and what they refuse", async () => {
  const { fs: ours, promises: later, remoteFile } = made();
  const { compareAndSwap, fetchAdd } = remoteFile as unknown as Record<
    "compareAndSwap" | "fetchAdd",
    (...args: unknown[]) => Promise<bigint>
  >;
  const handle = await later.open("/rdma/a", "w+");
  await handle.write(Buffer.alloc(16));
  assert.equal(await compareAndSwap(handle, 0, 0n, 7n), 0n);
  assert.equal(await fetchAdd(handle.fd, 0, -2n), 7n);
  assert.equal(await compareAndSwap(handle, 0, 9n, 1n), 5n);
  await assert.rejects(compareAndSwap(handle, 4, 0n, 0n), { code: "EINVAL" });
  await assert.rejects(compareAndSwap(handle, 0, -1n, 0n), { code: "EINVAL" });
  await assert.rejects(fetchAdd(handle, 0, 1), { code: "EINVAL" });
  await assert.rejects(fetchAdd(ours.openSync("/tmp/a", "w"), 0, 1n), { code: "EBADF" });
  await assert.rejects(fetchAdd(undefined, 0, 1n), { code: "EBADF", syscall: "atomic" });
  await handle.close();
  await assert.rejects(fetchAdd(handle, 0, 1n), { code: "EBADF" });
});

test("files: both spellings of each module are replaced", () => {
  for (const specifier of ["fs", "fs/promises", "readline", "readline/promises", "stream/consumers"])
    assert.equal(modules[specifier], modules[`node:${specifier}`]);
  assert.ok(modules["faultline/remote-file"]?.includes("compareAndSwap"));
});
