import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { edited } from "../../core/edited.ts";
import { problemsIn, usual } from "../discover/testing.ts";

declare const __ROOT__: string;

/** Whole programs as people write them, divided by lines `//// title`; of wrong ones the title begins with the code. */
function programsIn(file: string): readonly { readonly title: string; readonly text: string }[] {
  const all = readFileSync(join(__ROOT__, "simulators/remote-file/static/testing", file), "utf8");
  return all
    .split(/^\/\/\/\/ /m)
    .slice(1)
    .map((part) => ({ title: part.slice(0, part.indexOf("\n")), text: part.slice(part.indexOf("\n") + 1) }));
}

const codesIn = (text: string, configuration: unknown = usual): readonly string[] =>
  problemsIn(text, configuration).flatMap(({ code, severity }) => (severity === "information" ? [] : [code]));

for (const { title, text } of programsIn("right.txt")) test(`programs: right: ${title}`, () => assert.deepEqual(codesIn(text), []));

for (const { title, text } of programsIn("wrong.txt")) {
  const code = title.slice(0, "FL0000".length);
  test(`programs: wrong: ${title}`, () => assert.ok(codesIn(text).includes(code), codesIn(text).join()));
  for (const { code: of, fixes = [] } of problemsIn(text)) {
    for (const fix of fixes)
      test(`programs: ${title}: fix of ${of}: ${fix.title}`, () => {
        const before = codesIn(text);
        const configuration = edited({ path: "src/faultline.remote-files.json", text: JSON.stringify(usual, undefined, 2) }, fix.edits);
        const after = edited({ path: "src/program.ts", text }, fix.edits);
        const left = codesIn(after, configuration);
        assert.ok(left.length < before.length, after);
        assert.deepEqual(
          left.filter((one) => !before.includes(one)),
          [],
          after,
        );
      });
  }
}
