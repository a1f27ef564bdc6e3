import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Program } from "./programs.ts";
import { buildRunner, passes, runText } from "./remote-files/run.ts";

let faultline: Program;
before(async () => {
  faultline = await buildRunner();
});
after(() => faultline.remove());

/** Text of a program: ends the manager of its run. */
const killManager = `
const { managerPid } = JSON.parse(fs.readFileSync(process.env.FAULTLINE_REMOTE_FILES, "utf8"));
process.kill(managerPid, "SIGKILL");`;

test("remote-files run: a memory node that is killed fails calls at once, a manager that is killed only opens", async () => {
  const { stats } = await passes(
    faultline,
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
    faultline,
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
