import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, testRows, type Row } from "../testing/rows.ts";

const head =
  'import { createWriteStream } from "node:fs";\nimport { once } from "node:events";\nimport { pipeline } from "node:stream/promises";\n';

/** FL4009 of streams; the body of a process begins on line 6. */
const rows: readonly Row[] = [
  {
    name: "a stream that nobody waits for",
    text: head + inProcess(['const out = createWriteStream("/rdma/a");', 'out.write("one");', 'const two = "two";', "out.end(two);"]),
    want: ["FL4009 error 6:createWriteStream"],
  },
  {
    name: "a stream without a name",
    text: head + inProcess(['createWriteStream("/rdma/a").end("all");']),
    want: ["FL4009 error 6:createWriteStream"],
  },
  {
    name: "its end is an event",
    text: head + inProcess(['const out = createWriteStream("/rdma/a");', 'out.end("all");', 'await once(out, "close");']),
  },
  {
    name: "its end is told to a callback",
    text: head + inProcess(['await new Promise<void>((done) => createWriteStream("/rdma/a").end("all", done));']),
  },
  {
    name: "its end is told to whoever asked",
    text:
      head +
      inProcess([
        'const out = createWriteStream("/rdma/a");',
        'out.write("all");',
        "await new Promise<void>((done) => { out.end(done); });",
      ]),
  },
  { name: "in a pipeline", text: head + inProcess(['await pipeline(["a"], createWriteStream("/rdma/a"));']) },
  { name: "on the local disk", text: head + inProcess(['createWriteStream("/tmp/a").end("all");']) },
  { name: "in a module", text: `${head}const out = createWriteStream("/rdma/a");\nout.end("all");\n` },
];

testRows({ test, equal: assert.deepEqual }, rows, { isMended: false });
