import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Report } from "../../protocol/report.ts";
import { buildToyProgram, ended, type Program, timeless, workspace } from "./programs.ts";

let program: Program;
const folders: { readonly remove: () => void }[] = [];
before(async () => {
  program = await buildToyProgram();
});
after(() => {
  program.remove();
  for (const folder of folders) folder.remove();
});

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const made = workspace(files);
  folders.push(made);
  return made.folder;
}

const run = (cwd: string, ...argv: readonly string[]) => program.run(cwd, argv);
const reportOf = (out: string) => JSON.parse(out) as Report;
const mixed = { "b/two.toy": "good: holds 5\nwrong: fails it breaks\n", "a.toy": "first: holds 3\n" };

const statuses = [
  { name: "all hold", files: { "a.toy": "one: holds 1\n" }, argv: ["check"], want: 0 },
  { name: "a violation", files: mixed, argv: ["check"], want: 1 },
  { name: "a static finding", files: { "a.toy": "one: holds bad\n" }, argv: ["check"], want: 1 },
  { name: "an internal error is no pass", files: { "a.toy": "one: throws\n" }, argv: ["check"], want: 3 },
  { name: "undecided", files: { "a.toy": "one: polls\n" }, argv: ["check", "--time-limit", "0.2"], want: 0 },
  { name: "undecided, strict", files: { "a.toy": "one: polls\n" }, argv: ["check", "--time-limit", "0.2", "--strict"], want: 3 },
  { name: "nothing found", files: { "a.txt": "" }, argv: ["check"], want: 0 },
  { name: "nothing found, strict", files: { "a.txt": "" }, argv: ["check", "--strict"], want: 3 },
  { name: "a path that is not there", files: mixed, argv: ["check", "a.toy", "c.toy"], want: 2 },
  { name: "a configuration that is not there", files: mixed, argv: ["check", "--config", "c.json"], want: 2 },
  { name: "an unknown simulator", files: mixed, argv: ["check", "--simulator", "toi"], want: 2 },
  { name: "an unknown option", files: mixed, argv: ["check", "--quick"], want: 2 },
  { name: "a shard out of range", files: mixed, argv: ["check", "--shard", "3/2"], want: 2 },
  { name: "no command", files: {}, argv: [], want: 2 },
  { name: "an output that cannot be written", files: mixed, argv: ["check", "--output", "a.toy/report.json"], want: 2 },
  { name: "a list", files: mixed, argv: ["list"], want: 0 },
  { name: "mcp is not there yet", files: {}, argv: ["mcp"], want: 2 },
];

for (const { name, files, argv, want } of statuses) {
  test(`status ${want}: ${name}`, () => {
    const { status, err, out } = run(folderWith(files), ...argv);
    assert.equal(status, want, `${out}\n${err}`);
    if (want === 2) assert.equal(out === "" || argv.length === 0, true, "standard output carries the report alone");
    if (want === 2) assert.notEqual(err + out, "");
  });
}

test("check: results by path, then position; relative paths; the same bytes with any number of workers and from the cache", () => {
  const folder = folderWith(mixed);
  const outs = ["1", "3", "3"].map((workers) => run(folder, "check", "--format", "json", "--workers", workers).out);
  const report = reportOf(outs[0] ?? "");
  assert.deepEqual(
    report.results.map((result) => [result.path, result.scenario, result.verdict]),
    [
      ["a.toy", "first", "holds"],
      ["b/two.toy", "good", "holds"],
      ["b/two.toy", "wrong", "violated"],
    ],
  );
  assert.deepEqual(report.summary, { holds: 2, violated: 1, undecided: 0, notRun: 0 });
  assert.equal(new Set(outs.map(timeless)).size, 1);
  assert.equal(timeless(run(folder, "check", "--format", "json", "--no-cache").out), timeless(outs[0] ?? ""));
});

test("check: what it prints to reproduce a result reproduces it", () => {
  const folder = folderWith({ "it's here/two.toy": "good: holds 5\nwrong: fails it breaks\n" });
  const [, wrong] = reportOf(run(folder, "check", "--format", "json", "--seed", "7").out).results;
  const argv = /^faultline check '(.*)' --scenario (\w+) --seed (\d+)$/.exec((wrong?.reproduce ?? "").replace("'\\''", "'"));
  assert.ok(argv, wrong?.reproduce);
  const again = run(folder, "check", argv[1] ?? "", "--scenario", argv[2] ?? "", "--seed", argv[3] ?? "", "--format", "json");
  assert.deepEqual(reportOf(timeless(again.out)).results, [{ ...wrong, stats: { ...wrong?.stats, milliseconds: 0 } }]);
});

test("check: --scenario and --simulator choose; a name that is not there is said, with the nearest", () => {
  const folder = folderWith(mixed);
  assert.deepEqual(
    reportOf(run(folder, "check", "--scenario", "good", "--format", "json").out).results.map(({ scenario }) => scenario),
    ["good"],
  );
  const none = run(folder, "check", "--scenario", "goood");
  assert.match(none.err, /no scenario is named `goood`; did you mean good\?/);
  assert.equal(none.status, 0);
});

test("check: --output writes the report there and nothing to standard output", () => {
  const folder = folderWith(mixed);
  const { out, err, status } = run(folder, "check", "--format", "json", "--output", "out/report.json");
  assert.equal(out, "");
  assert.match(err, /out\/report\.json: 2 holds, 1 violated/);
  assert.equal(status, 1);
  assert.equal(reportOf(readFileSync(join(folder, "out/report.json"), "utf8")).results.length, 3);
});

test("check: paths as users write them: named twice, with ./, absolute, with backslashes, from a folder below", () => {
  const folder = folderWith(mixed);
  const paths = (cwd: string, ...argv: string[]) =>
    reportOf(run(cwd, "check", "--format", "json", ...argv).out).results.map(({ path }) => path);
  assert.deepEqual(paths(folder, "./a.toy", join(folder, "a.toy"), "a.toy", "."), ["a.toy", "b/two.toy", "b/two.toy"]);
  assert.deepEqual(paths(folder, "b\\two.toy", ".\\a.toy"), ["a.toy", "b/two.toy", "b/two.toy"]);
  assert.deepEqual(paths(join(folder, "b"), "..", "--scenario", "first"), ["../a.toy"]);
});

test("check: folders that are not the user's are not searched, loops of links end", () => {
  const folder = folderWith({ ...mixed, "node_modules/x/x.toy": "x: fails\n", "dist/x.toy": "x: fails\n", ".hidden/x.toy": "x: fails\n" });
  symlinkSync("..", join(folder, "b", "loop"));
  const { out } = run(folder, "list");
  assert.equal(out, "a.toy:1:1  toy  first\nb/two.toy:1:1  toy  good\nb/two.toy:2:1  toy  wrong\n");
});

test("check: a named file that is not UTF-8 or not readable is said by name, with what to do", () => {
  const latin = Uint8Array.from([...Buffer.from("one: holds "), 0xe9, 10]);
  const utf16 = Buffer.from("\ufeffone: holds 1\n", "utf16le");
  const folder = folderWith({ "latin.toy": latin, "wide.toy": utf16, "mark.toy": "\ufeffone: holds 1\r\ntwo: holds 2\r\n" });
  const { status, err } = run(folder, "check", "latin.toy", "wide.toy");
  assert.equal(status, 2);
  assert.match(err, /latin\.toy is not UTF-8: save it as UTF-8/);
  assert.match(err, /wide\.toy is not UTF-8 \(it looks like UTF-16, little-endian\): save it as UTF-8/);
  assert.equal(reportOf(run(folder, "check", "mark.toy", "--format", "json").out).results.length, 2, "a byte order mark and CRLF are fine");
});

test("check: a file met in a folder that cannot be read is a problem of the report, and no pass", () => {
  const folder = folderWith({ "ok.toy": "one: holds 1\n", "latin.toy": Uint8Array.from([...Buffer.from("one: holds "), 0xe9, 10]) });
  const { status, out } = run(folder, "check", "--format", "json");
  assert.equal(status, 3);
  const [problem] = reportOf(out).problems;
  assert.deepEqual([problem?.code, problem?.path], ["FL0003", "latin.toy"]);
  assert.match(problem?.message ?? "", /is not UTF-8/);
});

test("check: a folder without permission is said", { skip: process.getuid?.() === 0 && "root may read everything" }, () => {
  const folder = folderWith({ "ok.toy": "one: holds 1\n" });
  mkdirSync(join(folder, "locked"));
  chmodSync(join(folder, "locked"), 0);
  const { status, out } = run(folder, "check", "--format", "json");
  chmodSync(join(folder, "locked"), 0o700);
  assert.equal(status, 3);
  assert.equal(reportOf(out).problems[0]?.path, "locked");
});

test("check: in CI a plain line for each scenario, on standard error, beside the pretty report alone", () => {
  const folder = folderWith(mixed);
  assert.match(run(folder, "check").err, /^1\/3 \S+ \w+: (holds|violated) \(\d+ ms\)\n2\/3 .*\n3\/3 .*\n$/);
  assert.equal(run(folder, "check", "--format", "sarif").err, "");
});

test("check: colours by NO_COLOR and FORCE_COLOR", () => {
  const folder = folderWith(mixed);
  const hasColour = (env: Record<string, string>) => program.run(folder, ["check"], { env }).out.includes("\u001b[");
  assert.equal(hasColour({}), false);
  assert.equal(hasColour({ FORCE_COLOR: "1" }), true);
  assert.equal(hasColour({ FORCE_COLOR: "0" }), false);
});

test("check: a reader that goes away early is no error", async () => {
  const folder = folderWith({ "many.toy": Array.from({ length: 300 }, (_, index) => `s${index}: fails`).join("\n") });
  const child = spawn(process.execPath, [program.main, "check", "--format", "json"], {
    cwd: folder,
    env: program.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout?.once("data", () => child.stdout?.destroy());
  const { status, err } = await ended(child);
  assert.equal(status, 1);
  assert.equal(err, "");
});

test("check: names with control characters cannot play with the terminal", () => {
  const folder = folderWith({ "a\u001b[2Jb.toy": "one: fails it \u001b]0;x\u0007breaks\n" });
  const { out, err } = run(folder, "check");
  assert.ok(!out.includes("\u001b") && !err.includes("\u001b"));
  assert.ok(out.includes("\\u{1b}"));
});

test("list: as JSON", () => {
  const { scenarios } = JSON.parse(run(folderWith(mixed), "list", "--format", "json").out) as {
    scenarios: { scenario: string; path: string }[];
  };
  assert.deepEqual(
    scenarios.map(({ scenario, path }) => [path, scenario]),
    [
      ["a.toy", "first"],
      ["b/two.toy", "good"],
      ["b/two.toy", "wrong"],
    ],
  );
});

test("trace: of a report, of a trace file, by scenario; wrong files are named with the place", () => {
  const folder = folderWith(mixed);
  run(folder, "check", "--format", "json", "--output", "report.json");
  assert.match(run(folder, "trace", "report.json").out, /^wrong counts to 10\n/);
  assert.equal(run(folder, "trace", "report.json", "--format", "json", "--output", "trace.json").status, 0);
  assert.match(run(folder, "trace", "trace.json", "--format", "mermaid").out, /^sequenceDiagram\n/);
  assert.equal(
    program.run(folder, ["trace", "-", "--format", "itf"], { input: readFileSync(join(folder, "trace.json"), "utf8") }).status,
    0,
  );
  assert.match(run(folder, "trace", "report.json", "--scenario", "good").err, /has no trace for scenario good/);
  writeFileSync(join(folder, "cut.json"), readFileSync(join(folder, "report.json"), "utf8").slice(0, 700));
  writeFileSync(join(folder, "old.json"), '{"schema":"faultline-report/9"}');
  writeFileSync(join(folder, "bad.json"), readFileSync(join(folder, "report.json"), "utf8").replace('"violated"', '"fine"'));
  assert.match(run(folder, "trace", "cut.json").err, /cut\.json: no JSON \(is it cut off\?\)/);
  assert.match(run(folder, "trace", "old.json").err, /has the schema faultline-report\/9; this version reads faultline-report\/1/);
  assert.match(run(folder, "trace", "bad.json").err, /bad\.json: no valid report: results\[2\]\.verdict: is none of/);
  for (const file of ["cut.json", "old.json", "bad.json", "none.json"]) assert.equal(run(folder, "trace", file).status, 2);
});

test("trace --open: keeps a trace file for the panel, and says where when there is no editor", () => {
  const folder = folderWith(mixed);
  run(folder, "check", "--format", "json", "--output", "report.json");
  const { status, out, err } = program.run(folder, ["trace", "report.json", "--open"], { env: { PATH: "/nonexistent" } });
  assert.equal(status, 0);
  assert.match(err, /no editor found/);
  assert.match(readFileSync(out.trim(), "utf8"), /"faultline-trace\/1"/);
});

test("replay: 1 fails again, 3 does not fit any more, 2 in another folder", () => {
  const folder = folderWith(mixed);
  run(folder, "check", "--format", "json", "--output", "report.json");
  const again = run(folder, "replay", "report.json");
  assert.deepEqual([again.status, again.out], [1, "b/two.toy wrong: fails again: wrong counts to 10\n"]);
  writeFileSync(join(folder, "b/two.toy"), "good: holds 5\n");
  const gone = run(folder, "replay", "report.json");
  assert.equal(gone.status, 3);
  assert.match(gone.out, /does not fit any more at step 1: b\/two\.toy has no scenario wrong any more/);
  const elsewhere = run(join(folder, "b"), "replay", "../report.json");
  assert.equal(elsewhere.status, 2);
  assert.match(elsewhere.err, /replay in the folder that the check ran in/);
});

test("explain: the page of a code, however it is written; the list without one", () => {
  const folder = folderWith({});
  assert.match(run(folder, "explain", "FL3001").out, /^# FL3001 header over budget\n/);
  assert.equal(run(folder, "explain", "3001").out, run(folder, "explain", "fl3001").out);
  assert.match(run(folder, "explain").out, /^FL0001 {2}internal error\n/);
  const unknown = run(folder, "explain", "FL3071");
  assert.equal(unknown.status, 2);
  assert.match(unknown.err, /did you mean FL30/);
});

test("help: every command, and the nearest to a misspelt one", () => {
  const folder = folderWith({});
  const { out } = run(folder, "--help");
  for (const command of ["check", "list", "replay", "trace", "merge", "explain", "lsp", "doctor", "mcp"]) {
    assert.match(out, new RegExp(`^  ${command} `, "m"));
    assert.match(run(folder, command, "--help").out, new RegExp(`^usage: faultline ${command}`));
  }
  assert.match(run(folder, "explian").err, /did you mean explain\?/);
  assert.equal(run(folder, "--version").out, "1.2.3\n");
});
