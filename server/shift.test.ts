import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Range } from "../protocol/source.ts";
import { changeBetween, shiftRange } from "./shift.ts";

const range = (startLine: number, start: number, endLine: number, end: number): Range => ({
  start: { line: startLine, character: start },
  end: { line: endLine, character: end },
});
const token = range(2, 4, 2, 10);

const cases = [
  { name: "an edit behind it", at: range(2, 12, 2, 12), newText: "x", want: token },
  { name: "an edit on a line before", at: range(1, 0, 1, 5), newText: "long text", want: token },
  { name: "a line more before", at: range(0, 3, 0, 3), newText: "\n", want: range(3, 4, 3, 10) },
  { name: "a Windows line more before", at: range(0, 3, 0, 3), newText: "\r\n", want: range(3, 4, 3, 10) },
  { name: "a line less before", at: range(0, 0, 1, 0), newText: "", want: range(1, 4, 1, 10) },
  { name: "text before it on its line", at: range(2, 0, 2, 0), newText: "ab", want: range(2, 6, 2, 12) },
  { name: "text typed right before it", at: range(2, 4, 2, 4), newText: "ab", want: range(2, 6, 2, 12) },
  { name: "text typed right behind it", at: range(2, 10, 2, 10), newText: "ab", want: token },
  { name: "text typed within it", at: range(2, 6, 2, 6), newText: "ab", want: range(2, 4, 2, 12) },
  { name: "its front deleted", at: range(2, 0, 2, 6), newText: "", want: range(2, 0, 2, 4) },
  { name: "all of it deleted", at: range(2, 0, 3, 0), newText: "", want: range(2, 0, 2, 0) },
  { name: "its line joined to the one before", at: range(1, 7, 2, 0), newText: "", want: range(1, 11, 1, 17) },
];

for (const { name, at, newText, want } of cases) {
  test(`shiftRange: ${name}`, () => assert.deepEqual(shiftRange(token, { range: at, newText }), want));
}

const text = fc.string({ unit: fc.constantFrom("a", "b", "\n", "\r\n", "é", "😀"), maxLength: 40 });

test("shiftRange: a token that an edit does not touch is still that token", () => {
  fc.assert(
    fc.property(text, text, text, fc.boolean(), (before, after, inserted, isBefore) => {
      const word = "token";
      const whole = before + word + after;
      const document = TextDocument.create("file:///a", "text", 1, whole);
      const place = { start: document.positionAt(before.length), end: document.positionAt(before.length + word.length) };
      const edited = isBefore ? { from: 0, to: Math.floor(before.length / 2) } : { from: before.length + word.length, to: whole.length };
      const changed = { start: document.positionAt(edited.from), end: document.positionAt(edited.to) };
      // Between "\r" and "\n" there is no position: such an edit cannot be named.
      fc.pre(document.offsetAt(changed.end) === edited.to && document.offsetAt(changed.start) === edited.from);
      const next = TextDocument.create("file:///a", "text", 2, whole.slice(0, edited.from) + inserted + whole.slice(edited.to));
      const moved = shiftRange(place, { range: changed, newText: inserted });
      assert.equal(next.getText(moved), word);
    }),
  );
});

test("changeBetween: the change makes the one text of the other", () => {
  fc.assert(
    fc.property(text, text, text, text, (head, was, is, tail) => {
      const before = head + was + tail;
      const after = head + is + tail;
      const change = changeBetween(before, after);
      if (!change) return assert.equal(before, after);
      const document = TextDocument.create("file:///a", "text", 1, before);
      assert.equal(TextDocument.applyEdits(document, [{ range: change.range, newText: change.newText }]), after);
    }),
  );
});
