import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JsonObject } from "../../../../protocol/json.ts";
import { applyJsonPatch, readJsonPatch } from "./json.ts";

const document: JsonObject = { a: { b: 1, "x/y": "slash", "t~": "tilde" }, list: [1, 2, 3], none: null };

const fits: readonly { readonly name: string; readonly patch: readonly JsonObject[]; readonly want: JsonObject }[] = [
  {
    name: "adds a member",
    patch: [{ op: "add", path: "/a/c", value: 2 }],
    want: { ...document, a: { ...(document["a"] as JsonObject), c: 2 } },
  },
  { name: "inserts into a list", patch: [{ op: "add", path: "/list/1", value: 9 }], want: { ...document, list: [1, 9, 2, 3] } },
  { name: "appends to a list", patch: [{ op: "add", path: "/list/-", value: 9 }], want: { ...document, list: [1, 2, 3, 9] } },
  { name: "counts from the end of a list", patch: [{ op: "remove", path: "/list/-1" }], want: { ...document, list: [1, 2] } },
  { name: "replaces a member that is missing", patch: [{ op: "replace", path: "/new", value: 1 }], want: { ...document, new: 1 } },
  {
    name: "unescapes tokens",
    patch: [
      { op: "test", path: "/a/x~1y", value: "slash" },
      { op: "test", path: "/a/t~0", value: "tilde" },
    ],
    want: document,
  },
  { name: "copies", patch: [{ op: "copy", from: "/a/b", path: "/b" }], want: { ...document, b: 1 } },
  {
    name: "moves",
    patch: [{ op: "move", from: "/list", path: "/moved" }],
    want: { a: document["a"] ?? null, none: null, moved: [1, 2, 3] },
  },
  { name: "finds a missing member equal to null", patch: [{ op: "test", path: "/nothing", value: null }], want: document },
];

for (const { name, patch, want } of fits) {
  test(`JSON patch: ${name}`, () => assert.deepEqual(applyJsonPatch(document, patch), { value: want }));
}

const refused: readonly { readonly name: string; readonly patch: readonly JsonObject[] }[] = [
  { name: "an unknown operation", patch: [{ op: "jump", path: "/a" }] },
  { name: "no path", patch: [{ op: "add", value: 1 }] },
  { name: "the whole document", patch: [{ op: "add", path: "", value: 1 }] },
  { name: "a parent that is missing", patch: [{ op: "add", path: "/no/deeper", value: 1 }] },
  { name: "a parent that is null", patch: [{ op: "add", path: "/none/x", value: 1 }] },
  { name: "removal of what is missing", patch: [{ op: "remove", path: "/no" }] },
  { name: "an index past the end", patch: [{ op: "add", path: "/list/7", value: 1 }] },
  { name: "an index that is no number", patch: [{ op: "replace", path: "/list/x", value: 1 }] },
  { name: "a test that fails", patch: [{ op: "test", path: "/a/b", value: 2 }] },
  {
    name: "a later operation",
    patch: [
      { op: "add", path: "/c", value: 2 },
      { op: "remove", path: "/d" },
    ],
  },
];

for (const { name, patch } of refused) {
  test(`JSON patch: refuses ${name}`, () => assert.ok("error" in applyJsonPatch(document, patch)));
}

test("JSON patch: a body must be a list of objects", () => {
  assert.equal(readJsonPatch({ metadata: {} }), undefined);
  assert.equal(readJsonPatch("text"), undefined);
  assert.equal(readJsonPatch([1]), undefined);
  assert.deepEqual(readJsonPatch(null), []);
  assert.deepEqual(readJsonPatch([]), []);
});

test("JSON patch: what is added can be tested and taken away again", () => {
  const name = fc.stringMatching(/^[a-z~/]{1,6}$/);
  fc.assert(
    fc.property(fc.dictionary(name, fc.integer()), name, fc.jsonValue(), (members, key, value) => {
      fc.pre(!Object.hasOwn(members, key));
      const path = `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const added = { op: "add", path, value: value as null };
      const patch = [added, { op: "test", path, value: value as null }, { op: "remove", path }];
      assert.deepEqual(applyJsonPatch(members, patch), { value: { ...members } });
    }),
  );
});
