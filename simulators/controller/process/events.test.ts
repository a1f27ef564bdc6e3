import assert from "node:assert/strict";
import { test } from "node:test";
import { isAboutEvents, makesUnknownEvent } from "./events.ts";
import { traitsOf } from "./options.ts";
import type { CallRequest } from "./types.ts";

test("events: their paths, of both groups", () => {
  for (const path of [
    "/api/v1/events",
    "/api/v1/namespaces/a/events",
    "/api/v1/namespaces/a/events/b",
    "/apis/events.k8s.io/v1/namespaces/a/events",
  ])
    assert.ok(isAboutEvents(path), path);
  for (const path of ["/api/v1/namespaces/events", "/api/v1/namespaces/a/pods/events", "/apis/x.io/v1/namespaces/a/events"])
    assert.ok(!isAboutEvents(path), path);
});

test("events: which are made under a name that nobody knows beforehand", () => {
  const makes = (metadata: CallRequest["body"], drawn?: readonly string[], parts: Partial<CallRequest> = {}): boolean =>
    makesUnknownEvent(
      { method: "POST", path: "/api/v1/namespaces/a/events", query: {}, body: { metadata: metadata ?? null }, ...parts },
      drawn,
    );
  assert.ok(makes({ generateName: "a-" }));
  assert.ok(makes({ name: "a.0.123", generateName: "a-" }, ["0.123"]));
  assert.ok(!makes({ name: "a.0.123" }));
  assert.ok(!makes({ name: "a" }, ["b", ""]));
  assert.ok(!makes({}));
  assert.ok(!makes(null));
  assert.ok(!makes({ generateName: "a-" }, [], { method: "PATCH" }));
  assert.ok(!makes({ generateName: "a-" }, [], { path: "/api/v1/namespaces/a/secrets" }));
});

test("events: what reads them is seen in the text of a program", () => {
  for (const code of [
    "core.listNamespacedEvent({ namespace })",
    "core.patchNamespacedEvent(request)",
    "events.listEventForAllNamespaces()",
    'makeInformer(config, "/api/v1/events", list)',
    "watch.watch(`/api/v1/namespaces/${namespace}/events`, {}, seen)",
    'custom.list({ plural: "events" })',
    'kube.list("v1", "Event")',
    'const read = new KubernetesObjectApi(config); const of = { kind: "Event" };',
  ])
    assert.ok(traitsOf(code).readsEvents, code);
  for (const code of [
    'core.createNamespacedEvent({ body: { kind: "Event" } })',
    "// lib/events.ts\nfunction emitEvent() {}",
    'kube.create({ kind: "Event" })',
    'target.addEventListener("event", seen)',
  ])
    assert.ok(!traitsOf(code).readsEvents, code);
});
