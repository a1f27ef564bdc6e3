import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Program, workspace } from "./programs.ts";
import { buildRunner, configuration, passes, startText } from "./remote-files/run.ts";

let faultline: Program;
before(async () => {
  faultline = await buildRunner();
});
after(() => faultline.remove());

const isLinux = process.platform === "linux";

test("remote-files run: the memory node is stopped while 100,000 reads and writes succeed, and uses no processor time", async () => {
  const { out, stats } = await passes(
    faultline,
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

test("remote-files run: child processes, workers, and several writers of one file", async () => {
  await passes(
    faultline,
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
    faultline,
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
    faultline,
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
