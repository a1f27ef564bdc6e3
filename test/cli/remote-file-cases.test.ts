import assert from "node:assert/strict";
import { test } from "node:test";
import type { Report } from "../../protocol/report.ts";
import { casesIn, judge, type Variant } from "./cases.ts";
import { checkedCopy } from "./checked.ts";
import { timeless } from "./programs.ts";

interface Want extends Variant {
  /** Configuration instead of the nearest one. */
  readonly config?: string;
  /** The file of the lines, when it is not `file`. */
  readonly at?: string;
}

const cli = checkedCopy("test/cases/remote-file", "cases");

for (const { name, variant, want } of casesIn<Want>("test/cases/remote-file")) {
  test(`case ${name}, ${variant}: ${want.verdict}`, () => {
    const folder = `cases/${name}`;
    const path = `${folder}/${want.file}`;
    const report = want.config === undefined ? cli.report : checkWith(path, `${folder}/${want.config}`);
    judge(report, path, want, `${folder}/${want.at ?? want.file}`);
  });
}

function checkWith(path: string, config: string): Report {
  const { out, err } = cli.run("check", path, "--config", config, "--format", "json");
  assert.notEqual(out, "", err);
  return JSON.parse(out) as Report;
}

test("cases: what holds has a run of its main path, and names its bounds; what is told of a run has one with steps", () => {
  const holding = cli.report.results.filter(({ verdict }) => verdict === "holds");
  assert.ok(holding.length > 20);
  for (const { witness, traces, bounds, path } of holding) {
    assert.ok((traces[witness ?? -1]?.steps.length ?? 0) > 0, path);
    for (const bound of ["fragments", "preemptions", "crashes"]) assert.equal(typeof bounds[bound], "number", `${path}: ${bound}`);
  }
  for (const { problems, traces, path } of cli.report.results)
    for (const { trace } of problems) if (trace !== undefined) assert.ok((traces[trace]?.steps.length ?? 0) > 0, path);
});

test("cases: every violation is found again by replay", () => {
  const { status, out, err } = cli.run("replay", "report.json");
  assert.equal(status, 1, err);
  assert.doesNotMatch(out, /no longer fails|does not fit/);
});

test("cases: every one is the same with one worker", () => {
  const again = cli.run("check", "cases", "--format", "json", "--no-cache", "--workers", "1").out;
  assert.equal(timeless(again), timeless(cli.reportText));
});
