import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { JsonObject } from "../../../../protocol/json.ts";
import { Scratch, template, workload } from "../testing/scratch.ts";
import { scaled } from "./limits.ts";

const image = (name: string): JsonObject => ({ spec: { template: template("web", name) } });

const statusOf = (scratch: Scratch): JsonObject => {
  const { conditions: _, ...status } = scratch.get("apps/deployments", "web")["status"] as JsonObject;
  return status;
};

const sizes = (scratch: Scratch): readonly number[] =>
  scratch.cluster.list("apps/replicasets").map((set) => (set["spec"] as JsonObject)["replicas"] as number);

test("deployment: pods of one ReplicaSet run, and the status says so", () => {
  const scratch = new Scratch();
  scratch.create("apps/v1/deployments", "web", workload("web", 2));
  scratch.settle();
  assert.deepEqual(sizes(scratch), [2]);
  assert.equal(scratch.names("/pods").length, 2);
  assert.deepEqual(statusOf(scratch), { observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 });
  assert.deepEqual(scratch.settle(), [], "content controllers write nothing");
});

test("deployment: a new image rolls out without fewer than the wanted pods being available", () => {
  const scratch = new Scratch();
  scratch.create("apps/v1/deployments", "web", workload("web", 2, { strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } }));
  scratch.settle();
  scratch.merge("apps/v1/deployments", "web", image("img:2"));
  const writes = scratch.settle();
  assert.deepEqual(
    sizes(scratch).toSorted((a, b) => a - b),
    [0, 2],
  );
  assert.ok(writes.findIndex((write) => write.startsWith("POST pods")) < writes.findIndex((write) => write.startsWith("DELETE pods/")));
  const images = scratch.cluster
    .list("/pods")
    .map((pod) => ((pod["spec"] as JsonObject)["containers"] as readonly JsonObject[])[0]?.["image"]);
  assert.deepEqual(images, ["img:2", "img:2"]);
});

test("deployment: Recreate lets all old pods go first", () => {
  const scratch = new Scratch();
  scratch.create("apps/v1/deployments", "web", workload("web", 2, { strategy: { type: "Recreate" } }));
  scratch.settle();
  scratch.merge("apps/v1/deployments", "web", image("img:2"));
  const writes = scratch.settle();
  const lastDeletion = writes.findLastIndex((write) => write.startsWith("DELETE pods/"));
  assert.ok(lastDeletion < writes.indexOf("POST replicasets") && lastDeletion >= 0);
});

test("deployment: going back to an older template takes its ReplicaSet again, under a higher revision", () => {
  const scratch = new Scratch();
  scratch.create("apps/v1/deployments", "web", workload("web", 1));
  scratch.settle();
  for (const each of ["img:2", "img:1"]) {
    scratch.merge("apps/v1/deployments", "web", image(each));
    scratch.settle();
  }
  assert.equal(scratch.names("apps/replicasets").length, 2);
  assert.equal(scratch.get("apps/deployments", "web").metadata.annotations?.["deployment.kubernetes.io/revision"], "3");
});

test("deployment: history beyond its limit goes", () => {
  const scratch = new Scratch();
  scratch.create("apps/v1/deployments", "web", workload("web", 1, { revisionHistoryLimit: 1 }));
  for (const each of ["img:2", "img:3", "img:4"]) {
    scratch.settle();
    scratch.merge("apps/v1/deployments", "web", image(each));
  }
  scratch.settle();
  assert.deepEqual(
    sizes(scratch).toSorted((a, b) => a - b),
    [0, 1],
  );
});

test("deployment: while paused, a new template is not rolled out but the size is followed", () => {
  const scratch = new Scratch();
  scratch.create("apps/v1/deployments", "web", workload("web", 1));
  scratch.settle();
  scratch.merge("apps/v1/deployments", "web", { spec: { paused: true, replicas: 3, template: template("web", "img:2") } });
  scratch.settle();
  assert.deepEqual(sizes(scratch), [3]);
});

test("deployment: a name that somebody else's ReplicaSet has is avoided", () => {
  const scratch = new Scratch();
  scratch.create("apps/v1/deployments", "web", workload("web", 1));
  scratch.settle();
  const [name = ""] = scratch.names("apps/replicasets");
  scratch.delete("apps/v1/deployments", "web", "Background");
  scratch.settle();
  scratch.create("apps/v1/replicasets", name, workload("other", 0));
  scratch.create("apps/v1/deployments", "web", workload("web", 1));
  scratch.settle();
  assert.equal(scratch.names("apps/replicasets").length, 2);
  assert.equal(statusOf(scratch)["collisionCount"], 1);
});

test("deployment: any series of edits ends with the wanted pods of the last template alone", () => {
  const edit = fc.record({ replicas: fc.integer({ min: 0, max: 4 }), image: fc.constantFrom("img:1", "img:2", "img:3") });
  const limits = fc.constantFrom(
    { maxSurge: 1, maxUnavailable: 0 },
    { maxSurge: 0, maxUnavailable: 1 },
    { maxSurge: "50%", maxUnavailable: "50%" },
  );
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), limits, (edits, rollingUpdate) => {
      const scratch = new Scratch();
      scratch.create("apps/v1/deployments", "web", workload("web", 2, { strategy: { rollingUpdate } }));
      for (const { replicas, image: name } of edits)
        scratch.merge("apps/v1/deployments", "web", { spec: { replicas, template: template("web", name) } });
      scratch.settle();
      const last = edits.at(-1);
      const images = scratch.cluster
        .list("/pods")
        .map((pod) => ((pod["spec"] as JsonObject)["containers"] as readonly JsonObject[])[0]?.["image"]);
      assert.deepEqual(
        images,
        Array.from({ length: last?.replicas ?? 0 }, () => last?.image),
      );
    }),
    { numRuns: 25 },
  );
});

test("limits: shares are rounded as asked, what is no share is nothing", () => {
  assert.equal(scaled("25%", 3, Math.ceil), 1);
  assert.equal(scaled("25%", 3, Math.floor), 0);
  assert.equal(scaled(2, 3, Math.floor), 2);
  assert.equal(scaled("many", 3, Math.ceil), 0);
});
