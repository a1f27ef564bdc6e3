import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Report } from "../../protocol/report.ts";
import { sarifValidator } from "../../server/export/testing/official-schema.ts";
import { readXml } from "../../server/export/testing/read-xml.ts";
import { checkedCopy } from "./checked.ts";
import { root, timeless, workspace } from "./programs.ts";

interface Expectation {
  readonly verdict: string;
  readonly problems: readonly { readonly code: string; readonly severity: string; readonly line: number }[];
}

const fixtures = join(root, "test-fixtures/critical-section");
const expected = JSON.parse(readFileSync(join(fixtures, "expected.json"), "utf8")) as Readonly<Record<string, Expectation>>;

const cli = checkedCopy("test-fixtures/critical-section", "src", []);

const { run } = cli;

for (const [file, want] of Object.entries(expected)) {
  test(`check ${file}: ${want.verdict}`, () => {
    const result = cli.report.results.find(({ path }) => path === `src/${file}`);
    assert.equal(result?.verdict, want.verdict);
    const told = result.problems.map(({ code, severity, range }) => `${code} ${severity} line ${range.start.line + 1}`);
    for (const { code, severity, line } of want.problems) assert.ok(told.includes(`${code} ${severity} line ${line}`), told.join("\n"));
    if (want.verdict === "holds")
      assert.deepEqual(
        told.filter((problem) => !problem.includes(" information ")),
        [],
      );
  });
}

test("check: the report is the same with one worker, three, and in shards; the status is that of the violations", () => {
  assert.equal(cli.ended.status, 1, cli.ended.err);
  const want = timeless(cli.reportText);
  const again = (...argv: readonly string[]) => run("check", "src", "--format", "json", "--no-cache", ...argv);
  assert.equal(timeless(again("--workers", "1").out), want);
  for (const index of [1, 2, 3]) again("--shard", `${index}/3`, "--output", `shard${index}.json`);
  assert.equal(timeless(run("merge", "shard2.json", "shard3.json", "shard1.json").out), want);
});

test("check: what holds names threads, model, machine and states, and shows a run of the main path", () => {
  const holding = cli.report.results.filter(({ verdict }) => verdict === "holds");
  assert.ok(holding.length > 10);
  for (const { path, bounds, stats, witness, traces } of holding) {
    assert.ok(bounds["threads"] !== undefined && bounds["model"] !== undefined, `${path}: ${JSON.stringify(bounds)}`);
    assert.ok(stats.complete && stats.states > 0, path);
    assert.ok(witness !== undefined && (traces[witness]?.steps.length ?? 0) > 0, `${path} has no witness`);
  }
});

test("check: a witness is told as numbered places, in the order of its trace, each at a line of the file", () => {
  const result = cli.report.results.find(({ path }) => path === "src/page-hits.ts");
  const problem = result?.problems.find(({ code }) => code === "FL1004");
  const trace = result?.traces[problem?.trace ?? -1];
  assert.ok(problem && trace, "a lost update with its trace");
  const numbered = problem.related.flatMap(({ message }) => /^(\d+)\. /.exec(message)?.[1] ?? []);
  assert.deepEqual(
    numbered,
    trace.steps.flatMap(({ at }, index) => (at ? [String(index + 1)] : [])),
  );
  const lines = readFileSync(join(fixtures, "page-hits.ts"), "utf8").split("\n").length;
  for (const { path, range } of problem.related)
    assert.ok(path === "src/page-hits.ts" && range.end.line < lines, `${path}:${range.end.line}`);
});

test("check: SARIF by the official schema, with the steps as a code flow; JUnit with a failure for each violation", () => {
  const sarif = JSON.parse(run("check", "src", "--format", "sarif").out) as {
    runs: { results: { ruleId: string; codeFlows?: { threadFlows: { locations: unknown[] }[] }[] }[] }[];
  };
  const validate = sarifValidator();
  assert.ok(validate(sarif), JSON.stringify(validate.errors, null, 2));
  const lost = sarif.runs[0]?.results.find(({ ruleId }) => ruleId === "FL1004");
  assert.ok((lost?.codeFlows?.[0]?.threadFlows[0]?.locations.length ?? 0) >= 3, JSON.stringify(lost));
  const suites = readXml(run("check", "src", "--format", "junit").out).children;
  const failing = suites.filter(({ children }) => children.some((one) => one.children.some(({ name }) => name === "failure")));
  const path = ({ attributes }: { readonly attributes: Readonly<Record<string, string>> }) => attributes["name"];
  assert.deepEqual(
    suites.map(path),
    cli.report.results.map((result) => result.path),
  );
  assert.deepEqual(
    failing.map(path),
    cli.report.results.filter(({ verdict }) => verdict === "violated").map((result) => result.path),
  );
});

test("list: one scenario for each file, at its first thread, and what would not run", () => {
  const { out, status } = run("list", "src");
  assert.equal(status, 0);
  const lines = out.trim().split("\n");
  assert.equal(lines.length, Object.keys(expected).length);
  assert.ok(lines.includes("src/account.ts:6:17  critical-section  account"), out);
  assert.match(out, /src\/typo\.ts:7:17 {2}critical-section {2}typo {2}\(would not run: .*did you mean `cpus`\?\)/);
});

test("replay: every failure of the report fails again", () => {
  const { out, err, status } = run("replay", "report.json");
  assert.equal(status, 1, out + err);
  const lines = out.trim().split("\n");
  assert.ok(lines.length > 10, out);
  assert.deepEqual(
    lines.filter((line) => !line.includes(": fails again: ")),
    [],
  );
});

const counter = (change: string, end: number) => `const stats = { hits: 0 };

/** @thread x2 */
export function count(): void {
  ${change}
}

/** @finally */
export const counted = (): boolean => stats.hits === ${end};
`;

test("replay: a saved trace fails again (1), no longer fails (0), does not fit the program any more (3, with the step)", () => {
  const twice = "stats.hits += 1;\n  stats.hits += 1;";
  const { folder, remove } = workspace({ "hits.ts": counter(twice, 5) });
  const here = (...argv: readonly string[]) => cli.program.run(folder, argv);
  const rewrite = (text: string) => writeFileSync(join(folder, "hits.ts"), text);
  here("check", "--format", "json", "--output", "report.json");
  const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as Report;
  const trace = report.results[0]?.traces.find(({ property }) => property === "finally:counted");
  assert.ok(trace, "a run that ends with another number");
  writeFileSync(join(folder, "trace.json"), JSON.stringify(trace));
  assert.equal(here("replay", "trace.json").status, 1);
  // The end of that very run is right now.
  const last = trace.steps.findLast(({ changes }) => changes.some(({ location }) => location.join(".") === "stats.hits"));
  const end = last?.changes.find(({ location }) => location.join(".") === "stats.hits")?.after;
  rewrite(counter(twice, Number(end)));
  const mended = here("replay", "trace.json");
  assert.deepEqual([mended.status, /no longer fails/.test(mended.out)], [0, true], mended.out + mended.err);
  rewrite(counter("stats.hits = 2;", 4));
  const other = here("replay", "trace.json");
  assert.equal(other.status, 3, other.out + other.err);
  assert.match(other.out, /does not fit any more at step \d+/);
  remove();
});

test("trace: text says who does what and what came between; Mermaid has a participant for each lane; ITF is JSON", () => {
  const choose = ["--scenario", "page-hits"];
  const text = run("trace", "report.json", ...choose).out;
  assert.match(text, /violates no-lost-update/);
  assert.match(text, /^! +\d+\. /m, "the step that harms is marked");
  assert.match(text, /came between/);
  const mermaid = run("trace", "report.json", ...choose, "--format", "mermaid").out;
  assert.match(mermaid, /^sequenceDiagram\n/);
  assert.match(mermaid, /participant L1 as /);
  const itf = JSON.parse(run("trace", "report.json", ...choose, "--format", "itf").out) as { states: unknown[] };
  assert.ok(itf.states.length > 3);
});

test("trace: an upcall stands in the text with its four items", () => {
  const text = run("trace", "report.json", "--scenario", "park").out;
  for (const item of [/thread.*work#\d/, /timer/, /totals\.jobs/, /in (a )?section/i, /onInterrupt/]) assert.match(text, item);
});
