import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../../protocol/json.ts";
import { apiVersionOf } from "../resources.ts";
import { builtinResources } from "./index.ts";
import { objectAt } from "./read.ts";

const resourceOf = (apiVersion: string, kind: string) =>
  builtinResources.find((resource) => apiVersionOf(resource) === apiVersion && resource.kind === kind) ?? assert.fail(apiVersion);

function read(object: JsonObject, apiVersion: string): JsonObject {
  return resourceOf(apiVersion, object["kind"] as string).fromVersion?.(object) ?? assert.fail("one version");
}

const budget: JsonObject = {
  apiVersion: "policy/v1beta1",
  kind: "PodDisruptionBudget",
  metadata: { name: "a" },
  spec: { minAvailable: 1 },
};

test("versions: an object is read in the version that is asked for", () => {
  assert.equal(read(budget, "policy/v1")["apiVersion"], "policy/v1");
  assert.deepEqual(objectAt(read(budget, "policy/v1"), "spec"), { minAvailable: 1 });
  assert.equal(read(budget, "policy/v1beta1"), budget);
  assert.equal(read(budget, "policy/v1"), read(budget, "policy/v1"), "the same answer for the same object");
});

test("versions: the target of an autoscaler goes there and back", () => {
  const spec = { scaleTargetRef: { kind: "Deployment", name: "web" }, minReplicas: 1, maxReplicas: 3, targetCPUUtilizationPercentage: 60 };
  const first: JsonObject = { apiVersion: "autoscaling/v1", kind: "HorizontalPodAutoscaler", metadata: { name: "a" }, spec };
  const second = read(first, "autoscaling/v2");
  assert.deepEqual(objectAt(second, "spec")?.["metrics"], [
    { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } } },
  ]);
  assert.deepEqual(objectAt(read(second, "autoscaling/v1"), "spec"), spec);
});

test("versions: kinds of one version need no reading", () => assert.ok(!("fromVersion" in resourceOf("v1", "Pod"))));
