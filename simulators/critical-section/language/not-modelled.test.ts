import assert from "node:assert/strict";
import { test } from "node:test";
import type { Result } from "../../../protocol/report.ts";
import { checkText } from "../../../test/cli/in-process.ts";

// What the machine has no model of (docs/machine.md) is reported at its line, whether other threads are concerned or not, and is never taken for one step.

interface Refused {
  /** One line that uses it. */
  readonly line: string;
  readonly code: "FL1020" | "FL0003";
  /** Before it, one line as well. */
  readonly before?: string;
}

/** Read twice by what a conversion runs, and written by everybody. */
const pair = "const shared = { left: 1, right: 2 };";
const sum = "(shared.right = 3) && shared.left + shared.right";

const cases: Readonly<Record<string, Refused>> = {
  eval: { line: '(0, eval)("total");', code: "FL1020" },
  "a function from text": { line: 'new Function("n", "return n > 1")(total);', code: "FL1020" },
  Proxy: { line: "keep(new Proxy({ total }, {}));", code: "FL1020" },
  Intl: { line: 'new Intl.NumberFormat("de").format(total);', code: "FL1020" },
  "another locale": { line: '"a".localeCompare("b", "sv");', code: "FL1020" },
  WebAssembly: { line: "void WebAssembly.compile(new Uint8Array(8));", code: "FL1020" },
  "a pattern with an exec of its own": {
    before: "const pattern = Object.assign(/a/, { exec: (): null => null });",
    line: 'keep(pattern.test("a" + total));',
    code: "FL1020",
  },
  "RegExp.prototype.compile": { line: '/a/.compile("b");', code: "FL1020" },
  "a resizable buffer": { line: "new ArrayBuffer(8, { maxByteLength: 16 });", code: "FL1020" },
  "transfer of a buffer": {
    line: "structuredClone(bytes, { transfer: [bytes] });",
    before: "const bytes = new ArrayBuffer(8);",
    code: "FL1020",
  },
  "Atomics.waitAsync": {
    before: "const words = new Int32Array(new SharedArrayBuffer(8));",
    line: "(Atomics as unknown as { waitAsync(...args: unknown[]): unknown }).waitAsync(words, 0, 0);",
    code: "FL1020",
  },
  "import()": { before: 'const places = ["./a.js"];', line: 'void import(places[0] ?? "");', code: "FL1020" },
  fetch: { line: 'void fetch("http://localhost/");', code: "FL0003" },
  WebSocket: { line: 'new WebSocket("ws://localhost/");', code: "FL0003" },
  "node:net": { before: 'import { connect } from "node:net";', line: "connect(80);", code: "FL0003" },
  "node:http": { before: 'import { request } from "node:http";', line: 'request("http://localhost/");', code: "FL0003" },
  "node:child_process": { before: 'import { execSync } from "node:child_process";', line: 'execSync("true");', code: "FL0003" },
  "node:worker_threads": { before: 'import { Worker } from "node:worker_threads";', line: 'new Worker("./worker.js");', code: "FL0003" },
  "node:fs": { before: 'import { readFileSync } from "node:fs";', line: 'readFileSync("/etc/hostname");', code: "FL0003" },
  "node:fs/promises": {
    before: 'import * as files from "node:fs/promises";',
    line: 'void files.readFile("/etc/hostname");',
    code: "FL0003",
  },
  "node:zlib": { before: 'import { gzipSync } from "node:zlib";', line: 'gzipSync("text");', code: "FL0003" },
  "process.kill": { line: "process.kill(1);", code: "FL0003" },
  "AsyncLocalStorage.run": {
    before: 'import { AsyncLocalStorage } from "node:async_hooks"; const storage = new AsyncLocalStorage<number>();',
    line: "storage.run(1, () => total);",
    code: "FL0003",
  },
  "valueOf with two shared accesses": {
    before: `${pair} const box = { valueOf: (): number => ${sum} };`,
    line: "keep(Number(box));",
    code: "FL1020",
  },
  "toString with two shared accesses": {
    before: `${pair} const text = { toString: (): string => String(${sum}) };`,
    line: "keep(`${text}`);",
    code: "FL1020",
  },
  "a getter that a builtin runs, with two shared accesses": {
    before: `${pair} const source = { get sum(): number { return ${sum}; } };`,
    line: "keep(Object.assign({}, source));",
    code: "FL1020",
  },
};

const marker = "/* here */";

/** Imports of the line before come first. */
const inThread = ({ line, before = "" }: Refused): string => `${before}
const total = 1;
export const keep = (value: unknown): boolean => value === total;

/** @thread x2 */
export function work(): void {
  ${marker} ${line}
}
`;

const whileLoading = ({ line, before = "" }: Refused): string => `${before}
const total = 1;
export const keep = (value: unknown): boolean => value === total;
${marker} ${line}

/** @thread x2 */
export function work(): void {
  keep(total);
}
`;

const lineOf = (text: string): number => text.slice(0, text.indexOf(marker)).split("\n").length - 1;

async function check(text: string): Promise<Result> {
  const { results } = await checkText("program.ts", text);
  assert.equal(results.length, 1);
  return results[0] as Result;
}

const places = (result: Result, code: string): readonly number[] =>
  result.problems.filter((problem) => problem.code === code).map(({ range }) => range.start.line);

for (const [name, refused] of Object.entries(cases)) {
  test(`not modelled: ${name}`, async () => {
    const text = inThread(refused);
    const { verdict, reason, problems, ...rest } = await check(text);
    const told = JSON.stringify({ verdict, reason, problems });
    assert.equal(verdict, "undecided", told);
    assert.equal(reason?.limit, "not-modelled", told);
    assert.deepEqual(places({ verdict, problems, ...rest }, refused.code), [lineOf(text)], told);
  });
}

for (const name of ["a function from text", "Proxy", "import()", "fetch", "node:fs", "node:child_process"]) {
  test(`not modelled: ${name}, while the module loads`, async () => {
    const refused = cases[name] as Refused;
    const text = whileLoading(refused);
    const result = await check(text);
    const told = JSON.stringify({ reason: result.reason, problems: result.problems });
    assert.equal(result.verdict, "not-run", told);
    assert.ok(result.reason?.code === "FL0003" || result.reason?.code === "FL1020", told);
    assert.deepEqual(places(result, result.reason.code), [lineOf(text)], told);
  });
}

test("a conversion with one shared access is one access", async () => {
  const text = `const shared = { value: 0 };
const boxed = { valueOf: (): number => shared.value };
/** @thread x2 */
export function work(): void {
  shared.value = Number(boxed) + 1;
}
`;
  const { verdict, problems } = await check(text);
  assert.equal(verdict, "violated");
  assert.ok(
    problems.some(({ code }) => code === "FL1004"),
    JSON.stringify(problems),
  );
});
