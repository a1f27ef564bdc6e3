import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { columnsOf } from "./columns.ts";
import { codeFrame } from "./frame.ts";
import { plain } from "./paint.ts";

const look = { paint: plain, style: "bad", gutter: 2, width: 60 } as const;
const range = (line: number, start: number, end: number, lastLine = line) => ({
  start: { line, character: start },
  end: { line: lastLine, character: end },
});

const cases = [
  {
    name: "a token",
    text: 'a\n  "redundancy": 4,\n',
    at: range(1, 16, 17),
    want: ["   |", ' 2 |   "redundancy": 4,', "   |                 ^"],
  },
  { name: "Windows line ends", text: "a\r\nbad\r\n", at: range(1, 0, 3), want: ["   |", " 2 | bad", "   | ^^^"] },
  { name: "a tab before", text: "\tbad", at: range(0, 1, 4), want: ["   |", " 1 |   bad", "   |   ^^^"] },
  { name: "wide characters before", text: "名前 bad", at: range(0, 3, 6), want: ["   |", " 1 | 名前 bad", "   |      ^^^"] },
  { name: "an empty range still has a mark", text: "", at: range(0, 0, 0), want: ["   |", " 1 |", "   | ^"] },
  { name: "several lines: the first", text: "{ a\n}", at: range(0, 0, 1, 1), want: ["   |", " 1 | { a", "   | ^^^"] },
  { name: "past the end of the line", text: "ab", at: range(0, 9, 12), want: ["   |", " 1 | ab", "   |   ^"] },
  { name: "past the end of the file", text: "ab", at: range(7, 0, 1), want: [] },
  { name: "a terminal escape", text: "\u001b[2J", at: range(0, 0, 1), want: ["   |", " 1 | \\u{1b}[2J", "   | ^^^^^^"] },
];

for (const { name, text, at, want } of cases) {
  test(`codeFrame: ${name}`, () => assert.deepEqual(codeFrame(text, at, look), want));
}

test("codeFrame: a line of a minified file is cut around the token, which stays in sight", () => {
  const text = `${"x".repeat(5000)}TOKEN${"y".repeat(5000)}`;
  const [, line = "", mark = ""] = codeFrame(text, range(0, 5000, 5005), look);
  assert.ok(columnsOf(line) <= 60, `${columnsOf(line)} columns`);
  assert.equal(line.slice(mark.indexOf("^"), mark.lastIndexOf("^") + 1), "TOKEN");
});

test("codeFrame: the mark stands below the token, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), fc.stringMatching(/^[a-z]{1,5}$/), (before, token) => {
      const first = before.replace(/[\r\n]/g, " ");
      const [, line = "", mark = ""] = codeFrame(`${first}${token}`, range(0, first.length, first.length + token.length), {
        ...look,
        width: 400,
      });
      assert.equal(columnsOf(line) - columnsOf(mark), 0);
      assert.equal(mark.length - mark.indexOf("^"), token.length);
    }),
  );
});
