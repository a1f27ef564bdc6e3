import assert from "node:assert/strict";
import test from "node:test";
import type { JsonObject } from "../../../../protocol/json.ts";
import { Scratch, template, workload } from "../testing/scratch.ts";

const claims = {
  volumeClaimTemplates: [
    { metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } },
  ],
};

const set = (replicas: number, members: JsonObject = {}): JsonObject => workload("db", replicas, { serviceName: "db", ...members });

const started = (replicas: number, members: JsonObject = {}): Scratch => {
  const scratch = new Scratch();
  scratch.create("apps/v1/statefulsets", "db", set(replicas, members));
  scratch.settle();
  return scratch;
};

test("stateful set: pods come one after the other, each with its claim", () => {
  const scratch = new Scratch();
  scratch.create("apps/v1/statefulsets", "db", set(2, claims));
  const writes = scratch.settle();
  assert.deepEqual(scratch.names("/pods"), ["db-0", "db-1"]);
  assert.deepEqual(scratch.names("/persistentvolumeclaims"), ["data-db-0", "data-db-1"]);
  const made = writes.flatMap((write, index) => (write === "POST pods" ? [index] : []));
  const ready = writes.flatMap((write, index) => (write === "PUT pods/db-0/status" ? [index] : []));
  assert.ok((ready[0] ?? Infinity) < (made[1] ?? -1), "db-1 waits for db-0");
  const { currentRevision, updateRevision, ...counters } = scratch.get("apps/statefulsets", "db")["status"] as JsonObject;
  assert.equal(currentRevision, updateRevision);
  assert.deepEqual(counters, {
    observedGeneration: 1,
    replicas: 2,
    readyReplicas: 2,
    currentReplicas: 2,
    updatedReplicas: 2,
    collisionCount: 0,
  });
});

test("stateful set: Parallel does not wait", () => {
  const scratch = new Scratch();
  scratch.create("apps/v1/statefulsets", "db", set(2, { podManagementPolicy: "Parallel" }));
  const writes = scratch.settle();
  const made = writes.flatMap((write, index) => (write === "POST pods" ? [index] : []));
  assert.ok((made[1] ?? Infinity) < writes.indexOf("PUT pods/db-0/status"));
});

test("stateful set: the last pods go first, claims stay", () => {
  const scratch = started(3, claims);
  scratch.merge("apps/v1/statefulsets", "db", { spec: { replicas: 1 } });
  const writes = scratch.settle().filter((write) => write.startsWith("DELETE pods/"));
  assert.equal(writes[0], "DELETE pods/db-2");
  assert.deepEqual(scratch.names("/pods"), ["db-0"]);
  assert.equal(scratch.names("/persistentvolumeclaims").length, 3);
});

test("stateful set: a new template goes through from the last pod to the partition", () => {
  const scratch = started(3, { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } } });
  scratch.merge("apps/v1/statefulsets", "db", { spec: { template: template("db", "img:2") } });
  scratch.settle();
  const images = scratch.cluster
    .list("/pods")
    .map((pod) => ((pod["spec"] as JsonObject)["containers"] as readonly JsonObject[])[0]?.["image"]);
  assert.deepEqual(images, ["img:1", "img:2", "img:2"]);
  assert.equal(scratch.names("apps/controllerrevisions").length, 2);
});

test("stateful set: OnDelete waits until somebody deletes the pod", () => {
  const scratch = started(1, { updateStrategy: { type: "OnDelete" } });
  scratch.merge("apps/v1/statefulsets", "db", { spec: { template: template("db", "img:2") } });
  assert.ok(!scratch.settle().some((write) => write.startsWith("DELETE pods/")));
  scratch.delete("v1/pods", "db-0");
  scratch.settle();
  const pod = scratch.get("/pods", "db-0")["spec"] as { readonly containers: readonly JsonObject[] };
  assert.equal(pod.containers[0]?.["image"], "img:2");
});

test("stateful set: a claim in use goes with its pod, and is made again for the next one", () => {
  const scratch = started(1, claims);
  const before = scratch.get("/persistentvolumeclaims", "data-db-0").metadata.uid;
  scratch.delete("v1/persistentvolumeclaims", "data-db-0");
  scratch.settle();
  assert.equal(scratch.get("/persistentvolumeclaims", "data-db-0").metadata.uid, before, "protected while the pod has it");
  scratch.delete("v1/pods", "db-0");
  scratch.settle();
  assert.notEqual(scratch.get("/persistentvolumeclaims", "data-db-0").metadata.uid, before);
  assert.equal((scratch.get("/pods", "db-0")["status"] as JsonObject)["phase"], "Running");
});

test("stateful set: without a node its controller is that of 1.20, which leaves a missing claim alone", () => {
  const scratch = new Scratch({ environment: "recorded" });
  scratch.create("apps/v1/statefulsets", "db", set(1, claims));
  scratch.settle();
  scratch.delete("v1/persistentvolumeclaims", "data-db-0");
  scratch.settle();
  assert.deepEqual(scratch.names("/persistentvolumeclaims"), []);
});

test("stateful set: a set of the same name adopts the pods that the first has left behind", () => {
  const scratch = started(2);
  scratch.delete("apps/v1/statefulsets", "db", "Orphan");
  scratch.settle();
  assert.equal(scratch.get("/pods", "db-0").metadata.ownerReferences, undefined);
  scratch.create("apps/v1/statefulsets", "db", set(2));
  scratch.settle();
  assert.equal(scratch.get("/pods", "db-0").metadata.ownerReferences?.[0]?.kind, "StatefulSet");
});

test("stateful set: one that is going and has left its revisions behind makes no new one", () => {
  const scratch = new Scratch();
  scratch.create("apps/v1/statefulsets", "held", set(1), { finalizers: ["example.com/hold"] });
  scratch.settle();
  scratch.delete("apps/v1/statefulsets", "held", "Orphan");
  scratch.settle();
  const before = scratch.names("apps/controllerrevisions");
  assert.equal(before.length, 1);
  scratch.merge("apps/v1/statefulsets", "held", { spec: { template: { spec: { terminationGracePeriodSeconds: 7 } } } });
  scratch.settle();
  assert.deepEqual(scratch.names("apps/controllerrevisions"), before);
});

test("stateful set: one that is deleted in the foreground goes with its pods, and no revision is made again and again meanwhile", () => {
  const scratch = started(2, claims);
  scratch.delete("apps/v1/statefulsets", "db", "Foreground");
  const writes = scratch.settle();
  assert.deepEqual(
    writes.filter((write) => write.startsWith("POST")),
    [],
  );
  assert.deepEqual(scratch.names("apps/statefulsets"), []);
  assert.deepEqual(scratch.names("/pods"), []);
});
