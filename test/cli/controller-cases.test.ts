import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test, type TestContext } from "node:test";
import type { Problem } from "../../protocol/problem.ts";
import type { Report, Result } from "../../protocol/report.ts";
import { buildProgram, type Program, root, workspace } from "./programs.ts";

interface Variant {
  readonly file: string;
  readonly verdict: "holds" | "violated";
  /** Properties, of which one at least must be reported as violated. */
  readonly anyOf?: readonly string[];
  readonly codes?: readonly string[];
  /** First and last line, from 1, of which one must be told. */
  readonly lines?: readonly [number, number];
  readonly line?: number;
}

/**
 * A search that needs more takes longer than about two seconds: it is skipped here, with what was seen of it.
 * All of them, without a limit: `npm run bench -- controller/cases`.
 */
const maximumStates = 4_000;

/** Whole operators in small, and shapes that are easily taken for one another. */
const collections = ["controller", "controller-more"];
const wanted = collections.flatMap((collection) => {
  const folder = join(root, "test/cases", collection);
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names.flatMap(({ name }) => {
    const text = readFileSync(join(folder, name, "expect.json"), "utf8");
    const { variants } = JSON.parse(text) as { readonly variants: Readonly<Record<string, Variant>> };
    return Object.entries(variants).map(([variant, want]) => ({ name, variant, want, path: `${collection}/${name}/${want.file}` }));
  });
});

let program: Program;
let work: { readonly folder: string; readonly remove: () => void };
let whole: Report;
before(async () => {
  program = await buildProgram();
  work = workspace({});
  for (const collection of collections) cpSync(join(root, "test/cases", collection), join(work.folder, collection), { recursive: true });
  const limit = ["--max-states", String(maximumStates), "--time-limit", "600"];
  program.run(work.folder, ["check", ...collections, "--format", "json", "--output", "report.json", ...limit]);
  whole = JSON.parse(readFileSync(join(work.folder, "report.json"), "utf8")) as Report;
});
after(() => {
  program.remove();
  work.remove();
});

for (const { name, variant, want, path } of wanted) {
  test(`case ${name}, ${variant}: ${want.verdict}`, (context) => {
    const result = resultOf(path);
    const told = loud(result).map(({ code, message, range }) => `${code} line ${range.start.line + 1}: ${message}`);
    if (want.verdict === "holds") assert.deepEqual(told, []);
    if (isCut(result)) return skipped(context, result);
    assert.equal(result.verdict, want.verdict, [...told, result.reason?.message].join("\n"));
    if (want.verdict === "violated") judge(result, want, path);
  });
}

test("most cases are within the limit of states", () => {
  const cut = wanted.filter(({ path }) => isCut(resultOf(path)));
  assert.ok(cut.length * 3 <= wanted.length, cut.map(({ path }) => path).join("\n"));
});

function resultOf(path: string): Result {
  const result = whole.results.find((one) => one.path === path);
  assert.ok(result, `${path} is checked`);
  return result;
}

const loud = ({ problems }: Pick<Result, "problems">): readonly Problem[] => problems.filter(({ severity }) => severity !== "information");

const isCut = ({ verdict, reason }: Result): boolean => verdict === "undecided" && reason?.limit === "states";

const skipped = (context: TestContext, { stats }: Result): void => context.skip(`more than ${stats.states} states`);

function judge({ properties, problems }: Result, { anyOf = [], codes = [], line = 0, lines = [line, line] }: Variant, path: string): void {
  const failing = properties.filter(({ verdict }) => verdict === "violated").map(({ id }) => id);
  const all = problems.map(({ code, property, range }) => `${code} ${property ?? ""} line ${range.start.line + 1}`).join("\n");
  assert.ok(anyOf.length === 0 || anyOf.some((id) => failing.includes(id)), all);
  const told = loud({ problems }).filter(({ code, property }) => codes.includes(code) || anyOf.includes(property ?? ""));
  assert.notDeepEqual(told, [], all);
  const [first, last] = lines;
  const places = told.flatMap((problem) => [problem, ...problem.related]).filter((place) => place.path === path);
  const isThere = places.some(({ range }) => first <= range.start.line + 1 && range.start.line + 1 <= last);
  assert.ok(isThere, `lines ${first} to ${last} are wanted\n${all}`);
}
