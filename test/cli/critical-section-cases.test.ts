import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Report, Result } from "../../protocol/report.ts";
import { buildProgram, type Program, root, timeless, workspace } from "./programs.ts";

interface Variant {
  readonly file: string;
  readonly verdict: string;
  /** Properties, of which one at least must be reported as violated. */
  readonly anyOf?: readonly string[];
  readonly codes?: readonly string[];
  readonly lines?: readonly [number, number];
}

const caseFolder = join(root, "test/cases/critical-section");
const cases = readdirSync(caseFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

let program: Program;
let work: { readonly folder: string; readonly remove: () => void };
let whole: Report;
before(async () => {
  program = await buildProgram();
  work = workspace({});
  cpSync(caseFolder, join(work.folder, "cases"), { recursive: true });
  program.run(work.folder, ["check", "cases", "--format", "json", "--output", "report.json"]);
  whole = JSON.parse(readFileSync(join(work.folder, "report.json"), "utf8")) as Report;
});
after(() => {
  program.remove();
  work.remove();
});

for (const { name } of cases) {
  const { variants } = JSON.parse(readFileSync(join(caseFolder, name, "expect.json"), "utf8")) as {
    readonly variants: Readonly<Record<string, Variant>>;
  };
  for (const [variant, want] of Object.entries(variants)) {
    test(`case ${name}, ${variant}: ${want.verdict}`, () => {
      const path = `cases/${name}/${want.file}`;
      const result = whole.results.find((one) => one.path === path);
      assert.ok(result, "checked");
      const loud = result.problems.filter(({ severity }) => severity !== "information");
      const told = loud.map(({ code, message, range }) => `${code} line ${range.start.line + 1}: ${message}`).join("\n");
      assert.equal(result.verdict, want.verdict, told);
      if (want.verdict === "holds") assert.equal(told, "");
      else judge(result, want, path, told);
    });
  }
}

function judge({ properties, problems }: Result, { anyOf = [], codes = [], lines }: Variant, path: string, told: string): void {
  const failing = properties.filter(({ verdict }) => verdict === "violated").map(({ id }) => id);
  assert.ok(anyOf.length === 0 || anyOf.some((id) => failing.includes(id)), `${failing.join()}\n${told}`);
  if (!lines) return;
  const [first, last] = lines;
  const found = problems
    .filter(({ severity, code }) => severity !== "information" && codes.includes(code))
    .flatMap((problem) => [problem, ...problem.related])
    .filter((place) => place.path === path && first <= place.range.start.line + 1 && place.range.start.line + 1 <= last);
  assert.ok(found.length > 0, told);
}

test("check: every case is the same with one worker", () => {
  const expected = timeless(readFileSync(join(work.folder, "report.json"), "utf8"));
  const again = program.run(work.folder, ["check", "cases", "--format", "json", "--no-cache", "--workers", "1"]).out;
  assert.equal(timeless(again), expected);
});
