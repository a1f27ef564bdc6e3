import assert from "node:assert/strict";
import { test } from "node:test";
import { body, head, inProcess, testRows, type Row } from "../testing/rows.ts";

/** FL4002. */
const rows: readonly Row[] = [
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
];

testRows({ test, equal: assert.deepEqual }, rows, { isMended: true });
