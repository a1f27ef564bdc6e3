import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import typescript from "typescript";
import { isViolation } from "../../core/conclude.ts";
import { apply, problemsIn, scenarioIn } from "./testing.ts";

declare const __ROOT__: string;

const fixtures = join(__ROOT__, "test-fixtures/critical-section");
const cases = join(__ROOT__, "test/cases/critical-section");
const read = (path: string): string => readFileSync(path, "utf8");

interface Expected {
  readonly verdict: string;
  readonly problems: readonly { readonly code: string; readonly severity: string; readonly line: number }[];
}

interface Variant {
  readonly file: string;
  readonly verdict: string;
  readonly codes?: readonly string[];
  readonly lines?: readonly [number, number];
}

const expected = JSON.parse(read(join(fixtures, "expected.json"))) as { readonly [file: string]: Expected };
/** Found without a run. */
const staticCodes = new Set(["FL0002", "FL1006", "FL1017"]);

test("fixtures: each has what is expected of it, and a twin", () => {
  const files = readdirSync(fixtures).filter((name) => name.endsWith(".ts"));
  assert.deepEqual(files.sort(), Object.keys(expected).sort());
  for (const file of files)
    assert.ok(files.includes(file.includes(".fixed.") ? file.replace(".fixed", "") : file.replace(".ts", ".fixed.ts")), file);
});

for (const [file, { verdict, problems }] of Object.entries(expected)) {
  test(`fixture ${file}: one scenario, with the static findings where they are expected`, () => {
    const { findings, notRun } = scenarioIn(read(join(fixtures, file)), file);
    const found = findings.map(({ code, severity, range }) => ({ code, severity, line: range.start.line + 1 }));
    assert.deepEqual(
      found,
      problems.filter(({ code }) => staticCodes.has(code)),
    );
    assert.equal(notRun !== undefined, verdict === "not-run");
  });

  test(`fixture ${file}: every preferred fix mends its finding and brings no new one`, () => {
    const text = read(join(fixtures, file));
    const before = problemsIn(text, file);
    for (const { message, fixes = [] } of before) {
      const fix = fixes.find(({ preferred }) => preferred);
      assert.ok(fix, message);
      const after = problemsIn(apply(text, fix.edits), file).map((problem) => problem.message);
      assert.deepEqual(
        after,
        before.map((problem) => problem.message).filter((other) => other !== message),
      );
    }
  });
}

const folders = readdirSync(cases, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const variants = folders.flatMap(({ name }) => {
  const expectation = JSON.parse(read(join(cases, name, "expect.json"))) as { readonly variants: { readonly [variant: string]: Variant } };
  return Object.entries(expectation.variants).map(([variant, one]) => ({
    folder: join(cases, name),
    title: `${name}: ${variant}`,
    ...one,
  }));
});

for (const { folder, title, file, verdict, codes = [], lines } of variants) {
  test(`case ${title}: a scenario without static findings, but for those that are the bug`, () => {
    const text = read(join(folder, file));
    const findings = scenarioIn(text, file).findings.filter(isViolation);
    const isStatic = verdict === "violated" && codes.some((code) => staticCodes.has(code));
    assert.equal(findings.length > 0, isStatic, findings.map(({ message }) => message).join());
    for (const { code, range } of findings) {
      assert.ok(codes.includes(code));
      assert.ok(lines && lines[0] <= range.start.line + 1 && range.start.line + 1 <= lines[1]);
    }
    if (lines) assert.ok(lines[0] <= lines[1] && lines[1] < text.split("\n").length);
  });
}

test("cases: at least one variant of each holds or fails as a program of its own", () => {
  assert.ok(folders.length >= 40, `${folders.length} cases`);
  for (const { folder, file } of variants) assert.ok(existsSync(join(folder, file)), `${folder}/${file}`);
});

test("fixtures and cases compile under strict", () => {
  const files = [
    ...Object.keys(expected).map((name) => join(fixtures, name)),
    ...folders.flatMap(({ name }) =>
      readdirSync(join(cases, name))
        .filter((file) => file.endsWith(".ts"))
        .map((file) => join(cases, name, file)),
    ),
  ];
  const program = typescript.createProgram(files, {
    strict: true,
    noEmit: true,
    target: typescript.ScriptTarget.ESNext,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
    types: ["node"],
    typeRoots: [join(__ROOT__, "node_modules/@types")],
    module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    paths: { "faultline/critical-section": [join(__ROOT__, "api/critical-section.ts")] },
  });
  const errors = typescript
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file !== undefined && !relative(__ROOT__, file.fileName).startsWith("api"))
    .map(({ file, start = 0, messageText }) => {
      const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
      return `${relative(__ROOT__, file?.fileName ?? "")}:${line} ${typescript.flattenDiagnosticMessageText(messageText, " ")}`;
    });
  assert.deepEqual(errors, []);
});
