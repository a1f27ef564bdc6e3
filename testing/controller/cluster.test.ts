import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "../../api/controller/types.ts";
import { createCluster } from "./create-cluster.ts";

const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop" },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: "web" } },
    template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "web:1" }] } },
  },
};

test("objects are stored, changed and deleted as by an API server", async () => {
  const { kube } = createCluster({
    objects: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "shop" }, data: { k: "1" } }],
  });
  const read = await kube.get<{ data: Record<string, string>; metadata: object }>("v1", "ConfigMap", { namespace: "shop", name: "a" });
  assert.ok(read);
  const updated = await kube.update({ ...read, data: { k: "2" } });
  assert.notEqual(updated.metadata.resourceVersion, read.metadata.resourceVersion);
  await assert.rejects(() => kube.update({ ...read, data: { k: "3" } }), { code: 409, reason: "Conflict" });
  assert.equal(await kube.delete("v1", "ConfigMap", { namespace: "shop", name: "a" }), true);
  assert.equal(await kube.delete("v1", "ConfigMap", { namespace: "shop", name: "a" }), false);
});

test("built-in controllers work when they are told to", async () => {
  const cluster = createCluster({ controllers: "running", objects: [deployment] });
  assert.ok(cluster.settle() > 0);
  const pods = cluster.objects<KubeObject & { status: { phase: string } }>("v1", "Pod", "shop");
  assert.deepEqual(
    pods.map(({ status }) => status.phase),
    ["Running", "Running"],
  );
  await cluster.kube.delete("apps/v1", "Deployment", { namespace: "shop", name: "web" });
  cluster.settle();
  assert.deepEqual(cluster.objects("v1", "Pod"), []);
});

test("the same requests give the same names, another seed gives others", () => {
  const names = (seed: number) => {
    const cluster = createCluster({ controllers: "running", objects: [deployment], seed });
    cluster.settle();
    return cluster.objects("v1", "Pod").map(({ metadata }) => `${metadata.name} ${metadata.uid}`);
  };
  assert.deepEqual(names(1), names(1));
  assert.notDeepEqual(names(1), names(2));
});

test("a watch tells what was there, then what happens, and goes on where another one ended", async () => {
  const cluster = createCluster();
  const secret = (name: string) => ({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace: "shop", labels: { app: name } } });
  cluster.add(secret("a"));
  const seen: string[] = [];
  for await (const { type, object } of cluster.watch("v1", "Secret", { namespace: "shop" })) {
    seen.push(`${type} ${object.metadata.name}`);
    if (seen.length === 1) cluster.add(secret("b"));
    if (seen.length === 2) await cluster.kube.delete("v1", "Secret", { namespace: "shop", name: "a" });
    if (seen.length === 3) break;
  }
  assert.deepEqual(seen, ["ADDED a", "ADDED b", "DELETED a"]);
  const [b] = cluster.objects("v1", "Secret", "shop");
  for await (const { type, object } of cluster.watch("v1", "Secret", { resourceVersion: b?.metadata.resourceVersion ?? "" })) {
    assert.equal(`${type} ${object.metadata.name}`, "DELETED a");
    break;
  }
  cluster.compact();
  for await (const { type, object } of cluster.watch("v1", "Secret", { resourceVersion: b?.metadata.resourceVersion ?? "" })) {
    assert.deepEqual([type, (object as unknown as { code: number }).code], ["ERROR", 410]);
  }
});

test("a watch ends when its signal is aborted, and loses nothing before", async () => {
  const cluster = createCluster();
  const stop = new AbortController();
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { object } of cluster.watch("v1", "ConfigMap", { signal: stop.signal })) seen.push(object.metadata.name);
  })();
  cluster.add({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", namespace: "a" } });
  await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  await reading;
  assert.deepEqual(seen, ["x"]);
});

test("faults strike once, in order: refused, lost, or done without an answer", async () => {
  const cluster = createCluster({ objects: [{ apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } }] });
  const create = (name: string) => cluster.kube.create({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace: "shop" } });
  cluster.failNext({ method: "POST" }, 429);
  cluster.failNext({ path: /secrets$/ }, "lost");
  cluster.failNext({ method: "POST" }, "answer-lost");
  await assert.rejects(() => create("a"), { code: 429 });
  await assert.rejects(() => create("b"), { reason: "Timeout" });
  await assert.rejects(() => create("c"), { reason: "Timeout" });
  await create("d");
  assert.deepEqual(
    cluster.objects("v1", "Secret").map(({ metadata }) => metadata.name),
    ["c", "d"],
  );
  assert.throws(() => cluster.failNext({}, 200), RangeError);
});

test("over HTTP it answers as in the process: requests, text, watch, token, too large bodies", async () => {
  const cluster = createCluster();
  const server = await cluster.serve({ token: "t" });
  try {
    const ask = (path: string, init: Omit<RequestInit, "headers"> = {}, headers: Readonly<Record<string, string>> = {}) =>
      fetch(`${server.url}${path}`, { ...init, headers: { authorization: "Bearer t", ...headers } });
    assert.equal((await fetch(`${server.url}/api`)).status, 401);
    assert.equal((await ask("/nothing")).status, 404);
    assert.equal(await (await ask("/readyz")).text(), "ok");
    assert.equal((await ask("/%zz")).status, 400);
    const post = (path: string, body: string) => ask(path, { method: "POST", body }, { "content-type": "application/json" });
    assert.equal((await post("/api/v1/namespaces", JSON.stringify({ metadata: { name: "shop" } }))).status, 201);
    const yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: v\n";
    const patch = { method: "PATCH", body: yaml };
    const applied = await ask("/api/v1/namespaces/shop/configmaps/a?fieldManager=me", patch, {
      "content-type": "application/apply-patch+yaml",
    });
    assert.equal(applied.status, 201);
    const watch = await ask("/api/v1/configmaps?watch=true&timeoutSeconds=1&allowWatchBookmarks=true");
    const lines = (await watch.text()).trim().split("\n");
    assert.deepEqual(
      lines
        .map((line) => JSON.parse(line) as { type: string; object: { kind: string } })
        .map(({ type, object }) => `${type} ${object.kind}`),
      ["ADDED ConfigMap", "BOOKMARK ConfigMap"],
    );
    assert.equal((await ask("/api/v1/configmaps?watch=true&resourceVersionMatch=NotOlderThan&sendInitialEvents=true")).status, 422);
    assert.equal((await post("/api/v1/namespaces/shop/configmaps", "x".repeat(4 * 1024 * 1024))).status, 413);
    assert.equal((await post("/api/v1/namespaces/shop/configmaps", "{ broken")).status, 400);
    cluster.failNext({ path: "/api/v1/pods" }, 429);
    assert.equal((await ask("/api/v1/pods?watch=true")).headers.get("retry-after"), "1");
    cluster.failNext({}, "lost");
    await assert.rejects(() => ask("/api/v1/pods"));
    assert.match(server.kubeconfig, /127\.0\.0\.1/);
  } finally {
    await server.close();
  }
});

test("whoever is served over HTTP finds built-in controllers at work", async () => {
  const cluster = createCluster({ controllers: "running" });
  const server = await cluster.serve();
  try {
    cluster.add(deployment);
    const { items } = (await (await fetch(`${server.url}/api/v1/pods`)).json()) as { items: readonly object[] };
    assert.equal(items.length, 2);
    const watch = await fetch(`${server.url}/api/v1/pods?watch=true`);
    const text = watch.text();
    server.disconnect();
    await assert.rejects(() => text);
    assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  } finally {
    await server.close();
  }
});

test("what is given may be in any order, and may have been read from another cluster", () => {
  const definition = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "caches.example.com" },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { kind: "Cache", plural: "caches" },
      versions: ["v1", "v2"].map((name) => ({
        name,
        served: true,
        storage: name === "v1",
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: { spec: { type: "object", properties: { size: { type: "integer", default: 3 } } } },
          },
        },
      })),
    },
  };
  const cache = (name: string) => ({
    apiVersion: "example.com/v2",
    kind: "Cache",
    metadata: { name, namespace: "shop", resourceVersion: "77", uid: "u" },
    spec: {},
  });
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels: { team: "a" } } };
  const cluster = createCluster({ objects: [cache("a"), namespace, definition] });
  const [found] = cluster.objects<KubeObject & { spec: object }>("example.com/v2", "Cache");
  assert.deepEqual([found?.apiVersion, found?.spec], ["example.com/v2", { size: 3 }]);
  assert.equal(cluster.objects("example.com/v1", "Cache")[0]?.apiVersion, "example.com/v1");
  cluster.add({ apiVersion: "v1", kind: "Secret", metadata: { name: "s", namespace: "two" } });
  cluster.add({ ...namespace, metadata: { name: "two", labels: { team: "b" } } });
  const teams = cluster.objects("v1", "Namespace").map(({ metadata }) => metadata.labels?.["team"]);
  assert.deepEqual(teams, [undefined, undefined, "a", "b"]);
  assert.throws(() => cluster.add(namespace), /Namespace shop: namespaces "shop" already exists/);
});

test("objects may be given as the text of files, and requests can be looked at", async () => {
  const cluster = createCluster({
    objects: ["apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: shop }\n---\n# nothing\n---\nkind: List\nitems: []\n"],
  });
  assert.equal(cluster.objects().length, 4);
  await cluster.kube.get("v1", "Secret", { namespace: "shop", name: "a" });
  assert.deepEqual(
    cluster.takeRequests().map(({ method, path }) => `${method} ${path}`),
    ["GET /api/v1/namespaces/shop/secrets/a"],
  );
  assert.deepEqual(cluster.takeRequests(), []);
  assert.throws(() => cluster.add("a: [1"), /flow/i);
  assert.throws(() => cluster.objects("v1", "Nothing"), /no kind v1 Nothing/);
});
