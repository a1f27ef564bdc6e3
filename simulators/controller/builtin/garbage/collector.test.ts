import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { JsonObject } from "../../../../protocol/json.ts";
import { freeDefinition } from "../../cluster/free.ts";
import { definitions } from "../../cluster/registry.ts";
import type { StoredObject } from "../../cluster/types.ts";
import { Scratch } from "../testing/scratch.ts";
import { garbageCollector } from "./collector.ts";

const referTo = (owner: JsonObject, more: JsonObject = {}): JsonObject => {
  const { name, uid } = owner["metadata"] as JsonObject;
  return { apiVersion: "v1", kind: owner["kind"] ?? "", name: name ?? "", uid: uid ?? "", ...more };
};

const map = (scratch: Scratch, name: string, owners: readonly JsonObject[] = [], more: JsonObject = {}): JsonObject =>
  scratch.create("v1/configmaps", name, {}, { ...(owners.length > 0 ? { ownerReferences: owners } : {}), ...more });

test("garbage: what has lost all its owners goes, and what that owns", () => {
  const scratch = new Scratch();
  const root = map(scratch, "root");
  map(scratch, "leaf", [referTo(map(scratch, "child", [referTo(root)]))]);
  map(scratch, "bystander");
  assert.deepEqual(scratch.settle(), []);
  scratch.delete("v1/configmaps", "root", "Background");
  scratch.settle();
  assert.deepEqual(scratch.names("/configmaps"), ["bystander"]);
});

test("garbage: of two owners, the one that is gone is struck off", () => {
  const scratch = new Scratch();
  const [one, two] = [map(scratch, "one"), map(scratch, "two")];
  map(scratch, "child", [referTo(one), referTo(two)]);
  scratch.delete("v1/configmaps", "one");
  scratch.settle();
  assert.deepEqual(
    scratch.get("/configmaps", "child").metadata.ownerReferences?.map(({ name }) => name),
    ["two"],
  );
});

test("garbage: another object under the owner's name is not the owner", () => {
  const scratch = new Scratch();
  map(scratch, "child", [{ ...referTo(map(scratch, "root")), uid: "somebody-else" }]);
  scratch.settle();
  assert.deepEqual(scratch.names("/configmaps"), ["root"]);
});

test("garbage: Orphan lets dependents live on without the reference", () => {
  const scratch = new Scratch();
  map(scratch, "child", [referTo(map(scratch, "root"))]);
  scratch.delete("v1/configmaps", "root", "Orphan");
  scratch.settle();
  assert.deepEqual(scratch.names("/configmaps"), ["child"]);
  assert.equal(scratch.get("/configmaps", "child").metadata.ownerReferences, undefined);
});

test("garbage: Foreground keeps the owner until those that block it are gone", () => {
  const scratch = new Scratch();
  map(scratch, "child", [referTo(map(scratch, "root"), { blockOwnerDeletion: true })], { finalizers: ["example.com/hold"] });
  scratch.delete("v1/configmaps", "root", "Foreground");
  scratch.settle();
  assert.deepEqual(scratch.get("/configmaps", "root").metadata.finalizers, ["foregroundDeletion"]);
  scratch.merge("v1/configmaps", "child", { metadata: { finalizers: null } });
  scratch.settle();
  assert.deepEqual(scratch.names("/configmaps"), []);
});

test("garbage: what names an owner of a kind that is not served is left alone", () => {
  const scratch = new Scratch();
  map(scratch, "child", [{ apiVersion: "example.com/v1", kind: "Gone", name: "x", uid: "u" }]);
  assert.deepEqual(scratch.settle(), []);
});

test("garbage: what was worked out for one cluster counts in no other where a kind is served otherwise", () => {
  const scratch = new Scratch();
  map(scratch, "child", [{ apiVersion: "example.com/v1", kind: "Gone", name: "x", uid: "u" }]);
  const definition = freeDefinition("example.com/v1", "Gone");
  // The same metadata, so that the collector sees the same objects; but of another kind.
  const other = { ...freeDefinition("example.com/v1", "Other"), metadata: definition.metadata };
  const wanted = (each: StoredObject): readonly string[] =>
    garbageCollector
      .requests(scratch.cluster.with(definitions, "/gones.example.com", each))
      .map(({ method, path }) => `${method} ${path.split("/").at(-1)}`);
  for (let time = 0; time < 2; time += 1) {
    assert.deepEqual(wanted(other), []);
    assert.deepEqual(wanted(definition), ["DELETE child"]);
  }
});

test("garbage: data of objects makes no difference, and what makes one is seen in each", () => {
  const scratch = new Scratch();
  const root = map(scratch, "root");
  map(scratch, "child", [referTo(root)]);
  const requests = (): unknown => garbageCollector.requests(scratch.cluster);
  assert.deepEqual(requests(), []);
  scratch.merge("v1/configmaps", "child", { data: { a: "b" } });
  assert.deepEqual(requests(), []);
  scratch.delete("v1/configmaps", "root");
  const before = requests();
  assert.equal((before as readonly unknown[]).length, 1);
  scratch.merge("v1/configmaps", "child", { data: { a: "c" } });
  assert.deepEqual(requests(), before);
  scratch.merge("v1/configmaps", "child", { metadata: { finalizers: ["orphan"] } });
  assert.notDeepEqual(requests(), before);
});

test("garbage: an owner in another namespace is none", () => {
  const scratch = new Scratch();
  scratch.must({ method: "POST", path: "/api/v1/namespaces", body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "other" } } });
  const owner = scratch.must({
    method: "POST",
    path: "/api/v1/namespaces/other/configmaps",
    body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "root" } },
  });
  map(scratch, "child", [referTo(owner)]);
  scratch.settle();
  assert.deepEqual(
    scratch.cluster.list("/configmaps").map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
    ["other/root"],
  );
});

test("garbage: after any deletion no reference to what is gone is left, and nothing goes that still has an owner", () => {
  const parents = fc.array(fc.array(fc.nat(20), { maxLength: 2 }), { minLength: 2, maxLength: 7 });
  fc.assert(
    fc.property(parents, fc.constantFrom("Background", "Foreground", "Orphan"), (links, policy) => {
      const scratch = new Scratch();
      const made: JsonObject[] = [];
      for (const [index, owners] of links.entries()) {
        const chosen = [...new Set(owners.map((owner) => owner % Math.max(1, index)))].filter((owner) => owner < index);
        made.push(
          map(
            scratch,
            `m${index}`,
            chosen.map((owner) => referTo(made[owner] ?? {}, { blockOwnerDeletion: true })),
          ),
        );
      }
      scratch.delete("v1/configmaps", "m0", policy);
      scratch.settle();
      const left = new Map(scratch.cluster.list("/configmaps").map((object) => [object.metadata.uid, object]));
      assert.equal(scratch.names("/configmaps").includes("m0"), false);
      for (const object of left.values()) for (const { uid } of object.metadata.ownerReferences ?? []) assert.ok(left.has(uid));
      const roots = made.filter((object, index) => index > 0 && (object["metadata"] as JsonObject)["ownerReferences"] === undefined);
      for (const root of roots) assert.ok(left.has((root["metadata"] as { readonly uid: string }).uid));
    }),
    { numRuns: 60 },
  );
});
