import assert from "node:assert/strict";
import test from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import { Scratch, workload } from "./testing/scratch.ts";

const budgeted = (spec: JsonObject, replicas = 3): Scratch => {
  const scratch = new Scratch();
  scratch.create("policy/v1beta1/poddisruptionbudgets", "web", { spec: { ...spec, selector: { matchLabels: { app: "web" } } } });
  scratch.create("apps/v1/deployments", "web", workload("web", replicas));
  scratch.settle();
  return scratch;
};

const statusOf = (scratch: Scratch): readonly unknown[] => {
  const status = scratch.get("policy/poddisruptionbudgets", "web")["status"] as JsonObject;
  return [status["disruptionsAllowed"], status["currentHealthy"], status["desiredHealthy"], status["expectedPods"]];
};

const cases = [
  { name: "a number that must be there", spec: { minAvailable: 2 }, want: [1, 3, 2, 3] },
  { name: "a share that must be there, rounded up", spec: { minAvailable: "50%" }, want: [1, 3, 2, 3] },
  { name: "a number that may be missing", spec: { maxUnavailable: 1 }, want: [1, 3, 2, 3] },
  { name: "a share that may be missing, rounded up", spec: { maxUnavailable: "20%" }, want: [1, 3, 2, 3] },
];

for (const { name, spec, want } of cases) test(`disruption: ${name}`, () => assert.deepEqual(statusOf(budgeted(spec)), want));

test("disruption: pods of nobody's workload close a budget that needs the workload's size", () => {
  const scratch = budgeted({ maxUnavailable: 1 });
  scratch.create("v1/pods", "stray", { spec: { containers: [{ name: "c", image: "i" }] } }, { labels: { app: "web", extra: "1" } });
  scratch.merge("apps/v1/deployments", "web", { spec: { paused: true } });
  scratch.settle();
  const isAdopted = scratch.get("/pods", "stray").metadata.ownerReferences !== undefined;
  assert.equal(isAdopted, false);
  assert.equal(statusOf(scratch)[0], 0);
});

test("disruption: an evicted pod counts no more, and is forgotten once it is being deleted", () => {
  const scratch = budgeted({ minAvailable: 2 });
  const [pod = "", other = ""] = scratch.names("/pods");
  const evict = (name: string): number => {
    const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name } };
    return scratch.request({ method: "POST", path: `/api/v1/namespaces/shop/pods/${name}/eviction`, body }).code;
  };
  assert.equal(evict(pod), 201);
  assert.equal(evict(other), 429);
  const disrupted = (): unknown => (scratch.get("policy/poddisruptionbudgets", "web")["status"] as JsonObject)["disruptedPods"];
  assert.deepEqual(Object.keys(disrupted() as object), [pod]);
  scratch.settle();
  assert.equal(disrupted(), undefined);
  assert.ok(!scratch.names("/pods").includes(pod));
  assert.deepEqual(statusOf(scratch), [1, 3, 2, 3]);
});
