import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { explainedCodes } from "../../server/export/code-pages.ts";
import { remoteFileCodes } from "../../simulators/remote-file/codes.ts";
import { tagInfos } from "../../simulators/remote-file/discover/vocabulary.ts";
import { checkText, complaints } from "./in-process.ts";
import { root } from "./programs.ts";

const page = readFileSync(join(root, "docs/remote-file.md"), "utf8");

/** The first block of a language. */
const block = (language: string): string => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? "";
const beside = { "faultline.remote-files.json": block("jsonc") };

test("page of remote files: the first example says what the page says of it", async () => {
  const [, message, said] = /\n> ✗ violated: (.*) \(\[(FL\d+)\]/.exec(page) ?? [];
  const told = complaints(await checkText("position.ts", block("ts"), beside)).map((problem) => [problem.code, problem.message]);
  assert.deepEqual(told, [[said, message]]);
});

test("page of remote files: in one word it holds, as the page says", async () => {
  const mended = block("ts")
    .replace("size = 24", "size = 8")
    .replace(/\n.*DoubleLE\(34, 16\);/, "")
    .replace(", ${position.readDoubleLE(16)} m", "")
    .replaceAll("Double", "Float")
    .replaceAll(/, 8\)|FloatLE\(8\)/g, (text) => text.replace("8", "4"));
  const { results, problems } = await checkText("position.ts", mended, beside);
  assert.deepEqual(
    [...problems, ...results.flatMap((result) => result.problems)].map(({ message }) => message),
    [],
  );
  assert.deepEqual(
    results.map(({ verdict }) => verdict),
    ["holds"],
  );
});

test("page of remote files: it names every tag, every code, and every field of the configuration", () => {
  const schema = readFileSync(join(root, "simulators/remote-file/remote-files.schema.json"), "utf8");
  const fields = Object.keys((JSON.parse(schema) as { readonly properties: object }).properties).filter((name) => name !== "$schema");
  assert.ok(fields.length > 8);
  const missing = [
    ...tagInfos.map(({ name }) => `\`@${name}`),
    ...remoteFileCodes.map((code) => `(codes/${code}.md)`),
    ...fields.map((name) => `\`${name}`),
  ].filter((text) => !page.includes(text));
  assert.deepEqual(missing, []);
  assert.ok(remoteFileCodes.every((code) => explainedCodes.includes(code)));
});

test("page of remote files: what it links is there", () => {
  const links = [...page.matchAll(/\]\(([\w./-]+)\)/g)].map(([, link = ""]) => link);
  assert.deepEqual(
    links.filter((link) => !existsSync(join(dirname(join(root, "docs/remote-file.md")), link))),
    [],
  );
});
