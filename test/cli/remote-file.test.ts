import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Report } from "../../protocol/report.ts";
import { buildProgram, type Program, workspace } from "./programs.ts";

let program: Program;
const folders: { readonly remove: () => void }[] = [];
before(async () => {
  program = await buildProgram();
});
after(() => {
  program.remove();
  for (const folder of folders) folder.remove();
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const made = workspace(files);
  folders.push(made);
  return made.folder;
}

const code = `import { readFileSync } from "node:fs";

/** @process node=office */
export async function look(): Promise<number> {
  return readFileSync("/rdma/position").length;
}
`;

const configuration = (node: string, more = ""): string =>
  JSON.stringify({
    mounts: [{ prefix: "/rdma" }],
    nodes: [
      { name: node, role: "app", ...(more === "" ? {} : { entry: more }) },
      { name: "manager", role: "manager" },
      { name: "memory", role: "memory" },
    ],
    files: [{ path: "/rdma/position", zeros: 8 }],
    explore: { crashes: 0 },
  });

const check = (cwd: string, ...argv: readonly string[]) => program.run(cwd, ["check", ...argv, "--format", "json"]);
const reportOf = (out: string) => JSON.parse(out) as Report;
const verdicts = (out: string) =>
  reportOf(out).results.map(({ path, verdict, reason }) => `${path} ${verdict}${reason ? ` ${reason.code}` : ""}`);

test("check: each file takes the nearest configuration upwards, also one above the working directory", () => {
  const cwd = folderWith({
    "faultline.remote-files.json": configuration("office"),
    "a/look.ts": code,
    "a/deep/look.ts": code,
    "b/look.ts": code,
    "b/faultline.remote-files.json": configuration("depot"),
  });
  const { status, out } = check(cwd);
  assert.deepEqual(verdicts(out), ["a/deep/look.ts holds", "a/look.ts holds", "b/look.ts not-run FL4000"]);
  assert.equal(status, 3);
  const inner = check(join(cwd, "a"));
  assert.deepEqual(verdicts(inner.out), ["deep/look.ts holds", "look.ts holds"]);
  assert.equal(inner.status, 0, inner.err);
});

test("check --config: takes the place of the nearest one, and is part of the command that gives the result again", () => {
  const cwd = folderWith({
    "look.ts": code,
    "faultline.remote-files.json": configuration("depot"),
    "other config.json": configuration("office"),
    "broken.json": "{",
  });
  assert.deepEqual(verdicts(check(cwd).out), ["look.ts not-run FL4000"]);
  const { out, status } = check(cwd, "--config", "other config.json");
  assert.deepEqual([verdicts(out), status], [["look.ts holds"], 0]);
  const [result] = reportOf(out).results;
  assert.match(result?.reproduce ?? "", /^faultline check look\.ts .*--config 'other config\.json'$/);
  const broken = check(cwd, "--config", "broken.json");
  assert.deepEqual([verdicts(broken.out), broken.status], [["look.ts not-run FL4000"], 3]);
  const missing = check(cwd, "--config", "none.json");
  assert.deepEqual([missing.status, missing.out], [2, ""]);
  assert.match(missing.err, /--config none\.json does not exist/);
  assert.match(program.run(cwd, ["list", "--config", "broken.json"]).out, /look\.ts:\d+:\d+ {2}remote-file {2}look {2}\(would not run: /);
});

test("check: modules that a configuration names are a scenario of its own, also by --config", () => {
  const files = { "main.ts": code.replace(/\/\*\*[^]*/, 'console.log(readFileSync("/rdma/position").length);\n') };
  const cwd = folderWith({ ...files, "x.remote-files.json": configuration("office", "./main.ts") });
  for (const argv of [[], ["x.remote-files.json"], ["main.ts", "--config", "x.remote-files.json"]]) {
    const { out, err } = check(cwd, ...argv);
    assert.deepEqual(verdicts(out), ["x.remote-files.json holds"], argv.join(" ") + err);
  }
});

test("check: a change of the configuration is another result, an unchanged one comes from the cache", () => {
  const cwd = folderWith({ "look.ts": code, "faultline.remote-files.json": configuration("office") });
  const inputs = () => reportOf(check(cwd).out).results[0]?.inputs;
  const first = inputs();
  assert.equal(inputs(), first);
  writeFileSync(join(cwd, "faultline.remote-files.json"), configuration("office").replace('"zeros":8', '"zeros":16'));
  assert.notEqual(inputs(), first);
});

test("remote-files bench: published figures beside ours, each within its bound; as text and as JSON", () => {
  const cwd = folderWith({});
  const { status, out, err } = program.run(cwd, ["remote-files", "bench", "--requests", "20000"]);
  assert.equal(status, 0, out + err);
  assert.match(out, /All times and rates of the model are simulated/);
  for (const bytes of ["4 B", "1 KiB", "4 KiB", "16 KiB", "64 KiB", "256 KiB"])
    assert.match(out, new RegExp(`^ +${bytes} +published [\\d.]+ µs +simulated [\\d.]+ µs +[+-]?[\\d.]+ % +within 10 %$`, "m"));
  assert.match(out, /^ +17 clients +published 9\.4 to 9\.7 M\/s +simulated 9\.\d\d M\/s .* within 15 %$/m);
  const json = JSON.parse(program.run(cwd, ["remote-files", "bench", "--requests", "20000", "--format", "json"]).out) as {
    readonly figures: readonly { readonly isMet?: boolean }[];
  };
  assert.equal(json.figures.filter(({ isMet }) => isMet === true).length, 16);
  assert.deepEqual(
    json.figures.filter(({ isMet }) => isMet === false),
    [],
  );
  assert.equal(program.run(cwd, ["remote-files", "bench", "file"]).status, 2);
});
