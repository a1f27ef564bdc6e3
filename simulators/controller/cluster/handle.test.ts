import assert from "node:assert/strict";
import { test } from "node:test";
import { ConformanceServer } from "../../../test/conformance/server.ts";
import type { Json, JsonObject } from "../../../protocol/json.ts";
import { emptyCluster } from "./cluster.ts";
import { freeDefinition, pluralOf } from "./free.ts";
import { handle } from "./handle.ts";
import { textOf } from "./metadata.ts";
import { definitions, registered } from "./registry.ts";
import type { ApiRequest, Cluster, Mint } from "./types.ts";

const maps = "/api/v1/namespaces/shop/configmaps";

/** A server with the namespace `shop`. */
function shop(): ConformanceServer {
  const server = new ConformanceServer([], "versions");
  server.request({ method: "POST", path: "/api/v1/namespaces", body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } } });
  return server;
}

const map = (name: string, metadata: JsonObject = {}, data: JsonObject = {}): JsonObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, ...metadata },
  data,
});

const at = (value: Json | undefined, ...path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((found, key) => (found as Record<string, Json> | undefined)?.[key], value);

function send(server: ConformanceServer, method: ApiRequest["method"], path: string, body?: Json, more: Partial<ApiRequest> = {}) {
  const { code, json } = server.request({ method, path, ...(body === undefined ? {} : { body }), ...more });
  return { code, body: json as JsonObject, reason: at(json, "reason") };
}

test("server: what was created is there, once, under a version and a uid of its own", () => {
  const server = shop();
  const created = send(server, "POST", maps, map("a", {}, { k: "v" }));
  assert.equal(created.code, 201);
  assert.deepEqual(send(server, "GET", `${maps}/a`).body, created.body);
  assert.equal(send(server, "POST", maps, map("a")).reason, "AlreadyExists");
  const other = send(server, "POST", maps, map("b"));
  assert.notEqual(at(other.body, "metadata", "uid"), at(created.body, "metadata", "uid"));
  assert.ok(Number(at(other.body, "metadata", "resourceVersion")) > Number(at(created.body, "metadata", "resourceVersion")));
});

test("server: a write with an old version is a conflict, one that changes nothing is no write", () => {
  const server = shop();
  const first = send(server, "POST", maps, map("a", {}, { k: "1" })).body;
  assert.deepEqual(send(server, "PUT", `${maps}/a`, first).body, first);
  const second = send(server, "PUT", `${maps}/a`, { ...first, data: { k: "2" } });
  assert.equal(second.code, 200);
  assert.equal(send(server, "PUT", `${maps}/a`, { ...first, data: { k: "3" } }).reason, "Conflict");
  assert.equal(send(server, "PUT", `${maps}/a`, map("a", {}, { k: "4" })).code, 200);
  assert.equal(at(send(server, "GET", `${maps}/a`).body, "data", "k"), "4");
});

test("server: the other object of a name is another object", () => {
  const server = shop();
  const first = send(server, "POST", maps, map("a")).body;
  assert.equal(send(server, "DELETE", `${maps}/a`).code, 200);
  send(server, "POST", maps, map("a"));
  const uid = at(first, "metadata", "uid") as string;
  const precondition = { kind: "DeleteOptions", apiVersion: "v1", preconditions: { uid } };
  assert.equal(send(server, "DELETE", `${maps}/a`, precondition).reason, "Conflict");
  const { resourceVersion: _version, ...metadata } = first["metadata"] as JsonObject;
  assert.equal(send(server, "PUT", `${maps}/a`, { ...first, metadata }).reason, "Conflict");
});

test("server: a finalizer holds an object until it is taken away, and none is added meanwhile", () => {
  const server = shop();
  send(server, "POST", maps, map("a", { finalizers: ["example.com/f"] }));
  const going = send(server, "DELETE", `${maps}/a`);
  assert.equal(typeof at(going.body, "metadata", "deletionTimestamp"), "string");
  assert.equal(send(server, "POST", maps, map("a")).reason, "AlreadyExists");
  const merge = { type: "application/merge-patch+json" };
  const added = { metadata: { finalizers: ["example.com/f", "example.com/g"] } };
  assert.equal(send(server, "PATCH", `${maps}/a`, added, merge).code, 422);
  assert.equal(send(server, "PATCH", `${maps}/a`, { metadata: { finalizers: null } }, merge).code, 200);
  assert.equal(send(server, "GET", `${maps}/a`).reason, "NotFound");
});

for (const [policy, finalizer] of [
  ["Foreground", "foregroundDeletion"],
  ["Orphan", "orphan"],
] as const) {
  test(`server: ${policy} deletion leaves the work to the collector`, () => {
    const server = shop();
    send(server, "POST", maps, map("a"));
    const { code, body } = send(server, "DELETE", `${maps}/a`, undefined, { query: { propagationPolicy: policy } });
    assert.equal(code, 200);
    assert.deepEqual(at(body, "metadata", "finalizers"), [finalizer]);
    assert.equal(send(server, "GET", `${maps}/a`).code, 200);
  });
}

test("server: pages are of one moment, whatever is written between", () => {
  const server = shop();
  for (const name of ["a", "b", "c"]) send(server, "POST", maps, map(name));
  const first = send(server, "GET", maps, undefined, { query: { limit: "2" } }).body;
  assert.equal(at(first, "metadata", "remainingItemCount"), 1);
  send(server, "DELETE", `${maps}/c`);
  send(server, "POST", maps, map("d"));
  const query = { limit: "2", continue: at(first, "metadata", "continue") as string };
  const second = send(server, "GET", maps, undefined, { query }).body;
  assert.deepEqual(
    (second["items"] as readonly JsonObject[]).map((item) => at(item, "metadata", "name")),
    ["c"],
  );
  assert.equal(at(second, "metadata", "resourceVersion"), at(first, "metadata", "resourceVersion"));
});

test("server: a dry run answers as if, and leaves everything as it was", () => {
  const server = shop();
  const before = server.cluster;
  const query = { dryRun: "All" };
  assert.equal(send(server, "POST", maps, map("a"), { query }).code, 201);
  assert.equal(server.cluster, before);
  send(server, "POST", maps, map("a"));
  const after = server.cluster;
  assert.equal(send(server, "DELETE", `${maps}/a`, undefined, { query }).code, 200);
  assert.equal(send(server, "PUT", `${maps}/a`, map("a", {}, { k: "v" }), { query }).code, 200);
  assert.equal(server.cluster, after);
});

test("server: generated names are free ones", () => {
  const server = shop();
  const names = Array.from({ length: 5 }, () => at(send(server, "POST", maps, map("", { generateName: "g-" })).body, "metadata", "name"));
  assert.equal(new Set(names).size, 5);
  for (const name of names) assert.match(textOf(name), /^g-.{5}$/);
});

test("server: nothing is created in a namespace that is missing or going", () => {
  const server = shop();
  assert.equal(send(server, "POST", "/api/v1/namespaces/none/configmaps", map("a")).code, 404);
  send(server, "POST", maps, map("a"));
  assert.equal(at(send(server, "DELETE", "/api/v1/namespaces/shop").body, "status", "phase"), "Terminating");
  assert.equal(send(server, "POST", maps, map("b")).reason, "Forbidden");
  assert.equal(send(server, "PUT", `${maps}/a`, map("a", {}, { k: "v" })).code, 200);
});

test("server: a definition makes a resource, and takes it away", () => {
  const server = shop();
  const backups = "/apis/example.com/v1/namespaces/shop/backups";
  assert.equal(server.request({ method: "GET", path: backups }).code, 404);
  const { metadata: _metadata, ...definition } = freeDefinition("example.com/v1", "Backup");
  const crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  const made = send(server, "POST", crds, { ...definition, metadata: { name: "backups.example.com" } });
  assert.equal(made.code, 201, JSON.stringify(made.body));
  const backup = {
    apiVersion: "example.com/v1",
    kind: "Backup",
    metadata: { name: "b" },
    spec: { any: [1, { thing: null }] },
    status: { lost: 1 },
  };
  const created = send(server, "POST", backups, backup);
  assert.deepEqual([created.code, created.body["spec"], created.body["status"]], [201, backup.spec, undefined]);
  const status = send(server, "PUT", `${backups}/b/status`, { ...created.body, status: { phase: "Ready" }, spec: {} });
  assert.deepEqual([status.body["status"], status.body["spec"]], [{ phase: "Ready" }, backup.spec]);
  const unversioned = { ...status.body, metadata: { name: "b" } };
  assert.equal(send(server, "PUT", `${backups}/b`, unversioned).code, 422);
  send(server, "DELETE", `${backups}/b`);
  send(server, "DELETE", `${crds}/backups.example.com`);
  assert.equal(server.request({ method: "GET", path: backups }).code, 404);
});

test("server: what is served can be discovered", () => {
  const server = shop();
  assert.deepEqual(at(send(server, "GET", "/api").body, "versions"), ["v1"]);
  assert.equal(at(send(server, "GET", "/version").body, "minor"), "20");
  const groups = at(send(server, "GET", "/apis").body, "groups") as readonly JsonObject[];
  for (const { name, versions } of groups) {
    for (const { version } of versions as readonly { readonly version: string }[]) {
      const list = send(server, "GET", `/apis/${textOf(name)}/${version}`);
      assert.equal(list.code, 200);
      for (const resource of list.body["resources"] as readonly JsonObject[]) {
        if (textOf(resource["name"]).includes("/")) continue;
        const answer = send(server, "GET", `/apis/${textOf(name)}/${version}/${textOf(resource["name"])}`);
        assert.equal(at(answer.body, "kind"), `${textOf(resource["kind"])}List`);
      }
    }
  }
});

test("server: values in the store cannot be changed", () => {
  const server = shop();
  send(server, "POST", maps, map("a", { labels: { app: "x" } }, { k: "v" }));
  const stored = server.cluster.get("/configmaps", "shop/a");
  assert.ok(Object.isFrozen(stored) && Object.isFrozen(stored?.metadata.labels) && Object.isFrozen(stored?.["data"]));
});

test("server: it never throws, whatever is asked", () => {
  const mint: Mint = {
    version: () => "2",
    listVersion: () => "1",
    uid: () => "u",
    suffix: () => "abcde",
    clusterIp: () => "10.0.0.1",
    nodePort: () => 30_000,
    now: () => "2026-01-01T00:00:00Z",
  };
  const free = freeDefinition("example.com/v1", "Backup");
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "n", uid: "u", resourceVersion: "1" },
    spec: {},
    status: {},
  };
  const cluster: Cluster = emptyCluster.with(definitions, `/${free.metadata.name}`, free).with("/pods", "n/p", pod);
  const paths = registered(cluster).flatMap(({ group, version, plural, isNamespaced, subresources }) => {
    const base = `${group === "" ? "/api" : `/apis/${group}`}/${version}${isNamespaced ? "/namespaces/n" : ""}/${plural}`;
    return [base, `${base}/p`, ...subresources.map((subresource) => `${base}/p/${subresource}`)];
  });
  const bodies: readonly Json[] = [
    null,
    1,
    "x",
    [],
    {},
    { metadata: 1 },
    { metadata: { name: 5 } },
    { metadata: { name: "p" }, spec: 3 },
    [{ op: "add" }],
  ];
  const types = [
    "application/json",
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
    "application/apply-patch+yaml",
    "text/plain",
  ];
  let answers = 0;
  for (const path of [...paths, "", "/", "/apis//", "/api/v1/namespaces//pods", "/api/v1/namespaces/n/pods/p/x/y"]) {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"] as const) {
      for (const type of method === "PATCH" ? types : types.slice(0, 1)) {
        for (const body of method === "GET" ? [null] : bodies) {
          const { answer } = handle(cluster, { method, path, body, type, query: { fieldManager: "m" } }, { mint });
          assert.ok(answer.code >= 200 && answer.code < 600);
          answers++;
        }
      }
    }
  }
  assert.ok(answers > 1000, `${answers} answers`);
});

for (const [kind, plural] of [
  ["Widget", "widgets"],
  ["Policy", "policies"],
  ["Gateway", "gateways"],
  ["Ingress", "ingresses"],
] as const) {
  test(`plural of ${kind}`, () => assert.equal(pluralOf(kind), plural));
}
