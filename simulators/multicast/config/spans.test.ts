import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { positionAt } from "./lines.ts";
import { nodeAt } from "../../core/config/node.ts";
import { hasPointer, rangeOf, spanAt } from "../../core/config/spans.ts";
import { documentFor } from "./testing.ts";

const text = [
  "{",
  '  "limits": {',
  '    "headerBytes": 128',
  "  },",
  '  "groups": [',
  '    { "name": "a", "receivers": ["x", "y"] }',
  "  ]",
  "}",
].join("\n");
const { spans, root } = documentFor("json", text);
const range = (line: number, from: number, to: number) => ({ start: { line, character: from }, end: { line, character: to } });

test("rangeOf: the value, or its key", () => {
  assert.deepEqual(rangeOf(spans, ["limits", "headerBytes"]), range(2, 19, 22));
  assert.deepEqual(rangeOf(spans, ["limits", "headerBytes"], { place: "key" }), range(2, 4, 17));
  assert.deepEqual(rangeOf(spans, ["groups", 0, "receivers", 1]), range(5, 38, 41));
});

test("rangeOf: what goes over several lines is shown by its key, or else by its bracket", () => {
  assert.deepEqual(rangeOf(spans, ["limits"]), range(1, 2, 10));
  assert.deepEqual(rangeOf(spans, []), range(0, 0, 1));
  assert.deepEqual(rangeOf(spans, ["groups", 0]), range(5, 4, 44));
});

test("rangeOf: the first fallback that is there, else what is around", () => {
  assert.deepEqual(rangeOf(spans, ["limits", "leafTable"], { fallbacks: [["nothing"], ["groups", 0, "name"]] }), range(5, 14, 17));
  assert.deepEqual(rangeOf(spans, ["limits", "leafTable"]), range(1, 2, 10));
  assert.deepEqual(rangeOf(spans, ["streams", 3, "bytes"]), range(0, 0, 1));
});

test("spans survive structuredClone", () => assert.deepEqual(rangeOf(structuredClone(spans), ["groups", 0, "name"]), range(5, 14, 17)));

test("spans: any pointer finds what the tree has there, and nothing else", () => {
  const step = fc.oneof(fc.nat(3), fc.constantFrom("limits", "headerBytes", "groups", "name", "receivers", "constructor", "-1"));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 5 }), (pointer) => {
      const node = nodeAt(root, pointer);
      const span = spanAt(spans, pointer);
      assert.equal(hasPointer(spans, pointer), node !== undefined);
      assert.deepEqual(span && [span.start, span.end, span.key?.start], node && [node.start, node.end, node.key?.start]);
    }),
    { numRuns: 1000 },
  );
});

test("positionAt: counts lines as LSP does", () => {
  const starts = documentFor("json", "{\r\n\r \n}").spans.lines;
  assert.deepEqual([...starts], [0, 3, 4, 6]);
  assert.deepEqual(positionAt(starts, 6), { line: 3, character: 0 });
});
