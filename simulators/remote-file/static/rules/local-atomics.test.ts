import assert from "node:assert/strict";
import { test } from "node:test";
import { body, testRows, type Row } from "../testing/rows.ts";

/** FL4018. */
const rows: readonly Row[] = [
  {
    name: "local atomics on the word of a remote one",
    text: `import { compareAndSwap } from "faultline/remote-file";\n${body(
      'const file = await open("/rdma/a", "r+");',
      "const words = new BigUint64Array(new SharedArrayBuffer(8));",
      "Atomics.add(words, 0, 1n);",
      "await compareAndSwap(file, 0, 0n, words[0] ?? 0n);",
      "await file.close();",
    )}`,
    want: ["FL4018 warning 7:Atomics.add"],
  },
  {
    name: "local atomics on other memory",
    text: `import { fetchAdd } from "faultline/remote-file";\n${body(
      'const file = await open("/rdma/a", "r+");',
      "const hits = new Int32Array(new SharedArrayBuffer(4));",
      "Atomics.add(hits, 0, 1);",
      "await fetchAdd(file, 0, 1n);",
      "await file.close();",
    )}`,
  },
];

testRows({ test, equal: assert.deepEqual }, rows, { isMended: false });
