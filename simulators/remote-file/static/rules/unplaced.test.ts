import assert from "node:assert/strict";
import { test } from "node:test";
import { body, inProcess, testRows, transmit, type Row } from "../testing/rows.ts";

/** FL4012. */
const rows: readonly Row[] = [
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
];

testRows({ test, equal: assert.deepEqual }, rows, { isMended: true });
