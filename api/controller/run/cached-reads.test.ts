import assert from "node:assert/strict";
import { test } from "node:test";
import { createKube } from "../kube.ts";
import type { KubeObject } from "../types.ts";
import { Cache } from "./cache.ts";
import { withCachedReads } from "./cached-reads.ts";

const kind = { apiVersion: "v1", kind: "Secret" };
const secret = (namespace: string, name: string, resourceVersion = "1", labels = {}) => ({
  metadata: { namespace, name, uid: `u-${name}`, resourceVersion, labels },
  data: { k: "v" },
});

function bench() {
  const cache = new Cache(kind);
  cache.replace([secret("shop", "a", "1", { app: "web" }), secret("shop", "b"), secret("other", "a")]);
  const asked: string[] = [];
  const kube = createKube({
    name: "c",
    resourceOf: () => ({ plural: "secrets", namespaced: true }),
    isWatched: () => true,
    transport: withCachedReads(
      ({ method, path, query }) => {
        asked.push(`${method} ${path}?${new URLSearchParams(query).toString()}`);
        return Promise.resolve({ code: 200, body: { ...kind, metadata: { name: "fresh" }, items: [] } });
      },
      () => cache,
    ),
  });
  return { cache, asked, kube };
}

test("reads of watched kinds ask nobody: by name, by namespace, by labels and by fields", async () => {
  const { kube, asked } = bench();
  const list = async (options: object) =>
    (await kube.list("v1", "Secret", options)).map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`);
  assert.deepEqual(await list({}), ["other/a", "shop/a", "shop/b"]);
  assert.deepEqual(await list({ namespace: "shop" }), ["shop/a", "shop/b"]);
  assert.deepEqual(await list({ labelSelector: "app in (web, api)" }), ["shop/a"]);
  assert.deepEqual(await list({ labelSelector: "!app", fieldSelector: "metadata.name!=b" }), ["other/a"]);
  assert.deepEqual(await list({ fieldSelector: "metadata.name=a,metadata.namespace==shop" }), ["shop/a"]);
  assert.equal((await kube.get("v1", "Secret", { namespace: "shop", name: "a" }))?.kind, "Secret");
  assert.equal(await kube.get("v1", "Secret", { namespace: "shop", name: "x" }), undefined);
  assert.deepEqual(asked, []);
});

test("what only the server knows is asked of it: fresh reads, other fields, writes", async () => {
  const { kube, asked } = bench();
  await kube.get("v1", "Secret", { namespace: "shop", name: "a" }, { fresh: true });
  await kube.list("v1", "Secret", { fieldSelector: "type=Opaque" });
  await kube.delete("v1", "Secret", { namespace: "shop", name: "a" });
  assert.deepEqual(asked, [
    "GET /api/v1/namespaces/shop/secrets/a?",
    "GET /api/v1/secrets?fieldSelector=type%3DOpaque",
    "DELETE /api/v1/namespaces/shop/secrets/a?",
  ]);
});

test("what was read is the reader's own", async () => {
  const { kube, cache } = bench();
  const read = await kube.get<KubeObject & { data: Record<string, string> }>("v1", "Secret", { namespace: "shop", name: "a" });
  assert.ok(read);
  read.data["k"] = "changed";
  assert.deepEqual((cache.get("shop/a") as unknown as { data: object }).data, { k: "v" });
});

test("a new list tells what is new, what has changed and what has gone, and nothing else", () => {
  const { cache } = bench();
  const reborn = { ...secret("other", "a"), metadata: { ...secret("other", "a").metadata, uid: "another" } };
  const changes = cache.replace([secret("shop", "b"), secret("shop", "c"), reborn]);
  assert.deepEqual(
    changes.map(({ before, after }) => [before?.metadata.name, before?.metadata.uid, after?.metadata.name, after?.metadata.uid]),
    [
      ["a", "u-a", undefined, undefined],
      [undefined, undefined, "c", "u-c"],
      ["a", "u-a", "a", "another"],
    ],
  );
});
