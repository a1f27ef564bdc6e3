import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import type { Program } from "../../simulators/core/simulator.ts";
import { SourceMapIndex } from "../../simulators/core/source-map.ts";
import type { Esbuild } from "../bundler.ts";
import { createPrograms } from "./programs.ts";
import { bundler, evaluate, open, outside, prepare, programOf, programs, scenarioIn, simulator, workspace, write } from "./testing.ts";

declare const __ROOT__: string;
const load = createRequire(join(__ROOT__, "package.json"));

test("programs: names that the entry does not export are exported, those that it exports too", async () => {
  const text =
    "function hidden() { return 1; }\nexport const shown = 2;\nconst local = 3;\nexport { local as other };\nexport default class {}\n";
  const program = await programOf({ "src/main.ts": text }, ["hidden", "shown", "local", "default"]);
  const exports = await evaluate(program);
  assert.deepEqual(Object.keys(exports), ["default", "hidden", "local", "shown"]);
  assert.equal((exports["hidden"] as () => number)(), 1);
  assert.equal(exports["local"], 3);
});

test("programs: TypeScript as users write it: relative imports, JSON, text, paths, packages, decorators, using", async () => {
  const program = await programOf(
    {
      "tsconfig.json": '{ "compilerOptions": { "experimentalDecorators": true, "baseUrl": ".", "paths": { "@lib/*": ["lib/*"] } } }',
      "lib/add.ts": "export const add = (a: number, b: number) => a + b;",
      "src/data.json": '{ "three": 3 }',
      "src/note.txt": "a note",
      "node_modules/pure/package.json": '{ "name": "pure", "exports": { "import": "./es.js", "require": "./cjs.js" } }',
      "node_modules/pure/es.js": "export const pure = 4;",
      "node_modules/pure/cjs.js": "exports.pure = 5;",
      "node_modules/plain/package.json": '{ "name": "plain", "main": "cjs.js" }',
      "node_modules/plain/cjs.js": "exports.plain = require('pure').pure;",
      "src/main.ts": [
        'import { add } from "@lib/add";',
        'import data from "./data.json";',
        'import note from "./note.txt";',
        'import { pure } from "pure";',
        'import { plain } from "plain";',
        'import type { Missing } from "not-installed";',
        "const log: string[] = [];",
        "function seen(_target: object, name: string) { log.push(name); }",
        "class C { #hidden = 1; @seen m(): number { return this.#hidden; } static s = add(1, 2); }",
        "{ using _ = { [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() { log.push('disposed'); } }; }",
        "const sum = (x?: Missing) => [C.s, data.three, pure, plain, new C().m(), note, ...log, x];",
        "await null;",
      ].join("\n"),
    },
    ["sum"],
  );
  const { sum } = await evaluate(program);
  assert.deepEqual((sum as () => unknown[])(), [3, 3, 4, 5, 1, "a note", "m", "disposed", undefined]);
  assert.doesNotMatch(program.code, /\busing \w+ =/);
  assert.ok(program.code.includes("#hidden"), "private names are kept");
  assert.deepEqual(
    program.files.map(({ path, text }) => [path, text === ""]),
    [
      ["lib/add.ts", false],
      ["node_modules/plain/cjs.js", true],
      ["node_modules/pure/cjs.js", true],
      ["node_modules/pure/es.js", true],
      ["src/data.json", false],
      ["src/main.ts", false],
      ["src/note.txt", false],
    ],
  );
});

test("programs: faultline/* and what the simulator replaces are its modules, the rest of Node stays outside", async () => {
  const { code } = await programOf(
    {
      "node_modules/old/index.js": 'exports.sep = require("path").sep;',
      "src/main.ts":
        'import { deep } from "faultline/code";\nimport { cpus } from "os";\nimport { readFileSync } from "node:fs";\nimport { join } from "path";\nimport { sep } from "old";\nexport const all = [deep, cpus, readFileSync, join, sep];',
    },
    ["all"],
  );
  assert.match(code, /deep = 42/);
  assert.match(code, /cpus = 2/);
  const outsides = [...code.matchAll(/from "([^"]+)"/g)].map((match) => match[1] ?? "");
  assert.deepEqual(new Set(outsides), new Set(["host:fs", "host:path"]));
  assert.ok(!code.includes("Dynamic require"));
});

test("programs: a simulator may give other modules to those that require them", async () => {
  const { code } = await programOf(
    {
      "node_modules/old/index.js": 'const os = require("node:os");\nos.cpus += 1;\nexports.cpus = os.cpus;',
      "src/main.ts": 'import { cpus as fresh } from "node:os";\nimport { cpus } from "old";\nexport const all = [fresh, cpus];',
    },
    ["all"],
  );
  assert.match(code, /cpus = 2/);
  assert.match(code, /module\.exports = \{ cpus: 3 \}/);
});

/** The user's text from the place of a piece of the bundle on. */
function userText(program: Program, piece: string): string {
  const offset = program.code.indexOf(piece);
  assert.ok(offset >= 0, `${piece} is not in the bundle`);
  const place = new SourceMapIndex(program.code, program.sourceMap).locate(offset);
  const file = program.files.find(({ path }) => path === place?.path);
  assert.ok(place && file, `${piece} has no place`);
  return (file.text.split(/\r\n|[\r\n]/)[place.line] ?? "").slice(place.column);
}

test("programs: places are those of the user's text, also behind insertions, separators and other line ends", async () => {
  const text =
    'import { far } from "./far";\r\n//! first\r\nconst a = 1; //! second\r\nconst odd = "\u2028é𝒳"; const near = far(a);\r\nexport const b = near + odd.length;\r\n';
  const program = await programOf(
    {
      "src/main.ts": text,
      "src/far.ts":
        "//! third\nexport function far(n: number) {\n  return n * 7; //! fourth\n}\ndeclare function mark(): void;\n//# sourceMappingURL=far.map\n",
      "src/far.map": "{}",
    },
    ["b", "a"],
  );
  assert.match(userText(program, "n * 7"), /^n \* 7; \/\/! fourth/);
  assert.match(userText(program, "far(a)"), /^far\(a\);/);
  assert.match(userText(program, "near + odd"), /^near \+ odd/);
  assert.match(userText(program, "a = 1"), /^a = 1; \/\/! second/);
  assert.equal(program.code.match(/mark\(\);/g)?.length, 4);
  assert.ok(program.files.every(({ text: own }) => !own.includes("mark();")));
});

test("programs: the bytes do not depend on where the folder lies", async () => {
  const files = {
    "src/main.ts": 'import x from "./x.json";\nimport { y } from "y";\nexport const z = [x, y];',
    "src/x.json": "{}",
    "node_modules/y/index.js": "exports.y = 1;",
  };
  const [one, two] = await Promise.all([programOf(files, ["z"]), programOf(files, ["z"])]);
  assert.deepEqual(one, two);
  assert.ok(!JSON.stringify(one).includes(outside));
});

test("programs: the editor's text counts more than the disk's, and an edit is seen", async () => {
  const files = { "src/main.ts": 'import { n } from "./n";\nexport const m = n;', "src/n.ts": "export const n = 1;" };
  const folder = workspace(files);
  const first = await prepare(files, ["m"], folder);
  assert.match(first.program?.code ?? "", /n = 1/);
  open.set(join(folder, "src/n.ts"), "export const n = 2; // unsaved");
  programs.changed();
  const second = await prepare(files, ["m"], folder);
  open.clear();
  assert.match(second.program?.code ?? "", /n = 2/);
  assert.deepEqual(second.inputs, [
    { path: "src/main.ts", text: files["src/main.ts"] },
    { path: "src/n.ts", text: "export const n = 2; // unsaved" },
  ]);
  write(folder, { "src/n.ts": "export const n = 3;" });
  assert.match((await prepare(files, ["m"], folder)).program?.code ?? "", /n = 3/);
});

test("programs: an entry that was never saved is bundled", async () => {
  const folder = workspace({ "src/n.ts": "export const n = 1;" });
  const { program } = await programs.prepare(
    scenarioIn({ "src/new.ts": 'import { n } from "./n"; const m: number = n;' }, ["m"], "src/new.ts"),
    {
      folder,
      folders: [folder],
    },
  );
  assert.equal((await evaluate(program ?? assert.fail()))["m"], 1);
});

for (const path of ["src/main.cjs", "src/main.js"]) {
  test(`programs: an entry may be a CommonJS module (${path})`, async () => {
    const files = {
      [path]:
        '#!/usr/bin/env node\n"use strict";\nconst { n } = require("./n.cjs");\nfunction hidden() { return n + exports.shown; }\nexports.shown = 2;\nmodule.exports.more = 1;\n',
      "src/n.cjs": "exports.n = 40;",
    };
    const folder = workspace(files);
    const { program, findings } = await programs.prepare(scenarioIn(files, ["hidden"], path), { folder, folders: [folder] });
    assert.ok(program, JSON.stringify(findings));
    assert.equal(((await evaluate(program))["hidden"] as () => number)(), 42);
    assert.match(userText(program, "n + exports"), /^n \+ exports/);
  });
}

test("programs: circular imports are no trouble", async () => {
  const program = await programOf(
    {
      "src/main.ts": 'import { b } from "./b";\nexport const a = () => 1;\nexport const c = () => b();',
      "src/b.ts": 'import { a } from "./main";\nexport const b = () => a();',
    },
    ["c"],
  );
  assert.equal(((await evaluate(program))["c"] as () => number)(), 1);
});

test("programs: many at once are all bundled, also more than are kept", async () => {
  const folder = workspace(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`f${index}.ts`, `export const n = ${index};`])));
  const all = await Promise.all(
    Array.from({ length: 40 }, (_, index) => {
      const path = `f${index}.ts`;
      return programs.prepare(scenarioIn({ [path]: `export const n = ${index};` }, ["n"], path), { folder, folders: [folder] });
    }),
  );
  for (const [index, { program }] of all.entries()) assert.equal((await evaluate(program ?? assert.fail()))["n"], index);
});

test("programs: a simulator that fails is a failure of ours, and the next build works", async () => {
  let isBroken = true;
  const failing = createPrograms({
    bundler: () => bundler,
    simulators: [{ ...simulator, instrument: () => (isBroken ? assert.fail("broken") : []) }],
    typescript: () => assert.fail(),
    now: () => 0,
  });
  const files = { "src/main.ts": "export const a = 1;" };
  const folder = workspace(files);
  await assert.rejects(failing.prepare(scenarioIn(files), { folder, folders: [folder] }), /broken/);
  isBroken = false;
  assert.ok((await failing.prepare(scenarioIn(files), { folder, folders: [folder] })).program);
});

test("programs: without a bundler nothing runs, and it is said why", async () => {
  const none = createPrograms({
    bundler: () => ({ kind: "missing", message: "esbuild cannot be loaded" }),
    simulators: [simulator],
    typescript: () => assert.fail(),
    now: () => 0,
  });
  const { notRun } = await none.prepare(scenarioIn({ "src/main.ts": "" }), { folder: outside, folders: [outside] });
  assert.match(notRun?.message ?? "", /esbuild cannot be loaded/);
});

test("programs: the WebAssembly of a universal package gives the same bytes", async () => {
  const wasm = createPrograms({
    bundler: () => ({ kind: "wasm", esbuild: load("esbuild-wasm") as Esbuild }),
    simulators: [simulator],
    typescript: () => assert.fail(),
    now: () => performance.now(),
  });
  const files = {
    "src/main.ts": 'import d from "./d.json";\nimport { x } from "pkg";\nfunction f(): unknown { return [d, x]; }',
    "src/d.json": "[1]",
    "node_modules/pkg/index.js": "exports.x = 1;",
  };
  const folder = workspace(files);
  try {
    const { program } = await wasm.prepare(scenarioIn(files, ["f"]), { folder, folders: [folder] });
    assert.deepEqual(program, (await prepare(files, ["f"], folder)).program);
  } finally {
    await wasm.dispose();
  }
});
