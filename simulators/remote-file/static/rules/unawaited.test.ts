import assert from "node:assert/strict";
import { test } from "node:test";
import { body, inProcess, testRows, type Row } from "../testing/rows.ts";

/** FL4009. */
const rows: readonly Row[] = [
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
];

testRows({ test, equal: assert.deepEqual }, rows, { isMended: true });
