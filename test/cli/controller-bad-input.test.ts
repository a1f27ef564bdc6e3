import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Report } from "../../protocol/report.ts";
import { code } from "./controller-bad-input/code.ts";
import { data } from "./controller-bad-input/data.ts";
import type { Row } from "./controller-bad-input/row.ts";
import { buildProgram, type Program, workspace } from "./programs.ts";

const rows = [...code, ...data];
const folderOf = (row: Row): string => `row-${rows.indexOf(row)}`;

let program: Program;
let report: Report;
let folder: { readonly folder: string; readonly remove: () => void };
before(async () => {
  program = await buildProgram();
  const all = rows.flatMap((row) => Object.entries(row.files).map(([file, text]) => [`${folderOf(row)}/${file}`, text] as const));
  folder = workspace(Object.fromEntries(all));
  report = JSON.parse(program.run(folder.folder, ["check", ".", "--format", "json", "--no-cache"]).out) as Report;
});
after(() => {
  program.remove();
  folder.remove();
});

for (const row of rows) {
  const { name, verdict, told } = row;
  test(`bad input: ${name}: ${verdict}`, () => {
    const result = report.results.find(({ path }) => path === `${folderOf(row)}/main.ts`);
    const loud = (result?.problems ?? []).filter(({ severity }) => severity !== "information");
    const words = loud.map(({ code: given, path, range, message }) => `${given} ${path.split("/")[1]}:${range.start.line + 1} ${message}`);
    assert.equal(result?.verdict, verdict, `${result?.reason?.message}\n${words.join("\n")}`);
    if (!told) return assert.deepEqual(words, []);
    const [wanted, file, line, says] = told;
    assert.ok(
      words.some((text) => text.startsWith(`${wanted} ${file}:${line} `) && says.test(text)),
      words.join("\n"),
    );
  });
}

test("bad input: nothing of it is an error of ours, or stops the others", () => {
  assert.equal(report.results.length, rows.length);
  assert.ok(report.results.flatMap(({ problems }) => problems).every(({ code: given }) => given !== "FL0001"));
});
