import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import { validateCoreObjectMeta, validateObjectMeta, validateObjectMetaUpdate } from "./metadata.ts";
import { label1035Name, labelName, subdomainName } from "./names.ts";

const good: JsonObject = { name: "a", namespace: "shop", uid: "1", resourceVersion: "7", generation: 1 };
const owner: JsonObject = { apiVersion: "v1", kind: "ConfigMap", name: "o", uid: "2", controller: true };

const cases: readonly { readonly name: string; readonly metadata: JsonObject; readonly want: readonly string[] }[] = [
  { name: "what is right", metadata: good, want: [] },
  { name: "a name in capitals", metadata: { ...good, name: "Bad_Name" }, want: ["metadata.name FieldValueInvalid"] },
  { name: "a long name", metadata: { ...good, name: "n".repeat(254) }, want: ["metadata.name FieldValueInvalid"] },
  { name: "no name", metadata: { namespace: "shop" }, want: ["metadata.name FieldValueRequired"] },
  { name: "no namespace", metadata: { name: "a" }, want: ["metadata.namespace FieldValueRequired"] },
  { name: "a bad label", metadata: { ...good, labels: { app: "bad value!" } }, want: ["metadata.labels FieldValueInvalid"] },
  { name: "a bad label key", metadata: { ...good, labels: { "bad key": "x" } }, want: ["metadata.labels FieldValueInvalid"] },
  {
    name: "a bad annotation key",
    metadata: { ...good, annotations: { "bad key": "x" } },
    want: ["metadata.annotations FieldValueInvalid"],
  },
  { name: "annotations in capitals", metadata: { ...good, annotations: { "Example.com/Note": "x" } }, want: [] },
  { name: "one controller", metadata: { ...good, ownerReferences: [owner, { ...owner, controller: false }] }, want: [] },
  {
    name: "two controllers",
    metadata: { ...good, ownerReferences: [owner, { ...owner, uid: "3" }] },
    want: ["metadata.ownerReferences FieldValueInvalid"],
  },
  {
    name: "an owner without uid",
    metadata: { ...good, ownerReferences: [{ ...owner, uid: "" }] },
    want: ["metadata.ownerReferences.uid FieldValueInvalid"],
  },
  {
    name: "an event as owner",
    metadata: { ...good, ownerReferences: [{ ...owner, kind: "Event" }] },
    want: ["metadata.ownerReferences FieldValueInvalid"],
  },
  {
    name: "both of the collector's finalizers",
    metadata: { ...good, finalizers: ["orphan", "foregroundDeletion"] },
    want: ["metadata.finalizers FieldValueInvalid"],
  },
];

for (const { name, metadata, want } of cases) {
  test(`metadata: ${name}`, () => {
    const causes = validateObjectMeta(metadata, true, subdomainName);
    assert.deepEqual(
      causes.map(({ field, type }) => `${field} ${type}`),
      want,
    );
  });
}

test("metadata: finalizers of built-in kinds have a prefix", () => {
  const metadata = { ...good, finalizers: ["example.com/f", "orphan", "mine"] };
  assert.deepEqual(validateObjectMeta(metadata, true, subdomainName), []);
  assert.deepEqual(
    validateCoreObjectMeta(metadata, true, subdomainName).map(({ field }) => field),
    ["metadata.finalizers[2]"],
  );
});

test("metadata: an update changes neither name nor uid, and adds no finalizer to what is being deleted", () => {
  const before = { ...good, deletionTimestamp: "2026-01-01T00:00:00Z", finalizers: ["example.com/f"] };
  const fields = (next: JsonObject): readonly string[] => validateObjectMetaUpdate(next, before).map(({ field }) => field);
  assert.deepEqual(fields(before), []);
  assert.deepEqual(fields({ ...before, finalizers: [] }), []);
  assert.deepEqual(fields({ ...before, finalizers: ["example.com/g"] }), ["metadata.finalizers"]);
  assert.deepEqual(fields({ ...before, uid: "9", name: "b" }), ["metadata.name", "metadata.uid"]);
  assert.deepEqual(fields({ ...before, resourceVersion: "" }), ["metadata.resourceVersion"]);
});

test("names: the rules of kinds differ", () => {
  assert.deepEqual(
    [subdomainName, labelName, label1035Name].map((rule) => rule("1a.b", false).length),
    [0, 1, 1],
  );
  assert.deepEqual(
    [subdomainName, labelName, label1035Name].map((rule) => rule("1a", false).length),
    [0, 0, 1],
  );
  assert.equal(subdomainName("prefix-", true).length, 0);
  assert.equal(subdomainName("prefix-", false).length, 1);
});
