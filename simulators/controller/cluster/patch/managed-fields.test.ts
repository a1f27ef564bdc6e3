import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { JsonObject } from "../../../../protocol/json.ts";
import { always, int32, list, map, mapList, setList, string, struct, untyped } from "../kinds/schema.ts";
import { conflictPaths } from "./apply-order.ts";
import { trackUpdate } from "./managed-fields.ts";
import { misfit } from "./managed-fields-check.ts";
import { capped, identityOf, type Owner, readOwners, writeOwners } from "./managed-fields-managers.ts";
import { compare, overlay } from "./managed-fields-merge.ts";
import { below, difference, type FieldSet, fromFieldsV1, intersection, pathText, toFieldsV1, union } from "./managed-fields-paths.ts";
import { fieldsOf, withoutFields } from "./managed-fields-sets.ts";
import { emptyObject } from "./managed-fields-zero.ts";

const item = struct({ name: string, value: int32 });
const type = struct({
  a: int32,
  labels: map(string),
  set: setList(string),
  items: mapList(item, "name"),
  plain: list(int32),
  any: untyped,
});

const records = fc.record(
  {
    a: fc.integer({ min: 0, max: 3 }),
    labels: fc.dictionary(fc.constantFrom("x", "y"), fc.constantFrom("1", "2"), { minKeys: 1 }),
    set: fc.uniqueArray(fc.constantFrom("p", "q", "r"), { minLength: 1 }),
    items: fc.uniqueArray(fc.record({ name: fc.constantFrom("i", "j", "k"), value: fc.nat(2) }), {
      selector: ({ name }) => name,
      minLength: 1,
    }),
    plain: fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }),
    any: fc.dictionary(fc.constantFrom("u", "v"), fc.nat(2), { minKeys: 1 }),
  },
  { requiredKeys: [] },
);

/** Plain objects: what the generator makes has no prototype. */
const values = records.map((record) => JSON.parse(JSON.stringify(record)) as JsonObject);

const sets: fc.Arbitrary<FieldSet> = values.map((value) => fieldsOf(type, value));

test("field sets: fieldsV1 there and back", () => {
  fc.assert(fc.property(sets, (set) => assert.deepEqual(fromFieldsV1(toFieldsV1(set)), set)));
});

test("field sets: the form of fieldsV1", () => {
  const set = fieldsOf(type, { a: 1, labels: { x: "1" }, set: ["p"], items: [{ name: "i", value: 2 }], plain: [1] });
  assert.deepEqual(toFieldsV1(set), {
    "f:a": {},
    "f:items": { 'k:{"name":"i"}': { ".": {}, "f:name": {}, "f:value": {} } },
    "f:labels": { "f:x": {} },
    "f:plain": {},
    "f:set": { 'v:"p"': {} },
  });
});

test("field sets: what is no fieldsV1 is told", () => {
  for (const fields of [{ a: {} }, { "f:a": 1 }, [], "x"]) assert.equal(fromFieldsV1(fields), undefined);
});

test("field sets: keys are told apart by what they say, not by how they are written", () => {
  assert.deepEqual(fromFieldsV1({ 'k:{"b": 1, "a":2}': {} }), fromFieldsV1({ 'k:{"a":2,"b":1}': {} }));
});

test("field sets: union, intersection and difference are those of sets of paths", () => {
  fc.assert(
    fc.property(sets, sets, (a, b) => {
      assert.equal(union(a, b).size, a.size + b.size - intersection(a, b).size);
      assert.deepEqual(union(difference(a, b), intersection(a, b)), a);
    }),
  );
});

test("field sets: as conflicts show them", () => {
  assert.equal(pathText(below(below("f:spec", 'k:{"name":"c","port":80}'), "f:image")), '.spec[name="c",port=80].image');
  assert.equal(pathText(below(below("f:set", 'v:"x"'), "i:3")), '.set[="x"][3]');
});

test("overlay: laying an object over itself, or over what it came from, changes nothing", () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      assert.deepEqual(overlay(type, a, a) ?? {}, Object.keys(a).length === 0 ? {} : a);
      const both = overlay(type, a, b);
      assert.deepEqual(overlay(type, both, b), both);
    }),
  );
});

test("compare: nothing differs from itself; what is added one way is removed the other way", () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const same = compare(type, a, a);
      assert.equal(same.added.size + same.removed.size + same.modified.size, 0);
      const [there, back] = [compare(type, a, b), compare(type, b, a)];
      assert.deepEqual(new Set(there.added), new Set(back.removed));
      assert.deepEqual(new Set(there.modified), new Set(back.modified));
    }),
  );
});

test("without fields: what is taken away is not there any more, and nothing else is gone", () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const gone = fieldsOf(type, b);
      const left = fieldsOf(type, withoutFields(type, a, gone));
      assert.equal(intersection(left, gone).size, 0);
      for (const path of fieldsOf(type, a)) {
        const isBelow = [...gone].some((each) => path.startsWith(`${each}\u0000`));
        if (!gone.has(path) && !isBelow) assert.ok(left.has(path), path);
      }
    }),
  );
});

test("check: the first thing that does not fit", () => {
  assert.equal(misfit(type, { a: "x" }), '.a: expected int32, got "x"');
  assert.equal(misfit(type, { items: [{ value: 1 }] })?.startsWith(".items: element 0"), true);
  assert.equal(misfit(type, { labels: [] })?.startsWith(".labels: expected map"), true);
  assert.equal(misfit(type, { any: { deep: [1, { x: null }] }, labels: null }), undefined);
});

test("empty object: structs and fields that are always written are there", () => {
  const kind = struct({ spec: struct({ replicas: int32, template: struct({ names: always(list(string)) }) }), status: struct({}) });
  assert.deepEqual(emptyObject(kind, "v1", "Thing"), { apiVersion: "v1", kind: "Thing", spec: { template: { names: null } }, status: {} });
});

const owner = (manager: string, operation: "Apply" | "Update", time: string): Owner => ({
  manager,
  operation,
  apiVersion: "v1",
  time,
  fields: fieldsOf(type, { labels: { [manager]: "1" } }),
});

test("managers: entries there and back, those who apply first", () => {
  const all = [
    owner("z", "Update", "2026-01-01T00:00:01Z"),
    owner("a", "Update", "2026-01-01T00:00:02Z"),
    owner("m", "Apply", "2026-01-01T00:00:03Z"),
  ];
  const written = writeOwners(new Map(all.map((each) => [identityOf(each), each])));
  assert.deepEqual(
    written.map(({ manager }) => manager),
    ["m", "z", "a"],
  );
  assert.deepEqual(readOwners(written)?.size, 3);
  assert.equal(readOwners([{ manager: "m", operation: "Sideways" }]), undefined);
});

test("managers: of more than ten that update, the oldest are put together", () => {
  const all = Array.from({ length: 13 }, (_, index) => owner(`u${index + 10}`, "Update", `2026-01-01T00:00:${index + 10}Z`));
  const left = capped(new Map(all.map((each) => [identityOf(each), each])));
  assert.equal(left.size, 10);
  const bucket = [...left.values()].find(({ manager }) => manager === "ancient-changes");
  assert.equal(bucket?.fields.size, 4);
});

test("update: without managedFields nothing is tracked, a single empty entry takes them away", () => {
  const kind = struct({
    apiVersion: string,
    kind: string,
    metadata: struct({ name: string, labels: map(string), managedFields: list(untyped) }),
  });
  const options = { manager: "m", apiVersion: "v1", type: kind, now: "2026-01-01T00:00:00Z" };
  const made = trackUpdate(undefined, { apiVersion: "v1", kind: "Thing", metadata: { name: "a", labels: { x: "1" } } }, options);
  const { managedFields } = made["metadata"] as { readonly managedFields: readonly JsonObject[] };
  assert.deepEqual(managedFields[0]?.["fieldsV1"], { "f:metadata": { "f:labels": { ".": {}, "f:x": {} } } });
  const reset = trackUpdate(made, { ...made, metadata: { name: "a", labels: { x: "2" }, managedFields: [{}] } }, options);
  assert.equal((reset["metadata"] as JsonObject)["managedFields"], undefined);
  const after = trackUpdate(reset, { ...reset, metadata: { name: "a", labels: { x: "3" } } }, options);
  assert.equal((after["metadata"] as JsonObject)["managedFields"], undefined);
  const kept = trackUpdate(made, { apiVersion: "v1", kind: "Thing", metadata: { name: "a", labels: { x: "1" } } }, options);
  assert.deepEqual(kept, made);
});

test("conflicts: of members of one map at an odd depth, the last one is named for all, as the real server does", () => {
  const at = (...parts: readonly string[]): string => parts.join("\u0000");
  assert.deepEqual(conflictPaths(new Set([at("f:data", "f:a"), at("f:data", "f:b")])), [at("f:data", "f:a"), at("f:data", "f:b")]);
  const deep = ["f:spec", "f:ports", 'k:{"port":80}'];
  assert.deepEqual(conflictPaths(new Set([at(...deep, "f:name"), at(...deep, "f:protocol")])), [
    at(...deep, "f:protocol"),
    at(...deep, "f:protocol"),
  ]);
});
