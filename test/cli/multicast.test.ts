import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Report } from "../../protocol/report.ts";
import { sarifValidator } from "../../server/export/testing/official-schema.ts";
import { readXml } from "../../server/export/testing/read-xml.ts";
import { casesIn, judge } from "./cases.ts";
import { checkedCopy } from "./checked.ts";
import { root, timeless, workspace } from "./programs.ts";

const cli = checkedCopy("test/cases/multicast", "cases");

for (const { name, variant, want } of casesIn("test/cases/multicast"))
  test(`case ${name}, ${variant}: ${want.verdict}`, () => judge(cli.report, `cases/${name}/${want.file}`, want));

test("check: each bound and verdict of every case is the same with one worker, three, and in shards", () => {
  const expected = timeless(cli.reportText);
  const run = (...argv: string[]) => cli.run("check", "cases", "--format", "json", "--no-cache", ...argv);
  assert.equal(timeless(run("--workers", "1").out), expected);
  for (const index of [1, 2, 3]) run("--shard", `${index}/3`, "--output", `shard${index}.json`);
  assert.equal(timeless(cli.run("merge", "shard2.json", "shard3.json", "shard1.json").out), expected);
});

test("check: what holds names its bounds and shows a run of the main path", () => {
  for (const result of cli.report.results.filter(({ verdict }) => verdict === "holds")) {
    assert.ok(Object.keys(result.bounds).length > 0, `${result.path} names no bounds`);
    assert.ok(result.witness !== undefined && result.traces[result.witness], `${result.path} has no witness`);
  }
});

test("check: SARIF by the official schema and well-formed JUnit for every case", () => {
  const run = (format: string) => cli.run("check", "cases", "--format", format).out;
  const validate = sarifValidator();
  assert.ok(validate(JSON.parse(run("sarif"))), JSON.stringify(validate.errors, null, 2));
  const suites = readXml(run("junit")).children;
  assert.deepEqual(
    suites.map(({ attributes }) => attributes["name"]),
    cli.report.results.map(({ path }) => path),
  );
});

test("multicast paths: every field of the answer, and what is not there is said", () => {
  const run = (...argv: string[]) => cli.run("multicast", "paths", "cases/both-spines-named/bug.multicast.json", ...argv);
  const { out, status } = run("--group", "cpu-load", "--from", "p0.l0.h0", "--format", "json");
  assert.equal(status, 0);
  const answer = JSON.parse(out) as Record<string, unknown>;
  const fields = [
    "schema",
    "group",
    "tenant",
    "address",
    "from",
    "delivered",
    "spurious",
    "unreachable",
    "missing",
    "copies",
    "headers",
    "rules",
    "hops",
    "links",
    "bytesOnWire",
    "events",
  ];
  assert.deepEqual(Object.keys(answer), fields);
  assert.deepEqual(answer["copies"], { 3: 2, 10: 2, 12: 2, 15: 2 });
  assert.match(run("--group", "1/239.1.1.1", "--from", "0").out, /^cpu-load \(1\/239\.1\.1\.1\) from p0\.l0\.h0\n/);
  for (const { argv, message } of [
    { argv: ["--group", "cpu-laod", "--from", "0"], message: /no group cpu-laod; there are: cpu-load/ },
    { argv: ["--group", "cpu-load", "--from", "p9.l0.h0"], message: /p9\.l0\.h0 is no host of the fabric/ },
    { argv: ["--group", "cpu-load"], message: /--from is missing/ },
    { argv: ["--group", "cpu-load", "--from", "0", "--failure", "0"], message: /no failure entry 0/ },
  ]) {
    const wrong = run(...argv);
    assert.equal(wrong.status, 2);
    assert.match(wrong.err, message);
  }
});

test("replay: every failure of the report fails again; what holds has none", () => {
  const [holding] = cli.report.results.filter(
    ({ verdict, problems }) => verdict === "holds" && problems.some(({ trace }) => trace !== undefined),
  );
  assert.ok(holding, "a result that holds, with a trace of information");
  writeFileSync(join(cli.folder, "holding.json"), JSON.stringify({ ...cli.report, results: [holding] }));
  assert.equal(cli.run("replay", "holding.json").status, 0);
  const again = cli.run("replay", "report.json");
  assert.equal(again.status, 1, again.out + again.err);
  const lines = again.out.trim().split("\n");
  assert.ok(lines.length > 5);
  assert.deepEqual(
    lines.filter((line) => !line.includes(": fails again: ")),
    [],
  );
});

test("replay: a trace saved from a report, after the file was mended", () => {
  const { folder, remove } = workspace({});
  const name = "both-spines-named";
  cpSync(join(root, "test/cases/multicast", name, "bug.multicast.json"), join(folder, "net.multicast.json"));
  cli.program.run(folder, ["check", "--format", "json", "--output", "report.json"]);
  assert.equal(cli.program.run(folder, ["trace", "report.json", "--format", "json", "--output", "trace.json"]).status, 0);
  assert.equal(cli.program.run(folder, ["replay", "trace.json"]).status, 1);
  cpSync(join(root, "test/cases/multicast", name, "fix.multicast.json"), join(folder, "net.multicast.json"));
  const mended = cli.program.run(folder, ["replay", "trace.json"]);
  assert.ok(mended.status === 0 || mended.status === 3, mended.out + mended.err);
  remove();
});

test("check: a configuration in TypeScript; one that is no literal is not run, status 3", () => {
  const text = (pods: string) => `import { defineMulticast } from "faultline/multicast";
export default defineMulticast({
  topology: { pods: ${pods}, leavesPerPod: 2, hostsPerLeaf: 2, spinesPerPod: 2, coresPerSpine: 2 },
  groups: [{ name: "cpu-load", tenant: 1, address: "239.1.1.1", receivers: ["p1.l0.h0"], senders: ["p0.l0.h0"] }],
});
`;
  const { folder, remove } = workspace({
    "net.ts": text("2"),
    "other/env.ts": text("Number(process.env.PODS)"),
    "other/plain.ts": "export const x = 1;\n",
  });
  assert.equal(cli.program.run(folder, ["check", "net.ts"]).status, 0);
  const other = cli.program.run(folder, ["check", "other", "--format", "json"]);
  assert.equal(other.status, 3);
  const [result, ...more] = (JSON.parse(other.out) as Report).results;
  assert.deepEqual([result?.verdict, result?.reason?.code, more.length], ["not-run", "FL0003", 0]);
  remove();
});

test("multicast vector: the answer, and --check on every vector", () => {
  const folder = join(root, "test/vectors/multicast");
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const checked = cli.program.run(folder, ["multicast", "vector", ...files, "--check"]);
  assert.equal(checked.out, "");
  assert.equal(checked.status, 0);
  assert.ok(files.length > 0);
  const answer = JSON.parse(cli.program.run(folder, ["multicast", "vector", files[0] ?? ""]).out) as Record<string, unknown>;
  assert.deepEqual(Object.keys(answer), ["schema", "id", "kind", "answer"]);
});

test("multicast vector --check: a difference is printed with its path, status 1; a broken vector is wrong usage", () => {
  const text = readFileSync(join(root, "test/vectors/multicast/case-02-same-leaf.json"), "utf8");
  const vector = JSON.parse(text) as { expect: Record<string, unknown> };
  const { folder, remove } = workspace({
    "wrong.json": JSON.stringify({ ...vector, expect: { ...vector.expect, leafPRules: 77 } }),
    "cut.json": text.slice(0, 100),
    "other.json": '{"kind":"router"}',
  });
  const wrong = cli.program.run(folder, ["multicast", "vector", "wrong.json", "--check"]);
  assert.equal(wrong.status, 1);
  assert.match(wrong.out, /^leafPRules: got \d+, want 77\n$/);
  for (const file of ["cut.json", "other.json", "none.json"]) {
    const { status, err } = cli.program.run(folder, ["multicast", "vector", file]);
    assert.equal(status, 2);
    assert.match(err, new RegExp(`faultline: ${file}`));
  }
  remove();
});
