import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { emptyCluster, sharing } from "./cluster.ts";
import type { Cluster, StoredObject } from "./types.ts";

const object = (name: string, resourceVersion: string): StoredObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, uid: `uid-${name}`, resourceVersion },
});

const write = fc.record({
  resource: fc.constantFrom("/pods", "/configmaps", "apps/deployments"),
  key: fc.constantFrom("ns/a", "ns/b", "other/a", "/c"),
  isRemoved: fc.boolean(),
});

test("cluster: it holds what was written last, in the order of keys", () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 30 }), (writes) => {
      const model = new Map<string, Map<string, StoredObject>>();
      let cluster: Cluster = emptyCluster;
      for (const [index, { resource, key, isRemoved }] of writes.entries()) {
        const value = isRemoved ? undefined : object(key, String(index));
        cluster = cluster.with(resource, key, value);
        const shelf = model.get(resource) ?? new Map<string, StoredObject>();
        if (value === undefined) shelf.delete(key);
        else shelf.set(key, value);
        model.set(resource, shelf);
      }
      const filled = [...model].filter(([, shelf]) => shelf.size > 0);
      assert.deepEqual(cluster.resources, filled.map(([resource]) => resource).sort());
      for (const [resource, shelf] of filled) {
        const keys = [...shelf.keys()].sort();
        assert.deepEqual(
          cluster.list(resource),
          keys.map((key) => shelf.get(key)),
        );
        for (const key of keys) assert.equal(cluster.get(resource, key), shelf.get(key));
      }
    }),
  );
});

test("cluster: a version stays what it was, and shares what has not changed", () => {
  const one = emptyCluster.with("/pods", "ns/a", object("a", "1")).with("/configmaps", "ns/b", object("b", "2"));
  const pods = one.list("/pods");
  const two = one.with("/configmaps", "ns/b", undefined);
  assert.equal(two.list("/pods"), pods);
  assert.deepEqual(two.resources, ["/pods"]);
  assert.deepEqual(one.resources, ["/configmaps", "/pods"]);
  assert.equal(one.list("/configmaps").length, 1);
});

test("cluster: a write of the same object is no write", () => {
  const pod = object("a", "1");
  const cluster = emptyCluster.with("/pods", "ns/a", pod);
  assert.equal(cluster.with("/pods", "ns/a", pod), cluster);
  assert.equal(cluster.with("/pods", "ns/missing", undefined), cluster);
});

test("cluster: lists of nothing are one list", () => {
  assert.equal(emptyCluster.list("/pods"), emptyCluster.list("/secrets"));
});

test("cluster: a version in other lists is the same version, and goes on as it does", () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 20 }), write, (writes, last) => {
      const pods = new Map<string, StoredObject>();
      const put = (cluster: Cluster, { resource, key, isRemoved }: (typeof writes)[number]): Cluster => {
        const value = isRemoved ? undefined : (pods.get(key) ?? object(key, "1"));
        if (value !== undefined) pods.set(key, value);
        return cluster.with(resource, key, value);
      };
      const cluster = writes.reduce(put, emptyCluster);
      const lists = new Map<string, readonly StoredObject[]>();
      const shared = sharing(cluster, (objects) => {
        const text = JSON.stringify(objects);
        const known = lists.get(text) ?? [...objects];
        lists.set(text, known);
        return known;
      });
      const contents = (of: Cluster): unknown => of.resources.map((resource) => [resource, of.list(resource)]);
      assert.deepEqual(contents(shared), contents(cluster));
      for (const resource of cluster.resources) assert.ok([...lists.values()].includes(shared.list(resource)));
      assert.deepEqual(contents(put(shared, last)), contents(put(cluster, last)));
    }),
  );
});
