import assert from "node:assert/strict";
import test from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import { Scratch, template, workload } from "./testing/scratch.ts";

const subsets = (scratch: Scratch, name = "web"): readonly JsonObject[] =>
  (scratch.get("/endpoints", name)["subsets"] ?? []) as readonly JsonObject[];

test("endpoints: ready pods of the selector, with the ports that the service names", () => {
  const scratch = new Scratch();
  const ports = [{ containerPort: 8080, name: "http" }];
  scratch.create("v1/services", "web", { spec: { selector: { app: "web" }, ports: [{ name: "http", port: 80, targetPort: "http" }] } });
  scratch.create(
    "apps/v1/replicasets",
    "web",
    workload("web", 2, { template: template("web", "i", { containers: [{ name: "c", image: "i", ports }] }) }),
  );
  scratch.settle();
  const [subset] = subsets(scratch);
  assert.ok(subset !== undefined);
  assert.equal((subset["addresses"] as readonly unknown[]).length, 2);
  assert.deepEqual(subset["ports"], [{ name: "http", port: 8080, protocol: "TCP" }]);
});

test("endpoints: a pod that is not ready is told apart", () => {
  const scratch = new Scratch();
  scratch.create("v1/services", "web", { spec: { selector: { app: "web" }, ports: [{ port: 80 }] } });
  scratch.create("apps/v1/replicasets", "web", workload("web", 1));
  scratch.settle();
  const [name = ""] = scratch.names("/pods");
  scratch.merge("v1/pods", name, { status: { conditions: [{ type: "Ready", status: "False" }] } }, "/status");
  scratch.settle();
  assert.deepEqual(Object.keys(subsets(scratch)[0] ?? {}).sort(), ["notReadyAddresses", "ports"]);
});

test("endpoints: without selector they are left to others; without service they go", () => {
  const scratch = new Scratch();
  scratch.create("v1/services", "web", { spec: { ports: [{ port: 80 }] } });
  scratch.settle();
  assert.deepEqual(scratch.names("/endpoints"), []);
  scratch.merge("v1/services", "web", { spec: { selector: { app: "web" } } });
  scratch.settle();
  assert.deepEqual(scratch.names("/endpoints"), ["web"]);
  scratch.delete("v1/services", "web");
  scratch.settle();
  assert.deepEqual(scratch.names("/endpoints"), []);
});

test("endpoints: addresses of pods without a node cannot be written", () => {
  const scratch = new Scratch({ environment: "recorded" });
  scratch.create("v1/services", "web", { spec: { selector: { app: "web" }, ports: [{ port: 80 }] } });
  scratch.create("apps/v1/replicasets", "web", workload("web", 1));
  scratch.settle();
  const [name = ""] = scratch.names("/pods");
  const status = { phase: "Running", podIP: "10.9.0.1", conditions: [{ type: "Ready", status: "True" }] };
  scratch.merge("v1/pods", name, { status }, "/status");
  scratch.settle();
  assert.deepEqual(subsets(scratch), []);
});
