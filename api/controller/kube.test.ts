import assert from "node:assert/strict";
import { test } from "node:test";
import { KubeError } from "./errors.ts";
import { addFinalizer, isDeleting, isOwnedBy, ownerReference, removeFinalizer } from "./helpers.ts";
import { createKube, type KubeAnswer, type KubeRequest } from "./kube.ts";
import type { Kube, KubeObject, Stored } from "./types.ts";

interface Bench {
  readonly kube: Kube;
  readonly sent: KubeRequest[];
}

/** A cluster that answers what it is told, one after the other; "lost": nothing. */
function bench(...answers: readonly (KubeAnswer | "lost")[]): Bench {
  const sent: KubeRequest[] = [];
  const left = [...answers];
  const kube = createKube({
    name: "memcached",
    transport(request) {
      sent.push(request);
      const answer = left.shift() ?? { code: 200, body: {} };
      return answer === "lost" ? Promise.reject(new Error("socket hang up")) : Promise.resolve(answer);
    },
    resourceOf: (_, kind) => (kind === "Unknown" ? undefined : { plural: `${kind.toLowerCase()}s`, namespaced: kind !== "Node" }),
    isWatched: (_, kind) => kind === "Watched",
  });
  return { kube, sent };
}

const ok = (body: unknown): KubeAnswer => ({ code: 200, body });
const refused = (code: number, reason: string, more: object = {}): KubeAnswer => ({
  code,
  body: { kind: "Status", status: "Failure", code, reason, message: `${reason}!`, ...more },
});
const set: Stored<KubeObject> = {
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "web", namespace: "shop", uid: "u1", resourceVersion: "7", finalizers: ["other"] },
};
const key = { namespace: "shop", name: "web" };

const requests: readonly { readonly name: string; readonly call: (kube: Kube) => Promise<unknown>; readonly want: Partial<KubeRequest> }[] =
  [
    {
      name: "get",
      call: (kube) => kube.get("v1", "Secret", key),
      want: { method: "GET", path: "/api/v1/namespaces/shop/secrets/web", query: {} },
    },
    {
      name: "get of a watched kind",
      call: (kube) => kube.get("g/v1", "Watched", key),
      want: { path: "/apis/g/v1/namespaces/shop/watcheds/web", cached: true },
    },
    {
      name: "get, fresh",
      call: (kube) => kube.get("g/v1", "Watched", key, { fresh: true }),
      want: { path: "/apis/g/v1/namespaces/shop/watcheds/web" },
    },
    { name: "a cluster-wide kind has no namespace", call: (kube) => kube.get("v1", "Node", key), want: { path: "/api/v1/nodes/web" } },
    {
      name: "list",
      call: (kube) =>
        kube.list("v1", "Pod", { namespace: "shop", labelSelector: { app: "web", tier: "a" }, fieldSelector: "spec.nodeName=n" }),
      want: {
        method: "GET",
        path: "/api/v1/namespaces/shop/pods",
        query: { labelSelector: "app=web,tier=a", fieldSelector: "spec.nodeName=n" },
      },
    },
    {
      name: "list of all",
      call: (kube) => kube.list("v1", "Pod", { labelSelector: "app in (a, b)" }),
      want: { path: "/api/v1/pods", query: { labelSelector: "app in (a, b)" } },
    },
    {
      name: "create",
      call: (kube) => kube.create(set),
      want: {
        method: "POST",
        path: "/apis/apps/v1/namespaces/shop/statefulsets",
        query: { fieldManager: "memcached" },
        type: "application/json",
        body: set,
      },
    },
    {
      name: "update",
      call: (kube) => kube.update(set, { fieldManager: "me" }),
      want: { method: "PUT", path: "/apis/apps/v1/namespaces/shop/statefulsets/web", query: { fieldManager: "me" }, body: set },
    },
    {
      name: "updateStatus",
      call: (kube) => kube.updateStatus(set),
      want: { method: "PUT", path: "/apis/apps/v1/namespaces/shop/statefulsets/web/status", body: set },
    },
    {
      name: "a merge patch",
      call: (kube) => kube.patch("v1", "Secret", key, { data: null }),
      want: { method: "PATCH", type: "application/merge-patch+json", body: { data: null } },
    },
    {
      name: "a JSON patch with preconditions",
      call: (kube) => kube.patch("v1", "Secret", key, [{ op: "remove", path: "/data" }], { preconditions: { resourceVersion: "3" } }),
      want: {
        type: "application/json-patch+json",
        body: [
          { op: "add", path: "/metadata/resourceVersion", value: "3" },
          { op: "remove", path: "/data" },
        ],
      },
    },
    {
      name: "a strategic patch of the status with preconditions",
      call: (kube) =>
        kube.patch(
          "v1",
          "Pod",
          key,
          { metadata: { labels: {} } },
          { type: "strategic", subresource: "status", preconditions: { uid: "u" } },
        ),
      want: {
        type: "application/strategic-merge-patch+json",
        path: "/api/v1/namespaces/shop/pods/web/status",
        body: { metadata: { labels: {}, uid: "u" } },
      },
    },
    {
      name: "apply",
      call: (kube) => kube.apply(set, { force: true }),
      want: { method: "PATCH", type: "application/apply-patch+yaml", query: { fieldManager: "memcached", force: "true" }, body: set },
    },
    {
      name: "delete",
      call: (kube) => kube.delete("v1", "Secret", key, { preconditions: { uid: "u" }, gracePeriodSeconds: 0 }),
      want: {
        method: "DELETE",
        path: "/api/v1/namespaces/shop/secrets/web",
        body: {
          apiVersion: "v1",
          kind: "DeleteOptions",
          propagationPolicy: "Background",
          preconditions: { uid: "u" },
          gracePeriodSeconds: 0,
        },
      },
    },
  ];

for (const { name, call, want } of requests) {
  test(`kube: ${name}`, async () => {
    const { kube, sent } = bench(ok({ metadata: { name: "web" } }));
    await call(kube);
    const [request] = sent;
    assert.equal(sent.length, 1);
    assert.deepEqual({ ...request, ...want }, request);
    assert.equal(request?.cached, want.cached);
  });
}

test("kube: not found is an answer of get and delete, an error of all others", async () => {
  const missing = refused(404, "NotFound");
  assert.equal(await bench(missing).kube.get("v1", "Secret", key), undefined);
  assert.equal(await bench(missing).kube.delete("v1", "Secret", key), false);
  assert.equal(await bench(ok({})).kube.delete("v1", "Secret", key), true);
  await assert.rejects(bench(missing).kube.update(set), { reason: "NotFound", code: 404 });
  await assert.rejects(bench({ code: 404, body: "404 page not found\n" }).kube.get("v1", "Secret", key), {
    reason: "NotFound",
    message: "404 page not found",
  });
  await assert.rejects(bench().kube.get("v1", "Unknown", key), { reason: "NotFound" });
});

test("kube: a refusal is an error with its reason and details, no answer is a time-out", async () => {
  const busy = refused(429, "TooManyRequests", { details: { retryAfterSeconds: 3, kind: "pods" } });
  await assert.rejects(bench(busy).kube.get("v1", "Pod", key), (error: unknown) => {
    assert.ok(error instanceof KubeError);
    assert.deepEqual(
      [error.code, error.reason, error.message, error.details],
      [429, "TooManyRequests", "TooManyRequests!", { retryAfterSeconds: 3, kind: "pods" }],
    );
    return true;
  });
  await assert.rejects(bench("lost").kube.create(set), { code: 504, reason: "Timeout" });
  await assert.rejects(bench({ code: 503, body: "" }).kube.create(set), { reason: "ServiceUnavailable" });
});

test("kube: a list has all pages, in order, each object with its kind", async () => {
  const item = (name: string, namespace: string) => ({ metadata: { name, namespace } });
  const pages = [
    ok({ metadata: { continue: "next" }, items: [item("b", "y"), item("a", "y")] }),
    ok({ metadata: {}, items: [item("z", "x")] }),
  ];
  const { kube, sent } = bench(...pages);
  const list = await kube.list("v1", "Pod");
  assert.deepEqual(
    list.map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name]),
    [
      ["Pod", "x", "z"],
      ["Pod", "y", "a"],
      ["Pod", "y", "b"],
    ],
  );
  assert.deepEqual(
    sent.map(({ query }) => query),
    [{}, { continue: "next" }],
  );
});

test("kube: a list whose place is too old is read anew", async () => {
  const page = (name: string, next: string) => ok({ metadata: { continue: next }, items: [{ metadata: { name } }] });
  const { kube, sent } = bench(page("old", "p"), refused(410, "Expired"), page("new", ""));
  assert.deepEqual(
    (await kube.list("v1", "Pod")).map(({ metadata }) => metadata.name),
    ["new"],
  );
  assert.equal(sent.length, 3);
});

test("helpers: finalizers are added and removed with the resourceVersion that was read", async () => {
  const { kube, sent } = bench(ok({ ...set, metadata: { ...set.metadata, resourceVersion: "8" } }), refused(404, "NotFound"));
  assert.equal((await addFinalizer(kube, set, "mine")).metadata.resourceVersion, "8");
  assert.equal(await addFinalizer(kube, set, "other"), set);
  await removeFinalizer(kube, set, "other");
  await removeFinalizer(kube, set, "mine");
  assert.deepEqual(
    sent.map(({ body }) => body),
    [
      { metadata: { finalizers: ["other", "mine"], uid: "u1", resourceVersion: "7" } },
      { metadata: { finalizers: [], uid: "u1", resourceVersion: "7" } },
    ],
  );
  await assert.rejects(removeFinalizer(bench(refused(409, "Conflict")).kube, set, "other"), { reason: "Conflict" });
});

test("helpers: owners count by their uid", () => {
  const reference = ownerReference(set);
  assert.deepEqual(reference, {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    name: "web",
    uid: "u1",
    controller: true,
    blockOwnerDeletion: true,
  });
  const child = { metadata: { ownerReferences: [reference] } };
  assert.equal(isOwnedBy(child as KubeObject, set), true);
  assert.equal(isOwnedBy(child as KubeObject, { ...set, metadata: { ...set.metadata, uid: "u2" } }), false);
  assert.deepEqual([isDeleting(set), isDeleting({ metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } } as KubeObject)], [false, true]);
});
