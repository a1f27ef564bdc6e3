import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Problem } from "../../protocol/problem.ts";
import type { Report, Result } from "../../protocol/report.ts";
import { buildProgram, type Program, root, timeless, workspace } from "./programs.ts";

interface Variant {
  readonly file: string;
  readonly verdict: "holds" | "violated";
  /** Properties, of which one at least must be reported as violated. */
  readonly anyOf?: readonly string[];
  readonly codes?: readonly string[];
  /** First and last line, from 1, of which one must be told. */
  readonly lines?: readonly [number, number];
  /** The file of `lines`, when it is not `file`. */
  readonly at?: string;
  /** Configuration instead of the nearest one. */
  readonly config?: string;
}

const caseFolder = join(root, "test/cases/remote-file");
const wanted = readdirSync(caseFolder, { withFileTypes: true }).flatMap((entry) => {
  if (!entry.isDirectory()) return [];
  const text = readFileSync(join(caseFolder, entry.name, "expect.json"), "utf8");
  const { variants } = JSON.parse(text) as { readonly variants: Readonly<Record<string, Variant>> };
  return Object.entries(variants).map(([variant, want]) => ({ name: entry.name, variant, want, folder: `cases/${entry.name}` }));
});

let program: Program;
let work: { readonly folder: string; readonly remove: () => void };
const reports = new Map<string, Report>();
before(async () => {
  program = await buildProgram();
  work = workspace({});
  cpSync(caseFolder, join(work.folder, "cases"), { recursive: true });
  reports.set("", check(["cases"]));
  for (const { folder, want } of wanted)
    if (want.config !== undefined)
      reports.set(`${folder}/${want.file}`, check([`${folder}/${want.file}`, "--config", `${folder}/${want.config}`]));
});
after(() => {
  program.remove();
  work.remove();
});

function check(argv: readonly string[]): Report {
  const { out, err } = program.run(work.folder, ["check", ...argv, "--format", "json", "--no-cache"]);
  assert.ok(out !== "", err);
  return JSON.parse(out) as Report;
}

for (const { name, variant, want, folder } of wanted) {
  test(`case ${name}, ${variant}: ${want.verdict}`, () => {
    const path = `${folder}/${want.file}`;
    const result = (reports.get(path) ?? reports.get(""))?.results.find((one) => one.path === path);
    assert.ok(result, `${path} is checked`);
    const told = loud(result).map(({ code, message, range }) => `${code} line ${range.start.line + 1}: ${message}`);
    assert.equal(result.verdict, want.verdict, [...told, result.reason?.message].join("\n"));
    if (want.verdict === "holds") assert.deepEqual(told, []);
    else judge(result, want, `${folder}/${want.at ?? want.file}`);
  });
}

const loud = ({ problems }: Pick<Result, "problems">): readonly Problem[] => problems.filter(({ severity }) => severity !== "information");

function judge({ properties, problems, traces }: Result, { anyOf = [], codes = [], lines }: Variant, path: string): void {
  const failing = properties.filter(({ verdict }) => verdict === "violated").map(({ id }) => id);
  const all = problems.map(({ code, property, range }) => `${code} ${property ?? ""} line ${range.start.line + 1}`).join("\n");
  assert.ok(anyOf.length === 0 || anyOf.some((id) => failing.includes(id)), `${failing.join()}\n${all}`);
  const told = loud({ problems }).filter(({ code }) => codes.includes(code));
  assert.notDeepEqual(told, [], all);
  const [first, last] = lines ?? [1, Infinity];
  const places = told.flatMap((problem) => [problem, ...problem.related]).filter((place) => place.path === path);
  const isThere = places.some(({ range }) => first <= range.start.line + 1 && range.start.line + 1 <= last);
  assert.ok(isThere, `lines ${first} to ${last} of ${path} are wanted\n${all}`);
  for (const { trace } of problems) if (trace !== undefined) assert.ok((traces[trace]?.steps.length ?? 0) > 0, "a witness has steps");
}

test("cases: what holds has a run of its main path, and names its bounds", () => {
  for (const { verdict, witness, traces, bounds, path } of reports.get("")?.results ?? []) {
    if (verdict !== "holds") continue;
    assert.ok((traces[witness ?? -1]?.steps.length ?? 0) > 0, path);
    for (const bound of ["fragments", "preemptions", "crashes"]) assert.equal(typeof bounds[bound], "number", `${path}: ${bound}`);
  }
});

test("cases: every violation is found again by replay", () => {
  program.run(work.folder, ["check", "cases", "--format", "json", "--output", "report.json"]);
  const replayed = program.run(work.folder, ["replay", "report.json"]);
  assert.equal(replayed.status, 1, replayed.err);
  assert.doesNotMatch(replayed.out, /no longer fails|does not fit/);
  assert.match(replayed.out, /fails again/);
});

test("cases: every one is the same with one worker", () => {
  const again = program.run(work.folder, ["check", "cases", "--format", "json", "--no-cache", "--workers", "1"]).out;
  assert.equal(timeless(again), timeless(`${JSON.stringify(reports.get(""), null, 2)}\n`));
});
