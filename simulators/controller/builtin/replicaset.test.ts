import assert from "node:assert/strict";
import test from "node:test";
import { Scratch, workload } from "./testing/scratch.ts";

const stray = (scratch: Scratch): unknown =>
  scratch.create("v1/pods", "stray", { spec: { containers: [{ name: "c", image: "stray" }] } }, { labels: { app: "web" } });

test("replica set: pods without controller that fit are adopted and counted", () => {
  const scratch = new Scratch();
  stray(scratch);
  scratch.create("apps/v1/replicasets", "web", workload("web", 2));
  scratch.settle();
  assert.equal(scratch.names("/pods").length, 2);
  assert.equal(scratch.get("/pods", "stray").metadata.ownerReferences?.[0]?.name, "web");
});

test("replica set: a pod that no longer fits is released and replaced", () => {
  const scratch = new Scratch();
  stray(scratch);
  scratch.create("apps/v1/replicasets", "web", workload("web", 1));
  scratch.settle();
  scratch.merge("v1/pods", "stray", { metadata: { labels: { app: "other" } } });
  scratch.settle();
  assert.equal(scratch.get("/pods", "stray").metadata.ownerReferences, undefined);
  assert.equal(scratch.names("/pods").length, 2);
});

test("replica set: the pod that is not ready goes first", () => {
  const scratch = new Scratch({ environment: "recorded" });
  scratch.create("apps/v1/replicasets", "web", workload("web", 3));
  scratch.settle();
  const [first = "", second = "", third = ""] = scratch.names("/pods");
  const ready = { status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] } };
  for (const name of [first, third]) scratch.merge("v1/pods", name, ready, "/status");
  scratch.merge("apps/v1/replicasets", "web", { spec: { replicas: 2 } });
  scratch.settle();
  assert.deepEqual(scratch.names("/pods"), [first, third]);
  assert.notEqual(second, "");
});

test("replica set: nothing is made in a namespace that is to go", () => {
  const scratch = new Scratch();
  scratch.create("apps/v1/replicasets", "web", workload("web", 1), { finalizers: ["example.com/hold"] });
  scratch.settle();
  scratch.must({ method: "DELETE", path: "/api/v1/namespaces/shop" });
  scratch.settle();
  assert.deepEqual(scratch.names("/pods"), []);
});
