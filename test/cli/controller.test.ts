import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import type { Report } from "../../protocol/report.ts";
import type { Trace } from "../../protocol/trace.ts";
import { sarifValidator } from "../../server/export/testing/official-schema.ts";
import { checkedCopy } from "./checked.ts";
import { root, timeless } from "./programs.ts";

interface Expectation {
  readonly verdict: string;
  /** `path`: another file than the controller's. */
  readonly problems: readonly { readonly code: string; readonly severity: string; readonly line: number; readonly path?: string }[];
}

const fixtures = join(root, "test-fixtures/controller");
const expected = JSON.parse(readFileSync(join(fixtures, "expected.json"), "utf8")) as Readonly<Record<string, Expectation>>;

const cli = checkedCopy("test-fixtures/controller", "src");

const { run } = cli;

for (const [file, want] of Object.entries(expected)) {
  test(`check ${file}: ${want.verdict}`, () => {
    const result = cli.report.results.find(({ path }) => path === `src/${file}`);
    assert.equal(result?.verdict, want.verdict, result?.reason?.message);
    const told = result.problems.map(
      ({ code, severity, path, range }) => `${basename(path)}: ${code} ${severity} line ${range.start.line + 1}`,
    );
    for (const { code, severity, line, path = file } of want.problems)
      assert.ok(told.includes(`${path}: ${code} ${severity} line ${line}`), told.join("\n"));
    if (want.verdict === "holds") assert.deepEqual(told, []);
  });
}

test("check: what holds names its bounds, all parts of the search, and a run of the main path that edits, deletes and creates again", () => {
  const holding = cli.report.results.filter(({ verdict }) => verdict === "holds");
  assert.ok(holding.length >= 8);
  for (const { path, bounds, stats, witness, traces } of holding) {
    assert.deepEqual([bounds["faults"], bounds["recreations"], bounds["completed"]], [1, 1, "happy,owned,single"], path);
    assert.ok(stats.complete && stats.states > 0, path);
    const actions = traces[witness ?? -1]?.steps.map(({ action }) => action) ?? [];
    assert.ok(actions.includes("start") && actions.includes("delete") && actions.includes("create"), `${path}: ${actions.join()}`);
  }
});

const tracesOf = (file: string): readonly Trace[] => cli.report.results.find(({ path }) => path === `src/${file}`)?.traces ?? [];

test("a trace tells the fault, how the run goes on without it, and which object is missing below which owner", () => {
  const [trace] = tracesOf("credentials.ts");
  assert.ok(trace);
  const { steps, without, picture, differs = -1 } = trace;
  assert.equal(steps[differs]?.mark, "event");
  assert.equal(without?.from, differs);
  assert.ok(without.steps.includes("creates ConfigMap sessions") || /more steps/.test(without.steps.at(-1) ?? ""), without.steps.join());
  assert.deepEqual(picture, {
    kind: "cluster",
    missing: ["ConfigMap/sessions"],
    missingOwners: { "ConfigMap/sessions": "Cache/sessions" },
  });
  assert.equal(steps.at(-1)?.message, "at rest: ConfigMap sessions is missing");
});

test("a run that never ends is a lasso, entered at the step after which the same state comes again", () => {
  const [trace] = tracesOf("service.ts");
  assert.ok(trace?.loop !== undefined && trace.loop < trace.steps.length);
  const round = trace.steps.slice(trace.loop).map(({ message }) => message);
  assert.ok(round.includes("deletes Service sessions") && round.includes("creates Service sessions"), round.join("\n"));
});

test("titles say who does what and what is lost in at most 120 characters, steps in at most 64", () => {
  const traces = cli.report.results.flatMap(({ traces: own }) => own);
  assert.ok(traces.length > 15);
  for (const { title, steps } of traces) {
    assert.ok(title.length <= 120, title);
    for (const { message } of steps) assert.ok(message.length <= 64, message);
  }
});

test("check: an outdated cache is drawn beside the store", () => {
  const [trace] = tracesOf("volume.ts");
  const behind = trace?.steps.find(({ action }) => action === "behind");
  assert.deepEqual(behind?.changes[0]?.location, ["cache", "Cache"]);
});

test("check: the report is the same with one worker; the status is that of the violations", () => {
  assert.equal(cli.ended.status, 1, cli.ended.err);
  const want = JSON.stringify((JSON.parse(timeless(cli.reportText)) as Report).results);
  const few = ["src/credentials.ts", "src/topic.ts", "src/service.ts", "src/memory.fixed.ts"];
  const again = JSON.parse(timeless(run("check", ...few, "--format", "json", "--no-cache", "--workers", "1").out)) as Report;
  assert.equal(again.results.length, few.length);
  for (const result of again.results) assert.ok(want.includes(JSON.stringify(result)), result.path);
});

test("replay: every failure of the report fails again", () => {
  const { out, err, status } = run("replay", "report.json");
  assert.equal(status, 1, out + err);
  const lines = out.trim().split("\n");
  assert.ok(lines.length >= 10, out);
  assert.deepEqual(
    lines.filter((line) => !line.includes(": fails again: ")),
    [],
  );
});

test("replay: a trace of the bug no longer fails in the mended code, or no longer fits it", () => {
  const [trace] = tracesOf("password.ts");
  writeFileSync(join(cli.folder, "trace.json"), JSON.stringify({ ...trace, path: "src/password.fixed.ts", scenario: "password.fixed" }));
  const { status, out } = run("replay", "trace.json");
  assert.ok(status === 0 || status === 3, out);
});

test("SARIF by the official schema; text, Mermaid and ITF tell the run without the fault", () => {
  const sarif = JSON.parse(run("check", "src/credentials.ts", "--format", "sarif").out) as {
    runs: { results: { ruleId: string; codeFlows?: unknown[] }[] }[];
  };
  const validate = sarifValidator();
  assert.ok(validate(sarif), JSON.stringify(validate.errors, null, 2));
  assert.ok(sarif.runs[0]?.results.some(({ ruleId, codeFlows }) => ruleId === "FL2004" && codeFlows?.length === 1));
  const shown = (format: string) => run("trace", "report.json", "--scenario", "credentials", "--format", format).out;
  assert.match(shown("text"), /\nWithout the (?:lost|crash|refusal)/);
  assert.match(shown("mermaid"), /Note over .*without the .*creates ConfigMap sessions/);
  assert.match(shown("itf"), /"without_fault"/);
});

test("list: each controller at its function or definition, with the name that it gives itself", () => {
  const { out, status } = run("list", "src");
  assert.equal(status, 0);
  assert.match(out, /src\/credentials\.ts:\d+:\d+ {2}controller {2}credentials/);
  assert.match(out, /src\/topic\.ts:\d+:\d+ {2}controller {2}topic/);
});
