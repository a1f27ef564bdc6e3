import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import type { Fix, Problem } from "../../protocol/problem.ts";
import type { Report, Result } from "../../protocol/report.ts";
import { apply } from "../../simulators/critical-section/discover/testing.ts";
import { buildProgram, type Program, root, workspace } from "./programs.ts";

// Every quick fix that a failing program is offered is applied, in a copy of its own, and the program is checked again.

interface Offer {
  readonly before: Result;
  readonly problem: Problem;
  readonly fix: Fix;
  /** Of the mended file in the second report. */
  readonly path: string;
}

const caseFolder = join(root, "test/cases/critical-section");
const names = readdirSync(caseFolder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

let program: Program;
let work: { readonly folder: string; readonly remove: () => void };
let offers: readonly Offer[];
let mended: Report;
before(async () => {
  program = await buildProgram();
  work = workspace({});
  // What is right is offered nothing.
  const filter = (source: string) => !/[/\\](?:fix|lookalike)\.ts$|\.fixed\.ts$/.test(source);
  for (const name of names) cpSync(join(caseFolder, name), join(work.folder, "cases", name), { recursive: true, filter });
  cpSync(join(root, "test-fixtures/critical-section"), join(work.folder, "cases/fixtures"), { recursive: true, filter });
  offers = check("cases").results.flatMap((result) => offersOf(result));
  for (const offer of offers) applyIn(offer);
  mended = check("mended");
});
after(() => {
  program.remove();
  work.remove();
});

function check(path: string): Report {
  program.run(work.folder, ["check", path, "--format", "json", "--output", `${path}.json`]);
  return JSON.parse(readFileSync(join(work.folder, `${path}.json`), "utf8")) as Report;
}

let count = 0;
function offersOf(before: Result): readonly Offer[] {
  return before.problems
    .filter((problem) => isLoud(problem) && problem.code !== "FL0002")
    .flatMap((problem) =>
      (problem.fixes ?? []).map((fix): Offer => ({ before, problem, fix, path: before.path.replace(/^cases/, `mended/${(count += 1)}`) })),
    );
}

function applyIn({ before: { path }, fix, path: target }: Offer): void {
  cpSync(join(work.folder, dirname(path)), join(work.folder, dirname(target)), {
    recursive: true,
    // Only what the program may import lies beside it.
    filter: (source) => !source.endsWith(".ts") || source.endsWith(path) || !/(?:bug|fix|lookalike|fixed)\.ts$|fixtures\//.test(source),
  });
  for (const file of new Set(fix.edits.map((edit) => edit.path))) {
    const text = readFileSync(join(work.folder, file), "utf8");
    const edits = fix.edits.filter((edit) => edit.path === file);
    writeFileSync(join(work.folder, dirname(target), file.slice(dirname(path).length + 1)), apply(text, edits));
  }
}

const isLoud = ({ severity }: Problem): boolean => severity !== "information";
const nameOf = ({ code, property }: Problem): string => `${code} ${property ?? ""}`;

test("quick fixes: each makes its problem go away, and no new one comes", () => {
  assert.ok(offers.length > 50, `${offers.length} fixes`);
  for (const {
    before: { problems },
    problem,
    fix,
    path,
  } of offers) {
    const result = mended.results.find((one) => one.path === path);
    const title = `${problem.path}: "${fix.title}" for ${nameOf(problem)}`;
    assert.ok(result && result.verdict !== "not-run", title);
    const left = result.problems.filter(isLoud).map(nameOf);
    assert.ok(!left.includes(nameOf(problem)), title);
    const known = new Set(problems.filter(isLoud).map(nameOf));
    assert.deepEqual(
      left.filter((one) => !known.has(one)),
      [],
      title,
    );
  }
});

test("quick fixes: a lost update, a broken invariant, a stampede, an effect, an await and a lock that is kept have one", () => {
  const mendedCodes = new Set(offers.map(({ problem }) => problem.code));
  for (const code of ["FL1002", "FL1003", "FL1004", "FL1005", "FL1006", "FL1017", "FL1021", "FL1022", "FL1023"] as const)
    assert.ok(mendedCodes.has(code), code);
});
