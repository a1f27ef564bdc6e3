import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Json } from "../../../protocol/json.ts";
import { canonicalText } from "./text.ts";

/** The same by the plainest means. */
function reference(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => reference(item)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${reference(item)}`).join(",")}}`;
}

test("text: JSON with its keys in order", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => assert.equal(canonicalText(value as Json), reference(value as Json))),
  );
});

test("text: the order of fields makes no difference", () => {
  assert.equal(canonicalText({ b: 1, a: [{ d: null, c: -0 }] }), canonicalText({ a: [{ c: 0, d: null }], b: 1 }));
});
