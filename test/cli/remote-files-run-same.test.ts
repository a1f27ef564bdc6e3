import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { ended, type Program, root, workspace } from "./programs.ts";
import { randomPrograms } from "./remote-files/programs.ts";
import { buildRunner, configuration, passes, runText } from "./remote-files/run.ts";

let faultline: Program;
before(async () => {
  faultline = await buildRunner();
});
after(() => faultline.remove());

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
  const copies = `
const fs = require("node:fs");
const { join } = require("node:path");
const folder = join(process.argv[2], "copies");
const at = (name) => join(folder, name);
for (const name of ["d", "e"]) fs.mkdirSync(at(name), { recursive: true });
fs.writeFileSync(at("d/x"), "one");
fs.writeFileSync(at("y"), "two");
const tries = [
  ["d", "d/in", { recursive: true }],
  ["d", "d", { recursive: true }],
  ["y", "y", {}],
  ["d", "y", { recursive: true }],
  ["y", "e", {}],
  ["d", "g", {}],
  ["y", "d/x", { force: false, errorOnExist: true }],
  ["y", "d/x", { force: false }],
  ["none", "z", {}],
  ["d", "dd/ee", { recursive: true }],
  ["d", "only", { recursive: true, filter: (from) => (from.endsWith("d") ? 1 : 0) }],
  ["y", "d/x", {}],
];
const told = ({ code, name, message, errno, syscall, path, info }) => JSON.stringify([code, name, message, errno, syscall, path, info?.code, info?.message, info?.errno]);
(async () => {
  for (const [from, to, options] of tries) {
    try {
      fs.cpSync(at(from), at(to), options);
      console.log(from, to);
    } catch (error) {
      console.log(from, to, told(error));
    }
    await fs.promises.cp(at(from), at(to), options).then(() => console.log("the same"), (error) => console.log(told(error)));
  }
  console.log(fs.readdirSync(folder, { recursive: true }).sort(), fs.readFileSync(at("d/x"), "utf8"), fs.readFileSync(at("dd/ee/x"), "utf8"));
})();`;
  const host = mkdtempSync(join(tmpdir(), "faultline-host-"));
  try {
    for (const [name, source, status] of [
      ["extra.cjs", text, 0],
      ["compile.cjs", compile, 2],
      ["copies.cjs", copies, 0],
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
    faultline,
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
    faultline,
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
