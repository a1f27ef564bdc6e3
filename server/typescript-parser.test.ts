import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import type ts from "typescript";
import { compilerNames, type TypeScript } from "../simulators/core/source/typescript.ts";
import { typescriptLoader } from "./typescript.ts";

declare const __ROOT__: string;

const parser = typescriptLoader(join(__ROOT__, "dist"))();
const whole = createRequire(join(__ROOT__, "package.json"))("typescript") as TypeScript;

/** One file in so many is read, whole and cut off in the middle: half-typed code. */
const every = 17;

test("the parser of the distribution has every name that is used of the compiler", () => {
  assert.deepEqual(Object.keys(parser).sort(), [...compilerNames].sort());
  assert.equal(parser.version, whole.version);
});

test("the parser of the distribution reads what the whole compiler reads", () => {
  const files = ["simulators", "server", "client", "test", "test-fixtures"].flatMap((folder) => filesIn(join(__ROOT__, folder)));
  const sample = files.filter((_, index) => index % every === 0);
  assert.ok(sample.length > 100, `${sample.length} files`);
  for (const file of sample) {
    const text = readFileSync(file, "utf8");
    for (const part of [text, text.slice(0, text.length * 0.6)]) {
      for (const mode of [parser.JSDocParsingMode.ParseNone, parser.JSDocParsingMode.ParseAll])
        assert.equal(read(parser, file, part, mode), read(whole, file, part, mode), file);
    }
  }
});

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:[cm]?ts|tsx|js)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** All that is in a tree, as text. */
function read(compiler: TypeScript, path: string, text: string, jsDocParsingMode: ts.JSDocParsingMode): string {
  const options = { languageVersion: compiler.ScriptTarget.ESNext, jsDocParsingMode };
  const source = compiler.createSourceFile(path, text, options, true) as ts.SourceFile & {
    readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[];
  };
  const lines: string[] = source.parseDiagnostics.map(
    ({ start, length, messageText }) => `${start} ${length} ${JSON.stringify(messageText)}`,
  );
  const visit = (node: ts.Node): void => {
    const comments = compiler.getJSDocCommentsAndTags(node).map((each) => `${each.kind} ${each.pos} ${each.end}`);
    lines.push(`${node.kind} ${node.flags} ${node.pos} ${node.getStart(source)} ${node.end} ${comments.join()}`);
    compiler.forEachChild(node, visit);
  };
  visit(source);
  return lines.join("\n");
}
