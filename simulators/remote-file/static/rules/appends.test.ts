import assert from "node:assert/strict";
import { test } from "node:test";
import { head, inProcess, testRows, type Row } from "../testing/rows.ts";

/** FL4013. */
const rows: readonly Row[] = [
  {
    name: "appended from two nodes, through one function",
    text:
      head +
      'async function log(line: string) {\n  const file = await open("/rdma/log", "a");\n  await file.write(line);\n  await file.close();\n}\n' +
      inProcess(['await log("a");']) +
      inProcess(['await log("b");'], "other").replace("node=a", "node=b"),
    want: ["FL4013 error 3:open"],
  },
  {
    name: "appended from one node by two processes",
    text:
      'import { appendFile } from "node:fs/promises";\n' +
      inProcess(['await appendFile("/rdma/log", "a");']) +
      inProcess(['await appendFile("/rdma/log", "b");'], "other"),
  },
];

testRows({ test, equal: assert.deepEqual }, rows, { isMended: false });
