import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { JsonObject } from "../../../../protocol/json.ts";
import { list, map, mapList, setList, string, struct } from "../kinds/schema.ts";
import { Refusal } from "../status.ts";
import { strategicMerge } from "./strategic.ts";

const port = struct({ port: string, name: string });
const type = struct({
  labels: map(string),
  finalizers: setList(string),
  args: list(string),
  containers: mapList(struct({ name: string, image: string, ports: mapList(port, "port") }), "name"),
  strategy: { ...struct({ type: string, rolling: struct({ surge: string }) }), retainKeys: true },
});

const containers = [
  { name: "a", image: "1" },
  { name: "b", image: "2" },
];

const cases: readonly { readonly name: string; readonly original: JsonObject; readonly patch: JsonObject; readonly want: JsonObject }[] = [
  {
    name: "maps are merged, null deletes",
    original: { labels: { a: "1", b: "2" } },
    patch: { labels: { a: null, c: "3" } },
    want: { labels: { b: "2", c: "3" } },
  },
  { name: "plain lists are replaced", original: { args: ["a"] }, patch: { args: ["b"] }, want: { args: ["b"] } },
  {
    name: "sets are united, what the patch names in its order",
    original: { finalizers: ["a", "b"] },
    patch: { finalizers: ["c", "a"] },
    want: { finalizers: ["c", "a", "b"] },
  },
  {
    name: "items are merged by their key",
    original: { containers },
    patch: { containers: [{ name: "b", image: "3" }] },
    want: {
      containers: [
        { name: "a", image: "1" },
        { name: "b", image: "3" },
      ],
    },
  },
  {
    name: "an item that is new comes where the patch has it",
    original: { containers },
    patch: { containers: [{ name: "c", image: "9" }] },
    want: { containers: [{ name: "c", image: "9" }, ...containers] },
  },
  {
    name: "$patch: delete takes an item away",
    original: { containers },
    patch: { containers: [{ $patch: "delete", name: "a" }] },
    want: { containers: [{ name: "b", image: "2" }] },
  },
  {
    name: "$patch: replace in a list takes all others away",
    original: { containers },
    patch: { containers: [{ $patch: "replace" }, { name: "z", image: "9" }] },
    want: { containers: [{ name: "z", image: "9" }] },
  },
  {
    name: "$patch: replace in a map",
    original: { labels: { a: "1" } },
    patch: { labels: { $patch: "replace", z: "9" } },
    want: { labels: { z: "9" } },
  },
  {
    name: "$patch: delete in a map empties it",
    original: { labels: { a: "1" } },
    patch: { labels: { $patch: "delete" } },
    want: { labels: {} },
  },
  {
    name: "what is not there is taken as it stands, directives and all",
    original: {},
    patch: { labels: { $patch: "replace", z: "9" } },
    want: { labels: { $patch: "replace", z: "9" } },
  },
  {
    name: "$deleteFromPrimitiveList",
    original: { finalizers: ["a", "b"] },
    patch: { "$deleteFromPrimitiveList/finalizers": ["a"] },
    want: { finalizers: ["b"] },
  },
  {
    name: "$deleteFromPrimitiveList on a list that is not there makes it",
    original: {},
    patch: { "$deleteFromPrimitiveList/finalizers": ["a"] },
    want: { finalizers: ["a"] },
  },
  {
    name: "$setElementOrder puts all in order",
    original: { containers },
    patch: { "$setElementOrder/containers": [{ name: "b" }, { name: "a" }], containers: [{ name: "a", image: "5" }] },
    want: {
      containers: [
        { name: "b", image: "2" },
        { name: "a", image: "5" },
      ],
    },
  },
  {
    name: "$setElementOrder alone: what only the server has stays before what it stood before",
    original: { finalizers: ["a", "x", "b"] },
    patch: { "$setElementOrder/finalizers": ["b", "a"] },
    want: { finalizers: ["x", "b", "a"] },
  },
  {
    name: "$retainKeys takes all else away",
    original: { strategy: { type: "Rolling", rolling: { surge: "1" } } },
    patch: { strategy: { $retainKeys: ["type"], type: "Recreate" } },
    want: { strategy: { type: "Recreate" } },
  },
];

for (const { name, original, patch, want } of cases)
  test(`strategic: ${name}`, () => assert.deepEqual(strategicMerge(type, original, patch), want));

const refused: readonly { readonly name: string; readonly patch: JsonObject; readonly code: number }[] = [
  { name: "an item without its key", patch: { containers: [{ image: "1" }] }, code: 500 },
  { name: "a deletion without key", patch: { containers: [{ $patch: "delete" }] }, code: 500 },
  { name: "an unknown directive", patch: { labels: { $patch: "shuffle" } }, code: 500 },
  { name: "items of several forms", patch: { containers: [{ name: "a" }, "b"] }, code: 500 },
  {
    name: "a list out of its own order",
    patch: { "$setElementOrder/containers": [{ name: "a" }], containers: [{ name: "b" }] },
    code: 500,
  },
  { name: "$retainKeys without a key that is in the patch", patch: { strategy: { $retainKeys: ["type"], rolling: {} } }, code: 400 },
  { name: "$setElementOrder of nothing", patch: { $setElementOrder: [] }, code: 400 },
];

for (const { name, patch, code } of refused) {
  test(`strategic: refuses ${name}`, () => {
    const answer = strategicMerge(type, { containers, labels: { a: "1" }, strategy: { type: "x" } }, patch);
    assert.ok(answer instanceof Refusal);
    assert.equal(answer.code, code);
  });
}

test("strategic: an empty patch, or the object itself as the patch, changes nothing but the order of sets", () => {
  const objects = fc.record({
    labels: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom("1", "2"), { minKeys: 1 }),
    finalizers: fc.uniqueArray(fc.constantFrom("x", "y", "z")),
    containers: fc.uniqueArray(fc.constantFrom("a", "b", "c")).map((names) => names.map((name) => ({ name, image: "1" }))),
  });
  fc.assert(
    fc.property(objects, (made) => {
      const object = JSON.parse(JSON.stringify(made)) as JsonObject;
      assert.deepEqual(strategicMerge(type, object, {}), object);
      assert.deepEqual(strategicMerge(type, object, object), object);
    }),
  );
});
