import assert from "node:assert/strict";
import { test } from "node:test";
import type { Code } from "../../../protocol/problem.ts";
import { edited } from "../../core/edited.ts";
import { lineStarts, rangeBetween } from "../../core/lines.ts";
import { unitOf } from "../discover/testing.ts";
import { mend } from "./index.ts";

/** Texts after each attempt at a problem at the mark. */
function attempts(code: Code, marked: string): readonly string[] {
  const text = marked.replace("«", "");
  const start = marked.indexOf("«");
  const unit = unitOf(text);
  const range = rangeBetween(lineStarts(text), start, start + 1);
  return mend(unit, { code, severity: "error", message: "", path: unit.path, range, related: [] }).map(({ edits }) => edited(unit, edits));
}

const head = 'import { open } from "node:fs/promises";\n';
const inFunction = (lines: readonly string[]): string =>
  `${head}export async function run() {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;

test("mend: the flag goes behind each later write", () => {
  const lines = [
    "await «file.write(flag, 0, 8, 0);",
    "job.fill(1);",
    "await file.write(job, 0, 8, 8);",
    "await file.write(more, 0, 8, 16);",
    "await file.close();",
  ];
  const [flag = "", fill = "", job = "", more = "", close = ""] = lines.map((line) => line.replace("«", ""));
  assert.deepEqual(attempts("FL4011", inFunction(lines)), [
    inFunction([fill, job, flag, more, close]),
    inFunction([fill, job, more, flag, close]),
  ]);
});

test("mend: nothing where no write comes later", () => {
  assert.deepEqual(attempts("FL4011", inFunction(["await «file.write(flag, 0, 8, 0);", "await file.close();"])), []);
});

test("mend: read, counted up and written back", () => {
  const text = inFunction([
    'const file = await open("/rdma/a", "r+");',
    "const word = Buffer.alloc(8);",
    "await file.read(word, 0, 8, AT);",
    "word.writeBigUInt64LE(word.readBigUInt64LE() + 1n);",
    "await «file.write(word, 0, 8, AT);",
    "await file.close();",
  ]);
  const want = inFunction(['const file = await open("/rdma/a", "r+");', "await fetchAdd(file, AT, 1n);", "await file.close();"]);
  assert.deepEqual(attempts("FL4008", text), [want.replace(head, `${head}import { fetchAdd } from "faultline/remote-file";\n`)]);
});

test("mend: a value that is used later keeps its name, and its buffer when others use it", () => {
  const text = inFunction([
    "const word = Buffer.alloc(8);",
    "await «file.read(word, 0, 8, 16);",
    "const next = word.readBigUInt64LE(0) + STEP;",
    "word.writeBigUInt64LE(next, 0);",
    "await file.write(word, 0, 8, 16);",
    "return [next, word];",
  ]).replace(head, `${head}import { compareAndSwap } from "faultline/remote-file";\n`);
  const want = inFunction([
    "const word = Buffer.alloc(8);",
    "const next = (await fetchAdd(file, 16, STEP)) + STEP;",
    "return [next, word];",
  ]);
  assert.deepEqual(attempts("FL4008", text), [
    want.replace(head, `${head}import { compareAndSwap, fetchAdd } from "faultline/remote-file";\n`),
  ]);
});

test("mend: another place is written back", () => {
  const lines = [
    "await file.read(word, 0, 8, 0);",
    "word.writeBigUInt64LE(word.readBigUInt64LE() + 1n);",
    "await «file.write(word, 0, 8, 8);",
  ];
  assert.deepEqual(attempts("FL4008", inFunction(lines)), []);
});
