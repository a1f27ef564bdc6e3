import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import { emptyCluster } from "./cluster.ts";
import { Refusal } from "./status.ts";
import type { ClusterChange, StoredObject } from "./types.ts";
import { openWatch } from "./watch.ts";

const map = (resourceVersion: string, labels: Readonly<Record<string, string>>): StoredObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "shop", uid: "u", resourceVersion, labels },
});

const path = "/api/v1/namespaces/shop/configmaps";

function told(
  change: Omit<ClusterChange, "resource" | "key">,
  query: Readonly<Record<string, string>>,
): readonly [string, JsonObject] | undefined {
  const watch = openWatch(emptyCluster, { method: "GET", path, query: { watch: "true", ...query } });
  assert.ok(!(watch instanceof Refusal));
  const event = watch.event({ resource: "/configmaps", key: "shop/a", ...change });
  return event === undefined ? undefined : [event.type, event.object];
}

const x = { labelSelector: "app=x" };

test("watch: changes are told as they are", () => {
  const [before, object] = [map("1", {}), map("2", {})];
  assert.deepEqual(told({ type: "ADDED", object }, {}), ["ADDED", object]);
  assert.deepEqual(told({ type: "MODIFIED", object, before }, {}), ["MODIFIED", object]);
  assert.deepEqual(told({ type: "DELETED", object, before }, {}), ["DELETED", object]);
});

test("watch: an object that begins to match is added, one that ceases to is deleted, as it was", () => {
  const [with1, without2, with3] = [map("1", { app: "x" }), map("2", {}), map("3", { app: "x" })];
  assert.deepEqual(told({ type: "MODIFIED", object: with3, before: without2 }, x), ["ADDED", with3]);
  assert.deepEqual(told({ type: "MODIFIED", object: without2, before: with1 }, x), ["DELETED", map("2", { app: "x" })]);
  assert.equal(told({ type: "MODIFIED", object: without2, before: map("1", {}) }, x), undefined);
});

test("watch: other namespaces and resources are not told", () => {
  const object = map("1", {});
  const foreign = { ...object, metadata: { ...object.metadata, namespace: "other" } };
  assert.equal(told({ type: "ADDED", object: foreign }, {}), undefined);
  const watch = openWatch(emptyCluster, { method: "GET", path });
  assert.ok(!(watch instanceof Refusal));
  assert.equal(watch.event({ type: "ADDED", resource: "/secrets", key: "shop/a", object }), undefined);
});

test("watch: it begins with what is there", () => {
  const cluster = emptyCluster.with("/configmaps", "shop/a", map("1", { app: "x" }));
  const watch = openWatch(cluster, { method: "GET", path, query: x });
  assert.ok(!(watch instanceof Refusal));
  assert.deepEqual(
    watch.initial(cluster).map(({ type }) => type),
    ["ADDED"],
  );
});

test("watch: a selector that cannot be read is refused", () => {
  const refusal = openWatch(emptyCluster, { method: "GET", path, query: { labelSelector: "app=(" } });
  assert.ok(refusal instanceof Refusal);
  assert.equal(refusal.code, 400);
});
