import assert from "node:assert/strict";
import { test } from "node:test";
import { encode, type SourceMapSegment } from "@jridgewell/sourcemap-codec";
import fc from "fast-check";
import { SourceMapIndex } from "./source-map.ts";

const mapOf = (sources: readonly string[], lines: SourceMapSegment[][]) => JSON.stringify({ version: 3, sources, mappings: encode(lines) });

const code = "ab cd\nef\n\ngh ij\n";
const index = new SourceMapIndex(
  code,
  mapOf(
    ["a.ts", "lib/b.ts"],
    [
      [
        [1, 0, 4, 7],
        [3, 1, 0, 2],
      ],
      [],
      [],
      [[0, 0, 9, 0], [2], [3, 0, 9, 5]],
    ],
  ),
);

const cases = [
  { name: "before the first mapping", at: "ab", want: undefined },
  { name: "at a mapping", at: "b cd", want: { path: "a.ts", line: 4, column: 7 } },
  { name: "behind a mapping", at: " cd", want: { path: "a.ts", line: 4, column: 7 } },
  { name: "in another file", at: "d\nef", want: { path: "lib/b.ts", line: 0, column: 2 } },
  { name: "on a line without mappings", at: "ef", want: undefined },
  { name: "at the start of a line", at: "gh", want: { path: "a.ts", line: 9, column: 0 } },
  { name: "where nobody's code stands", at: " ij", want: undefined },
  { name: "behind it", at: "ij", want: { path: "a.ts", line: 9, column: 5 } },
];

for (const { name, at, want } of cases) {
  test(`source map: ${name}`, () => assert.deepEqual(index.locate(code.indexOf(at)), want));
}

test("source map: every kind of line end counts as esbuild counts it", () => {
  const text = "a\r\nb\rc\u2028d\u2029e\nf";
  const lines = Array.from({ length: 6 }, (_, line): SourceMapSegment[] => [[0, 0, line, 0]]);
  const found = new SourceMapIndex(text, mapOf(["a.js"], lines));
  for (const [line, letter] of "abcdef".split("").entries()) assert.equal(found.locate(text.indexOf(letter))?.line, line, letter);
});

test("source map: a source without a name is nobody's", () => {
  const one = new SourceMapIndex("a", JSON.stringify({ version: 3, sources: [null], mappings: encode([[[0, 0, 0, 0]]]) }));
  assert.equal(one.locate(0), undefined);
});

test("source map: what is none is a mistake of ours", () => {
  assert.throws(() => new SourceMapIndex("a", "{}").locate(0), TypeError);
});

test("source map: finds what a search from left to right finds", () => {
  const mapping = fc.record({ column: fc.nat(12), source: fc.nat(2), line: fc.nat(5), place: fc.nat(20) });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(14), fc.array(mapping, { maxLength: 5 })), { minLength: 1, maxLength: 6 }), (rows) => {
      const text = rows.map(([length]) => "x".repeat(length)).join("\n");
      const lines = rows.map(([length, mappings]) =>
        mappings
          .filter(({ column }) => column < length)
          .sort((a, b) => a.column - b.column)
          .map(({ column, source, line, place }): SourceMapSegment => [column, source, line, place]),
      );
      const found = new SourceMapIndex(text, mapOf(["0", "1", "2"], lines));
      let start = 0;
      for (const [number, [length]] of rows.entries()) {
        for (let column = 0; column < length; column += 1) {
          const last = (lines[number] ?? []).filter(([at]) => at <= column).at(-1);
          const want = last && { path: String(last[1]), line: last[2], column: last[3] };
          assert.deepEqual(found.locate(start + column), want);
        }
        start += length + 1;
      }
    }),
  );
});
