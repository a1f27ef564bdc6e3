import assert from "node:assert/strict";
import * as fs from "node:fs";
import promises from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { after, before, test } from "node:test";
import { inspect, promisify } from "node:util";
import { unlimited } from "../../core/budget.ts";
import { Random } from "../../core/random.ts";
import { goOn } from "../verify/record.ts";
import { createStage } from "../verify/stage.ts";
import { scenarioOf } from "../verify/testing/scenario.ts";
import type { RecordedRun } from "../verify/types.ts";
import { startOf } from "../verify/walk.ts";
import { programOf } from "./testing/generate.ts";
import { type Deed, type Host, Run } from "./testing/interpret.ts";

declare const __ROOT__: string;

let root = "";
before(() => (root = fs.mkdtempSync(join(tmpdir(), "faultline-machine-"))));
after(() => fs.rmSync(root, { recursive: true, force: true }));

/** One process on the machine, to its end. */
async function run(text: string): Promise<RecordedRun> {
  const configuration = {
    mounts: [{ prefix: "/rdma", regionSize: 4096, access: "rw+atomic", writers: "multi" }],
    nodes: [
      { name: "app", role: "app" },
      { name: "manager", role: "manager" },
      { name: "memory", role: "memory" },
    ],
    explore: { crashes: 0, preemptions: 0 },
  };
  const { program, payload } = await scenarioOf({ text, configuration });
  const stage = createStage(program, payload, unlimited(), { readsClock: false, clearsTimers: false });
  return goOn(stage, startOf(stage));
}

/** What the process has returned, as text. */
async function returned(text: string): Promise<string> {
  const { outcomes, failure } = await run(text);
  const [outcome] = outcomes;
  assert.equal(failure, undefined);
  assert.equal(outcome?.kind, "returned", inspect(outcome));
  return outcome?.kind === "returned" ? outcome.value.text : "";
}

const mainOf = (imports: string, body: string): string =>
  `${imports}\n/** @process node=app */\nexport async function main(): Promise<unknown> {\n${body}\n}\n`;

const rows: readonly { readonly name: string; readonly text: string; readonly want: string }[] = [
  {
    name: "synchronous calls",
    text: mainOf(
      'import { openSync, writeSync, readSync, closeSync, statSync } from "node:fs";',
      'const fd = openSync("/rdma/a", "w+"); writeSync(fd, "hello"); const room = Buffer.alloc(3); readSync(fd, room, 0, 3, 1); closeSync(fd); return [room.toString(), statSync("/rdma/a").size];',
    ),
    want: '["ell", 5]',
  },
  {
    name: "callbacks",
    text: mainOf(
      'import fs from "fs";',
      'return new Promise((resolve) => fs.writeFile("/rdma/a", "text", () => fs.readFile("/rdma/a", "utf8", (error, data) => resolve([error, data]))));',
    ),
    want: '[null, "text"]',
  },
  {
    name: "require",
    text: mainOf(
      'const { promises } = require("fs"); declare const require: (name: string) => typeof import("node:fs");',
      'await promises.writeFile("/rdma/a", "x"); return (await promises.stat("/rdma/a")).size;',
    ),
    want: "1",
  },
  {
    name: "await using",
    text: mainOf(
      'import { open, readFile } from "node:fs/promises";',
      '{ await using file = await open("/rdma/a", "w"); await file.write("used"); } return readFile("/rdma/a", "utf8");',
    ),
    want: '"used"',
  },
  {
    name: "streams and lines",
    text: mainOf(
      'import { createReadStream, createWriteStream } from "node:fs"; import { createInterface } from "node:readline"; import { pipeline } from "node:stream/promises";',
      'await pipeline(["a\\nb", "c\\n"], createWriteStream("/rdma/a")); const lines: string[] = []; for await (const line of createInterface({ input: createReadStream("/rdma/a") })) lines.push(line); return lines;',
    ),
    want: '["a", "bc"]',
  },
  {
    name: "everything that a stream gives",
    text: mainOf(
      'import { createReadStream, writeFileSync } from "node:fs"; import { json, text } from "node:stream/consumers";',
      'writeFileSync("/rdma/a", \'{"workers":8}\'); return [await text(createReadStream("/rdma/a", { start: 1 })), await json(createReadStream("/rdma/a"))];',
    ),
    want: '["\\"workers\\":8}", { workers: 8 }]',
  },
  {
    name: "a synchronous call behind one that is under way",
    text: mainOf(
      'import { open } from "node:fs/promises"; import { readFileSync, writeFileSync } from "node:fs";',
      'writeFileSync("/rdma/a", "x"); const file = await open("/rdma/a", "r+"); const writing = file.write("y"); void file.close(); const seen = readFileSync("/rdma/a", "utf8"); await writing; return [seen.length, file.fd];',
    ),
    want: "[1, -1]",
  },
  {
    name: "a library that wraps fs",
    text: mainOf(
      'import * as fs from "node:fs"; import { promisify } from "node:util"; const wrapped = { ...fs, read: promisify(fs.read) };',
      'wrapped.writeFileSync("/rdma/a", "abc"); const fd = wrapped.openSync("/rdma/a", "r"); const { bytesRead, buffer } = await wrapped.read(fd, Buffer.alloc(2), 0, 2, 1); return [bytesRead, buffer.toString()];',
    ),
    want: '[2, "bc"]',
  },
  {
    name: "an error with everything that Node says",
    text: mainOf(
      'import { stat } from "node:fs/promises";',
      'try { await stat("/rdma/none"); } catch (error) { const { code, errno, syscall, path, message } = error as NodeJS.ErrnoException; return [code, errno, syscall, path, message]; }',
    ),
    want: `["ENOENT", -2, "stat", "/rdma/none", "ENOENT: no such file or directory, stat '/rdma/none'"]`,
  },
  {
    name: "temporary files",
    text: mainOf(
      'import { mkdtemp, writeFile, rename, readdir } from "node:fs/promises"; import { tmpdir } from "node:os"; import { join } from "node:path";',
      'const folder = await mkdtemp(join(tmpdir(), "x-")); await writeFile(join(folder, "a"), "1"); await rename(join(folder, "a"), join(folder, "b")); return [folder.length, await readdir(folder)];',
    ),
    want: '[13, ["b"]]',
  },
  {
    name: "atomics",
    text: mainOf(
      'import { open } from "node:fs/promises"; import { compareAndSwap, fetchAdd } from "faultline/remote-file";',
      'const file = await open("/rdma/a", "w+"); await file.write(Buffer.alloc(8)); return [await fetchAdd(file, 0, 5n), await compareAndSwap(file.fd, 0, 5n, 9n), await fetchAdd(file, 0, 0n)];',
    ),
    want: "[0n, 5n, 9n]",
  },
];

for (const { name, text, want } of rows) test(`files on the machine: ${name}`, async () => assert.equal(await returned(text), want));

test("files on the machine: what is not awaited goes on", async () => {
  const { open, outcomes } = await run(
    mainOf(
      'import { open } from "node:fs/promises";',
      'const file = await open("/rdma/a", "w"); void file.write("late").then(() => file.close()); return "early";',
    ),
  );
  assert.equal(outcomes[0]?.kind, "returned");
  assert.deepEqual(
    open.map(({ call }) => call.kind),
    [],
  );
});

test("files on the machine: a path that strays and a function that is refused are told at the program's own place", async () => {
  const { steps } = await run(
    mainOf(
      'import { promises } from "node:fs"; import { openAsBlob } from "node:fs"; const save = (path: string) => promises.writeFile(path, "x");',
      'await save("/rdmax/a");\nawait openAsBlob("/rdma/a").catch(() => undefined);',
    ),
  );
  const notes = steps.flatMap(({ happenings }) => happenings.flatMap((one) => (one.kind === "note" ? [one.note] : [])));
  const told = notes.flatMap((note) =>
    note.kind === "strayed" || note.kind === "refused" ? [{ kind: note.kind, lines: note.at.map(({ range }) => range.start.line) }] : [],
  );
  assert.deepEqual(told, [
    { kind: "strayed", lines: [0, 3] },
    { kind: "refused", lines: [4] },
  ]);
});

const hostOf = (of: { readonly fs: object; readonly promises: object }): Host => ({
  fs: of.fs as Host["fs"],
  promises: of.promises as Host["promises"],
  Buffer: Buffer as unknown as Host["Buffer"],
  URL,
  promisify: promisify as Host["promisify"],
});

test("files on the machine: 60 random programs give what Node gives on local files", async () => {
  const programs: { readonly deeds: readonly Deed[]; readonly want: readonly string[] }[] = [];
  for (let seed = 0; seed < 60; seed += 1) programs.push(await onNode(seed));
  const interpreter = fs.readFileSync(join(__ROOT__, "simulators/remote-file/in-machine/testing/interpret.ts"), "utf8");
  const { steps, outcomes } = await run(`
    import * as fs from "node:fs"; import promises from "node:fs/promises"; import { promisify } from "node:util";
    ${interpreter}
    const programs = ${JSON.stringify(programs.map(({ deeds }) => deeds))};
    /** @process node=app */
    export async function main(): Promise<void> {
      const host = { fs, promises, Buffer, URL, promisify } as unknown as Host;
      for (const [index, deeds] of programs.entries()) {
        fs.mkdirSync(\`/rdma/p\${index}/d\`, { recursive: true });
        console.log(JSON.stringify(await interpret(host, \`/rdma/p\${index}\`, deeds as Deed[])));
      }
    }`);
  assert.equal(outcomes[0]?.kind, "returned", JSON.stringify(outcomes[0]));
  const logs = steps.flatMap(({ happenings }) =>
    happenings.flatMap((one) => (one.kind === "note" && one.note.kind === "log" ? [one.note.text] : [])),
  );
  assert.equal(logs.length, programs.length);
  for (const [index, { deeds, want }] of programs.entries()) {
    const got = JSON.parse(logs[index] ?? "[]") as readonly string[];
    // A file that was unlinked lives on for Node; its key is revoked here (section 4).
    const end = got.findIndex((one) => one.includes("ESTALE"));
    const compared = end === -1 ? want.length : end;
    assert.deepEqual(got.slice(0, compared), want.slice(0, compared), JSON.stringify(deeds));
  }
});

async function onNode(seed: number): Promise<{ readonly deeds: readonly Deed[]; readonly want: readonly string[] }> {
  const base = join(root, `p${seed}`);
  fs.mkdirSync(`${base}/d`, { recursive: true });
  const node = new Run(hostOf({ fs, promises }), base);
  const deeds: Deed[] = [];
  const want: string[] = [];
  for (const deed of programOf(new Random(seed), 6)) {
    if (isSpared(deed, base)) continue;
    deeds.push(deed);
    want.push(await node.do(deed));
  }
  await node.end();
  return { deeds, want };
}

/** As in local-files.test.ts. */
function isSpared(deed: Deed, base: string): boolean {
  const given = deed.args.flatMap((arg) => (typeof arg === "object" && arg !== null && "$path" in arg ? [arg.$path] : []));
  const paths = given.map((path) => normalize(path || "/"));
  return (
    given.some((path) => path.includes("..") || path.endsWith(".") || path === "") ||
    /readlink/.test(deed.name) ||
    paths.some((path) => !fs.existsSync(dirname(base + path)))
  );
}
