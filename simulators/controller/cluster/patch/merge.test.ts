import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { mergePatch } from "./merge.ts";

// RFC 7386, appendix A, as far as both sides are objects; and what the Go library does beyond it.
const cases: readonly { readonly document: JsonObject; readonly patch: Json; readonly want: Json | undefined }[] = [
  { document: { a: "b" }, patch: { a: "c" }, want: { a: "c" } },
  { document: { a: "b" }, patch: { b: "c" }, want: { a: "b", b: "c" } },
  { document: { a: "b" }, patch: { a: null }, want: {} },
  { document: { a: "b", b: "c" }, patch: { a: null }, want: { b: "c" } },
  { document: { a: ["b"] }, patch: { a: "c" }, want: { a: "c" } },
  { document: { a: "c" }, patch: { a: ["b"] }, want: { a: ["b"] } },
  { document: { a: { b: "c" } }, patch: { a: { b: "d", c: null } }, want: { a: { b: "d" } } },
  { document: { a: [{ b: "c" }] }, patch: { a: [1] }, want: { a: [1] } },
  { document: { e: null }, patch: { a: 1 }, want: { e: null, a: 1 } },
  { document: {}, patch: { a: { bb: { ccc: null } } }, want: { a: { bb: {} } } },
  // Nulls go out of lists that take an empty place or that of a scalar, but stay in one that takes the place of an object.
  { document: {}, patch: { a: [1, null, { b: null }] }, want: { a: [1, {}] } },
  { document: { a: 1 }, patch: { a: [1, null] }, want: { a: [1] } },
  { document: { a: { b: 1 } }, patch: { a: [1, null] }, want: { a: [1, null] } },
  { document: { a: 1 }, patch: [1, null], want: [1] },
  { document: { a: 1 }, patch: "text", want: undefined },
  { document: { a: 1 }, patch: null, want: undefined },
];

for (const { document, patch, want } of cases) {
  test(`merge patch: ${JSON.stringify(document)} with ${JSON.stringify(patch)}`, () => assert.deepEqual(mergePatch(document, patch), want));
}

test("merge patch: done twice it is done once", () => {
  const value = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof({ maxDepth: 3 }, fc.constantFrom(null, 1, "x"), fc.dictionary(fc.constantFrom("a", "b", "c"), tie("json"))),
  })).json;
  const object = fc.dictionary(fc.constantFrom("a", "b", "c"), value) as fc.Arbitrary<JsonObject>;
  fc.assert(
    fc.property(object, object, (document, patch) => {
      const once = mergePatch(document, patch);
      assert.deepEqual(mergePatch(once as JsonObject, patch), once);
    }),
  );
});
