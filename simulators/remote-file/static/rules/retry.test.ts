import assert from "node:assert/strict";
import { test } from "node:test";
import { body, testRows, type Row } from "../testing/rows.ts";

/** FL4017. */
const rows: readonly Row[] = [
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
];

testRows({ test, equal: assert.deepEqual }, rows, { isMended: true });
