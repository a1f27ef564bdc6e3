import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Trace } from "../../protocol/trace.ts";
import { sarifValidator } from "../../server/export/testing/official-schema.ts";
import { checkedCopy } from "./checked.ts";
import { root, timeless } from "./programs.ts";

interface Expectation {
  readonly verdict: string;
  /** `path`: another file than that of the scenario. */
  readonly problems: readonly { readonly code: string; readonly severity: string; readonly line: number; readonly path?: string }[];
}

const fixtures = join(root, "test-fixtures/remote-file");
const expected = JSON.parse(readFileSync(join(fixtures, "expected.json"), "utf8")) as Readonly<Record<string, Expectation>>;

const cli = checkedCopy("test-fixtures/remote-file", "src");
const { run } = cli;

for (const [file, want] of Object.entries(expected)) {
  test(`check ${file}: ${want.verdict}`, () => {
    const result = cli.report.results.find(({ path }) => path === `src/${file}`);
    assert.equal(result?.verdict, want.verdict, result?.reason?.message);
    const told = [...result.problems, ...cli.report.problems].map(
      ({ code, severity, path, range }) => `${path}: ${code} ${severity} line ${range.start.line + 1}`,
    );
    for (const { code, severity, line, path = file } of want.problems)
      assert.ok(told.includes(`src/${path}: ${code} ${severity} line ${line}`), told.join("\n"));
    if (want.verdict === "holds") assert.deepEqual(result.problems, []);
  });
}

const tracesOf = (file: string): readonly Trace[] => cli.report.results.find(({ path }) => path === `src/${file}`)?.traces ?? [];

test("check: the remote operating system has no event in any run, and every open goes through the nine steps of claim 1 in their order", () => {
  const traces = cli.report.results.flatMap((result) => result.traces);
  assert.ok(traces.length > 20);
  const claim = ["agent.open", "manager.request", "manager.reply", "agent.map.set", "agent.map.get", "nic.post"];
  for (const { lanes, steps, title } of traces) {
    assert.ok(
      lanes.some(({ id }) => id.startsWith("os:")),
      title,
    );
    assert.deepEqual(
      steps.filter(({ lane }) => lane.startsWith("os:")),
      [],
      title,
    );
    const first = claim.map((action) => steps.findIndex((step) => step.action === action)).filter((at) => at >= 0);
    assert.deepEqual(
      first,
      first.toSorted((a, b) => a - b),
      title,
    );
  }
  for (const { details, verdict, path } of cli.report.results)
    if (verdict !== "not-run") assert.equal((details?.["bypass"] as { readonly events: number } | undefined)?.events, 0, path);
});

test("a trace of a torn read tells which bytes are old and which are new, and that its times are simulated", () => {
  const [trace] = tracesOf("position.ts");
  assert.ok(trace);
  assert.match(trace.title, /look works with half of a write of drive .*bytes \d+–\d+ new, bytes \d+–\d+ old/);
  assert.equal(trace.picture?.kind, "memory");
  assert.ok(trace.harm !== undefined && trace.steps[trace.harm]?.harm);
  const text = run("trace", "report.json", "--scenario", "position", "--format", "text").out;
  assert.match(text, /drive writes 24 bytes at 0 of \/rdma\/position/);
  assert.match(text, /simulated/);
  assert.match(run("trace", "report.json", "--scenario", "position", "--format", "mermaid").out, /^sequenceDiagram/);
});

test("the cost of an open stands beside it, as simulated; the other processor's is 0", () => {
  const notes = cli.report.results.find(({ path }) => path === "src/position.ts")?.notes ?? [];
  const texts = notes.filter(({ kind }) => kind === "lens").map(({ text }) => text);
  assert.ok(
    texts.some((text) => /^open 6\.8 µs · read 24 B 4\.\d+ µs · .*remote CPU 0 \(simulated\)$/.test(text)),
    texts.join("\n"),
  );
});

test("replay: fails again; not after the mend; and another program does not fit", () => {
  const file = join(cli.folder, "src/position.ts");
  const before = readFileSync(file, "utf8");
  const again = run("replay", "report.json", "--scenario", "position");
  assert.equal(again.status, 1, again.out + again.err);
  try {
    writeFileSync(file, before.replace("await file.read(position, 0, size, 0);", "for (let at = 0; at < size; at += 8) void at;"));
    const other = run("replay", "report.json", "--scenario", "position");
    assert.equal(other.status, 3, other.out + other.err);
    writeFileSync(
      file,
      before
        .replace("return `${position.readDoubleLE(0)}", "return position.readDoubleLE(0) < 0 ? `${position.readDoubleLE(0)}")
        .replace(" m`;", ' m` : "there";'),
    );
    const mended = run("replay", "report.json", "--scenario", "position");
    assert.equal(mended.status, 0, mended.out + mended.err);
  } finally {
    writeFileSync(file, before);
  }
});

test("check: the same bytes with one worker; other bounds of the configuration are said", () => {
  const one = run("check", "src/position.ts", "src/job.ts", "--format", "json", "--no-cache", "--workers", "1").out;
  const two = run("check", "src/position.ts", "src/job.ts", "--format", "json", "--no-cache", "--workers", "2").out;
  assert.equal(timeless(one), timeless(two));
  const json = JSON.parse(run("check", "src/ledger.fixed.ts", "--deep", "--format", "json").out) as typeof cli.report;
  assert.equal(json.results[0]?.bounds["fragments"], 3);
});

test("check --format sarif: valid, with the steps as code flow", () => {
  const { out } = run("check", "src/position.ts", "--format", "sarif");
  const validate = sarifValidator();
  const sarif = JSON.parse(out) as {
    readonly runs: readonly { readonly results: readonly { readonly codeFlows?: readonly unknown[] }[] }[];
  };
  assert.ok(validate(sarif), JSON.stringify(validate.errors));
  assert.ok(sarif.runs[0]?.results.some(({ codeFlows = [] }) => codeFlows.length > 0));
});
