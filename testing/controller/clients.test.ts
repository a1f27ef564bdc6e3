import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import * as client0 from "client-node-0";
import * as client1 from "client-node-1";
import { createCluster } from "./create-cluster.ts";
import type { ClusterOptions } from "./types.ts";

const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "caches.cache.example.com" },
  spec: {
    group: "cache.example.com",
    scope: "Namespaced",
    names: { kind: "Cache", plural: "caches" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: {
              spec: { type: "object", properties: { size: { type: "integer", minimum: 1 } } },
              status: { type: "object", properties: { ready: { type: "integer" } } },
            },
          },
        },
      },
    ],
  },
};
const configMap = (name: string, data: Record<string, string> = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "shop", labels: { app: name } },
  data,
});
const cache = { apiVersion: "cache.example.com/v1", kind: "Cache", metadata: { name: "a", namespace: "shop" }, spec: { size: 1 } };
const shop = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } };
const names = (items: readonly { metadata?: { name?: string } }[]) => items.map(({ metadata }) => metadata?.name);

async function bench(context: TestContext, options: ClusterOptions = {}) {
  const cluster = createCluster({ objects: [shop], ...options });
  const server = await cluster.serve({ token: "secret" });
  context.after(() => server.close());
  return { cluster, server };
}

async function until(isTrue: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !isTrue(); tries += 1) {
    assert.ok(tries < 500, `never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function bench1(context: TestContext, options: ClusterOptions = {}) {
  const config = new client1.KubeConfig();
  const { cluster, server } = await bench(context, options);
  config.loadFromString(server.kubeconfig);
  return { cluster, server, config, core: config.makeApiClient(client1.CoreV1Api) };
}

test("client-node 1: objects of its models are created, read, replaced and deleted", async (context) => {
  const { core, cluster } = await bench1(context);
  await core.createNamespacedConfigMap({ namespace: "shop", body: configMap("a", { k: "1" }) });
  const read = await core.readNamespacedConfigMap({ namespace: "shop", name: "a" });
  assert.ok(read.metadata?.creationTimestamp instanceof Date);
  const body = Object.assign(read, { data: { k: "2" } });
  assert.deepEqual((await core.replaceNamespacedConfigMap({ namespace: "shop", name: "a", body })).data, { k: "2" });
  await assert.rejects(
    () => core.replaceNamespacedConfigMap({ namespace: "shop", name: "a", body }),
    (error: client1.ApiException<string>) => error.code === 409 && /the object has been modified/.test(error.body),
  );
  await core.deleteNamespacedConfigMap({ namespace: "shop", name: "a" });
  await assert.rejects(
    () => core.readNamespacedConfigMap({ namespace: "shop", name: "a" }),
    (error: client1.ApiException<string>) => error.code === 404,
  );
  assert.deepEqual(cluster.objects("v1", "ConfigMap"), []);
});

test("client-node 1: lists come in pages, and a page that is too old is 410", async (context) => {
  const { core, cluster } = await bench1(context, { objects: ["a", "b", "c", "d", "e"].map((name) => configMap(name)) });
  const first = await core.listNamespacedConfigMap({ namespace: "shop", limit: 2 });
  assert.deepEqual([names(first.items), first.metadata?.remainingItemCount], [["a", "b"], 3]);
  cluster.add(configMap("aa"));
  const next = first.metadata?._continue ?? "";
  const second = await core.listNamespacedConfigMap({ namespace: "shop", limit: 2, _continue: next });
  assert.deepEqual(names(second.items), ["c", "d"]);
  cluster.compact();
  await assert.rejects(
    () => core.listNamespacedConfigMap({ namespace: "shop", limit: 2, _continue: next }),
    (error: client1.ApiException<string>) => error.code === 410,
  );
  const chosen = await core.listConfigMapForAllNamespaces({ labelSelector: "app in (a, e)" });
  assert.deepEqual(names(chosen.items), ["a", "e"]);
});

test("client-node 1: every kind of patch, and server-side apply in YAML's content type", async (context) => {
  const { config, core } = await bench1(context, { objects: [configMap("a", { k: "1", l: "1" })] });
  const patched = async (body: object, strategy: string) => {
    const { data } = await core.patchNamespacedConfigMap(
      {
        namespace: "shop",
        name: "a",
        body,
        fieldManager: "test",
        ...(strategy === client1.PatchStrategy.ServerSideApply ? { force: true } : {}),
      },
      client1.setHeaderOptions("Content-Type", strategy),
    );
    return data;
  };
  assert.deepEqual(await patched([{ op: "replace", path: "/data/k", value: "2" }], client1.PatchStrategy.JsonPatch), { k: "2", l: "1" });
  assert.deepEqual(await patched({ data: { l: null } }, client1.PatchStrategy.MergePatch), { k: "2" });
  assert.deepEqual(await patched({ data: { m: "3" } }, client1.PatchStrategy.StrategicMergePatch), { k: "2", m: "3" });
  const apply = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { n: "4" } };
  assert.deepEqual(await patched(apply, client1.PatchStrategy.ServerSideApply), { k: "2", m: "3", n: "4" });
  const objects = client1.KubernetesObjectApi.makeApiClient(config);
  assert.deepEqual((await objects.read<client1.V1ConfigMap>({ ...configMap("a") })).data, { k: "2", m: "3", n: "4" });
});

test("client-node 1: custom resources, their status, and what their definition refuses", async (context) => {
  const { config } = await bench1(context, { definitions: [definition] });
  const custom = config.makeApiClient(client1.CustomObjectsApi);
  const place = { group: "cache.example.com", version: "v1", namespace: "shop", plural: "caches" };
  await custom.createNamespacedCustomObject({ ...place, body: cache });
  const read = (await custom.getNamespacedCustomObject({ ...place, name: "a" })) as typeof cache & { status?: object };
  const status = (await custom.replaceNamespacedCustomObjectStatus({
    ...place,
    name: "a",
    body: { ...read, status: { ready: 1 } },
  })) as object;
  assert.deepEqual((status as { status: object }).status, { ready: 1 });
  await assert.rejects(
    () => custom.createNamespacedCustomObject({ ...place, body: { ...cache, metadata: { name: "b" }, spec: { size: 0 } } }),
    (error: client1.ApiException<string>) => error.code === 422 && /spec\.size/.test(error.body),
  );
  const { items } = (await custom.listNamespacedCustomObject(place)) as { items: object[] };
  assert.equal(items.length, 1);
});

test("client-node 1: an informer follows objects, over a connection that breaks and a version that is forgotten", async (context) => {
  const { cluster, server, config, core } = await bench1(context, { objects: [configMap("a")] });
  const path = "/api/v1/namespaces/shop/configmaps";
  const informer = client1.makeInformer(config, path, () => core.listNamespacedConfigMap({ namespace: "shop" }));
  const seen: string[] = [];
  for (const verb of ["add", "update", "delete"] as const)
    informer.on(verb as "add", (object) => seen.push(`${verb} ${object.metadata?.name ?? ""}`));
  let isOver = false;
  informer.on("error", () => setTimeout(() => void (isOver || informer.start()), 10));
  context.after(() => {
    isOver = true;
    return informer.stop();
  });
  await informer.start();
  await until(() => cluster.takeRequests().some(({ query }) => query?.["watch"] === "true"), "the watch");
  await core.createNamespacedConfigMap({ namespace: "shop", body: configMap("b") });
  await core.deleteNamespacedConfigMap({ namespace: "shop", name: "a" });
  await until(() => seen.includes("delete a"), "events");
  cluster.failNext({ path, method: "GET" }, 410);
  server.disconnect();
  cluster.add(configMap("c"));
  cluster.compact();
  await until(() => informer.get("c", "shop") !== undefined, "what came while nobody watched");
  assert.deepEqual([...new Set(seen)].slice(0, 3), ["add a", "add b", "delete a"]);
  assert.deepEqual(new Set(names(informer.list("shop"))), new Set(["b", "c"]));
});

test("client-node 1: built-in controllers are at work behind it, and a lost answer is an error of the network", async (context) => {
  const { config, cluster } = await bench1(context, { controllers: "running", objects: [shop] });
  const [apps, core] = [config.makeApiClient(client1.AppsV1Api), config.makeApiClient(client1.CoreV1Api)];
  const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "web:1" }] } };
  const spec = { replicas: 2, selector: { matchLabels: { app: "web" } }, template };
  await apps.createNamespacedDeployment({ namespace: "shop", body: { metadata: { name: "web" }, spec } });
  assert.equal((await apps.readNamespacedDeployment({ namespace: "shop", name: "web" })).status?.readyReplicas, 2);
  const scale = await apps.readNamespacedDeploymentScale({ namespace: "shop", name: "web" });
  await apps.replaceNamespacedDeploymentScale({ namespace: "shop", name: "web", body: Object.assign(scale, { spec: { replicas: 3 } }) });
  assert.equal((await core.listNamespacedPod({ namespace: "shop" })).items.length, 3);
  cluster.failNext({ method: "DELETE" }, "answer-lost");
  await assert.rejects(() => apps.deleteNamespacedDeployment({ namespace: "shop", name: "web" }), { code: "ECONNRESET" });
  assert.deepEqual((await core.listNamespacedPod({ namespace: "shop" })).items, []);
});

async function bench0(context: TestContext, options: ClusterOptions = {}) {
  const config = new client0.KubeConfig();
  const { cluster, server } = await bench(context, options);
  config.loadFromString(server.kubeconfig);
  return { cluster, config, core: config.makeApiClient(client0.CoreV1Api) };
}

test("client-node 0: objects, pages, patches and refusals", async (context) => {
  const { core, cluster } = await bench0(context);
  for (const name of ["a", "b", "c"]) await core.createNamespacedConfigMap("shop", configMap(name, { k: "1" }));
  const { body: page } = await core.listNamespacedConfigMap("shop", undefined, undefined, undefined, undefined, undefined, 2);
  assert.deepEqual(names(page.items), ["a", "b"]);
  const headers = { headers: { "Content-Type": "application/merge-patch+json" } };
  const change = { data: { k: "2" } };
  const { body } = await core.patchNamespacedConfigMap("a", "shop", change, undefined, undefined, undefined, undefined, undefined, headers);
  assert.deepEqual(body.data, { k: "2" });
  await core.deleteNamespacedConfigMap("a", "shop");
  const missing = await core.readNamespacedConfigMap("a", "shop").catch((error: unknown) => error);
  assert.ok(missing instanceof client0.HttpError);
  assert.equal((missing.body as { reason: string }).reason, "NotFound");
  assert.deepEqual(names(cluster.objects("v1", "ConfigMap")), ["b", "c"]);
});

test("client-node 0: a watch, and an informer over it", async (context) => {
  const { config, core, cluster } = await bench0(context, { objects: [configMap("a")] });
  const seen: string[] = [];
  const watch = (await new client0.Watch(config).watch(
    "/api/v1/namespaces/shop/configmaps",
    { allowWatchBookmarks: true },
    (type: string, object: { metadata: { name: string } }) => seen.push(`${type} ${object.metadata.name}`),
    () => seen.push("done"),
  )) as { abort: () => void };
  await until(() => seen.length === 1, "what is there");
  const informer = client0.makeInformer(config, "/api/v1/namespaces/shop/configmaps", () => core.listNamespacedConfigMap("shop"));
  context.after(() => informer.stop());
  await informer.start();
  await core.createNamespacedConfigMap("shop", configMap("b"));
  await until(() => informer.get("b", "shop") !== undefined && seen.length === 2, "the new object");
  watch.abort();
  cluster.add(configMap("c"));
  await until(() => informer.get("c", "shop") !== undefined, "another one");
  assert.deepEqual(
    seen.filter((text) => text !== "done"),
    ["ADDED a", "ADDED b"],
  );
});
