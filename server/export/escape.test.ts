import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { escapeControls } from "./escape.ts";

const cases = [
  { name: "plain text stays", text: "Group `cpu-load` → 5 hosts ✓ 😀", want: "Group `cpu-load` → 5 hosts ✓ 😀" },
  { name: "a terminal escape", text: "\u001b[2Jgone", want: "\\u{1b}[2Jgone" },
  { name: "line ends and tabs", text: "a\r\nb\tc", want: "a\\r\\nb\\tc" },
  { name: "C1 controls", text: "\u009b31m", want: "\\u{9b}31m" },
  { name: "a turned writing direction", text: "safe\u202egnp.exe", want: "safe\\u{202e}gnp.exe" },
  { name: "half a surrogate pair", text: "a\ud800b", want: "a\\u{d800}b" },
];

for (const { name, text, want } of cases) {
  test(`escapeControls: ${name}`, () => assert.equal(escapeControls(text), want));
}

test("escapeControls: nothing that a terminal obeys is left", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      for (const character of escapeControls(text)) {
        const point = character.codePointAt(0) ?? 0;
        assert.ok(point >= 0x20 && (point < 0x7f || point > 0x9f), `left: ${point.toString(16)}`);
      }
    }),
  );
});
