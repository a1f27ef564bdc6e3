import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { ended, type Program, root, workspace } from "./programs.ts";
import { spawn } from "node:child_process";
import { randomPrograms } from "./remote-files/programs.ts";
import { buildRunner, configuration, type Done, runText, startText, type Setting } from "./remote-files/run.ts";

let faultline: Program;
before(async () => {
  faultline = await buildRunner();
});
after(() => faultline.remove());

const isLinux = process.platform === "linux";

/** Text of a program: ends the manager of its run. */
const killManager = `
const { managerPid } = JSON.parse(fs.readFileSync(process.env.FAULTLINE_REMOTE_FILES, "utf8"));
process.kill(managerPid, "SIGKILL");`;

/** The program's own assertions held. */
async function passes(name: string, text: string, setting: Setting = {}): Promise<Done> {
  const done = await runText(faultline, name, text, setting);
  assert.equal(done.status, 0, `${done.out}\n${done.err}`);
  return done;
}

test("remote-files run: the memory node is stopped while 100,000 reads and writes succeed, and uses no processor time", async () => {
  const { out, stats } = await passes(
    "main.mjs",
    `
import assert from "node:assert/strict";
import { openSync, readSync, readFileSync, writeSync } from "node:fs";
const { memoryNodes: [{ pid }] } = JSON.parse(readFileSync(process.env.FAULTLINE_REMOTE_FILES, "utf8"));
const stateOf = () => (process.platform === "linux" ? readFileSync(\`/proc/\${pid}/stat\`, "latin1").replace(/.*\\) /s, "")[0] : "T");
const pages = 64;
const file = openSync("/rdma/data", "w+");
const page = Buffer.alloc(4096);
assert.equal(stateOf(), "T");
for (let index = 0; index < pages; index += 1) writeSync(file, page.fill(index + 1), 0, 4096, index * 4096);
for (let round = 0; round < 100_000; round += 1) {
  const index = (round * 7919) % pages;
  assert.equal(readSync(file, page, 0, 4096, index * 4096), 4096);
  if (page[0] !== index + 1 || page[4095] !== index + 1) throw new Error(\`wrong content at \${round}\`);
  if (round % 10_000 === 0) writeSync(file, page, 0, 4096, index * 4096);
}
assert.equal(stateOf(), "T");
console.log("right");`,
    { options: ["--stop-memory-node"] },
  );
  assert.equal(out, "right\n");
  assert.ok(stats);
  assert.ok(stats.reads >= 100_000 && stats.bytesRead === 4096 * stats.reads && stats.writes === 74, JSON.stringify(stats));
  const { memoryNode } = stats;
  assert.ok(memoryNode.stopped && !memoryNode.ended);
  assert.equal(memoryNode.requestsBetweenOpenAndClose, 0);
  assert.equal(memoryNode.cpuTicksAfter, memoryNode.cpuTicksBefore);
  assert.equal(memoryNode.contextSwitchesAfter, memoryNode.contextSwitchesBefore);
  assert.equal(typeof memoryNode.cpuTicksBefore, isLinux ? "number" : "object");
  assert.deepEqual([stats.opens, stats.managerRequests, stats.exit, stats.escapes], [1, 1, 0, []]);
  assert.ok((stats.latencyMicroseconds.read.p50 ?? 0) > 0 && (stats.latencyMicroseconds.open.p50 ?? 0) > 0);
});

test("remote-files run: 2,000 random sequential programs see the same under the mount and in an ordinary folder", async () => {
  const { folder, remove } = workspace({ "faultline.remote-files.json": configuration({ mount: { regionSize: 65_536 } }) });
  const host = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "faultline-host-"));
  try {
    const entryPoints = { executor: join(root, "test/cli/remote-files/executor.ts") };
    await build({
      entryPoints,
      outdir: folder,
      outExtension: { ".js": ".cjs" },
      bundle: true,
      platform: "node",
      format: "cjs",
      logLevel: "warning",
    });
    const programs = randomPrograms(2000, 20_260_101);
    writeFileSync(join(folder, "programs.json"), JSON.stringify(programs));
    const start = (argv: readonly string[]) => ended(spawn(process.execPath, argv, { cwd: folder, env: faultline.env }));
    const ends = await Promise.all([
      start(["executor.cjs", host, "programs.json", "host.json"]),
      start([faultline.main, "remote-files", "run", "executor.cjs", "--", "/rdma", "programs.json", "remote.json"]),
    ]);
    assert.deepEqual(
      ends.map(({ status }) => status),
      [0, 0],
      ends.map(({ err }) => err).join("\n"),
    );
    const [expected, seen] = ["host.json", "remote.json"].map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Run[]);
    assert.equal(expected?.length, programs.length);
    const wrong = programs.findIndex((_, index) => JSON.stringify(expected?.[index]) !== JSON.stringify(seen?.[index]));
    const step =
      expected?.[wrong]?.seen.findIndex((one, index) => JSON.stringify(one) !== JSON.stringify(seen?.[wrong]?.seen[index])) ?? -1;
    assert.deepEqual(
      seen?.[wrong],
      expected?.[wrong],
      `program ${wrong}, step ${step}: ${JSON.stringify(programs[wrong]?.slice(0, step + 1))}`,
    );
    // Not vacuous: most programs read what they have written.
    assert.ok(expected.filter((run) => JSON.stringify(run.content).length > 40).length > programs.length / 2);
  } finally {
    remove();
    rmSync(host, { recursive: true });
  }
});

interface Run {
  readonly seen: readonly unknown[];
  readonly content: unknown;
}

test("remote-files run: programs that know of no mount say the same as in an ordinary folder", async () => {
  const packages = join(root, "node_modules");
  const text = `
const { createRequire } = require("node:module");
const { join } = require("node:path");
const fs = createRequire(${JSON.stringify(join(packages, "x.js"))})("fs-extra");
const readline = require("node:readline");
const zlib = require("node:zlib");
const { pipeline } = require("node:stream/promises");
(async () => {
  const folder = join(process.argv[2], "work");
  await fs.outputJson(join(folder, "a/b/settings.json"), { deep: [1, 2, { text: "ä" }] }, { spaces: 2 });
  console.log(await fs.readJson(join(folder, "a/b/settings.json")), fs.readFileSync(join(folder, "a/b/settings.json"), "utf8"));
  await fs.outputFile(join(folder, "copy/b/settings.json"), await fs.readFile(join(folder, "a/b/settings.json")));
  fs.moveSync(join(folder, "copy/b/settings.json"), join(folder, "moved.json"));
  console.log(await fs.pathExists(join(folder, "copy/b/settings.json")), fs.readdirSync(folder).sort());
  await fs.ensureFile(join(folder, "log"));
  for (let n = 0; n < 5; n += 1) await fs.appendFile(join(folder, "log"), \`line \${n}\\n\`);
  for await (const line of readline.createInterface({ input: fs.createReadStream(join(folder, "log")) })) console.log(line);
  await pipeline(fs.createReadStream(join(folder, "moved.json")), zlib.createGzip(), fs.createWriteStream(join(folder, "z")));
  console.log(zlib.gunzipSync(await fs.readFile(join(folder, "z"))).length, (await fs.stat(join(folder, "moved.json"))).size);
  await fs.emptyDir(join(folder, "a"));
  await fs.remove(join(folder, "copy"));
  console.log(fs.readdirSync(folder, { recursive: true }).sort(), fs.existsSync(join(folder, "copy")));
  await fs.readJson(join(folder, "none.json")).catch((error) => console.log(error.code, error.message.replaceAll(folder, "FOLDER")));
})();`;
  const compile = `
const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const folder = join(process.argv[2], "project");
mkdirSync(join(folder, "src"), { recursive: true });
writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { outDir: "out", rootDir: "src", noLib: true, types: [], target: "es2022", module: "esnext" }, include: ["src"] }));
writeFileSync(join(folder, "src/a.ts"), "export const a: number = 1;");
writeFileSync(join(folder, "src/b.ts"), 'import { a } from "./a"; export const b: string = a;');
process.argv = [...process.argv.slice(0, 2), "-p", folder, "--pretty", "false"];
process.on("exit", () => console.log(readFileSync(join(folder, "out/b.js"), "utf8")));
require(${JSON.stringify(join(packages, "typescript/lib/tsc.js"))});`;
  const host = mkdtempSync(join(tmpdir(), "faultline-host-"));
  try {
    for (const [name, source, status] of [
      ["extra.cjs", text, 0],
      ["compile.cjs", compile, 2],
    ] as const) {
      const { folder, remove } = workspace({ [name]: source });
      const plain = await ended(spawn(process.execPath, [name, host], { cwd: folder, env: faultline.env }));
      remove();
      const remote = await runText(faultline, name, source, { args: ["/rdma"] });
      const same = (out: string): string => out.replaceAll(/[./\w]*?(faultline-host-\w+|rdma)/g, "ROOT");
      assert.deepEqual([remote.status, same(remote.out)], [plain.status, same(plain.out)], remote.err);
      assert.equal(remote.status, status, remote.out);
    }
    assert.ok(!existsSync("/rdma"));
  } finally {
    rmSync(host, { recursive: true });
  }
});

test("remote-files run: CommonJS, modules, promisified functions, streams, handles and entries", async () => {
  await passes(
    "main.mjs",
    `
import assert from "node:assert/strict";
import fs, { ReadStream, constants, openSync, promises, readFileSync, statSync } from "node:fs";
import * as all from "node:fs";
import { open, readFile, watch } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { once } from "node:events";
import { pathToFileURL } from "node:url";
const required = createRequire(import.meta.url)("fs");
assert.equal(required, fs);
fs.writeFileSync("/rdma/a", "0123456789");
for (const read of [readFileSync, all.readFileSync, required.readFileSync]) assert.equal(read("/rdma/a", "utf8"), "0123456789");
assert.equal(await readFile(pathToFileURL("/rdma/a"), { encoding: "latin1" }), "0123456789");
assert.equal(String(await promises.readFile(Buffer.from("/rdma/../rdma//a"))), "0123456789");
const fd = openSync("/rdma/a", "r+");
assert.equal(fd, 0x20000000);
assert.equal(openSync("/rdma/a"), fd + 1);
fs.closeSync(fd + 1);
assert.equal(openSync("/rdma/a"), fd + 1);
const got = await promisify(fs.read)(fd, Buffer.alloc(4), 0, 4, 2);
assert.deepEqual([got.bytesRead, String(got.buffer)], [4, "2345"]);
assert.equal((await promisify(fs.write)(fd, Buffer.from("ab"), 0, 2, 0)).bytesWritten, 2);
assert.equal((await promisify(fs.readv)(fd, [Buffer.alloc(1), Buffer.alloc(2)], 0)).bytesRead, 3);
assert.deepEqual([await promisify(fs.exists)("/rdma/a"), await promisify(fs.exists)("/rdma/no")], [true, false]);
assert.equal(fs.realpathSync.native("/rdma/./a"), "/rdma/a");
assert.equal(fs.readSync.name, "readSync");
fs.closeSync(fd);
assert.throws(() => fs.fstatSync(fd), { code: "EBADF", syscall: "fstat" });
// The trace of an error begins where the program has called.
assert.throws(() => fs.readFileSync("/rdma/none"), (error) => /main[.]mjs/.test(error.stack.split("\\n")[1]) || assert.fail(error.stack));
const stream = new ReadStream("/rdma/a", { start: 2, end: 5 });
assert.equal(String(await once(stream, "data")), "2345");
const handle = await open("/rdma/a", "r");
assert.ok(handle instanceof Object.getPrototypeOf(await open(import.meta.filename ?? process.argv[1])).constructor);
const chunks = [];
for await (const chunk of handle.readableWebStream()) chunks.push(Buffer.from(chunk));
assert.equal(String(Buffer.concat(chunks)), "ab23456789");
await handle.close();
assert.equal(handle.fd, -1);
await assert.rejects(handle.read(), { code: "EBADF", syscall: "read" });
const lines = await open("/rdma/lines", "w+");
await lines.writeFile("one\\ntwo\\n");
const seen = [];
for await (const line of lines.readLines({ start: 0 })) seen.push(line);
assert.deepEqual(seen, ["one", "two"]);
await promises.writeFile("/rdma/parts", (async function* () { yield "a"; yield Buffer.from("b"); })());
assert.equal(fs.readFileSync("/rdma/parts", "utf8"), "ab");
assert.equal(typeof fs.statSync("/rdma/a", { bigint: true }).size, "bigint");
assert.ok(statSync("/rdma").isDirectory() && fs.statSync("/rdma/a").birthtime.getTime() > Date.now() - 60_000);
assert.equal(fs.statfsSync("/rdma").bsize, 4096);
const temporary = fs.mkdtempSync("/rdma/tmp-");
assert.match(temporary, /^\\/rdma\\/tmp-[A-Za-z0-9]{6}$/);
fs.cpSync(process.argv[1], temporary + "/copy");
assert.equal(fs.readFileSync(temporary + "/copy", "utf8"), fs.readFileSync(process.argv[1], "utf8"));
await assert.rejects(fs.promises.readFile("/rdma/a", { signal: AbortSignal.abort() }), { name: "AbortError" });
// What is refused is refused in every form, and never reaches the host.
for (const name of ["linkSync", "symlinkSync", "chmodSync", "chownSync", "readlinkSync", "watch", "watchFile"])
  assert.throws(() => fs[name]("/rdma/a", "/rdma/b", () => {}), { code: "ENOTSUP" }, name);
await assert.rejects(promises.link("/rdma/a", "/tmp/never"), { code: "ENOTSUP" });
await assert.rejects(async () => { for await (const _ of watch("/rdma/a")); }, { code: "ENOTSUP" });
await assert.rejects(fs.openAsBlob("/rdma/a"), { code: "ENOTSUP" });
await assert.rejects(promisify(fs.symlink)("/tmp/x", "/rdma/l"), { code: "ENOTSUP" });
await assert.rejects((await open("/rdma/a")).chmod(0o600), { code: "ENOTSUP" });
assert.throws(() => fs.renameSync("/rdma/a", "/tmp/a"), { code: "EXDEV", syscall: "rename" });
assert.throws(() => fs.openSync("/rdma/a", constants.O_RDONLY | constants.O_DIRECTORY), { code: "ENOTDIR" });
assert.throws(() => fs.readFile("/rdma/a"), { code: "ERR_INVALID_ARG_TYPE" });
// A callback's own mistake is an uncaught exception, as with Node.
const failed = once(process, "uncaughtException");
fs.stat("/rdma/a", () => { throw new Error("mine"); });
assert.equal((await failed)[0].message, "mine");
// Reading without end lets the event loop turn.
let turned = false;
setTimeout(() => (turned = true), 5);
const spinning = await open("/rdma/a");
while (!turned) await spinning.read(Buffer.alloc(1), 0, 1, 0);
await spinning.close();`,
  );
});

test("remote-files run: paths that only look like the mount, and what careless programs do", async () => {
  const { folder, remove } = workspace({});
  symlinkSync("/rdma/file", join(folder, "link"));
  await passes(
    "main.cjs",
    `
const assert = require("node:assert/strict");
const fs = require("node:fs");
const outside = process.argv[2];
fs.writeFileSync("/rdma/file", "remote");
for (const path of ["/rdmax/file", "/rdm", "/RDMA/file", "rdma/file", "/rdma\\0/file"]) assert.throws(() => fs.readFileSync(path), path);
for (const path of ["/rdma/../rdma/file", "//rdma/file", "/./rdma/x/../file", "/tmp/../rdma/file"]) assert.equal(fs.readFileSync(path, "utf8"), "remote", path);
process.chdir("/");
assert.equal(fs.readFileSync("rdma/file", "utf8"), "remote");
fs.writeFileSync("/rdma/.." + outside + "/left", "host");
assert.equal(fs.readFileSync(outside + "/left", "utf8"), "host");
assert.throws(() => fs.symlinkSync("/rdma/file", outside + "/own"), { code: "ENOTSUP" });
assert.throws(() => fs.readFileSync(outside + "/link"), { code: "ENOENT" });
assert.throws(() => fs.openSync("/rdma/file/below"), { code: "ENOTDIR" });
assert.throws(() => fs.openSync("/rdma/" + "n".repeat(256), "w"), { code: "ENAMETOOLONG" });
const fd = fs.openSync("/rdma/sparse", "w+");
assert.equal(fs.writeSync(fd, "x", 1_000_000), 1);
assert.equal(fs.fstatSync(fd).size, 1_000_001);
const zeros = Buffer.alloc(100, 1);
assert.equal(fs.readSync(fd, zeros, 0, 100, 500_000), 100);
assert.ok(zeros.every((byte) => byte === 0));
assert.equal(fs.readSync(fd, zeros, 0, 100, 2 ** 40), 0);
assert.equal(fs.writeSync(fd, Buffer.alloc(0)), 0);
assert.equal(fs.readSync(fd, zeros, 0, 0, 0), 0);
assert.throws(() => fs.readSync(fd, zeros, 0, 1, -2), { code: "ERR_OUT_OF_RANGE" });
assert.throws(() => fs.readSync(fd, zeros, 50, 51, 0), { code: "ERR_OUT_OF_RANGE" });
// Behind the region: nothing of it is written.
const region = 1_048_576;
assert.throws(() => fs.writeSync(fd, Buffer.alloc(2, 7), 0, 2, region - 1), { code: "EFBIG", syscall: "write" });
assert.equal(fs.fstatSync(fd).size, 1_000_001);
assert.equal(fs.writeSync(fd, Buffer.alloc(1, 7), 0, 1, region - 1), 1);
assert.throws(() => fs.ftruncateSync(fd, region + 1), { code: "EFBIG" });
assert.throws(() => fs.writeFileSync("/rdma/large", Buffer.alloc(region + 1)), { code: "EFBIG" });
fs.ftruncateSync(fd, 10);
fs.ftruncateSync(fd, 2000);
assert.ok(fs.readFileSync("/rdma/sparse").every((byte) => byte === 0));
assert.throws(() => fs.writeSync(fs.openSync("/rdma/file", "r"), "x"), { code: "EBADF" });
assert.throws(() => fs.readSync(fs.openSync("/rdma/file", "a"), zeros), { code: "EBADF" });
fs.closeSync(fd);
for (const use of [() => fs.closeSync(fd), () => fs.readSync(fd, zeros), () => fs.writeSync(fd, "x"), () => fs.fsyncSync(fd)]) assert.throws(use, { code: "EBADF" });
// A number that neither has.
assert.throws(() => fs.readSync(0x2fff0000, zeros), { code: "EBADF" });
fs.writeFileSync("/rdma/ä\\u{1f600}", "name");
assert.deepEqual(fs.readdirSync("/rdma").filter((name) => name.startsWith("ä")), ["ä\\u{1f600}"]);
assert.deepEqual(fs.readdirSync("/rdma", "buffer").filter((name) => name[0] === 0xc3).length, 1);
// By itself: the folder above a new file is there.
fs.writeFileSync("/rdma/new/folder/file", "");
assert.deepEqual(fs.readdirSync("/rdma/new", { recursive: true }), ["folder", "folder/file"]);`,
    { args: [folder] },
  );
  remove();
});

test("remote-files run: child processes, workers, and several writers of one file", async () => {
  await passes(
    "main.mjs",
    `
import assert from "node:assert/strict";
import { execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, fstatSync, openSync, readFileSync, readSync, unlinkSync, writeFileSync, writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
const child = new URL("./child.mjs", import.meta.url).pathname;
writeFileSync("/rdma/shared", Buffer.alloc(16));
const ends = ["inherit", "clean", "fork"].map(async (way, index) => {
  const started = way === "fork" ? fork(child, [String(index)], { execArgv: [] })
    : spawn(process.execPath, [child, String(index)], { stdio: "inherit", ...(way === "clean" ? { env: {} } : {}) });
  return (await once(started, "exit"))[0];
});
const workers = [{}, { execArgv: [] }, { env: {} }].map(async (options, index) => {
  const worker = new Worker(new URL("./child.mjs", import.meta.url), { argv: [String(index + 3)], ...options });
  return (await once(worker, "exit"))[0];
});
const evaluated = new Worker('require("node:fs").writeFileSync("/rdma/evaluated", "yes")', { eval: true });
assert.deepEqual(await Promise.all([...ends, ...workers, once(evaluated, "exit").then(([code]) => code)]), [0, 0, 0, 0, 0, 0, 0]);
assert.equal(readFileSync("/rdma/evaluated", "utf8"), "yes");
assert.equal(readFileSync("/rdma/shared").readBigUInt64LE(8), 60n);
for (let index = 0; index < 6; index += 1) assert.equal(readFileSync("/rdma/out-" + index, "utf8"), "child " + index);
// Six extended one file at once: nobody's size was lost.
assert.equal(readFileSync("/rdma/grown").length, 6 * 50 * 10);
// What another process takes away is stale at once.
const file = openSync("/rdma/gone", "w+");
writeSync(file, "bytes");
execFileSync(process.execPath, ["-e", 'require("fs").unlinkSync("/rdma/gone")'], { env: { PATH: "" } });
assert.throws(() => readSync(file, Buffer.alloc(4), 0, 4, 0), (error) => error.code === "ESTALE" && error.rdma.status === "REM_ACCESS" && error.rdma.rkey > 0);
assert.throws(() => fstatSync(file), { code: "ESTALE" });
closeSync(file);
const short = openSync("/rdma/short", "w+");
writeSync(short, "0123456789");
execFileSync(process.execPath, ["-e", 'require("fs").truncateSync("/rdma/short", 4)']);
const buffer = Buffer.alloc(10);
assert.equal(readSync(short, buffer, 0, 10, 0), 4);
execFileSync(process.execPath, ["-e", 'require("fs").appendFileSync("/rdma/short", "more")']);
assert.equal(readSync(short, buffer, 0, 10, 0), 8);`,
    {
      files: {
        "child.mjs": `
import { openSync, writeFileSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
const index = Number(process.argv[2]);
writeFileSync("/rdma/out-" + index, "child " + index);
const { fetchAdd } = globalThis[Symbol.for("faultline/remote-file")];
const shared = await open("/rdma/shared", "r+");
for (let n = 0; n < 10; n += 1) await fetchAdd(shared, 8, 1n);
await shared.close();
const grown = openSync("/rdma/grown", "a");
const other = openSync("/rdma/grown", "r+");
for (let n = 0; n < 50; n += 1) writeSync(other, "0123456789", (n * 6 + index) * 10);`,
      },
    },
  );
});

test("remote-files run: atomics are two-sided and counted, and continue a memory node that is stopped", async () => {
  const { stats } = await passes(
    "main.mjs",
    `
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { compareAndSwap, fetchAdd } from ${JSON.stringify(join(faultline.folder, "api/remote-file.mjs"))};
const words = await open("/rdma/words", "w+");
assert.equal(await fetchAdd(words, 8, 5n), 0n);
assert.equal(await fetchAdd(words, 8, -6n), 5n);
assert.equal(await compareAndSwap(words, 8, 2n ** 64n - 1n, 9n), 2n ** 64n - 1n);
assert.equal(await compareAndSwap(words.fd, 8, 1n, 2n), 9n);
assert.equal((await words.stat()).size, 16);
assert.equal((await words.readFile()).readBigUInt64LE(8), 9n);
for (const [offset, value] of [[4, 1n], [-8, 1n], [0.5, 1n], [8, 1]]) await assert.rejects(fetchAdd(words, offset, value), { code: "EINVAL" });
await assert.rejects(compareAndSwap(words, 0, 2n ** 64n, 0n), { code: "EINVAL" });
await assert.rejects(fetchAdd(words, 1_048_576, 1n), { code: "EFBIG" });
const reader = await open("/rdma/words");
await assert.rejects(fetchAdd(reader, 0, 1n), { code: "EACCES" });
await words.close();
await assert.rejects(fetchAdd(words, 0, 1n), { code: "EBADF" });
await assert.rejects(fetchAdd(1, 0, 1n), { code: "EBADF" });`,
    { options: ["--stop-memory-node"] },
  );
  assert.equal(stats?.atomics, 4);
  assert.equal(stats.memoryNode.requestsBetweenOpenAndClose, 0);
});

test("remote-files run: rights, tokens, a full manager, initial files and replicas", async () => {
  const { stats } = await passes(
    "main.mjs",
    `
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
assert.equal(fs.readFileSync("/ro/text", "utf8"), "text");
assert.equal(fs.readFileSync("/ro/hex").toString("hex"), "00ff");
const readOnly = fs.openSync("/ro/text", "r+");
assert.throws(() => fs.writeSync(readOnly, "x"), { code: "EACCES" });
assert.throws(() => fs.accessSync("/ro/text", fs.constants.W_OK), { code: "EACCES" });
const { fetchAdd } = globalThis[Symbol.for("faultline/remote-file")];
// One writer at a time, here and elsewhere; a program that is gone gives the token back.
const writer = fs.openSync("/one/file", "w");
assert.throws(() => fs.openSync("/one/file", "a"), { code: "EBUSY" });
assert.throws(() => fs.writeFileSync("/one/file", ""), { code: "EBUSY" });
await assert.rejects(fetchAdd(writer, 0, 1n), { code: "EACCES" });
fs.closeSync(fs.openSync("/one/file", "r"));
fs.closeSync(writer);
const holder = spawn(process.execPath, ["-e", 'require("fs").openSync("/one/file", "r+"); console.log("open"); setInterval(() => {}, 1000)'], { stdio: ["ignore", "pipe", "inherit"] });
await once(holder.stdout, "data");
assert.throws(() => fs.openSync("/one/file", "r+"), { code: "EBUSY" });
assert.throws(() => fs.renameSync("/one/file", "/ro/file"), { code: "EXDEV" });
holder.kill("SIGKILL");
await once(holder, "exit");
for (let tries = 0; ; tries += 1) {
  try {
    fs.closeSync(fs.openSync("/one/file", "r+"));
    break;
  } catch (error) {
    if (error.code !== "EBUSY" || tries > 200) throw error;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
// Two nodes of 32 KiB: a replica of each file on each; what is unlinked is free again after the grace.
for (let index = 0; index < 4; index += 1) fs.writeFileSync("/two/" + index, "x");
assert.throws(() => fs.writeFileSync("/two/more", "x"), { code: "ENOSPC", syscall: "open" });
assert.ok(!fs.existsSync("/two/more"));
fs.unlinkSync("/two/0");
for (let tries = 0; ; tries += 1) {
  try {
    const fresh = fs.openSync("/two/again", "w+");
    assert.equal(fs.writeSync(fresh, "y", 4095), 1);
    assert.ok(fs.readFileSync("/two/again").subarray(0, 4095).every((byte) => byte === 0));
    break;
  } catch (error) {
    if (error.code !== "ENOSPC" || tries > 200) throw error;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}`,
    {
      config: {
        mounts: [
          { prefix: "/ro", access: "ro", regionSize: 4096 },
          { prefix: "/one", regionSize: 4096 },
          { prefix: "/two", regionSize: 4096, replicas: 2 },
        ],
        nodes: [
          { name: "app", role: "app" },
          { name: "manager", role: "manager" },
          { name: "left", role: "memory", memory: 24_576 },
          { name: "right", role: "memory", memory: 24_576 },
        ],
        files: [
          { path: "/ro/text", text: "text", node: "right" },
          { path: "/ro/hex", hex: "00ff" },
        ],
        lease: { recycleGraceMs: 50 },
      },
    },
  );
  assert.deepEqual(
    stats?.memoryNodes?.map(({ name }) => name),
    ["left", "right"],
  );
});

test("remote-files run: a memory node that is killed fails calls at once, a manager that is killed only opens", async () => {
  const { stats } = await passes(
    "main.mjs",
    `
import assert from "node:assert/strict";
import fs from "node:fs";
const { memoryNodes: [{ pid }] } = JSON.parse(fs.readFileSync(process.env.FAULTLINE_REMOTE_FILES, "utf8"));
const file = fs.openSync("/rdma/file", "w+");
fs.writeSync(file, "bytes");
const handle = await fs.promises.open("/rdma/file", "r+");
process.kill(pid, "SIGKILL");
let failed;
for (let tries = 0; !failed && tries < 500; tries += 1) {
  try {
    fs.readSync(file, Buffer.alloc(5), 0, 5, 0);
    await new Promise((resolve) => setTimeout(resolve, 10));
  } catch (error) {
    failed = error;
  }
}
assert.deepEqual([failed.code, failed.rdma.status], ["ETIMEDOUT", "RETRY_EXC"]);
assert.throws(() => fs.writeSync(file, "x"), (error) => error.code === "EIO" && error.rdma.status === "WR_FLUSH");
await assert.rejects(handle.read(), { code: "EIO" });
await assert.rejects(handle.datasync(), { code: "EIO" });
assert.throws(() => fs.readFileSync("/rdma/file"), { code: "ENOENT" });
assert.throws(() => fs.writeFileSync("/rdma/other", "x"), { code: "ENOSPC" });
await handle.close();
fs.closeSync(file);`,
  );
  assert.equal(stats?.memoryNode.ended, true);
  const manager = await runText(
    faultline,
    "main.mjs",
    `
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
const file = fs.openSync("/rdma/file", "w+");
fs.writeSync(file, "bytes");
${killManager}
// Channels go on; opens do not, and nothing waits for ever.
for (let tries = 0; tries < 100; tries += 1) assert.equal(fs.readSync(file, Buffer.alloc(5), 0, 5, 0), 5);
assert.throws(() => fs.openSync("/rdma/other", "w"), { code: "ETIMEDOUT", syscall: "open" });
await assert.rejects(fs.promises.stat("/rdma/file"), { code: "ETIMEDOUT" });
fs.closeSync(file);
process.exitCode = 5;`,
  );
  assert.match(manager.err, /the manager has ended before the program/);
  assert.deepEqual([manager.status, manager.stats], [5, undefined], manager.err);
});

test("remote-files run: without a manager the local disk is used where the mount allows it, and said so", async () => {
  const folder = mkdtempSync(join(tmpdir(), "faultline-mount-"));
  const text = `
import assert from "node:assert/strict";
import fs from "node:fs";
const mount = process.argv[2];
fs.writeFileSync(mount + "/file", "remote");
assert.deepEqual(fs.readdirSync(mount), ["file"]);
${killManager}
for (let tries = 0; fs.existsSync(mount + "/file") && tries < 500; tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
fs.writeFileSync(mount + "/local", "here");
assert.equal(await fs.promises.readFile(mount + "/local", "utf8"), "here");
await new Promise((resolve, reject) => fs.stat(mount + "/local", (error) => (error ? reject(error) : resolve())));
const handle = await fs.promises.open(mount + "/local");
assert.ok(handle.fd < 1000);
await handle.close();`;
  const { status, err } = await runText(faultline, "main.mjs", text, {
    mount: { prefix: folder, fallback: "local" },
    config: { local: [] },
    args: [folder],
  });
  assert.equal(status, 0, err);
  assert.match(err, /FL4001 the manager of .* cannot be reached: the local disk is used/);
  assert.equal(readFileSync(join(folder, "local"), "utf8"), "here");
  assert.ok(!existsSync(join(folder, "file")));
  rmSync(folder, { recursive: true });
});

test("remote-files run: opens wait for a memory node that is stopped, leases end, and nobody waits for ever for a manager", async () => {
  const holder = `
const fs = require("node:fs");
const file = fs.openSync("/rdma/held", "w+");
fs.writeSync(file, "x");
console.log("held");
setInterval(() => {
  try {
    fs.readSync(file, Buffer.alloc(1), 0, 1, 0);
  } catch (error) {
    console.log(error.code);
    process.exit(0);
  }
}, 10);`;
  await passes(
    "main.mjs",
    `
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));
const { memoryNodes: [{ pid }] } = JSON.parse(fs.readFileSync(process.env.FAULTLINE_REMOTE_FILES, "utf8"));
const file = fs.openSync("/rdma/file", "w+");
process.kill(pid, "SIGSTOP");
let isOpen = false;
const opening = fs.promises.open("/rdma/other", "w").then((handle) => ((isOpen = true), handle.close()));
await sleep(200);
assert.equal(fs.writeSync(file, "still"), 5);
assert.equal(fs.readSync(file, Buffer.alloc(5), 0, 5, 0), 5);
assert.equal(isOpen, false);
process.kill(pid, "SIGCONT");
await opening;
// One that does not renew its lease loses its files and its token.
const child = spawn(process.execPath, ["holder.cjs"], { stdio: ["ignore", "pipe", "inherit"] });
child.stdout.setEncoding("utf8");
assert.deepEqual(await once(child.stdout, "data"), ["held\\n"]);
child.kill("SIGSTOP");
assert.throws(() => fs.openSync("/rdma/held", "r+"), { code: "EBUSY" });
const start = performance.now();
for (let isHeld = true; isHeld; ) {
  await sleep(50);
  try {
    fs.closeSync(fs.openSync("/rdma/held", "r+"));
    isHeld = false;
  } catch (error) {
    if (error.code !== "EBUSY" || performance.now() - start > 60_000) throw error;
  }
}
child.kill("SIGCONT");
assert.deepEqual(await once(child.stdout, "data"), ["ESTALE\\n"]);
${killManager.replace("SIGKILL", "SIGSTOP")}
assert.throws(() => fs.openSync("/rdma/more", "w"), { code: "ETIMEDOUT" });
assert.equal(fs.readSync(file, Buffer.alloc(5), 0, 5, 0), 5);`,
    { files: { "holder.cjs": holder }, mount: { writers: "single" }, config: { lease: { ms: 2000 } } },
  );
});

test("remote-files run: what is wrong is said in words", async () => {
  const { folder, remove } = workspace({ "a.mjs": "", "broken.json": "{", "faultline.remote-files.json": configuration({}) });
  mkdirSync(join(folder, "deep"));
  writeFileSync(join(folder, "deep/b.mjs"), "process.exitCode = 9; process.stdout.write(process.argv.slice(2).join());");
  const cases: readonly { readonly argv: readonly string[]; readonly status: number; readonly err: RegExp; readonly out?: string }[] = [
    { argv: [], status: 2, err: /needs a program/ },
    { argv: ["no.mjs"], status: 2, err: /no\.mjs does not exist/ },
    { argv: ["a.mjs", "--config", "none.json"], status: 2, err: /--config none\.json does not exist/ },
    { argv: ["a.mjs", "--config", "broken.json"], status: 3, err: /broken\.json:\d+:\d+.*FL4000/ },
    { argv: ["a.mjs", "--stop"], status: 2, err: /unknown option --stop, did you mean --stats\?|unknown option --stop/ },
    { argv: ["a.mjs", "--stats", "."], status: 2, err: /is a folder/ },
    { argv: ["deep/b.mjs", "--", "x", "--config"], status: 9, out: "x,--config", err: /0 opens, 0 reads.*memory took part in 0/ },
  ];
  for (const { argv, status, err, out = "" } of cases) {
    const end = await faultline.start(folder, ["remote-files", "run", ...argv]);
    assert.deepEqual([end.status, end.out], [status, out], `${argv.join(" ")}: ${end.err}`);
    assert.match(end.err, err);
  }
  remove();
});

test("remote-files run: an entry point that cannot be intercepted is reported, and the program not started", async () => {
  // As a function of a Node to come that does not let itself be replaced.
  const files = {
    "future.cjs":
      'const fs = require("node:fs"); const { readFileSync } = fs; Object.defineProperty(fs, "readEarly", { value: (path) => readFileSync(path, "utf8"), enumerable: true }); fs.readLate = (path) => readFileSync(path, "utf8");',
  };
  const program =
    'import fs from "node:fs"; console.log("started"); try { fs.readLate("/rdma/x"); } catch (error) { console.log(error.code); }';
  const run = (options: readonly string[]) => {
    const started = startText(faultline, "main.mjs", program, { files, options, env: { NODE_OPTIONS: "--require ./future.cjs" } });
    return started.done;
  };
  const refused = await run([]);
  assert.deepEqual([refused.status, refused.out], [3, ""]);
  assert.match(refused.err, new RegExp(`error FL4010 fs\\.readEarly is not intercepted in Node ${process.version.replaceAll(".", "\\.")}`));
  assert.deepEqual([refused.stats?.escapes, refused.stats?.exit], [["fs.readEarly"], null]);
  const allowed = await run(["--allow-escapes"]);
  assert.deepEqual([allowed.status, allowed.out, allowed.stats?.escapes], [0, "started\nENOTSUP\n", ["fs.readEarly"]]);
});

test("remote-files run: all processes end with the program, and nothing is left behind, however it ends", async () => {
  const text = `
import fs from "node:fs";
const file = fs.openSync("/rdma/file", "w+");
fs.writeSync(file, "bytes");
const { memoryNodes: [{ pid, memory, socket }] } = JSON.parse(fs.readFileSync(process.env.FAULTLINE_REMOTE_FILES, "utf8"));
console.log(JSON.stringify({ pid, memory, socket, mode: fs.statSync(memory).mode & 0o777, folderMode: fs.statSync(socket.replace(/[^/]*$/, "")).mode & 0o777, self: process.pid }));
setInterval(() => fs.readSync(file, Buffer.alloc(4), 0, 4, 0), 5);`;
  const ways: readonly { readonly signal: NodeJS.Signals; readonly to: "program" | "launcher"; readonly status: number | null }[] = [
    { signal: "SIGKILL", to: "program", status: 137 },
    { signal: "SIGTERM", to: "launcher", status: 143 },
    { signal: "SIGKILL", to: "launcher", status: null },
  ];
  for (const { signal, to, status } of ways) {
    const { child, done } = startText(faultline, "main.mjs", text, { options: ["--stop-memory-node"] });
    const told = await new Promise<Told>((resolve, reject) => {
      let out = "";
      child.stdout.on("data", (part: string) => {
        out += part;
        if (out.endsWith("\n")) resolve(JSON.parse(out) as Told);
      });
      void done.then(({ err }) => reject(new Error(err)));
    });
    assert.deepEqual([told.mode, told.folderMode], [0o600, 0o700]);
    assert.ok(existsSync(told.memory) && existsSync(told.socket));
    process.kill(to === "program" ? told.self : (child.pid ?? 0), signal);
    await untilGone(told.pid);
    if (to === "launcher" && signal === "SIGKILL") process.kill(told.self, "SIGKILL");
    const end = await done;
    assert.equal(end.status, status, `${signal} to the ${to}: ${end.err}`);
    await until(() => !existsSync(told.memory) && !existsSync(told.socket));
  }
});

interface Told {
  readonly pid: number;
  readonly memory: string;
  readonly socket: string;
  readonly mode: number;
  readonly folderMode: number;
  readonly self: number;
}

const untilGone = (pid: number): Promise<void> =>
  until(() => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  });

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(holds());
}
