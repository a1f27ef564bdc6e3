import assert from "node:assert/strict";
import { test } from "node:test";
import { usual } from "../../discover/testing.ts";
import { body, inProcess, testRows, type Row } from "../testing/rows.ts";

/** FL4001. */
const rows: readonly Row[] = [
  {
    name: "a prefix without a slash behind it",
    text: body('const file = await open("/rdmax/a", "r");', "await file.close();"),
    want: ['FL4001 warning 4:"/rdmax/a"'],
  },
  {
    name: "upper case",
    text: body('const file = await open("/RDMA/a", "r");', "await file.close();"),
    want: ['FL4001 warning 4:"/RDMA/a"'],
  },
  {
    name: "a relative path",
    text: body('const file = await open("rdma/a", "r");', "await file.close();"),
    want: ['FL4001 warning 4:"rdma/a"'],
  },
  {
    name: "dots that leave the mount",
    text: body('const file = await open("/rdma/../etc/a", "r");', "await file.close();"),
    want: ['FL4001 warning 4:"/rdma/../etc/a"'],
  },
  {
    name: "a template with a constant start",
    text: body("const file = await open(`/rdma-log/${process.pid}`, 'r');", "await file.close();"),
    want: ["FL4001 warning 4:`/rdma-log/${process.pid}`"],
  },
  { name: "dots that stay", text: body('const file = await open("/rdma/x/../a", "r");', "await file.close();") },
  { name: "another file", text: body('const file = await open("/data/a", "r");', "await file.close();") },
  { name: "the mount itself", text: 'import { readdir } from "node:fs/promises";\n' + inProcess(['await readdir("/rdma");']) },
  {
    name: "a mount with a longer name",
    text: body('const file = await open("/rdma-fast/a", "r");', "await file.close();"),
    configuration: { ...usual, mounts: [...usual.mounts, { prefix: "/rdma-fast" }] },
  },
];

testRows({ test, equal: assert.deepEqual }, rows, { isMended: true });
