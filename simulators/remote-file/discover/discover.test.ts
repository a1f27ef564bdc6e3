import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import typescript from "typescript";
import { edited } from "../../core/edited.ts";
import { configurationName } from "../config/index.ts";
import type { Payload } from "../payload.ts";
import { claims, discover } from "./discover.ts";
import { discovered, problemsIn, told, tokenAt, usual } from "./testing.ts";

const good = `import { readFileSync } from "node:fs";
import { open } from "node:fs/promises";

/** @process node=a */
export async function write(): Promise<number> {
  const file = await open("/rdma/a", "w");
  await file.close();
  return 1;
}

/** @process node=b */
export const read = async (): Promise<void> => {};

/** @invariant */
export const isShort = (): boolean => readFileSync("/rdma/a").length < 9;

/** @finally */
export function isDone({ write }: { write?: number }): boolean {
  return write === 1;
}
`;

test("discover: processes and observers of a file are one scenario", () => {
  const { scenarios, problems } = discovered(good);
  assert.deepEqual(problems, []);
  assert.equal(scenarios.length, 1);
  const [scenario] = scenarios;
  assert.equal(scenario?.name, "program");
  assert.deepEqual(scenario?.findings, []);
  assert.equal(scenario?.notRun, undefined);
  assert.deepEqual(scenario?.entry?.names, ["write", "read", "isShort", "isDone"]);
  assert.deepEqual(
    scenario?.inputs.map(({ path }) => path),
    ["src/program.ts", "src/faultline.remote-files.json"],
  );
  assert.equal(scenario && tokenAt(good, scenario.range), "write");
  const { processes, observers, configuration, configurationPath } = structuredClone(scenario?.payload) as Payload;
  assert.deepEqual(
    processes.map(({ name, node, export: exported, isModule }) => ({ name, node, exported, isModule })),
    [
      { name: "write", node: "a", exported: "write", isModule: false },
      { name: "read", node: "b", exported: "read", isModule: false },
    ],
  );
  assert.deepEqual(
    observers.map(({ name, kind }) => `${kind} ${name}`),
    ["invariant isShort", "finally isDone"],
  );
  assert.equal(configurationPath, "src/faultline.remote-files.json");
  assert.equal(configuration.mounts[0]?.regionSize, 4096);
});

/** The function that most rows are about; its tag and head differ. */
const run = (tag: string, head = "export async function run(): Promise<void>", more = ""): string => `/** ${tag} */\n${head} {}\n${more}`;

const rows: readonly { readonly name: string; readonly text: string; readonly want: readonly string[] }[] = [
  { name: "no node", text: run("@process"), want: ["FL0002 error 1:@process"] },
  { name: "no name", text: run("@process node="), want: ["FL0002 error 1:node="] },
  { name: "a bare name", text: run("@process a"), want: ["FL0002 error 1:a"] },
  { name: "another option", text: run("@process nod=a"), want: ["FL0002 error 1:nod"] },
  { name: "twice", text: run("@process node=a node=b"), want: ["FL0002 error 1:node=b"] },
  { name: "an unknown node", text: run("@process node=c"), want: ["FL4000 error 1:c"] },
  { name: "a node that runs no programs", text: run("@process node=mem1"), want: ["FL4000 error 1:mem1"] },
  { name: "not async", text: run("@process node=a", "export function run(): void"), want: ["FL0002 error 1:@process"] },
  { name: "not exported", text: run("@process node=a", "async function run(): Promise<void>"), want: ["FL0002 error 1:@process"] },
  { name: "exported at the end", text: run("@process node=a", "async function run()", "export { run };\n"), want: [] },
  { name: "exported as default", text: run("@process node=a", "export default async function run()"), want: [] },
  { name: "a promise without async", text: run("@process node=a", "export function run(): Promise<void>"), want: [] },
  { name: "a parameter", text: run("@process node=a", "export async function run(key: string)"), want: ["FL0002 error 1:@process"] },
  { name: "a parameter that may be left out", text: run("@process node=a", "export async function run(key = 1)"), want: [] },
  { name: "on a class", text: "/** @process node=a */\nexport class Run {}\n", want: ["FL0002 error 1:@process"] },
  {
    name: "two tags",
    text: "/** @process node=a\n * @process node=b */\nexport async function run() {}\n",
    want: ["FL0002 error 2:@process"],
  },
  {
    name: "a process that is an invariant",
    text: "/** @process node=a\n * @invariant */\nexport async function run() {}\n",
    want: ["FL0002 error 2:@invariant"],
  },
  { name: "a slip", text: `import "node:fs";\n${run("@proces node=a")}`, want: ["FL0002 warning 2:@proces"] },
  {
    name: "a slip beside a process",
    text: run("@process node=a", undefined, "/** @invarient */\nexport const fine = () => true;\n"),
    want: ["FL0002 warning 3:@invarient"],
  },
  {
    name: "an invariant that returns a promise",
    text: run("@process node=a", undefined, "/** @invariant */\nexport const fine = async () => true;\n"),
    want: ["FL0002 error 3:@invariant"],
  },
  {
    name: "an end condition with two parameters",
    text: run("@process node=a", undefined, "/** @finally */\nexport const fine = (a: object, b: object) => a !== b;\n"),
    want: ["FL0002 error 3:@finally"],
  },
  {
    name: "an invariant that is not exported",
    text: run("@process node=a", undefined, "/** @invariant */\nconst fine = () => true;\nvoid fine;\n"),
    want: ["FL0002 error 3:@invariant"],
  },
  { name: "conditions without a process are anybody's", text: "/** @invariant */\nconst fine = () => true;\nvoid fine;\n", want: [] },
  { name: "a word of prose", text: "/** Speaks of a @process somewhere. */\nexport async function run() {}\n", want: [] },
];

for (const { name, text, want } of rows) test(`discover: ${name}`, () => assert.deepEqual(told(text), want));

for (const { name, text, want } of rows.filter((row) => row.want.length > 0)) {
  for (const { code, fixes = [] } of problemsIn(text)) {
    for (const { title, edits } of fixes)
      test(`discover: ${name}: ${title}`, () => {
        const after = told(edited({ path: "src/program.ts", text }, edits));
        assert.ok(after.length < want.length, `${code}: ${after.join(", ")}`);
      });
  }
}

test("discover: an error of a tag is why nothing is run", () => {
  const [scenario] = discovered(run("@process")).scenarios;
  assert.deepEqual(scenario?.notRun, { code: "FL0002", message: "`@process` names no node: write `@process node=NAME`" });
});

test("discover: without a configuration the tag says how to make one", () => {
  const [scenario] = discovered(good, null).scenarios;
  assert.equal(scenario?.notRun?.code, "FL4000");
  assert.deepEqual(
    scenario?.findings.map(({ code, range }) => `${code} ${tokenAt(good, range)}`),
    ["FL4000 @process", "FL4000 @process"],
  );
  const fix = scenario?.findings[0]?.fixes?.[0];
  assert.equal(fix?.creates, "src/faultline.remote-files.json");
  const made = fix?.edits[0]?.newText ?? "";
  const [now] = discovered(good, made).scenarios;
  assert.equal(now?.notRun, undefined);
  assert.deepEqual(now?.findings, []);
});

test("discover: a broken configuration is named with its line", () => {
  const [scenario] = discovered(good, '{\n  "mounts": 7\n}').scenarios;
  assert.equal(scenario?.notRun?.code, "FL4000");
  assert.match(scenario?.notRun?.message ?? "", /^src\/faultline\.remote-files\.json:\d+: /);
  assert.deepEqual(scenario?.findings, []);
});

const unit = (text: string) => ({ path: `src/${configurationName}`, text, typescript: () => typescript });

test("discover: the entries of a configuration are a scenario of it", () => {
  const text = JSON.stringify({
    ...usual,
    nodes: usual.nodes.map((node) => (node.role === "app" ? { ...node, entry: `./${node.name}.ts` } : node)),
  });
  const { scenarios, problems } = discover(unit(text));
  assert.deepEqual(problems, []);
  const [scenario] = scenarios;
  assert.equal(scenario?.name, "faultline.remote-files");
  assert.equal(scenario && tokenAt(text, scenario.range), '"./a.ts"');
  assert.deepEqual(
    scenario?.entry?.modules?.map(({ name, export: exported }) => `${exported} ${name}`),
    ["entry0 ./a.ts", "entry1 ./b.ts"],
  );
  const { processes } = structuredClone(scenario?.payload) as Payload;
  assert.deepEqual(
    processes.map(({ name, node, isModule }) => ({ name, node, isModule })),
    [
      { name: "a", node: "a", isModule: true },
      { name: "b", node: "b", isModule: true },
    ],
  );
});

test("discover: a configuration alone has problems and no scenario", () => {
  const { scenarios, problems } = discover(unit('{ "mounts": [], "nodes": [] }'));
  assert.deepEqual(scenarios, []);
  assert.ok(problems.every(({ code }) => code === "FL4000") && problems.length > 0);
});

test("discover: a deadline that the timers do not keep, at its token", () => {
  const text = JSON.stringify({ ...usual, deadlineMs: 100 }, undefined, 2);
  const { problems } = discover(unit(text));
  assert.deepEqual(
    problems.map(({ code, severity, range }) => `${code} ${severity} ${tokenAt(text, range)}`),
    ["FL4019 warning 100"],
  );
  for (const { edits, title } of problems[0]?.fixes ?? []) {
    const after = discover(unit(edited({ path: `src/${configurationName}`, text }, edits)));
    assert.deepEqual(after.problems, [], title);
  }
  const [scenario] = discovered(good, text).scenarios;
  const [late] = scenario?.findings ?? [];
  assert.equal(late?.code, "FL4019");
  assert.equal(late?.path, "src/faultline.remote-files.json");
  assert.deepEqual(
    late?.related.map(({ path, message }) => `${path}: ${message}`),
    ["src/program.ts: a file is opened here"],
  );
});

test("discover: functions that open files are offered as processes", () => {
  const text = good.replace(/\/\*\* @\w+.*\*\/\n/g, "");
  const { offers = [], scenarios } = discovered(text);
  assert.deepEqual(scenarios, []);
  assert.deepEqual(
    offers.map(({ title, range }) => `${title}: ${tokenAt(text, range)}`),
    ["Simulate as a process on a: write"],
  );
  const after = edited({ path: "src/program.ts", text }, offers[0]?.edits ?? []);
  assert.equal(discovered(after).scenarios.length, 1);
  assert.equal(discovered(text, null).offers, undefined);
});

test("discover: modules and configurations, by name", () => {
  const paths = ["a.ts", "a.mjs", "a.d.ts", "faultline.remote-files.json", "x/bug.remote-files.json", "remote-files.json", "a.json"];
  assert.deepEqual(paths.filter(claims), ["a.ts", "a.mjs", "faultline.remote-files.json", "x/bug.remote-files.json", "remote-files.json"]);
});

test("discover: a file that speaks of none of it is not parsed", () => {
  const untouched = {
    path: "a.ts",
    text: "export const a = 1;",
    typescript: () => assert.fail("parsed"),
    nearest: () => assert.fail("sought"),
  };
  assert.deepEqual(discover(untouched), { scenarios: [], problems: [] });
});

test("discover: half-typed code never throws", () => {
  fc.assert(
    fc.property(fc.nat(good.length), fc.nat(40), fc.constantFrom("", "{", ")", "`", "*/", "await ", "=>"), (at, cut, put) => {
      discovered(good.slice(0, at) + put + good.slice(at + cut));
    }),
    { numRuns: 150 },
  );
});
