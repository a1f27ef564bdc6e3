import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { explainedCodes } from "../../server/export/code-pages.ts";
import { controllerCodes } from "../../simulators/controller/codes.ts";
import { tagInfos } from "../../simulators/controller/discover/vocabulary.ts";
import { checkText, complaints } from "./in-process.ts";
import { root } from "./programs.ts";

const page = readFileSync(join(root, "docs/controller.md"), "utf8");

/** The blocks of a language, in the order of the page. */
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].flatMap(([, kind, text = ""]) => (kind === language ? [text] : []));

test("page of controllers: the first example says what the page says of it", async () => {
  const [code = ""] = blocks("ts");
  const [sample = ""] = blocks("yaml");
  const [, message, said] = /\n> ✗ violated: (.*) \(\[(FL\d+)\]/.exec(page) ?? [];
  const told = complaints(await checkText("cache.ts", code, { "cache.yaml": sample })).map((problem) => [problem.code, problem.message]);
  assert.deepEqual(told, [[said, message]]);
});

test("page of controllers: the definition holds", async () => {
  const [, code = ""] = blocks("ts");
  const { results, problems } = await checkText("topic.ts", code);
  assert.deepEqual(
    [...problems, ...results.flatMap((result) => result.problems)].map((problem) => problem.message),
    [],
  );
  assert.deepEqual(
    results.map(({ scenario, verdict }) => `${scenario} ${verdict}`),
    ["topic holds"],
  );
});

test("page of controllers: it names every tag and every code", () => {
  const missing = [...tagInfos.map(({ name }) => `\`@${name} `), ...controllerCodes.map((code) => `(codes/${code}.md)`)].filter(
    (text) => !page.includes(text),
  );
  assert.deepEqual(missing, []);
  assert.ok(controllerCodes.every((code) => explainedCodes.includes(code)));
});
