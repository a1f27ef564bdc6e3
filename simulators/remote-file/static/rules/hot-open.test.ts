import assert from "node:assert/strict";
import { test } from "node:test";
import { body, inProcess, testRows, type Row } from "../testing/rows.ts";

/** FL4004. */
const rows: readonly Row[] = [
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
];

testRows({ test, equal: assert.deepEqual }, rows, { isMended: true });
