import assert from "node:assert/strict";
import { test } from "node:test";
import { body, testRows, type Row } from "../testing/rows.ts";

/** FL4016. */
const rows: readonly Row[] = [
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
];

testRows({ test, equal: assert.deepEqual }, rows, { isMended: true });
