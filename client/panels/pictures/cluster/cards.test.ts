import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../../protocol/json.ts";
import { cacheOf, cardsOf } from "./cards.ts";

const ownedBy = (kind: string, name: string) => ({ ownerReferences: [{ apiVersion: "x/v1", kind, name, uid: "u", controller: true }] });
const cluster: JsonObject = {
  "Cache/web": { metadata: { name: "web", resourceVersion: "1" }, spec: { replicas: 2 } },
  "ConfigMap/web": { metadata: { name: "web", ...ownedBy("Cache", "web") }, data: { a: "1", b: "2" } },
  "Pod/web-0": { metadata: { name: "web-0", ...ownedBy("StatefulSet", "web") }, status: { phase: "Running" } },
  "StatefulSet/web": { metadata: { name: "web", ...ownedBy("Cache", "web") }, spec: { replicas: 2 }, status: { readyReplicas: 1 } },
};

test("owned objects stand below their owners", () => {
  assert.deepEqual(
    cardsOf(cluster, cluster, []).map(({ id, depth, lines }) => [id, depth, lines.map(({ name, value }) => `${name} ${value}`)]),
    [
      ["Cache/web", 0, ["replicas 2"]],
      ["ConfigMap/web", 1, ["data a, b"]],
      ["StatefulSet/web", 1, ["replicas 2, 1 ready"]],
      ["Pod/web-0", 2, ["phase Running"]],
    ],
  );
});

test("what a step makes, changes and deletes is marked; versions alone are no change", () => {
  const after: JsonObject = {
    "Cache/web": { metadata: { name: "web", resourceVersion: "2" }, spec: { replicas: 3 } },
    "ConfigMap/web": {
      ...(cluster["ConfigMap/web"] as JsonObject),
      metadata: { name: "web", resourceVersion: "9", deletionTimestamp: "now" },
    },
    "Secret/new": { metadata: { name: "new" } },
  };
  const cards = cardsOf(
    { "Cache/web": cluster["Cache/web"] as JsonObject, "ConfigMap/web": cluster["ConfigMap/web"] as JsonObject, "Pod/x": {} },
    after,
    ["Service/web"],
  );
  assert.deepEqual(
    cards.map(({ id, look, note }) => [id, look, note]),
    [
      ["Cache/web", "here", ""],
      ["ConfigMap/web", "here", "now terminating"],
      ["Pod/x", "gone", "deleted"],
      ["Secret/new", "new", "new"],
      ["Service/web", "missing", "missing"],
    ],
  );
  assert.deepEqual(cards[0]?.lines, [{ name: "replicas", before: "2", value: "3" }]);
  assert.equal(cards[0]?.words, "Cache web, replicas 2 to 3");
});

test("owners that own each other are drawn once each", () => {
  const twins: JsonObject = { "A/a": { metadata: ownedBy("B", "b") }, "B/b": { metadata: ownedBy("A", "a") } };
  assert.equal(cardsOf(twins, twins, []).length, 2);
});

test("anything may stand in a trace of another version", () => {
  const odd: JsonObject = { "A/a": null, "B/b": { metadata: 3 }, "C/c": { metadata: { ownerReferences: [null, "x"] } }, __proto__x: {} };
  assert.equal(cardsOf(odd, odd, ["A/a"]).length, 4);
  assert.deepEqual(cacheOf({ cache: { Pod: { a: { x: 1 } }, Secret: null } }), {
    kinds: ["Pod", "Secret"],
    objects: { "Pod/a": { x: 1 } },
  });
});

test("a missing object stands below the owner that it would have", () => {
  const cards = cardsOf(cluster, cluster, ["Secret/web"], { "Secret/web": "Cache/web" });
  const secret = cards.find(({ id }) => id === "Secret/web");
  assert.deepEqual([secret?.look, secret?.depth], ["missing", 1]);
  assert.equal(cardsOf({}, {}, ["Secret/web"], { "Secret/web": "Cache/gone" })[0]?.depth, 0);
});
