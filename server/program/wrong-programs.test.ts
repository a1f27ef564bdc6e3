import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Files, outside, prepare, programs, scenarioIn, workspace, write } from "./testing.ts";

const wrong: readonly {
  readonly name: string;
  readonly files: Files;
  readonly at: string;
  readonly path?: string;
  readonly message: RegExp;
}[] = [
  {
    name: "a package that is missing",
    files: { "src/main.ts": '/* é */ import "left-pad/lib";' },
    at: '"left-pad/lib"',
    message: /^Cannot find module `left-pad\/lib`: run `npm install left-pad`$/,
  },
  {
    name: "a file that is missing",
    files: { "src/main.ts": 'import "./gone";' },
    at: '"./gone"',
    message: /`.\/gone`: there is no such file/,
  },
  {
    name: "a file that an imported file misses",
    files: { "src/main.ts": 'import "./b";', "src/b.ts": '\n//! mark\n/* é */ import { x } from "./c"; x();' },
    at: '"./c"',
    path: "src/b.ts",
    message: /no such file/,
  },
  { name: "an alias that leads nowhere", files: { "src/main.ts": 'import "@/gone";' }, at: '"@/gone"', message: /tsconfig/ },
  {
    name: "an export that is missing",
    files: { "src/main.js": "", "src/main.ts": 'import { y } from "./b.js";\nexport const z = y;', "src/b.js": "export const x = 1;" },
    at: "y }",
    message: /^`src\/b.js` has no export `y`$/,
  },
  {
    name: "a syntax error",
    files: { "src/main.ts": "const a = 1;\nconst = 2;" },
    at: "= 2",
    message: /^Syntax error: Expected identifier but found "="$/,
  },
  {
    name: "a syntax error in JSON",
    files: { "src/main.ts": 'import "./d.json";', "src/d.json": '{ "a": }' },
    at: "}",
    path: "src/d.json",
    message: /^Syntax error/,
  },
  {
    name: "a native addon",
    files: { "src/main.ts": 'import "./a.node";', "src/a.node": "" },
    at: '"./a.node"',
    message: /only code, JSON and text/,
  },
  {
    name: "WebAssembly",
    files: { "src/main.ts": 'import "./a.wasm";', "src/a.wasm": "" },
    at: '"./a.wasm"',
    message: /only code, JSON and text/,
  },
  {
    name: "a style sheet",
    files: { "src/main.ts": 'import "./a.css";', "src/a.css": "" },
    at: '"./a.css"',
    message: /only code, JSON and text/,
  },
  {
    name: "a kind nobody knows",
    files: { "src/main.ts": 'import "./a.svg";', "src/a.svg": "" },
    at: '"./a.svg"',
    message: /only code, JSON and text/,
  },
  {
    name: "bytes that are no UTF-8",
    files: { "src/main.ts": 'import "./a";', "src/a.ts": Uint8Array.of(0x22, 0xe9, 0x22) },
    at: '"./a"',
    message: /not UTF-8/,
  },
  {
    name: "a module of ours that there is not",
    files: { "src/main.ts": 'import "faultline/none";' },
    at: '"faultline/none"',
    message: /`faultline\/code`/,
  },
];

for (const { name, files, at, path = "src/main.ts", message } of wrong) {
  test(`programs: ${name} is a problem at its place`, async () => {
    const { notRun, findings, program, inputs } = await prepare(files);
    assert.equal(program, undefined);
    assert.equal(notRun?.code, "FL0003");
    assert.equal(findings.length, 1, JSON.stringify(findings));
    const [problem] = findings;
    assert.match(problem?.message ?? "", message);
    assert.equal(problem?.path, path);
    const line = String(files[path]).split("\n")[problem?.range.start.line ?? -1];
    assert.equal(line?.slice(problem?.range.start.character).startsWith(at), true, JSON.stringify(problem));
    assert.ok(
      inputs.some((input) => input.path === path),
      "an edit of the place is an edit of an input",
    );
  });
}

test("programs: a name that is not there is a problem of the scenario", async () => {
  const { findings } = await prepare({ "src/main.ts": "export const a = 1;" }, ["a", "b"]);
  assert.deepEqual(
    findings.map(({ message, range }) => [message, range.start.line]),
    [["There is no `b` at the top level of this file", 0]],
  );
});

for (const [name, text, last] of [
  ["a block", "export function f() {\n  return 1;\n\n", [1, 10]],
  ["a template", "export const f = `b${1};\n", [0, 23]],
  ["a comment", "export const f = 1; /* and", [0, 25]],
] as const) {
  test(`programs: ${name} that is not closed is told at the end of the file, not by what we put there`, async () => {
    const { findings } = await prepare({ "src/main.ts": text }, ["f"]);
    assert.deepEqual(
      findings.map(({ message, range: { start } }) => [message, [start.line, start.character]]),
      [["Syntax error: the file ends before everything that was opened is closed", last]],
    );
  });
}

test("programs: what is wrong in a package is shown at the scenario", async () => {
  const { findings } = await prepare({ "src/main.ts": 'import "broken";', "node_modules/broken/index.js": "const = 1;" });
  assert.equal(findings[0]?.path, "src/main.ts");
  assert.equal(findings[0]?.related[0]?.path, "node_modules/broken/index.js");
});

test("programs: nothing outside of the workspace is read, whatever leads there", async () => {
  write(outside, { "secret.ts": "export const secret = 1;", "node_modules/above/index.js": "exports.above = 1;" });
  const { findings } = await prepare({ "src/main.ts": 'import { secret } from "../../secret";\nsecret;' });
  assert.match(findings[0]?.message ?? "", /outside of the workspace/);
  const folder = workspace({ "src/main.ts": "" });
  symlinkSync(join(outside, "secret.ts"), join(folder, "src/link.ts"));
  symlinkSync(outside, join(folder, "src/all"));
  for (const specifier of ["./link", "./all/secret", join(outside, "secret.ts")]) {
    const refused = await prepare(
      { "src/main.ts": `import { secret } from ${JSON.stringify(specifier)};\nexport { secret };` },
      [],
      folder,
    );
    assert.match(refused.findings[0]?.message ?? "", /outside of the workspace/, specifier);
    assert.deepEqual(refused.findings[0]?.range.start.line, 0);
  }
  // A package that is a link, as package managers make them, leads nowhere else either.
  write(outside, { "elsewhere/node_modules/evil/index.js": "exports.evil = 1;", "elsewhere/plain/index.js": "exports.evil = 1;" });
  mkdirSync(join(folder, "node_modules"));
  for (const target of ["elsewhere/node_modules/evil", "elsewhere/plain"]) {
    rmSync(join(folder, "node_modules/evil"), { force: true });
    symlinkSync(join(outside, target), join(folder, "node_modules/evil"));
    programs.changed();
    const refused = await prepare({ "src/main.ts": 'import { evil } from "evil";\nexport { evil };' }, ["evil"], folder);
    assert.equal(refused.program, undefined);
    assert.match(refused.findings[0]?.message ?? "", /outside of the workspace/, target);
  }
  // Packages above the workspace are what Node would load.
  assert.ok((await prepare({ "src/main.ts": 'import { above } from "above";\nexport { above };' }, ["above"], folder)).program);
});

test("programs: files of another folder of the workspace are followed", async () => {
  const files = { "src/main.ts": 'import { n } from "../../other/n";\nexport { n };' };
  const folder = workspace(files);
  const other = join(outside, "other");
  write(other, { "n.ts": "export const n = 1;" });
  const { inputs } = await programs.prepare(scenarioIn(files, ["n"]), { folder, folders: [folder, other] });
  assert.deepEqual(
    inputs.map(({ path }) => path),
    ["src/main.ts", "../other/n.ts"],
  );
});
