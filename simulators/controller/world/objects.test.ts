import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyCluster } from "../cluster/cluster.ts";
import type { Cluster, StoredObject } from "../cluster/types.ts";
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
