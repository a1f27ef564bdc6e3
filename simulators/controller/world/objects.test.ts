import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { emptyCluster } from "../cluster/cluster.ts";
import type { Cluster, StoredObject } from "../cluster/types.ts";
import type { ObjectChange } from "../properties/types.ts";
import { Contents } from "./objects.ts";

const object = (kind: string, name: string): StoredObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name, uid: name, resourceVersion: "1" },
});

test("contents: equal lists are one list, whatever led to them", () => {
  const contents = new Contents();
  const withPod = (cluster: Cluster): Cluster => cluster.with("/pods", "/a", object("Pod", "a"));
  const withService = (cluster: Cluster): Cluster => cluster.with("/services", "/a", object("Service", "a"));
  const numbered = (cluster: Cluster): Cluster => contents.clusterOf(contents.clusterNumber(cluster));
  const one = numbered(withPod(emptyCluster));
  const two = numbered(withPod(numbered(withService(emptyCluster))));
  assert.notEqual(contents.clusterNumber(one), contents.clusterNumber(two));
  assert.deepEqual(one.list("/pods"), [object("Pod", "a")]);
  assert.equal(one.list("/pods"), two.list("/pods"));
  assert.equal(numbered(withService(one)), numbered(two));
});

test("contents: a cluster after changes has the number of the cluster with these contents, whatever led to it", () => {
  const change = fc.record({
    resource: fc.oneof(
      fc.constantFrom("/pods", "/services"),
      fc.nat(40).map((number) => `example.com/things-${number}`),
    ),
    key: fc.constantFrom("/a", "/b", "/c"),
    version: fc.option(fc.constantFrom("1", "2")),
  });
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 30 }), (steps) => {
      const contents = new Contents();
      const known = new Map<string, ObjectChange>();
      // As the server does: equal changes are most often one object.
      const changeOf = ({ resource, key, version }: { resource: string; key: string; version: string | null }): ObjectChange => {
        const after = { ...object("Thing", key.slice(1)), metadata: { name: key.slice(1), uid: key, resourceVersion: String(version) } };
        const made: ObjectChange = known.get(`${resource} ${key} ${version}`) ?? { resource, key, ...(version === null ? {} : { after }) };
        known.set(`${resource} ${key} ${version}`, made);
        return made;
      };
      let number = contents.clusterNumber(emptyCluster);
      let cluster = emptyCluster;
      for (const step of steps) {
        const changes = step.map(changeOf);
        number = contents.changed(number, changes);
        for (const { resource, key, after } of changes) cluster = cluster.with(resource, key, after);
        const found = contents.clusterOf(number);
        assert.deepEqual(
          found.resources.map((resource) => [resource, found.list(resource)]),
          cluster.resources.map((resource) => [resource, cluster.list(resource)]),
        );
        for (const resource of cluster.resources)
          for (const key of ["/a", "/b", "/c"]) assert.deepEqual(found.get(resource, key), cluster.get(resource, key));
        assert.equal(contents.clusterNumber(cluster), number);
      }
    }),
  );
});
