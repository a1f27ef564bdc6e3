import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Report } from "../../protocol/report.ts";
import { eventually } from "../../server/testing/processes.ts";
import { buildToyProgram, ended, type Program, timeless, workspace } from "./programs.ts";

let program: Program;
before(async () => {
  program = await buildToyProgram();
});
after(() => program.remove());

const main = '// scenario: main\nimport { lib } from "./lib/a";\nexport const main = () => lib();\n';
const lib = (body: string) => `import { complain, hang } from "faultline/code-toy";\nexport function lib() {\n  return ${body};\n}\n`;
const check = (folder: string, ...more: readonly string[]) => program.run(folder, ["check", "--format", "json", "--no-cache", ...more]);

test("check: a problem in an imported file is told there, with its line", () => {
  const { folder, remove } = workspace({ "src/main.code.ts": main, "src/lib/a.ts": lib('complain("deep")') });
  const { status, out } = check(folder);
  const { results } = JSON.parse(out) as Report;
  assert.equal(status, 1);
  assert.equal(results[0]?.problems[0]?.path, "src/lib/a.ts");
  assert.equal(results[0].problems[0].range.start.line, 2);
  const pretty = program.run(folder, ["check", "--no-cache"]).out;
  assert.match(pretty, /src\/lib\/a\.ts:3:10/);
  assert.match(pretty, /return complain\("deep"\)/, "the code frame is of the imported file");
  remove();
});

test("check: a report does not depend on where the folder lies, nor on the number of workers", () => {
  const files = { "main.code.ts": main, "lib/a.ts": lib('complain("x")'), "more.code.ts": main };
  const [one, two] = [workspace(files), workspace(files)];
  const first = timeless(check(one.folder).out);
  assert.equal(timeless(check(two.folder, "--workers", "1").out), first);
  assert.ok(!first.includes(one.folder));
  one.remove();
  two.remove();
});

test("check: the hash of a result depends on all files that went into it", () => {
  const { folder, remove } = workspace({ "main.code.ts": main, "lib/a.ts": lib("1") });
  const inputs = () => (JSON.parse(check(folder).out) as Report).results[0]?.inputs;
  const before = inputs();
  assert.equal(inputs(), before);
  writeFileSync(join(folder, "lib/a.ts"), lib("2"));
  assert.notEqual(inputs(), before);
  remove();
});

test("check: a result that is known is found again, until an imported file changes", () => {
  const { folder, remove } = workspace({ "main.code.ts": main, "lib/a.ts": lib('complain("old")') });
  const run = () => timeless(program.run(folder, ["check", "--format", "json"]).out);
  const first = run();
  assert.equal(run(), first);
  writeFileSync(join(folder, "lib/a.ts"), lib('complain("new")'));
  assert.match(run(), /"message": "new"/);
  remove();
});

test("check: what cannot be bundled is not run, with place and advice, and exit status 3", () => {
  const { folder, remove } = workspace({ "main.code.ts": main, "lib/a.ts": 'import pad from "left-pad";\nexport const lib = pad;\n' });
  const { status, out } = check(folder);
  const { results } = JSON.parse(out) as Report;
  assert.equal(status, 3);
  assert.equal(results[0]?.verdict, "not-run");
  assert.equal(results[0].reason?.code, "FL0003");
  assert.equal(results[0].problems[0]?.path, "lib/a.ts");
  assert.match(results[0].problems[0].message, /npm install left-pad/);
  remove();
});

test("check: a comment in an imported file takes a problem of its next line out of the verdict", () => {
  const ignored =
    'import { complain } from "faultline/code-toy";\n// faultline-ignore FL3901: known\nexport const lib = () => complain("x");\n';
  const { folder, remove } = workspace({ "main.code.ts": main, "lib/a.ts": ignored });
  const { status, out } = check(folder);
  assert.equal((JSON.parse(out) as Report).results[0]?.problems[0]?.suppressed, "known");
  assert.equal(status, 0);
  remove();
});

test("check: a call that never returns is undecided at its line, and the rest is checked", () => {
  const { folder, remove } = workspace({
    "hang.code.ts": '// scenario: one\nimport { hang } from "faultline/code-toy";\nexport const one = () =>\n  hang();\n',
    "main.code.ts": main,
    "lib/a.ts": lib("1"),
  });
  const { status, out } = check(folder, "--workers", "1");
  const { results } = JSON.parse(out) as Report;
  assert.deepEqual(
    results.map(({ verdict, reason }) => [verdict, reason?.limit]),
    [
      ["undecided", "time"],
      ["holds", undefined],
    ],
  );
  assert.deepEqual(
    results[0]?.problems.map(({ code, range }) => [code, range.start]),
    [["FL0003", { line: 3, character: 2 }]],
  );
  assert.equal(status, 0);
  remove();
});

test("replay: runs the program as it is now", () => {
  const { folder, remove } = workspace({ "main.code.ts": main, "lib/a.ts": lib('complain("x")') });
  writeFileSync(join(folder, "report.json"), check(folder).out);
  assert.equal(program.run(folder, ["replay", "report.json"]).status, 1);
  writeFileSync(join(folder, "lib/a.ts"), lib("1"));
  assert.equal(program.run(folder, ["replay", "report.json"]).status, 0);
  writeFileSync(join(folder, "lib/a.ts"), "const = 1;");
  const broken = program.run(folder, ["replay", "report.json"]);
  assert.equal(broken.status, 3);
  assert.match(broken.out, /Syntax error/);
  remove();
});

test("check --watch: a change of an imported file that no simulator reads is seen", async () => {
  const { folder, remove } = workspace({ "src/main.code.ts": main.replace("./lib/a", "../lib/a"), "lib/a.ts": lib('complain("old")') });
  const child = spawn(process.execPath, [program.main, "check", "--watch", "--no-cache", "src"], { cwd: folder, env: program.env });
  const end = ended(child);
  let out = "";
  let err = "";
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  assert.ok(await eventually(() => out.includes("old") && err.includes("watching"), 10_000), `${out}${err}`);
  writeFileSync(join(folder, "lib/a.ts"), lib('complain("new")'));
  assert.ok(await eventually(() => out.includes("new"), 10_000), `${out}${err}`);
  child.kill("SIGINT");
  await end;
  remove();
});
