import assert from "node:assert/strict";
import { test } from "node:test";
import { body, inProcess, testRows, type Row } from "../testing/rows.ts";

/** FL4006. */
const rows: readonly Row[] = [
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
];

testRows({ test, equal: assert.deepEqual }, rows, { isMended: true });
