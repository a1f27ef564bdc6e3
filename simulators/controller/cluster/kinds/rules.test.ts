import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { Refusal } from "../status.ts";
import type { Strategy, StrategyContext } from "../strategy.ts";
import { copyOf, type DraftObject } from "./draft.ts";
import { builtinResources } from "./index.ts";
import { objectAt, objectsAt } from "./read.ts";

const context: StrategyContext = {
  namespace: "shop",
  isDryRun: false,
  cluster: { resources: [], list: () => [], get: () => undefined, with: () => assert.fail("nothing is written") },
  mint: {
    version: () => "1",
    listVersion: () => "1",
    uid: () => "u",
    suffix: () => "xxxxx",
    clusterIp: () => "10.0.0.7",
    nodePort: (isTaken) => (isTaken(30001) ? 30002 : 30001),
    now: () => "2026-01-01T00:00:00Z",
  },
};

const strategyOf = (kind: string): Strategy => builtinResources.find((resource) => resource.kind === kind)?.strategy ?? assert.fail(kind);

function decoded(kind: string, body: JsonObject): JsonObject {
  const answer = strategyOf(kind).decode(body);
  return "object" in answer ? answer.object : assert.fail(answer.error);
}

const meta = { name: "a", namespace: "shop", uid: "u1", resourceVersion: "1" };
const template = { metadata: { labels: { app: "x" } }, spec: { containers: [{ name: "c", image: "img:1" }] } };
const selector = { matchLabels: { app: "x" } };

const valid: Readonly<Record<string, JsonObject>> = {
  ConfigMap: { metadata: meta, data: { k: "v" } },
  Secret: { metadata: meta, data: { k: "dg==" } },
  Service: { metadata: meta, spec: { ports: [{ port: 80 }] } },
  Pod: { metadata: meta, spec: template.spec },
  PersistentVolumeClaim: { metadata: meta, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } },
  Deployment: { metadata: meta, spec: { selector, template } },
  StatefulSet: { metadata: meta, spec: { serviceName: "s", selector, template } },
  Job: { metadata: meta, spec: { template: { spec: { ...template.spec, restartPolicy: "Never" } } } },
  PodDisruptionBudget: { metadata: meta, spec: { minAvailable: 1, selector } },
  Namespace: { metadata: { name: "shop", uid: "u1", resourceVersion: "1" } },
};

/** A copy with one field set; undefined removes it. */
function edited(object: JsonObject, path: string, value: Json | undefined): JsonObject {
  const copy = copyOf(object) as DraftObject;
  const names = path.split("/");
  const last = names.pop() ?? "";
  let parent: DraftObject = copy;
  for (const name of names) parent = (parent[name] ??= {}) as DraftObject;
  if (value === undefined) delete parent[last];
  else parent[last] = copyOf(value);
  return copy;
}

const listed = (causes: readonly { readonly type: string; readonly field: string }[]): readonly string[] =>
  causes.map(({ type, field }) => `${field} ${type.replace("FieldValue", "")}`).sort();

test("rules: an object without fault has none", () => {
  for (const [kind, body] of Object.entries(valid)) {
    const object = strategyOf(kind).prepareForCreate(decoded(kind, body), context);
    assert.deepEqual(
      listed(strategyOf(kind).validate({ ...object, metadata: { ...meta, ...objectAt(object, "metadata") } })).filter(
        (text) => kind !== "Namespace" || !text.includes("namespace"),
      ),
      [],
      kind,
    );
  }
});

// Kind, field, value, and what a real server 1.20 says to a creation.
const creations: readonly (readonly [string, string, Json | undefined, readonly string[]])[] = [
  ["ConfigMap", "data/bad key", "x", ["data[bad key] Invalid"]],
  ["ConfigMap", "binaryData/k", "eA==", ["data[k] Invalid"]],
  ["ConfigMap", "metadata/finalizers", ["unqualified"], ["metadata.finalizers[0] Invalid"]],
  ["Secret", "type", "kubernetes.io/tls", ["data[tls.crt] Required", "data[tls.key] Required"]],
  ["Service", "metadata/name", "1svc", ["metadata.name Invalid"]],
  ["Service", "spec/ports", [], ["spec.ports Required"]],
  ["Service", "spec/ports", [{ port: 0 }], ["spec.ports[0].port Invalid", "spec.ports[0].targetPort Invalid"]],
  ["Service", "spec/ports", [{ port: 80 }, { port: 81 }], ["spec.ports[0].name Required", "spec.ports[1].name Required"]],
  [
    "Service",
    "spec/ports",
    [
      { name: "a", port: 80 },
      { name: "b", port: 80 },
    ],
    ["spec.ports[1] Duplicate"],
  ],
  ["Service", "spec/type", "Weird", ["spec.type NotSupported"]],
  ["Service", "spec/type", "ExternalName", ["spec.externalName Required"]],
  ["Pod", "spec/containers", [], ["spec.containers Required"]],
  ["Pod", "spec/containers", [{ name: "c" }], ["spec.containers[0].image Required"]],
  [
    "Pod",
    "spec/containers",
    [
      { name: "c", image: "i" },
      { name: "c", image: "i" },
    ],
    ["spec.containers[1].name Duplicate"],
  ],
  ["Pod", "spec/restartPolicy", "Sometimes", ["spec.restartPolicy NotSupported"]],
  [
    "Pod",
    "spec/containers",
    [{ name: "c", image: "i", volumeMounts: [{ name: "nope", mountPath: "/x" }] }],
    ["spec.containers[0].volumeMounts[0].name NotFound"],
  ],
  [
    "Pod",
    "spec/containers",
    [{ name: "c", image: "i", resources: { requests: { cpu: "2" }, limits: { cpu: "1" } } }],
    ["spec.containers[0].resources.requests Invalid"],
  ],
  ["PersistentVolumeClaim", "spec/accessModes", undefined, ["spec.accessModes Required"]],
  ["PersistentVolumeClaim", "spec/resources", {}, ["spec.resources[storage] Required"]],
  ["PersistentVolumeClaim", "spec/resources", { requests: { storage: "-1Gi" } }, ["spec.resources[storage] Invalid"]],
  ["Deployment", "spec/selector", undefined, ["spec.selector Required", "spec.template.metadata.labels Invalid"]],
  ["Deployment", "spec/replicas", -1, ["spec.replicas Invalid"]],
  ["Deployment", "spec/template", undefined, ["spec.template.metadata.labels Invalid", "spec.template.spec.containers Required"]],
  [
    "Deployment",
    "spec/strategy",
    { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } },
    ["spec.strategy.rollingUpdate.maxUnavailable Invalid"],
  ],
  ["Deployment", "spec/template/spec/restartPolicy", "Never", ["spec.template.spec.restartPolicy NotSupported"]],
  ["StatefulSet", "spec/podManagementPolicy", "Wild", ["spec.podManagementPolicy Invalid"]],
  ["StatefulSet", "spec/replicas", -2, ["spec.replicas Invalid"]],
  ["Job", "spec/template/spec/restartPolicy", undefined, ["spec.template.spec.restartPolicy Required"]],
  ["Job", "spec/selector", { matchLabels: { a: "b" } }, ["spec.selector Invalid", "spec.template.metadata.labels Invalid"]],
  ["PodDisruptionBudget", "spec/maxUnavailable", 1, ["spec Invalid"]],
  ["PodDisruptionBudget", "spec/minAvailable", "150%", ["spec.minAvailable Invalid"]],
  ["PodDisruptionBudget", "metadata/name", "Bad_Name", []],
];

for (const [kind, path, value, want] of creations)
  test(`rules: a ${kind} with ${path} ${JSON.stringify(value)}`, () => {
    const strategy = strategyOf(kind);
    const object = strategy.prepareForCreate(decoded(kind, edited(valid[kind] ?? {}, path, value)), context);
    assert.deepEqual(listed(strategy.validate(object)), want);
  });

// Kind, field, new value, and what a real server 1.20 says to an update beside the general rules.
const updates: readonly (readonly [string, string, Json | undefined, readonly string[]])[] = [
  ["ConfigMap", "data/k", "w", []],
  ["Secret", "type", "example.com/own", ["type Invalid"]],
  ["Pod", "spec/containers", [{ name: "c", image: "img:2" }], []],
  ["Pod", "spec/restartPolicy", "Never", ["spec Forbidden"]],
  [
    "Pod",
    "spec/containers",
    [
      { name: "c", image: "i" },
      { name: "d", image: "i" },
    ],
    ["spec.containers Forbidden"],
  ],
  ["Pod", "spec/containers", [{ name: "c" }], ["spec.containers[0].image Required", "spec.containers[0].image Required"]],
  ["Pod", "spec/activeDeadlineSeconds", 5, []],
  ["PersistentVolumeClaim", "spec/volumeName", "pv1", []],
  ["PersistentVolumeClaim", "spec/accessModes", ["ReadWriteMany"], ["spec Forbidden"]],
  [
    "PersistentVolumeClaim",
    "spec/resources",
    { requests: { storage: "1Mi" } },
    ["spec Forbidden", "spec.resources.requests.storage Forbidden"],
  ],
  ["Deployment", "spec/selector", { matchLabels: { app: "q" } }, ["spec.selector Invalid", "spec.template.metadata.labels Invalid"]],
  ["Deployment", "spec/strategy", { type: "Recreate", rollingUpdate: {} }, ["spec.strategy.rollingUpdate Forbidden"]],
  ["StatefulSet", "spec/replicas", 3, []],
  ["StatefulSet", "spec/serviceName", "other", ["spec Forbidden"]],
];

for (const [kind, path, value, want] of updates)
  test(`rules: an update of a ${kind}: ${path} ${JSON.stringify(value)}`, () => {
    const strategy = strategyOf(kind);
    const before = strategy.prepareForCreate(decoded(kind, valid[kind] ?? {}), context);
    const next = strategy.prepareForUpdate(decoded(kind, edited(before, path, value)), before, context);
    assert.deepEqual(listed(strategy.validateUpdate(next, before)), want);
  });

test("rules: the generation counts changes of what is wanted, not of what is", () => {
  const strategy = strategyOf("Deployment");
  const before = strategy.prepareForCreate(decoded("Deployment", valid["Deployment"] ?? {}), context);
  const generation = (path: string, value: Json) =>
    objectAt(strategy.prepareForUpdate(decoded("Deployment", edited(before, path, value)), before, context), "metadata")?.["generation"];
  assert.equal(generation("spec/replicas", 5), 2);
  assert.equal(generation("metadata/annotations/note", "x"), 2);
  assert.equal(generation("metadata/labels/tier", "f"), 1);
  assert.equal(generation("status/replicas", 5), 1);
});

test("rules: /status changes nothing but the status", () => {
  const strategy = strategyOf("StatefulSet");
  const before = strategy.prepareForCreate(decoded("StatefulSet", valid["StatefulSet"] ?? {}), context);
  const asked = edited(edited(before, "spec/replicas", 9), "status/replicas", 1);
  const next = strategy.status?.prepareForUpdate(decoded("StatefulSet", asked), before, context);
  assert.deepEqual(next, edited(before, "status/replicas", 1));
});

test("rules: a service gets an address and ports of the nodes, and keeps them", () => {
  const strategy = strategyOf("Service");
  const body = edited(edited(valid["Service"] ?? {}, "spec/type", "NodePort"), "spec/ports", [
    { name: "a", port: 80 },
    { name: "b", port: 80, protocol: "UDP" },
    { name: "c", port: 81 },
  ]);
  const made = strategy.allocate?.(strategy.prepareForCreate(decoded("Service", body), context), undefined, context);
  if (made === undefined || made instanceof Refusal) assert.fail("refused");
  const spec = objectAt(made, "spec");
  assert.equal(spec?.["clusterIP"], "10.0.0.7");
  assert.deepEqual(
    objectsAt(spec, "ports").map((port) => port["nodePort"]),
    [30001, 30001, 30002],
  );
  const next = strategy.prepareForUpdate(decoded("Service", edited(made, "spec/type", "ExternalName")), made, context);
  assert.equal(objectAt(next, "spec")?.["clusterIP"], undefined);
  assert.ok(objectsAt(objectAt(next, "spec"), "ports").every((port) => port["nodePort"] === undefined));
});

test("rules: a service with an address outside of the cluster's range is refused", () => {
  const strategy = strategyOf("Service");
  const body = edited(valid["Service"] ?? {}, "spec/clusterIP", "192.168.77.7");
  const answer = strategy.allocate?.(strategy.prepareForCreate(decoded("Service", body), context), undefined, context);
  assert.ok(answer instanceof Refusal && answer.code === 422);
});

test("rules: a job finds its pods by its uid", () => {
  const strategy = strategyOf("Job");
  const made = strategy.allocate?.(strategy.prepareForCreate(decoded("Job", valid["Job"] ?? {}), context), undefined, context);
  if (made === undefined || made instanceof Refusal) assert.fail("refused");
  assert.deepEqual(objectAt(made, "spec", "selector"), { matchLabels: { "controller-uid": "u1" } });
  assert.deepEqual(objectAt(made, "metadata", "labels"), { "controller-uid": "u1", "job-name": "a" });
});

test("rules: what a pod is promised follows from its requests and limits", () => {
  const strategy = strategyOf("Pod");
  const quality = (resources: JsonObject) => {
    const body = edited(valid["Pod"] ?? {}, "spec/containers", [{ name: "c", image: "i", resources }]);
    return objectAt(strategy.prepareForCreate(decoded("Pod", body), context), "status")?.["qosClass"];
  };
  assert.equal(quality({}), "BestEffort");
  assert.equal(quality({ requests: { cpu: "1" } }), "Burstable");
  assert.equal(quality({ limits: { cpu: "1", memory: "1Gi" } }), "Guaranteed");
  assert.equal(quality({ requests: { cpu: "500m" }, limits: { cpu: "1", memory: "1Gi" } }), "Burstable");
});

test("rules: a pod that runs nowhere goes at once", () => {
  const gracePeriod = (object: JsonObject, asked: number | undefined) => strategyOf("Pod").deletion?.gracePeriod?.(object, asked);
  const body = decoded("Pod", valid["Pod"] ?? {});
  assert.equal(gracePeriod(body, 20), 0);
  assert.equal(gracePeriod(edited(body, "spec/nodeName", "n1"), 20), 20);
  assert.equal(gracePeriod(edited(body, "spec/nodeName", "n1"), undefined), 30);
});
