import assert from "node:assert/strict";
import { test } from "node:test";
import compiler from "typescript";
import { plain } from "./testing.ts";
import { mentionsMulticast, readTypeScript } from "./typescript.ts";

const start = 'import { defineMulticast } from "faultline/multicast";\n';
const read = (body: string, head = start) => readTypeScript(compiler, "load.ts", head + body);

const literals = [
  {
    name: "an object",
    body: "export default defineMulticast({ a: 1, 'b': \"x\", [`c`]: true, 4: null });",
    want: { 4: null, a: 1, b: "x", c: true },
  },
  {
    name: "numbers",
    body: "export default defineMulticast({ a: -1, b: +2, c: 0x10, d: 1_000, e: 1e3 });",
    want: { a: -1, b: 2, c: 16, d: 1000, e: 1000 },
  },
  {
    name: "constants",
    body: "const pods = 4; const t = { pods }; export default defineMulticast({ t, n: t.pods });",
    want: { t: { pods: 4 }, n: 4 },
  },
  {
    name: "spreads",
    body: "const a = { x: 1, y: 1 }; const l = [1]; export default defineMulticast({ ...a, y: 2, l: [...l, 2] });",
    want: { x: 1, y: 2, l: [1, 2] },
  },
  {
    name: "a spread wins over what stands before it",
    body: "const a = { x: 1 }; export default defineMulticast({ x: 0, ...a });",
    want: { x: 1 },
  },
  { name: "templates", body: "const p = 3; export default defineMulticast({ a: `x`, b: `p${p}.l0` });", want: { a: "x", b: "p3.l0" } },
  {
    name: "as const, satisfies, parentheses",
    body: "export default (defineMulticast(({ a: [1] as const } satisfies object)));",
    want: { a: [1] },
  },
  {
    name: "undefined as left out",
    body: "const a = { x: 1 }; export default defineMulticast({ ...a, x: undefined, y: 2 });",
    want: { y: 2 },
  },
  { name: "a default export by name", body: "const config = defineMulticast({ a: 1 }); export default config;", want: { a: 1 } },
  { name: "export { x as default }", body: "const config = defineMulticast({ a: 1 }); export { config as default };", want: { a: 1 } },
  {
    name: "another name",
    head: 'import { defineMulticast as dm } from "faultline/multicast";\n',
    body: "export default dm({ a: 1 });",
    want: { a: 1 },
  },
  {
    name: "a namespace",
    head: 'import * as m from "faultline/multicast";\n',
    body: "export default m.defineMulticast({ a: 1 });",
    want: { a: 1 },
  },
  { name: "calls that cannot reach a nameless literal", body: "console.log(1); export default defineMulticast({ a: 1 });", want: { a: 1 } },
  {
    name: "functions that nobody calls",
    body: "const a = [1]; function f() { a.push(2); } export default defineMulticast({ a });",
    want: { a: [1] },
  },
];
for (const { name, body, want, head } of literals) {
  test(`TypeScript: ${name}`, () => {
    const reading = read(body, head);
    assert.ok(reading.kind === "literal" && reading.tree.root, reading.kind);
    assert.deepEqual(plain(reading.tree.root), want);
  });
}

const dynamic = [
  { name: "a call", body: "export default defineMulticast({ a: f() });", cause: "f()" },
  { name: "an imported value", body: 'import { a } from "./a.ts"; export default defineMulticast({ a });', cause: "a" },
  { name: "a variable", body: "let a = 1; export default defineMulticast({ a });", cause: "a" },
  { name: "a constant that stands for itself", body: "const a = [a]; export default defineMulticast({ a });", cause: "a" },
  { name: "a condition", body: "export default defineMulticast({ a: x ? 1 : 2 });", cause: "x ? 1 : 2" },
  { name: "an array changed before", body: "const a = [1]; a.push(2); export default defineMulticast({ a });", cause: "a.push(2)" },
  { name: "an array changed after", body: "const a = [1]; export default defineMulticast({ a }); a[0] = 2;", cause: "a[0] = 2" },
  {
    name: "an object changed by a call while a constant is made",
    body: "const a = [1]; const n = a.push(2); export default defineMulticast({ a });",
    cause: "a.push(2)",
  },
  {
    name: "a configuration changed by its name",
    body: "const c = defineMulticast({ a: [1] }); c.a.push(2); export default c;",
    cause: "c.a.push(2)",
  },
  {
    name: "spreads that multiply",
    body: `const a0 = [1,1,1,1,1,1,1,1,1,1];\n${Array.from({ length: 9 }, (_, i) => `const a${i + 1} = [${Array(10).fill(`...a${i}`).join()}];`).join("\n")} export default defineMulticast({ a: a9 });`,
    cause: "...a5",
  },
];
for (const { name, body, cause } of dynamic) {
  test(`TypeScript is not run: ${name}`, () => {
    const reading = read(body);
    assert.ok(reading.kind === "dynamic", reading.kind);
    assert.equal((start + body).slice(reading.cause.start, reading.cause.end), cause);
  });
}

test("TypeScript: a call that is not the default export", () => {
  const reading = read("export const config = defineMulticast({ a: 1 });");
  assert.ok(reading.kind === "not-exported");
  assert.equal(reading.at.start, start.length + "export const config = ".length);
});

test("TypeScript: nothing without our import or without a call", () => {
  assert.equal(
    read("function defineMulticast(x) { return x; }\nexport default defineMulticast({});", 'import x from "faultline/multicast";').kind,
    "none",
  );
  assert.equal(read("export default {};").kind, "none");
  assert.equal(mentionsMulticast("export default defineMulticast({});"), false);
});

test("TypeScript: an error of syntax inside the call is told at its place", () => {
  const reading = read("export default defineMulticast({ a: , b: 1 });");
  assert.ok(reading.kind === "literal");
  const [problem] = reading.tree.problems;
  assert.equal(problem?.message, "TypeScript: Expression expected");
});

test("TypeScript: an error of syntax anywhere in the file leaves nothing to read", () => {
  const reading = read("const limits = { a: 1 } b: 2 };\nexport default defineMulticast({ limits });");
  assert.ok(reading.kind === "literal");
  assert.ok(reading.tree.problems.length > 0);
});

test("TypeScript: brackets a hundred thousand deep are an answer", () => {
  const reading = read(`export default defineMulticast(${"[".repeat(100_000)}`);
  assert.ok(reading.kind === "literal");
  assert.ok(reading.tree.problems.length > 0);
});
