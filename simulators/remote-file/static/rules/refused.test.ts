import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, testRows, type Row } from "../testing/rows.ts";

/** FL4010. */
const rows: readonly Row[] = [
  {
    name: "watch",
    text: `import { watch } from "node:fs";\n${inProcess(['watch("/rdma/a", () => {});'])}`,
    want: ["FL4010 error 4:watch"],
  },
  {
    name: "rename to another mount",
    text: 'import { rename } from "node:fs/promises";\n' + inProcess(['await rename("/rdma/a", "/tmp/a");']),
    want: ["FL4010 error 4:rename"],
  },
  {
    name: "a path for another program",
    text: `import "node:fs";\nimport { execFileSync } from "node:child_process";\n${inProcess(['execFileSync("cat", ["/rdma/a"]);'])}`,
    want: ["FL4010 error 5:execFileSync"],
  },
  { name: "watch of a local file", text: `import { watch } from "node:fs";\n${inProcess(['watch("/tmp/a", () => {});'])}` },
  {
    name: "a program with another path",
    text: `import "node:fs";\nimport { execFileSync } from "node:child_process";\n${inProcess(['execFileSync("cat", ["/tmp/a"]);'])}`,
  },
];

testRows({ test, equal: assert.deepEqual }, rows, { isMended: false });
