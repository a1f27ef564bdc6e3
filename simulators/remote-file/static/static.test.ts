import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fix } from "../../../protocol/problem.ts";
import { edited } from "../../core/edited.ts";
import { problemsIn, told, usual } from "../discover/testing.ts";

interface Row {
  readonly name: string;
  readonly text: string;
  readonly configuration?: unknown;
  /** `code severity line:token` of each finding; none: the code is right. */
  readonly want?: readonly string[];
}

const head = 'import { open } from "node:fs/promises";\n';
const inProcess = (lines: readonly string[], name = "run"): string =>
  `/** @process node=a */\nexport async function ${name}(): Promise<void> {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;
/** The body begins on line 4. */
const body = (...lines: readonly string[]): string => head + inProcess(lines);

const transmit = { ...usual, completion: "transmit" };
const readOnly = { ...usual, mounts: [{ prefix: "/rdma", regionSize: 4096, access: "ro" }] };
const plain = { ...usual, mounts: [{ prefix: "/rdma", regionSize: 4096, access: "rw" }] };

const rows: readonly Row[] = [
  // FL4001
  {
    name: "a prefix without a slash behind it",
    text: body('const file = await open("/rdmax/a", "r");', "await file.close();"),
    want: ['FL4001 warning 4:"/rdmax/a"'],
  },
  {
    name: "upper case",
    text: body('const file = await open("/RDMA/a", "r");', "await file.close();"),
    want: ['FL4001 warning 4:"/RDMA/a"'],
  },
  {
    name: "a relative path",
    text: body('const file = await open("rdma/a", "r");', "await file.close();"),
    want: ['FL4001 warning 4:"rdma/a"'],
  },
  {
    name: "dots that leave the mount",
    text: body('const file = await open("/rdma/../etc/a", "r");', "await file.close();"),
    want: ['FL4001 warning 4:"/rdma/../etc/a"'],
  },
  {
    name: "a template with a constant start",
    text: body("const file = await open(`/rdma-log/${process.pid}`, 'r');", "await file.close();"),
    want: ["FL4001 warning 4:`/rdma-log/${process.pid}`"],
  },
  { name: "dots that stay", text: body('const file = await open("/rdma/x/../a", "r");', "await file.close();") },
  { name: "another file", text: body('const file = await open("/data/a", "r");', "await file.close();") },
  { name: "the mount itself", text: 'import { readdir } from "node:fs/promises";\n' + inProcess(['await readdir("/rdma");']) },
  {
    name: "a mount with a longer name",
    text: body('const file = await open("/rdma-fast/a", "r");', "await file.close();"),
    configuration: { ...usual, mounts: [...usual.mounts, { prefix: "/rdma-fast" }] },
  },
  // FL4002
  {
    name: "read behind close",
    text: body('const file = await open("/rdma/a", "r");', "await file.close();", "await file.read(Buffer.alloc(8), 0, 8, 0);"),
    want: ["FL4002 error 6:file.read"],
  },
  {
    name: "closed on one path",
    text: body(
      'const file = await open("/rdma/a", "r");',
      "if (Math.random() < 0.5) await file.close();",
      "await file.stat();",
      "await file.close();",
    ),
    want: ["FL4002 warning 6:file.stat"],
  },
  {
    name: "closed by a helper function",
    text:
      'import { open, type FileHandle } from "node:fs/promises";\nasync function done(file: FileHandle) { await file.close(); }\n' +
      inProcess(['const file = await open("/rdma/a", "r");', "await done(file);", "await file.stat();"]),
    want: ["FL4002 error 7:file.stat"],
  },
  {
    name: "closed numbers",
    text:
      'import * as fs from "node:fs";\n' +
      inProcess(['const fd = fs.openSync("/rdma/a", "r");', "fs.closeSync(fd);", "fs.readSync(fd, Buffer.alloc(8));"]),
    want: ["FL4002 error 6:fs.readSync"],
  },
  {
    name: "closing twice does nothing",
    text: body('const file = await open("/rdma/a", "r");', "await file.close();", "await file.close();"),
  },
  {
    name: "a flag remembers the close",
    text: body(
      'const file = await open("/rdma/a", "r");',
      "let isOpen = true;",
      "for (let round = 0; round < 4; round++) {",
      "  if (!isOpen) continue;",
      "  await file.read(Buffer.alloc(8), 0, 8, 0);",
      "  if (round === 2) { await file.close(); isOpen = false; }",
      "}",
      "if (isOpen) await file.close();",
    ),
  },
  {
    name: "the same condition twice",
    text:
      head +
      'async function get(early: boolean) {\n  const file = await open("/rdma/a", "r");\n  if (early) await file.close();\n  if (!early) { await file.stat(); await file.close(); }\n}\n' +
      inProcess(["await get(true);", "await get(false);"]),
  },
  {
    name: "opened anew in each round",
    text: body(
      "for (let round = 0; round < 4; round++) {",
      "  const file = await open(`/rdma/${round}`, 'r');",
      "  await file.stat();",
      "  await file.close();",
      "}",
    ),
  },
  {
    name: "a variable gets another file",
    text: body(
      'let file = await open("/rdma/a", "r");',
      "await file.close();",
      'file = await open("/rdma/b", "r");',
      "await file.stat();",
      "await file.close();",
    ),
  },
  {
    name: "a switch that closes and returns",
    text: body(
      'const file = await open("/rdma/a", "r");',
      "switch (process.argv[2]) {",
      '  case "size": await file.stat(); break;',
      "  default: await file.close(); return;",
      "}",
      "await file.stat();",
      "await file.close();",
    ),
  },
  // FL4004
  {
    name: "opened in a loop that lasts",
    text: body(
      "for (const key of process.argv) {",
      '  const file = await open("/rdma/a", "r");',
      "  await file.read(Buffer.alloc(8), 0, 8, 0);",
      "  await file.close();",
      "}",
    ),
    want: ["FL4004 warning 5:open"],
  },
  {
    name: "readFile in a loop",
    text:
      'import { readFile } from "node:fs/promises";\n' +
      inProcess(["let sum = 0;", "for (let i = 0; i < 100; i++) sum += (await readFile('/rdma/a')).length;"]),
    want: ["FL4004 warning 5:readFile"],
  },
  {
    name: "few rounds",
    text: 'import { readFile } from "node:fs/promises";\n' + inProcess(["for (let i = 0; i < 8; i++) await readFile('/rdma/a');"]),
  },
  {
    name: "another path in each round",
    text: 'import { readFile } from "node:fs/promises";\n' + inProcess(["for (let i = 0; i < 100; i++) await readFile(`/rdma/${i}`);"]),
  },
  {
    name: "a lock file is tried again",
    text: body(
      "for (let i = 0; i < 100; i++) {",
      '  const file = await open("/rdma/lock", "wx").catch(() => undefined);',
      "  if (file) { await file.close(); return; }",
      "}",
    ),
  },
  {
    name: "an open that is tried until it comes",
    text: body(
      "for (let i = 0; i < 100; i++) {",
      "  try {",
      '    const file = await open("/rdma/a", "r");',
      "    await file.close();",
      "    break;",
      "  } catch { await new Promise((resolve) => setTimeout(resolve, 5)); }",
      "}",
    ),
  },
  {
    name: "opened for each element",
    text:
      'import { readFile } from "node:fs/promises";\n' +
      inProcess(["await Promise.all(process.argv.map(async () => readFile('/rdma/a')));"]),
    want: ["FL4004 warning 4:readFile"],
  },
  // FL4005
  {
    name: "a write without flags",
    text: body('const file = await open("/rdma/a");', "await file.write(Buffer.alloc(8), 0, 8, 0);", "await file.close();"),
    want: ["FL4005 error 5:file.write"],
  },
  {
    name: "an atomic on a handle for reading",
    text: `import { fetchAdd } from "faultline/remote-file";\n${body('const file = await open("/rdma/a", "r");', "await fetchAdd(file, 0, 1n);", "await file.close();")}`,
    want: ["FL4005 error 6:fetchAdd"],
  },
  {
    name: "an atomic without the right",
    text: `import { fetchAdd } from "faultline/remote-file";\n${body('const file = await open("/rdma/a", "r+");', "await fetchAdd(file, 0, 1n);", "await file.close();")}`,
    configuration: plain,
    want: ["FL4005 error 6:fetchAdd"],
  },
  {
    name: "writeFile under a mount for reading",
    text: 'import { writeFile } from "node:fs/promises";\n' + inProcess(['await writeFile("/rdma/a", "x");']),
    configuration: readOnly,
    want: ["FL4005 error 4:writeFile"],
  },
  {
    name: "through a constant of fs",
    text: `import { constants, ftruncateSync, openSync, closeSync } from "fs";\n${inProcess(['const fd = openSync("/rdma/a", constants.O_RDONLY);', "ftruncateSync(fd, 0);", "closeSync(fd);"])}`,
    want: ["FL4005 error 5:ftruncateSync"],
  },
  {
    name: "flags that are given",
    text:
      head +
      'async function put(flags: string) {\n  const file = await open("/rdma/a", flags);\n  await file.write(Buffer.alloc(8), 0, 8, 0);\n  await file.close();\n}\n' +
      inProcess(['await put("r+");']),
  },
  {
    name: "flags that are given, and wrong",
    text:
      head +
      'async function put(flags: string) {\n  const file = await open("/rdma/a", flags);\n  await file.write(Buffer.alloc(8), 0, 8, 0);\n  await file.close();\n}\n' +
      inProcess(['await put("r");']),
    want: ["FL4005 error 4:file.write"],
  },
  {
    name: "a local file for reading",
    text: body('const file = await open("/tmp/a", "r");', "await file.write(Buffer.alloc(8));", "await file.close();"),
  },
  // FL4006
  {
    name: "behind the region",
    text: body('const file = await open("/rdma/a", "r+");', "await file.write(Buffer.alloc(16), 0, 16, 4088);", "await file.close();"),
    want: ["FL4006 error 5:file.write"],
  },
  {
    name: "a text that is too long",
    text: 'import { writeFile } from "node:fs/promises";\n' + inProcess(['await writeFile("/rdma/a", "x".repeat(5000));']),
    want: ["FL4006 error 4:writeFile"],
  },
  {
    name: "the last bytes of the region",
    text: body('const file = await open("/rdma/a", "r+");', "await file.write(Buffer.alloc(16), 0, 16, 4080);", "await file.close();"),
  },
  {
    name: "a buffer that is larger than the file",
    text: body('const file = await open("/rdma/a", "r");', "await file.read(Buffer.alloc(65536));", "await file.close();"),
  },
  {
    name: "a loop that stops in time",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "for (let slot = 0; slot < 16; slot++) {",
      "  if (slot === 8) break;",
      "  await file.write(Buffer.alloc(8), 0, 8, slot * 512);",
      "}",
      "await file.close();",
    ),
  },
  {
    name: "a condition that keeps it in",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "for (let slot = 0; slot < 16; slot++) {",
      "  if (slot < 8) await file.write(Buffer.alloc(8), 0, 8, slot * 512);",
      "}",
      "await file.close();",
    ),
  },
  {
    name: "slots through a helper",
    text:
      'import { open, type FileHandle } from "node:fs/promises";\nconst put = (file: FileHandle, slot: number) => file.write(Buffer.alloc(8), 0, 8, slot * 512);\n' +
      inProcess([
        'const file = await open("/rdma/a", "r+");',
        "for (let slot = 0; slot < 9; slot++) await put(file, slot);",
        "await file.close();",
      ]),
    want: ["FL4006 error 2:file.write"],
  },
  // FL4009
  {
    name: "a write that nobody waits for",
    text: body('const file = await open("/rdma/a", "r+");', "file.write(Buffer.alloc(8), 0, 8, 0);", "await file.close();"),
    want: ["FL4009 error 5:file.write"],
  },
  {
    name: "forEach with an async callback",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "[1, 2].forEach(async (value) => {",
      "  await file.write(Buffer.alloc(8, value), 0, 8, value * 8);",
      "});",
      "await file.close();",
    ),
    want: ["FL4009 error 5:forEach"],
  },
  {
    name: "promises that are collected and forgotten",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "const writes: Promise<unknown>[] = [];",
      "writes.push(file.write(Buffer.alloc(8), 0, 8, 0));",
      "await file.close();",
    ),
    want: ["FL4009 error 6:file.write"],
  },
  {
    name: "an async function that writes",
    text:
      'import { writeFile } from "node:fs/promises";\nasync function save(): Promise<void> { await writeFile("/rdma/a", "x"); }\n' +
      inProcess(["void save();"]),
    want: ["FL4009 error 5:save"],
  },
  {
    name: "promises that are collected and awaited",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "const writes: Promise<unknown>[] = [];",
      "for (let i = 0; i < 3; i++) writes.push(file.write(Buffer.alloc(8), 0, 8, i * 8));",
      "await Promise.all(writes);",
      "await file.close();",
    ),
  },
  {
    name: "returned to who awaits it",
    text:
      'import { open, type FileHandle } from "node:fs/promises";\nconst put = (file: FileHandle) => file.write(Buffer.alloc(8), 0, 8, 0);\n' +
      inProcess(['const file = await open("/rdma/a", "r+");', "const written = put(file);", "await written;", "await file.close();"]),
  },
  {
    name: "a read that nobody waits for",
    text: body('const file = await open("/rdma/a", "r");', "void file.read(Buffer.alloc(8), 0, 8, 0);", "await file.close();"),
  },
  // FL4010
  {
    name: "watch",
    text: `import { watch } from "node:fs";\n${inProcess(['watch("/rdma/a", () => {});'])}`,
    want: ["FL4010 error 4:watch"],
  },
  {
    name: "rename to another mount",
    text: 'import { rename } from "node:fs/promises";\n' + inProcess(['await rename("/rdma/a", "/tmp/a");']),
    want: ["FL4010 error 4:rename"],
  },
  {
    name: "a path for another program",
    text: `import "node:fs";\nimport { execFileSync } from "node:child_process";\n${inProcess(['execFileSync("cat", ["/rdma/a"]);'])}`,
    want: ["FL4010 error 5:execFileSync"],
  },
  { name: "watch of a local file", text: `import { watch } from "node:fs";\n${inProcess(['watch("/tmp/a", () => {});'])}` },
  {
    name: "a program with another path",
    text: `import "node:fs";\nimport { execFileSync } from "node:child_process";\n${inProcess(['execFileSync("cat", ["/tmp/a"]);'])}`,
  },
  // FL4012
  {
    name: "renamed without a sync",
    text:
      'import { open, rename } from "node:fs/promises";\n' +
      inProcess([
        'const file = await open("/rdma/a.draft", "w");',
        "await file.write(Buffer.alloc(8), 0, 8, 0);",
        "await file.close();",
        'await rename("/rdma/a.draft", "/rdma/a");',
      ]),
    configuration: transmit,
    want: ["FL4012 warning 7:rename"],
  },
  {
    name: "renamed behind a sync",
    text:
      'import { open, rename } from "node:fs/promises";\n' +
      inProcess([
        'const file = await open("/rdma/a.draft", "w");',
        "await file.write(Buffer.alloc(8), 0, 8, 0);",
        "await file.sync();",
        "await file.close();",
        'await rename("/rdma/a.draft", "/rdma/a");',
      ]),
    configuration: transmit,
  },
  {
    name: "renamed where writes are placed when they are complete",
    text:
      'import { rename, writeFile } from "node:fs/promises";\n' +
      inProcess(['await writeFile("/rdma/a.draft", "x");', 'await rename("/rdma/a.draft", "/rdma/a");']),
  },
  {
    name: "a flag in another file, on another channel",
    text: body(
      'const data = await open("/rdma/data", "r+");',
      'const flag = await open("/rdma/flag", "r+");',
      "await data.write(Buffer.alloc(8), 0, 8, 0);",
      "await flag.write(Buffer.alloc(8), 0, 8, 0);",
      "await data.close();",
      "await flag.close();",
    ),
    configuration: { ...transmit, channels: "handle" },
    want: ["FL4012 warning 7:flag.write"],
  },
  {
    name: "a flag in another file, on the same channel",
    text: body(
      'const data = await open("/rdma/data", "r+");',
      'const flag = await open("/rdma/flag", "r+");',
      "await data.write(Buffer.alloc(8), 0, 8, 0);",
      "await flag.write(Buffer.alloc(8), 0, 8, 0);",
      "await data.close();",
      "await flag.close();",
    ),
    configuration: transmit,
  },
  // FL4013
  {
    name: "appended from two nodes, through one function",
    text:
      head +
      'async function log(line: string) {\n  const file = await open("/rdma/log", "a");\n  await file.write(line);\n  await file.close();\n}\n' +
      inProcess(['await log("a");']) +
      inProcess(['await log("b");'], "other").replace("node=a", "node=b"),
    want: ["FL4013 error 3:open"],
  },
  {
    name: "appended from one node by two processes",
    text:
      'import { appendFile } from "node:fs/promises";\n' +
      inProcess(['await appendFile("/rdma/log", "a");']) +
      inProcess(['await appendFile("/rdma/log", "b");'], "other"),
  },
  // FL4015
  {
    name: "an empty catch around a write",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "try {",
      "  await file.write(Buffer.alloc(8), 0, 8, 0);",
      "} catch {}",
      "await file.close();",
    ),
    want: ["FL4015 warning 7:catch"],
  },
  {
    name: "an empty catch, and the answer tells",
    text:
      head +
      '/** @process node=a */\nexport async function run(): Promise<boolean> {\n  const file = await open("/rdma/a", "r+");\n  let ok = false;\n  try {\n    await file.write(Buffer.alloc(8), 0, 8, 0);\n    ok = true;\n  } catch {}\n  await file.close();\n  return ok;\n}\n',
  },
  {
    name: "an empty catch around a close",
    text: body('const file = await open("/rdma/a", "r+");', "try { await file.close(); } catch {}"),
  },
  {
    name: "the value of the catch is looked at",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "const written = await file.write(Buffer.alloc(8), 0, 8, 0).catch(() => undefined);",
      "await file.close();",
      'if (!written) throw new Error("not written");',
    ),
  },
  {
    name: "tried again a few times",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "for (let attempt = 0; attempt < 3; attempt++) {",
      "  try {",
      "    await file.write(Buffer.alloc(8), 0, 8, 0);",
      "    break;",
      "  } catch {}",
      "}",
      "await file.close();",
    ),
  },
  // FL4016
  {
    name: "changed before it is sent",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "const row = Buffer.alloc(8);",
      "const written = file.write(row, 0, 8, 0);",
      "row.fill(1);",
      "await written;",
      "await file.close();",
    ),
    want: ["FL4016 error 7:row.fill"],
  },
  {
    name: "one buffer for two writes at once",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "const row = Buffer.alloc(8);",
      "await Promise.all([file.write(row, 0, 8, 0), file.write(row, 0, 8, 8)]);",
      "await file.close();",
    ),
    want: ["FL4016 error 6:file.write"],
  },
  {
    name: "one buffer for every element",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "const row = Buffer.alloc(8);",
      "await Promise.all([1, 2, 3].map(async (value, index) => {",
      "  row.writeDoubleLE(value);",
      "  await file.write(row, 0, 8, index * 8);",
      "}));",
      "await file.close();",
    ),
    want: ["FL4016 error 7:row.writeDoubleLE"],
  },
  {
    name: "a buffer for every element",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "await Promise.all([1, 2, 3].map(async (value, index) => {",
      "  const row = Buffer.alloc(8);",
      "  row.writeDoubleLE(value);",
      "  await file.write(row, 0, 8, index * 8);",
      "}));",
      "await file.close();",
    ),
  },
  {
    name: "two parts of one buffer",
    text: body(
      'const file = await open("/rdma/a", "r");',
      "const page = Buffer.alloc(16);",
      "await Promise.all([file.read(page, 0, 8, 0), file.read(page, 8, 8, 8)]);",
      "await file.close();",
    ),
  },
  {
    name: "two halves by subarray",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "const page = Buffer.alloc(16);",
      "const first = file.write(page.subarray(0, 8), 0, 8, 0);",
      "page.writeDoubleLE(1, 8);",
      "await first;",
      "await file.close();",
    ),
  },
  {
    name: "changed behind its completion",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "const row = Buffer.alloc(8);",
      "await file.write(row, 0, 8, 0);",
      "row.fill(1);",
      "await file.write(row, 0, 8, 8);",
      "await file.close();",
    ),
  },
  {
    name: "a double buffer that is swapped",
    text: body(
      'const file = await open("/rdma/a", "r+");',
      "let filling = Buffer.alloc(8);",
      "let sending = Buffer.alloc(8);",
      "let last: Promise<unknown> = Promise.resolve();",
      "for (let i = 0; i < 9; i++) {",
      "  filling.writeDoubleLE(i);",
      "  await last;",
      "  [filling, sending] = [sending, filling];",
      "  last = file.write(sending, 0, 8, i * 8);",
      "}",
      "await last;",
      "await file.close();",
    ),
  },
  // FL4017
  {
    name: "a lock that is tried at once again",
    text: `import { compareAndSwap } from "faultline/remote-file";\n${body('const file = await open("/rdma/a", "r+");', "while ((await compareAndSwap(file, 0, 0n, 1n)) !== 0n);", "await file.close();")}`,
    want: ["FL4017 warning 6:while"],
  },
  {
    name: "a version that is read until it is even",
    text: body(
      'const file = await open("/rdma/a", "r");',
      "const word = Buffer.alloc(8);",
      "for (;;) {",
      "  await file.read(word, 0, 8, 0);",
      "  if (word.readBigUInt64LE() % 2n === 0n) break;",
      "}",
      "await file.close();",
    ),
    want: ["FL4017 warning 6:for"],
  },
  {
    name: "with a pause it only costs time",
    text: `import { setTimeout as sleep } from "node:timers/promises";\n${body(
      'const file = await open("/rdma/a", "r");',
      "const word = Buffer.alloc(8);",
      "for (;;) {",
      "  await file.read(word, 0, 8, 0);",
      "  if (word.readBigUInt64LE() % 2n === 0n) break;",
      "  await sleep(1);",
      "}",
      "await file.close();",
    )}`,
    want: ["FL4017 information 7:for"],
  },
  {
    name: "a bound",
    text: body(
      'const file = await open("/rdma/a", "r");',
      "const word = Buffer.alloc(8);",
      "let attempts = 0;",
      "do {",
      "  await file.read(word, 0, 8, 0);",
      "} while (word.readBigUInt64LE() === 0n && attempts++ < 10);",
      "await file.close();",
    ),
  },
  {
    name: "reading to the end",
    text: body(
      'const file = await open("/rdma/a", "r");',
      "const page = Buffer.alloc(512);",
      "for (let at = 0; ; at += 512) {",
      "  const { bytesRead } = await file.read(page, 0, 512, at);",
      "  if (bytesRead === 0) break;",
      "}",
      "await file.close();",
    ),
  },
  {
    name: "a swap that expects what it has just read",
    text: `import { compareAndSwap } from "faultline/remote-file";\n${body(
      'const file = await open("/rdma/a", "r+");',
      "const word = Buffer.alloc(8);",
      "for (;;) {",
      "  await file.read(word, 0, 8, 0);",
      "  const seen = word.readBigUInt64LE();",
      "  if ((await compareAndSwap(file, 0, seen, seen + 1n)) === seen) break;",
      "}",
      "await file.close();",
    )}`,
  },
  // FL4018
  {
    name: "local atomics on the word of a remote one",
    text: `import { compareAndSwap } from "faultline/remote-file";\n${body(
      'const file = await open("/rdma/a", "r+");',
      "const words = new BigUint64Array(new SharedArrayBuffer(8));",
      "Atomics.add(words, 0, 1n);",
      "await compareAndSwap(file, 0, 0n, words[0] ?? 0n);",
      "await file.close();",
    )}`,
    want: ["FL4018 warning 7:Atomics.add"],
  },
  {
    name: "local atomics on other memory",
    text: `import { fetchAdd } from "faultline/remote-file";\n${body(
      'const file = await open("/rdma/a", "r+");',
      "const hits = new Int32Array(new SharedArrayBuffer(4));",
      "Atomics.add(hits, 0, 1);",
      "await fetchAdd(file, 0, 1n);",
      "await file.close();",
    )}`,
  },
  // FL4020
  {
    name: "never closed",
    text: body('const file = await open("/rdma/a", "r");', "await file.stat();"),
    want: ["FL4020 warning 4:open"],
  },
  {
    name: "a loop that is left too early",
    text: body(
      'const file = await open("/rdma/a", "r");',
      "for (const key of process.argv) {",
      "  if (key === 'stop') return;",
      "  await file.stat();",
      "}",
      "await file.close();",
    ),
    want: ["FL4020 warning 4:open"],
  },
  { name: "await using", text: body('await using file = await open("/rdma/a", "r");', "await file.stat();") },
  {
    name: "closed in finally",
    text: body(
      'const file = await open("/rdma/a", "r");',
      "try {",
      "  if ((await file.stat()).size === 0) return;",
      "} finally { await file.close(); }",
    ),
  },
  {
    name: "stored in a field",
    text:
      head +
      'class Table {\n  file?: Awaited<ReturnType<typeof open>>;\n  async start() { this.file = await open("/rdma/a", "r"); }\n}\n' +
      inProcess(["await new Table().start();"]),
  },
  {
    name: "returned to who closes it",
    text: head + 'const table = () => open("/rdma/a", "r");\n' + inProcess(["const file = await table();", "await file.close();"]),
  },
  {
    name: "returned to who does not close it",
    text: head + 'const table = () => open("/rdma/a", "r");\n' + inProcess(["const file = await table();", "await file.stat();"]),
    want: ["FL4020 warning 2:open"],
  },
  {
    name: "a function that opens, calls and closes",
    text:
      'import { open, type FileHandle } from "node:fs/promises";\nasync function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {\n  const file = await open(path, "r+");\n  try { return await use(file); } finally { await file.close(); }\n}\n' +
      inProcess(['await withFile("/rdma/a", async (file) => { await file.write(Buffer.alloc(8), 0, 8, 0); });']),
  },
  {
    name: "a chain of promises",
    text: head + inProcess(['await open("/rdma/a", "r").then(async (file) => { await file.stat(); await file.close(); });']),
  },
  {
    name: "callbacks",
    text: `import fs from "node:fs";\n${inProcess(['fs.open("/rdma/a", "r", (error, fd) => {', "  if (error) throw error;", "  fs.fstat(fd, () => fs.close(fd, () => {}));", "});"])}`,
  },
  {
    name: "handed to a stream",
    text: body('const file = await open("/rdma/a", "r");', "for await (const line of file.readLines()) console.log(line);"),
  },
  {
    name: "several files, closed together",
    text: body(
      'const [first, second] = await Promise.all([open("/rdma/a", "r"), open("/rdma/b", "r")]);',
      "await Promise.all([first.close(), second.close()]);",
    ),
  },
  {
    name: "several files in a list",
    text: body('const files = [await open("/rdma/a", "r"), await open("/rdma/b", "r")];', "for (const file of files) await file.close();"),
  },
  {
    name: "opened only sometimes",
    text: body(
      "let file: Awaited<ReturnType<typeof open>> | undefined;",
      'if (Math.random() < 0.5) file = await open("/rdma/a", "r");',
      "await file?.stat();",
      "await file?.close();",
    ),
  },
  {
    name: "closed when it is there",
    text: body(
      "let file: Awaited<ReturnType<typeof open>> | undefined;",
      "try {",
      '  file = await open("/rdma/a", "r");',
      "  await file.stat();",
      "} finally {",
      "  if (file) await file.close();",
      "}",
    ),
  },
  {
    name: "thrown on the way",
    text: body(
      'const file = await open("/rdma/a", "r");',
      "try {",
      '  if ((await file.stat()).size === 0) throw new Error("empty");',
      "} catch (error) {",
      "  console.error(error);",
      "}",
      "await file.close();",
    ),
  },
  {
    name: "a listener closes it",
    text: body('const file = await open("/rdma/a", "r");', 'process.once("SIGTERM", () => void file.close());'),
  },
];

for (const { name, text, configuration, want = [] } of rows)
  test(`static: ${name}`, () => assert.deepEqual(told(text, configuration), want));

const fixable = new Set(["FL4001", "FL4002", "FL4004", "FL4005", "FL4006", "FL4009", "FL4012", "FL4015", "FL4016", "FL4017", "FL4020"]);
const mended = new Set<string>();

for (const { name, text, configuration = usual } of rows.filter(({ want }) => want)) {
  for (const [index, { code, fixes = [] }] of problemsIn(text, configuration).entries()) {
    for (const fix of fixes) {
      test(`fix of ${code}: ${name}: ${fix.title}`, () => {
        mended.add(code);
        const before = told(text, configuration);
        const after = toldAfter(text, configuration, fix);
        assert.deepEqual(after.map(codeOf), before.map(codeOf).toSpliced(index, 1), edited({ path: "src/program.ts", text }, fix.edits));
      });
    }
  }
}

test("fixes: for every rule where one edit mends", () =>
  assert.deepEqual(
    [...fixable].filter((code) => !mended.has(code)),
    [],
  ));

/** With a pause a retry is no more than an information. */
const codeOf = (finding: string): string => finding.split(":")[0]?.replace(/ \d+$/, "") ?? "";

function toldAfter(text: string, configuration: unknown, { edits }: Fix): readonly string[] {
  const written = edited({ path: "src/faultline.remote-files.json", text: JSON.stringify(configuration, undefined, 2) }, edits);
  return told(edited({ path: "src/program.ts", text }, edits), written);
}
