import assert from "node:assert/strict";
import { test } from "node:test";
import { body, head, inProcess, testRows, type Row } from "../testing/rows.ts";

/** FL4020. */
const rows: readonly Row[] = [
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
    name: "handed to a stream by its number",
    text: `import fs from "node:fs";\n${inProcess(['const fd = fs.openSync("/rdma/a", "r");', 'for await (const part of fs.createReadStream("", { fd, end: 7 })) console.log(part);'])}`,
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

testRows({ test, equal: assert.deepEqual }, rows, { isMended: true });
