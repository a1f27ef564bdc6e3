import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { explainedCodes, readCodePage } from "../../server/export/code-pages.ts";
import { codeTitle } from "../../server/export/code-titles.ts";
import { simulators } from "../../simulators/registry.ts";
import { checkText, complaints } from "./in-process.ts";
import { root } from "./programs.ts";

/** A bug of ours has no example, and a hint in a line is no problem. */
const withoutExample = new Set(["FL0001", "FL1001"]);

/** Said as information only. */
const informative = new Set(["FL1010", "FL1016", "FL1019", "FL1020"]);

/** What examples of controllers say beside their own code: the same fault has more than one consequence. */
const consequences: Readonly<Record<string, readonly string[]>> = {
  FL2003: ["FL2004"],
  FL2009: ["FL2002", "FL2004"],
  FL2101: ["FL2002", "FL2004", "FL2009"],
  FL2104: ["FL2006"],
  FL2105: ["FL2004"],
  FL2106: ["FL2002", "FL2004"],
};

/** Pages may come before their simulator. */
const checked = new Set<string>(simulators.flatMap(({ codes }) => codes));

for (const code of explainedCodes) {
  const page = readFileSync(join(root, "docs/codes", `${code}.md`), "utf8");

  test(`page of ${code}: heading and parts`, () => {
    assert.ok(page.startsWith(`# ${code} ${codeTitle(code)}\n`));
    for (const part of ["## Why it matters", "## How to mend it", "## Exactly"]) assert.ok(page.includes(`\n${part}\n\n`), part);
  });

  if (withoutExample.has(code) || !(code.startsWith("FL0") || checked.has(code))) continue;

  test(`page of ${code}: its example fails with that code, and its mend mends it`, async () => {
    const { file, text, beside, mended, besideMended } = exampleOf(page);
    const answer = await checkText(file, text, beside);
    const told = informative.has(code) ? answer.results.flatMap(({ problems }) => problems) : complaints(answer);
    const failing = told.map((problem) => problem.code);
    assert.ok(failing.includes(code as `FL${number}`), `the example says ${failing.join(", ") || "nothing"}`);
    if (code.startsWith("FL2")) {
      const others = new Set(failing.filter((each) => each !== code && !consequences[code]?.includes(each)));
      assert.deepEqual([...others], [], "the example says nothing else");
    }
    assert.deepEqual(
      complaints(await checkText(file, mended, besideMended)).map((problem) => `${problem.code} ${problem.message}`),
      [],
    );
  });
}

test("pages: every code of every simulator has one", () => {
  for (const { codes } of simulators) for (const code of codes) assert.ok(explainedCodes.includes(code), code);
});

test("pages: there is no way out of their folder", () => assert.equal(readCodePage(root, "../../package"), undefined));

interface Example {
  readonly file: string;
  readonly text: string;
  readonly beside: Readonly<Record<string, string>>;
  /** The same with the diff, whose hunks are each of one of the files. */
  readonly mended: string;
  readonly besideMended: Readonly<Record<string, string>>;
}

function exampleOf(page: string): Example {
  const [, example = ""] = /\n## Example\n([\s\S]*?)\n## /.exec(page) ?? [];
  const files = [...example.matchAll(/\n`([^`]+)`\n\n```\w+\n([\s\S]*?)```/g)].map(([, name = "", text = ""]) => [name, text] as const);
  const [, diff = ""] = /```diff\n([\s\S]*?)\n```/.exec(page) ?? [];
  const mendedFiles = diff.split("\n@@\n").reduce(withHunk, files);
  const [[file, text] = ["", ""], ...beside] = files;
  const [[, mended] = ["", ""], ...besideMended] = mendedFiles;
  return { file, text, beside: Object.fromEntries(beside), mended, besideMended: Object.fromEntries(besideMended) };
}

type Files = readonly (readonly [name: string, text: string])[];

/** Files with the lines of a hunk as they are to be, in the first one that has them; `@@` stands between hunks. */
function withHunk(files: Files, hunk: string): Files {
  const lines = (signs: string): string =>
    hunk
      .split("\n")
      .filter((line) => signs.includes(line.charAt(0)))
      .map((line) => line.slice(1))
      .join("\n");
  const before = lines(" -");
  const at = files.findIndex(([, text]) => before !== "" && text.includes(before));
  assert.ok(at >= 0, `the diff is one of the example: ${before}`);
  return files.map(([name, text], index) => [name, index === at ? text.replace(before, () => lines(" +")) : text]);
}
