import assert from "node:assert/strict";
import { test } from "node:test";
import { body, head, inProcess, plain, readOnly, testRows, type Row } from "../testing/rows.ts";

/** FL4005. */
const rows: readonly Row[] = [
  {
    name: "a write without flags",
    text: body('const file = await open("/rdma/a");', "await file.write(Buffer.alloc(8), 0, 8, 0);", "await file.close();"),
    want: ["FL4005 error 5:file.write"],
  },
  {
    name: "an atomic on a handle for reading",
    text: `import { fetchAdd } from "faultline/remote-file";\n${body('const file = await open("/rdma/a", "r");', "await fetchAdd(file, 0, 1n);", "await file.close();")}`,
    want: ["FL4005 error 6:fetchAdd"],
  },
  {
    name: "an atomic without the right",
    text: `import { fetchAdd } from "faultline/remote-file";\n${body('const file = await open("/rdma/a", "r+");', "await fetchAdd(file, 0, 1n);", "await file.close();")}`,
    configuration: plain,
    want: ["FL4005 error 6:fetchAdd"],
  },
  {
    name: "writeFile under a mount for reading",
    text: 'import { writeFile } from "node:fs/promises";\n' + inProcess(['await writeFile("/rdma/a", "x");']),
    configuration: readOnly,
    want: ["FL4005 error 4:writeFile"],
  },
  {
    name: "through a constant of fs",
    text: `import { constants, ftruncateSync, openSync, closeSync } from "fs";\n${inProcess(['const fd = openSync("/rdma/a", constants.O_RDONLY);', "ftruncateSync(fd, 0);", "closeSync(fd);"])}`,
    want: ["FL4005 error 5:ftruncateSync"],
  },
  {
    name: "flags that are given",
    text:
      head +
      'async function put(flags: string) {\n  const file = await open("/rdma/a", flags);\n  await file.write(Buffer.alloc(8), 0, 8, 0);\n  await file.close();\n}\n' +
      inProcess(['await put("r+");']),
  },
  {
    name: "flags that are given, and wrong",
    text:
      head +
      'async function put(flags: string) {\n  const file = await open("/rdma/a", flags);\n  await file.write(Buffer.alloc(8), 0, 8, 0);\n  await file.close();\n}\n' +
      inProcess(['await put("r");']),
    want: ["FL4005 error 4:file.write"],
  },
  {
    name: "a local file for reading",
    text: body('const file = await open("/tmp/a", "r");', "await file.write(Buffer.alloc(8));", "await file.close();"),
  },
];

testRows({ test, equal: assert.deepEqual }, rows, { isMended: true });
