import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseJsonc } from "../../core/config/jsonc.ts";
import { plain } from "./testing.ts";

test("JSON: reads what JSON.parse reads", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const { root, problems } = parseJsonc(text);
      assert.deepEqual(problems, []);
      assert.ok(root);
      assert.equal(JSON.stringify(plain(root)), JSON.stringify(Object.is(JSON.parse(text), -0) ? 0 : JSON.parse(text)));
    }),
  );
});

test("JSON: comments and trailing commas are allowed, and values know where they stand", () => {
  const text = '// a\n{ /* b */ "pods": [4, "x",], }';
  const { root, problems } = parseJsonc(text);
  assert.deepEqual(problems, []);
  assert.ok(root?.kind === "object");
  const [pods] = root.members;
  assert.ok(pods?.kind === "array");
  assert.equal(text.slice(pods.key?.start, pods.key?.end), '"pods"');
  assert.deepEqual(
    pods.members.map(({ start, end }) => text.slice(start, end)),
    ["4", '"x"'],
  );
  assert.equal(text.slice(pods.start, pods.end), '[4, "x",]');
  assert.equal(pods.body.lastEnd, pods.members[1]?.end);
});

const broken = [
  { name: "a comma is missing", text: '{ "a": 1 "b": 2 }', message: "Expected `,` before this", at: '"b"' },
  { name: "a value is missing", text: '{ "a": }', message: "Expected a value", at: "}" },
  { name: "an object is not closed", text: '{ "a": 1', message: "Expected `}`: an object is not closed", at: "" },
  { name: "something follows", text: "{} []", message: "Expected nothing more: the configuration ends before this", at: "[" },
  { name: "a text is not closed", text: '{ "a": "b\n}', message: "This text is not closed: a double quote is missing", at: '"b' },
];
for (const { name, text, message, at } of broken) {
  test(`JSON: ${name}`, () => {
    const problem = parseJsonc(text).problems.find((candidate) => candidate.message === message);
    assert.ok(problem, JSON.stringify(parseJsonc(text).problems));
    assert.equal(text.slice(problem.start, problem.end), at);
  });
}

test("JSON: brackets a hundred thousand deep are refused where they become too deep", () => {
  const { root, problems } = parseJsonc(`{"a":${"[".repeat(100_000)}`);
  assert.equal(root, undefined);
  assert.deepEqual(problems, [{ start: 104, end: 105, message: "Brackets are nested more than 100 deep" }]);
});
