import type { Verdict } from "../../protocol/report.ts";

/** A program that wants more than it may have. Where one line is to blame, it ends with `// here`. */
export interface Attack {
  /** Also its file name. */
  readonly name: string;
  /** What the check may answer, and nothing else. */
  readonly verdicts: readonly Verdict[];
  /** Codes of which one must stand at the line that is to blame. None: it is told where it can be, which no test should rest on. */
  readonly codes: readonly string[];
  /** TypeScript, or JavaScript where TypeScript has no words for it. */
  readonly text: string;
}

/** The body of one thread. */
const thread = (body: string, before = ""): string =>
  `${before}\n/** @thread */\nexport function attack(): unknown {\n${body}\n  return 0;\n}\n`;
const asyncThread = (body: string, before = ""): string =>
  `${before}\n/** @thread */\nexport async function attack(): Promise<unknown> {\n${body}\n  return 0;\n}\n`;

const undecided: readonly Verdict[] = ["undecided"];
const refused: readonly Verdict[] = ["undecided", "not-run"];
/** It throws in the user's own code, as it would anywhere. */
const thrown: readonly Verdict[] = ["violated"];
const notModelled = ["FL0003", "FL1020"];

export const attacks: readonly Attack[] = [
  // ---- time
  { name: "endless-loop", verdicts: ["violated", "undecided"], codes: [], text: thread("  for (;;); // here") },
  // The number of instructions or the limit of time comes first, as fast as the machine is.
  { name: "endless-counting", verdicts: undecided, codes: [], text: thread("  let n = 0;\n  for (;;) n += 1;") },
  { name: "endless-while-loading", verdicts: ["not-run"], codes: ["FL0003"], text: thread("", "let n = 0;\nfor (;;) n += 1; // here") },
  { name: "endless-microtasks", verdicts: ["violated", "undecided"], codes: [], text: asyncThread("  for (;;) await null;") },
  {
    name: "endless-promise-chain",
    verdicts: ["violated", "undecided"],
    codes: [],
    text: thread("  const again = (): Promise<void> => Promise.resolve().then(again);\n  again();"),
  },
  {
    name: "endless-thenable",
    verdicts: ["violated", "undecided"],
    codes: [],
    text: asyncThread("  const one = { then(resolve: (value: unknown) => void) { resolve(one); } };\n  await one;"),
  },
  {
    name: "endless-generator",
    verdicts: undecided,
    codes: [],
    text: thread("  function* all() { for (let n = 0; ; n += 1) yield n; }\n  return [...all()]; // here"),
  },
  {
    name: "endless-comparator",
    verdicts: undecided,
    codes: [],
    text: thread("  return [3, 1, 2].sort(() => { for (let n = 0; ; n += 1); }); // here"),
  },
  {
    name: "endless-getter",
    verdicts: thrown,
    codes: ["FL1023"],
    text: thread("  const bomb = { get more(): unknown { return bomb.more; } }; // here\n  return bomb.more;"),
  },
  {
    name: "endless-coercion",
    verdicts: undecided,
    codes: [],
    text: thread("  let n = 0;\n  return Number({ valueOf() { for (;;) n += 1; } }); // here"),
  },
  {
    name: "endless-wait",
    verdicts: ["violated"],
    codes: [],
    text: thread("  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);"),
  },
  {
    name: "huge-recursion",
    verdicts: thrown,
    codes: ["FL1023"],
    text: thread("  const down = (n: number): number => down(n + 1) + 1; // here\n  return down(0);"),
  },
  { name: "bad-regex", verdicts: undecided, codes: ["FL0003"], text: thread('  return /^(a+)+$/.test("a".repeat(50) + "!"); // here') },
  {
    name: "bad-regex-in-replace",
    verdicts: undecided,
    codes: ["FL0003"],
    text: thread('  return ("a".repeat(50) + "!").replace(/^(a|aa)+$/, ""); // here'),
  },
  {
    name: "endless-invariant",
    verdicts: refused,
    codes: [],
    text: `${thread("")}\n/** @invariant */\nexport const never = (): boolean => { for (let n = 0; ; n += 1); };\n`,
  },
  // ---- memory
  {
    name: "array-bomb",
    verdicts: refused,
    codes: notModelled,
    text: thread("  const all: unknown[] = [];\n  for (;;) all.push([all.length]); // here"),
  },
  { name: "array-fill-bomb", verdicts: refused, codes: notModelled, text: thread("  return new Array(2 ** 32 - 1).fill(0); // here") },
  {
    name: "array-from-bomb",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread("  return Array.from({ length: 2 ** 40 }); // here"),
  },
  {
    name: "array-join-bomb",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread('  return new Array(1e9).join("xxxxxxxx"); // here'),
  },
  {
    name: "string-bomb",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread('  let text = "x";\n  for (;;) text += text; // here'),
  },
  {
    name: "string-repeat-bomb",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread('  return "x".repeat(2 ** 29); // here'),
  },
  {
    name: "string-pad-bomb",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread('  return "x".padStart(2 ** 29, "abc").split(""); // here'),
  },
  {
    name: "string-replace-bomb",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread('  let text = "aaaaaaaaaaaaaaaa";\n  for (;;) text = text.replaceAll("a", text); // here'),
  },
  {
    name: "typed-array-bomb",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread("  const all: unknown[] = [];\n  for (;;) all.push(new Uint8Array(2 ** 30)); // here"),
  },
  {
    name: "buffer-bomb",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread("  return new ArrayBuffer(2 ** 43); // here"),
  },
  {
    name: "bigint-bomb",
    verdicts: [...refused, "violated"],
    codes: notModelled,
    text: thread("  let n = 3n;\n  for (;;) n *= n; // here"),
  },
  {
    name: "map-bomb",
    verdicts: refused,
    codes: notModelled,
    text: thread("  const all = new Map<number, object>();\n  for (let n = 0; ; n += 1) all.set(n, { n }); // here"),
  },
  {
    name: "closure-bomb",
    verdicts: refused,
    codes: notModelled,
    text: thread("  let last: unknown = null;\n  for (;;) { const before = last; last = () => before; } // here"),
  },
  // Few objects, and a way through them that has no end.
  ...Object.entries({
    "json-bomb": "JSON.stringify(all)",
    "json-bomb-with-indent": "JSON.stringify(all, null, 2)",
    "text-bomb": "String(all)",
    "flat-bomb": "all.flat(Infinity)",
    "inspect-bomb": "inspect(all, { depth: null })",
    "format-bomb": 'format("%j", all)',
    "equal-bomb": "isDeepStrictEqual(all, same)",
    "assert-bomb": "deepStrictEqual(all, same)",
  }).map(([name, call]) => ({
    name,
    verdicts: undecided,
    codes: ["FL1020"],
    text: thread(
      `  const bomb = (): unknown[] => {\n    let all: unknown[] = [1];\n    for (let n = 0; n < 60; n += 1) all = [all, all];\n    return all;\n  };\n  const [all, same] = [bomb(), bomb()];\n  return ${call}; // here`,
      'import { format, inspect, isDeepStrictEqual } from "node:util";\nimport { deepStrictEqual } from "node:assert";',
    ),
  })),
  // ---- ways out
  {
    name: "exit-by-constructor",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread('  return ([] as any).constructor.constructor("return process")().exit(7); // here'),
  },
  {
    name: "exit-by-host-function",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread('  return (console.log as any).constructor("return process")().exit(7); // here'),
  },
  {
    name: "eval",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread('  return (0, eval)("process.exit(7)"); // here'),
  },
  {
    name: "new-function",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread('  return new Function("return process.exit(7)")(); // here'),
  },
  {
    name: "generator-function-constructor",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread('  return Object.getPrototypeOf(function* () {}).constructor("process.exit(7)")().next(); // here'),
  },
  {
    name: "timer-with-text",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread('  return setTimeout("process.exit(7)" as any, 0); // here'),
  },
  {
    name: "import-of-fs",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: asyncThread('  return (await import("node:fs")).writeFileSync("stolen", ""); // here'),
  },
  {
    name: "import-of-a-name",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: asyncThread('  const name = "node:" + "fs";\n  return (await import(name)).writeFileSync("stolen", ""); // here'),
  },
  {
    name: "require-of-fs",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread('  return require("node:fs").writeFileSync("stolen", ""); // here'),
  },
  {
    name: "file-system",
    verdicts: refused,
    codes: ["FL0003"],
    text: thread('  return writeFileSync("stolen", ""); // here', 'import { writeFileSync } from "node:fs";'),
  },
  {
    name: "child-process",
    verdicts: refused,
    codes: ["FL0003"],
    text: thread('  return execSync("touch stolen"); // here', 'import { execSync } from "node:child_process";'),
  },
  {
    name: "network",
    verdicts: refused,
    codes: ["FL0003"],
    text: thread("  return connect(PORT); // here", 'import { connect } from "node:net";'),
  },
  {
    name: "fetch",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: asyncThread('  return fetch("http://127.0.0.1:PORT/"); // here'),
  },
  {
    name: "worker",
    verdicts: refused,
    codes: ["FL0003"],
    text: thread('  return new Worker("process.exit(7)", { eval: true }); // here', 'import { Worker } from "node:worker_threads";'),
  },
  { name: "exit", verdicts: ["holds", "violated", "undecided"], codes: [], text: thread("  process.exit(7);") },
  {
    name: "environment",
    verdicts: ["holds"],
    codes: [],
    text: `${thread("  seen = Object.keys(process.env).length;", "let seen = -1;")}\n/** @finally */\nexport const empty = (): boolean => seen === 0;\n`,
  },
  {
    name: "process-internals",
    verdicts: [...refused, "violated"],
    codes: [...notModelled, "FL1023"],
    text: thread('  return (process as any).binding("fs"); // here'),
  },
  // ---- the engine's own objects
  {
    name: "polluted-prototype",
    verdicts: ["holds"],
    codes: [],
    text: thread(
      '  (Object.prototype as any).verdict = "holds";\n  (Array.prototype as any).toJSON = () => "polluted";\n  Map.prototype.get = () => 0 as never;',
    ),
  },
  {
    name: "broken-builtins",
    verdicts: ["holds"],
    codes: [],
    text: thread(
      "  Array.prototype.push = () => { throw new Error(); };\n  Array.prototype[Symbol.iterator] = null as never;\n  JSON.stringify = () => 'polluted';\n  Promise.prototype.then = null as never;\n  Object.defineProperty(Object.prototype, 'kind', { get() { throw new Error(); } });",
    ),
  },
  {
    name: "stack-trace-hook",
    verdicts: ["holds"],
    codes: [],
    text: `${thread("  Error.prepareStackTrace = (_error, frames) => { reached = frames[0]?.getThis() ?? frames; return ''; };\n  void new Error('one').stack;", "let reached: unknown;")}\n/** @finally */\nexport const unreached = (): boolean => reached === undefined || !('process' in Object(reached));\n`,
  },
  { name: "caller-of-strict-code", verdicts: ["holds", "violated"], codes: [], text: thread("  return (attack as any).caller; // here") },
  {
    name: "proxy-of-everything",
    verdicts: ["holds", "undecided", "violated"],
    codes: [],
    text: thread(
      "  const all: any = new Proxy(function () {}, { get: () => all, apply: () => all, has: () => true });\n  return all.a.b().c in all;",
    ),
  },
];
