import assert from "node:assert/strict";
import { test } from "node:test";
import { body, head, testRows, type Row } from "../testing/rows.ts";

/** FL4015. */
const rows: readonly Row[] = [
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
];

testRows({ test, equal: assert.deepEqual }, rows, { isMended: true });
