import assert from "node:assert/strict";
import test from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import { handle } from "../cluster/handle.ts";
import { builtinControllers, settle, step } from "./index.ts";
import { Scratch, workload } from "./testing/scratch.ts";
import { defineBuiltin } from "./types.ts";

const phaseOf = (scratch: Scratch, name: string): unknown => (scratch.get("/pods", name)["status"] as JsonObject)["phase"];

test("settle: a refused write is passed over, the next one is made", () => {
  const scratch = new Scratch();
  const stubborn = defineBuiltin("stubborn", function* (cluster) {
    yield {
      method: "POST",
      path: "/api/v1/namespaces/none/configmaps",
      body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } },
    };
    if (cluster.list("/configmaps").length === 0) {
      yield {
        method: "POST",
        path: "/api/v1/namespaces/shop/configmaps",
        body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } },
      };
    }
  });
  const first = step(scratch.cluster, [stubborn], handle, scratch.environment);
  assert.equal(first?.handled.answer.code, 201);
  assert.ok(stubborn.next(scratch.cluster)?.path.includes("/none/"), "what it would try first");
  assert.equal(step(first?.handled.cluster ?? scratch.cluster, [stubborn], handle, scratch.environment), undefined);
});

test("settle: what never comes to rest is given up after so many steps", () => {
  const scratch = new Scratch();
  let count = 0;
  const restless = defineBuiltin("restless", function* () {
    const metadata = { name: `m${++count}` };
    yield { method: "POST", path: "/api/v1/namespaces/shop/configmaps", body: { apiVersion: "v1", kind: "ConfigMap", metadata } };
  });
  const { isQuiet, steps } = settle(scratch.cluster, [restless], handle, scratch.environment, 5);
  assert.deepEqual([isQuiet, steps.length], [false, 5]);
});

test("settle: the same cluster takes the same steps", () => {
  const run = (): readonly string[] => {
    const scratch = new Scratch();
    scratch.create("apps/v1/deployments", "web", workload("web", 2));
    scratch.create("v1/services", "web", { spec: { selector: { app: "web" }, ports: [{ port: 80 }] } });
    return [...scratch.settle(), JSON.stringify(scratch.cluster.list("/pods"))];
  };
  assert.deepEqual(run(), run());
});

test("namespace: it goes when all that was in it has gone", () => {
  const scratch = new Scratch();
  scratch.create("v1/configmaps", "held", {}, { finalizers: ["example.com/hold"] });
  scratch.create("apps/v1/deployments", "web", workload("web", 1));
  scratch.settle();
  scratch.must({ method: "DELETE", path: "/api/v1/namespaces/shop" });
  scratch.settle();
  assert.deepEqual([...scratch.names("/namespaces"), ...scratch.names("/pods"), ...scratch.names("/configmaps")], ["shop", "held"]);
  scratch.merge("v1/configmaps", "held", { metadata: { finalizers: null } });
  scratch.settle();
  assert.deepEqual(scratch.names("/namespaces"), []);
});

test("running: a pod waits for its claims, and does not start while one of them is to go", () => {
  const scratch = new Scratch();
  const volumes = [{ name: "v", persistentVolumeClaim: { claimName: "data" } }];
  scratch.create("v1/pods", "p", { spec: { containers: [{ name: "c", image: "i" }], volumes } });
  scratch.settle();
  assert.equal(phaseOf(scratch, "p"), "Pending");
  scratch.create(
    "v1/persistentvolumeclaims",
    "data",
    { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } },
    { finalizers: ["example.com/hold"] },
  );
  scratch.delete("v1/persistentvolumeclaims", "data");
  scratch.settle();
  assert.equal(phaseOf(scratch, "p"), "Pending");
  scratch.merge("v1/persistentvolumeclaims", "data", { metadata: { finalizers: null } });
  scratch.create("v1/persistentvolumeclaims", "data", {
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  });
  scratch.settle();
  assert.equal(phaseOf(scratch, "p"), "Running");
  assert.equal((scratch.get("/persistentvolumeclaims", "data")["status"] as JsonObject)["phase"], "Bound");
});

test("running: a deleted pod is stopped and goes; no two pods have one address", () => {
  const scratch = new Scratch();
  for (const name of ["p", "q"]) scratch.create("v1/pods", name, { spec: { containers: [{ name: "c", image: "i" }] } });
  scratch.settle();
  const addresses = scratch.cluster.list("/pods").map((pod) => (pod["status"] as JsonObject)["podIP"]);
  assert.equal(new Set(addresses).size, 2);
  scratch.delete("v1/pods", "p");
  assert.notEqual(scratch.get("/pods", "p").metadata.deletionTimestamp, undefined);
  scratch.settle();
  assert.deepEqual(scratch.names("/pods"), ["q"]);
});

test("running: load balancers get an address only when that is asked for", () => {
  const addressIn = (assignsLoadBalancers: boolean): unknown => {
    const scratch = new Scratch({ environment: "running", assignsLoadBalancers });
    scratch.create("v1/services", "web", { spec: { type: "LoadBalancer", ports: [{ port: 80 }] } });
    scratch.settle();
    return (scratch.get("/services", "web")["status"] as { readonly loadBalancer: JsonObject }).loadBalancer["ingress"];
  };
  assert.equal(addressIn(false), undefined);
  assert.deepEqual(addressIn(true), [{ ip: "203.0.113.1" }]);
});

test("recorded: there is no node, and nothing is bound", () => {
  const names = builtinControllers({ environment: "recorded" }).map(({ name }) => name);
  assert.ok(!names.includes("kubelet") && !names.includes("scheduler") && !names.includes("persistentvolume-binder"));
});
