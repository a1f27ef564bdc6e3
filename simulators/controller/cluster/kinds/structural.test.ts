import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { readStructural } from "./structural.ts";

const spec = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: "object",
  properties: { spec: { type: "object", properties, ...more } },
});

const causesOf = (schema: JsonObject, value: Json): readonly string[] =>
  readStructural(schema)
    .validate({ metadata: { name: "a" }, spec: value })
    .map(({ type, field }) => `${field} ${type}`);

// Fields and reasons as apiextensions 1.20 reports them.
const rows: readonly { readonly name: string; readonly schema: JsonObject; readonly spec: Json; readonly want: readonly string[] }[] = [
  { name: "a wrong type", schema: spec({ n: { type: "integer" } }), spec: { n: "x" }, want: ["spec.n FieldValueInvalid"] },
  { name: "a whole number is a number", schema: spec({ n: { type: "number" } }), spec: { n: 2 }, want: [] },
  { name: "a fraction is no integer", schema: spec({ n: { type: "integer" } }), spec: { n: 1.5 }, want: ["spec.n FieldValueInvalid"] },
  { name: "null where it is not allowed", schema: spec({ n: { type: "integer" } }), spec: { n: null }, want: ["spec.n FieldValueInvalid"] },
  { name: "null where it is allowed", schema: spec({ n: { type: "integer", nullable: true } }), spec: { n: null }, want: [] },
  { name: "a missing field", schema: spec({ n: {} }, { required: ["n"] }), spec: {}, want: ["spec.n FieldValueRequired"] },
  { name: "not one of", schema: spec({ m: { type: "string", enum: ["A"] } }), spec: { m: "B" }, want: ["spec.m FieldValueNotSupported"] },
  {
    name: "a wrong type that is not one of either",
    schema: spec({ m: { type: "string", enum: ["A"] } }),
    spec: { m: 1 },
    want: ["spec.m FieldValueInvalid", "spec.m FieldValueNotSupported"],
  },
  {
    name: "an exclusive minimum",
    schema: spec({ n: { minimum: 0, exclusiveMinimum: true } }),
    spec: { n: 0 },
    want: ["spec.n FieldValueInvalid"],
  },
  { name: "a maximum is allowed", schema: spec({ n: { maximum: 3 } }), spec: { n: 3 }, want: [] },
  { name: "a pattern", schema: spec({ t: { type: "string", pattern: "^[a-z]+$" } }), spec: { t: "A" }, want: ["spec.t FieldValueInvalid"] },
  { name: "length in characters", schema: spec({ t: { type: "string", maxLength: 2 } }), spec: { t: "😀😀" }, want: [] },
  { name: "too many items", schema: spec({ l: { type: "array", maxItems: 1 } }), spec: { l: [1, 2] }, want: ["spec.l FieldValueInvalid"] },
  {
    name: "items without an index",
    schema: spec({ l: { type: "array", items: { type: "object", required: ["k"] } } }),
    spec: { l: [{}, { k: 1 }] },
    want: ["spec.l.k FieldValueRequired"],
  },
  {
    name: "a set that holds something twice",
    schema: spec({ l: { type: "array", "x-kubernetes-list-type": "set", items: {} } }),
    spec: { l: ["a", "b", "a"] },
    want: ["spec.l[2] FieldValueDuplicate"],
  },
  {
    name: "a map that holds a key twice",
    schema: spec({ l: { type: "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"], items: { type: "object" } } }),
    spec: {
      l: [
        { k: 1, v: 1 },
        { k: 1, v: 2 },
      ],
    },
    want: ["spec.l[1] FieldValueDuplicate"],
  },
  {
    name: "further properties",
    schema: spec({ p: { type: "object", additionalProperties: { type: "string" } } }),
    spec: { p: { a: 1, b: "x" } },
    want: ["spec.p.a FieldValueInvalid"],
  },
  { name: "an integer or a text", schema: spec({ p: { "x-kubernetes-int-or-string": true } }), spec: { p: "50%" }, want: [] },
  {
    name: "neither integer nor text",
    schema: spec({ p: { "x-kubernetes-int-or-string": true } }),
    spec: { p: 1.5 },
    want: ["spec.p FieldValueInvalid"],
  },
  {
    name: "none of several",
    schema: spec({}, { oneOf: [{ required: ["a"] }, { required: ["b"] }] }),
    spec: {},
    want: ["<nil> FieldValueInvalid", "spec.a FieldValueRequired"],
  },
  {
    name: "both of two that exclude each other",
    schema: spec({}, { oneOf: [{ required: ["a"] }, { required: ["b"] }] }),
    spec: { a: 1, b: 1 },
    want: ["<nil> FieldValueInvalid"],
  },
  { name: "any of several", schema: spec({}, { anyOf: [{ required: ["a"] }, { required: ["b"] }] }), spec: { b: 1 }, want: [] },
  { name: "what must not be", schema: spec({}, { not: { required: ["a"] } }), spec: { a: 1 }, want: ["<nil> FieldValueInvalid"] },
  {
    name: "a time that is none",
    schema: spec({ at: { type: "string", format: "date-time" } }),
    spec: { at: "noon" },
    want: ["spec.at FieldValueInvalid"],
  },
  { name: "a pattern that is none is passed over", schema: spec({ t: { type: "string", pattern: "(" } }), spec: { t: "x" }, want: [] },
];

for (const { name, schema, spec: value, want } of rows)
  test(`structural schema: ${name}`, () => assert.deepEqual([...causesOf(schema, value)].sort(), [...want].sort()));

const full = spec({
  mode: { type: "string", default: "Fast" },
  store: { type: "object", default: {}, properties: { class: { type: "string", default: "std" } } },
  steps: { type: "array", items: { type: "object", properties: { retries: { type: "integer", default: 3 } } } },
  extra: { type: "object", "x-kubernetes-preserve-unknown-fields": true, properties: { known: { type: "object" } } },
  pod: { type: "object", "x-kubernetes-embedded-resource": true, properties: { spec: { type: "object" } } },
  note: { type: "string", nullable: true, default: "n" },
});

test("structural schema: defaults are set from outside in, also for null where null is not allowed", () => {
  const schema = readStructural(full);
  assert.deepEqual(schema.applyDefaults({ spec: { steps: [{}], mode: null, note: null } }), {
    spec: { steps: [{ retries: 3 }], mode: "Fast", note: null, store: { class: "std" } },
  });
  assert.deepEqual(schema.applyDefaults({}), {}, "what is not there has no defaults inside");
});

test("structural schema: unknown fields go, but where they are to be kept", () => {
  const pruned = readStructural(full).prune({
    apiVersion: "v1",
    kind: "K",
    metadata: { name: "a" },
    top: 1,
    spec: {
      bogus: 1,
      store: { junk: 1, class: "c" },
      extra: { any: { deep: [1] }, known: { gone: 1 } },
      pod: { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, status: {}, spec: { gone: 1 } },
    },
  });
  assert.deepEqual(pruned, {
    apiVersion: "v1",
    kind: "K",
    metadata: { name: "a" },
    spec: {
      store: { class: "c" },
      extra: { any: { deep: [1] }, known: {} },
      pod: { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: {} },
    },
  });
});

test("structural schema: without one everything is kept and nothing is wrong", () => {
  const schema = readStructural(undefined);
  const object = { spec: { a: [null, { b: 1 }] } };
  assert.deepEqual(schema.applyDefaults(schema.prune(object)), object);
  assert.deepEqual(schema.validate(object), []);
});

const values = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>(null, true, 1, 1.5, "x"),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("mode", "store", "steps", "extra", "known", "pod", "note", "class", "retries", "junk"), tie("value"), {
      maxKeys: 3,
    }),
  ),
})).value;

test("structural schema: pruning and defaulting are done once, leave their input alone, and no value is too odd for them", () => {
  const schema = readStructural(full);
  fc.assert(
    fc.property(values, (value) => {
      const object = { metadata: { name: "a" }, spec: value };
      const before = JSON.stringify(object);
      const once = schema.applyDefaults(schema.prune(object));
      assert.deepEqual(schema.applyDefaults(schema.prune(once)), once);
      assert.equal(JSON.stringify(object), before);
      schema.validate(object);
    }),
    { numRuns: 300 },
  );
});
