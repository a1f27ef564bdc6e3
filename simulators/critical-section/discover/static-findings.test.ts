import assert from "node:assert/strict";
import { test } from "node:test";
import { problemsIn, scenarioIn, told } from "./testing.ts";

const head =
  'import * as lib from "faultline/critical-section";\nimport { beginCritical, critical, criticalSection as section, endCritical } from "faultline/critical-section";\n';

const awaits: readonly { name: string; text: string; want: readonly string[] }[] = [
  { name: "an async body", text: "section(async () => {\n  const a = await f();\n  await g(a);\n});", want: ["FL1006 error 4:await"] },
  { name: "by the namespace", text: "lib.criticalSection(async () => { await f(); });", want: ["FL1006 error 3:await"] },
  { name: "an async body without an await", text: "section(async () => { f(); });", want: ["FL1006 error 3:async"] },
  { name: "a generator", text: "section(function* () { yield 1; });", want: ["FL1006 error 3:yield"] },
  { name: "a named body", text: "const body = async () => { await f(); };\nsection(body);", want: ["FL1006 error 3:await"] },
  { name: "a body that is a parameter", text: "async function body() { await f(); }\nfunction run(body) { section(body); }", want: [] },
  { name: "a loop that awaits", text: "section(async () => { for await (const a of b) f(a); });", want: ["FL1006 error 3:await"] },
  { name: "an await in a callback of a section", text: "section(() => { later(async () => { await f(); }); });", want: [] },
  { name: "a tagged function", text: "/** @criticalSection */\nasync function run() { await f(); }", want: ["FL1006 error 4:await"] },
  {
    name: "a tagged async method",
    text: "class A {\n  /** @criticalSection */\n  async run() { return 1; }\n}",
    want: ["FL1006 error 5:async"],
  },
  {
    name: "behind using",
    text: "async function run() {\n  await f();\n  {\n    using _ = critical();\n    a.b = await f();\n  }\n  await f();\n}",
    want: ["FL1006 error 7:await"],
  },
  {
    name: "a block with using ends before the await",
    text: "async function run() {\n  {\n    using _ = lib.critical();\n    a.b = 1;\n  }\n  await f();\n}",
    want: [],
  },
  {
    name: "between begin and end",
    text: "async function run() {\n  beginCritical();\n  if (a) await f();\n  endCritical();\n  await f();\n}",
    want: ["FL1006 error 5:await"],
  },
  {
    name: "a yield between begin and end",
    text: "function* run() {\n  beginCritical();\n  yield 1;\n  endCritical();\n}",
    want: ["FL1006 error 5:yield"],
  },
  { name: "a function of the same name", text: "function run(section) { section(async () => { await f(); }); }", want: [] },
  {
    name: "somebody else's function",
    text: "other.criticalSection(async () => { await f(); });\ncriticalSection(async () => { await f(); });",
    want: [],
  },
  { name: "a section before the await", text: "async function run() { section(() => { a.b = 1; }); await f(); }", want: [] },
];

for (const { name, text, want } of awaits) test(`FL1006: ${name}`, () => assert.deepEqual(told(head + text), want));

const paths: readonly { name: string; body: string; want: readonly string[] }[] = [
  { name: "straight", body: "beginCritical(); a.b = 1; endCritical();", want: [] },
  { name: "an early return", body: "beginCritical();\nif (a.b) return;\nendCritical();", want: ["4:return"] },
  { name: "an end before each return", body: "beginCritical();\nif (a.b) { endCritical(); return; }\nendCritical();", want: [] },
  { name: "only one branch ends", body: "beginCritical();\nif (a.b) endCritical();", want: ["3:beginCritical"] },
  {
    name: "a return in try with the end in finally",
    body: "beginCritical();\ntry { if (a.b) return; a.b = 1; } finally { endCritical(); }",
    want: [],
  },
  { name: "an exception", body: "beginCritical();\nif (a.b) throw new Error();\nendCritical();", want: [] },
  { name: "a catch that returns", body: "beginCritical();\ntry { f(); } catch { return; }\nendCritical();", want: [] },
  { name: "a break out of the pair", body: "for (;;) {\nbeginCritical();\nif (a.b) break;\nendCritical();\n}", want: ["4:beginCritical"] },
  {
    name: "a break with the end behind the loop",
    body: "for (;;) {\nbeginCritical();\nif (a.b) break;\nendCritical();\n}\nendCritical();",
    want: [],
  },
  {
    name: "a continue out of the pair",
    body: "while (a.b) {\nbeginCritical();\nif (a.c) continue;\nendCritical();\n}",
    want: ["4:beginCritical"],
  },
  {
    name: "a labelled break",
    body: "outer: for (const x of a) {\nfor (const y of x) {\nbeginCritical();\nif (y) break outer;\nendCritical();\n}\n}",
    want: ["5:beginCritical"],
  },
  { name: "a loop around the pair", body: "do { beginCritical(); a.b++; endCritical(); } while (a.b < 3);", want: [] },
  { name: "a loop between begin and end", body: "beginCritical();\nfor (const x of a) f(x);\nendCritical();", want: [] },
  { name: "nested pairs", body: "beginCritical(); beginCritical(); endCritical(); endCritical();", want: [] },
  { name: "one end too few", body: "beginCritical(); beginCritical(); endCritical();", want: ["3:beginCritical"] },
  { name: "the same condition twice", body: "const own = f();\nif (own) beginCritical();\na.b = 1;\nif (own) endCritical();", want: [] },
  {
    name: "the same condition, turned round",
    body: "const own = f();\nif (own) beginCritical();\na.b = 1;\nif (!own) return;\nendCritical();",
    want: [],
  },
  {
    name: "a comparison twice",
    body: "const left = f();\nif (left !== 0) beginCritical();\na.b = 1;\nif (left !== 0) endCritical();",
    want: [],
  },
  {
    name: "a condition that changes",
    body: "let own = f();\nif (own) beginCritical();\nown = f();\nif (own) endCritical();",
    want: ["4:beginCritical"],
  },
  { name: "a condition of a property", body: "if (a.b) beginCritical();\nf();\nif (a.b) endCritical();", want: ["3:beginCritical"] },
  { name: "a choice of ends", body: "beginCritical();\na.b ? endCritical() : (f(), endCritical());", want: [] },
  { name: "an end that may be skipped", body: "beginCritical();\na.b && endCritical();", want: ["3:beginCritical"] },
  {
    name: "a switch with an end in each case",
    body: "beginCritical();\nswitch (a.b) { case 1: endCritical(); return; case 2: endCritical(); return; }",
    want: [],
  },
  {
    name: "a switch that misses a case",
    body: "beginCritical();\nswitch (a.b) { case 1: endCritical(); break; case 2: break; default: endCritical(); }",
    want: ["3:beginCritical"],
  },
  { name: "falling through", body: "beginCritical();\nswitch (a.b) { case 1: f(); default: endCritical(); }", want: [] },
  { name: "only a begin: another function ends", body: "beginCritical();", want: [] },
  { name: "an end and a begin: a window in somebody's section", body: "endCritical(); f(); beginCritical();", want: [] },
  {
    name: "functions inside have paths of their own",
    body: "beginCritical();\na.map((x) => { if (x) return 1; });\nendCritical();",
    want: [],
  },
  { name: "the process ends", body: "beginCritical();\nif (a.b) process.exit(1);\nendCritical();", want: [] },
];

for (const { name, body, want } of paths) {
  test(`FL1017: ${name}`, () => {
    assert.deepEqual(
      told(`${head}function run(a) {${body}\n}`),
      want.map((place) => `FL1017 warning ${place}`),
    );
  });
}

test("FL1017: a thread has nobody to end its section", () => {
  assert.deepEqual(told(`${head}/** @thread */\nfunction run() {\n  beginCritical();\n}`), ["FL1017 warning 5:beginCritical"]);
  assert.deepEqual(
    told(`${head}/** @thread */\nconst run = () => {\n  beginCritical();\n  if (Date.now()) return;\n};`),
    ["FL1017 warning 6:return", "FL1017 warning 5:beginCritical"].sort((a, b) => a.localeCompare(b)),
  );
});

test("FL1017: a section that nobody can end", () => {
  assert.deepEqual(told(`${head}function run() {\n  critical();\n}`), ["FL1017 warning 4:critical"]);
  assert.deepEqual(told(`${head}function run() {\n  const held = critical();\n  held[Symbol.dispose]();\n}`), []);
});

test("FL1017: paths without number are nobody's finding", () => {
  const branches = Array.from({ length: 12 }, (_, index) => `if (a.b${index}) beginCritical(); else endCritical();`).join("\n");
  assert.deepEqual(told(`${head}function run(a) {\n${branches}\n}`), []);
});

test("static findings: of the scenario when there is one, with property and related places", () => {
  const text = `${head}/** @thread */\nasync function run() {\n  await section(async () => { await f(); await g(); });\n}`;
  const [problem, ...others] = scenarioIn(text).findings;
  assert.deepEqual(others, []);
  assert.equal(problem?.property, "no-await-in-section");
  assert.deepEqual(
    problem?.related.map(({ message, range }) => `${range.start.line + 1} ${message}`),
    ["5 the section begins here", "5 another `await` in it"],
  );
});

test("static findings: none of half-typed code", () => {
  assert.deepEqual(problemsIn(`${head}function run(a) {\n  beginCritical();\n  if (a) return;\n  endCritical(`), []);
});
