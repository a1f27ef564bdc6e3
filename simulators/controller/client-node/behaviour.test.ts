import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "../../../protocol/json.ts";
import { processOf } from "../process/testing/bundle.ts";
import type { CallAnswer, Strand } from "../process/types.ts";

// What the real clients send and say here was recorded by a server on this machine (0.22.3 and 1.4.0).

type Generation = "0.x" | "1.x";

const shown = ({ pending }: Strand): string => {
  const target = pending[0]?.target;
  if (target?.kind !== "api") return "nothing";
  const { method, path, query, type = "-", body } = target.request;
  const search = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return `${method} ${path}${search.length === 0 ? "" : `?${search.join("&")}`} ${type} ${body === undefined ? "-" : JSON.stringify(body)}`;
};

const program = (body: string): string => `import * as k8s from "@kubernetes/client-node";
const config = new k8s.KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(k8s.CoreV1Api);
const objects = k8s.KubernetesObjectApi.makeApiClient(config);
const deployment = () => ({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "d", namespace: "n" }, spec: { replicas: 1, bogus: 2 } });
const thing = () => ({ apiVersion: "x.example.com/v1", kind: "Thing", metadata: { name: "t", bogus: 1 }, spec: { bogus: 2 } });
export async function reconcile() { ${body} }`;

const input = { kind: "tagged", resource: {}, event: "ADDED" } as const;
const start = async (body: string, client: Generation): Promise<Strand> => (await processOf(program(body), { client })).start(input);

const things = "/apis/x.example.com/v1/namespaces/default/things";
const thingBody = '{"apiVersion":"x.example.com/v1","kind":"Thing","metadata":{"name":"t","namespace":"default"},"spec":{"bogus":2}}';
const deploymentBody = (spec: string): string =>
  `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"n"},"spec":${spec}}`;

const objectCalls: readonly { readonly call: string; readonly want: string; readonly old?: string; readonly wantOld?: string }[] = [
  {
    call: "objects.create(deployment())",
    want: `POST /apis/apps/v1/namespaces/n/deployments application/json ${deploymentBody('{"replicas":1}')}`,
    wantOld: `POST /apis/apps/v1/namespaces/n/deployments application/json ${deploymentBody('{"replicas":1,"bogus":2}')}`,
  },
  { call: "objects.create(thing())", want: `POST ${things} application/json ${thingBody}` },
  {
    call: `objects.patch(thing(), undefined, undefined, "me", true, "application/merge-patch+json")`,
    old: `objects.patch(thing(), undefined, undefined, "me", true, { headers: { "content-type": "application/merge-patch+json" } })`,
    want: `PATCH ${things}/t?fieldManager=me&force=true application/merge-patch+json ${thingBody}`,
  },
  { call: "objects.patch(thing())", want: `PATCH ${things}/t application/strategic-merge-patch+json ${thingBody}` },
  { call: "objects.read(thing())", want: `GET ${things}/t - -` },
  {
    call: `objects.list("x.example.com/v1", "Thing", "n", undefined, undefined, undefined, undefined, "a=b")`,
    want: "GET /apis/x.example.com/v1/namespaces/n/things?labelSelector=a=b - -",
  },
  { call: "objects.delete(thing())", want: `DELETE ${things}/t - -` },
  {
    call: `objects.delete(thing(), undefined, undefined, 5, undefined, "Foreground", { preconditions: { uid: "u" } })`,
    want: `DELETE ${things}/t?gracePeriodSeconds=5&propagationPolicy=Foreground application/json {"preconditions":{"uid":"u"}}`,
  },
  { call: "objects.replace(thing())", want: `PUT ${things}/t application/json ${thingBody}` },
];

for (const { call, want, old = call, wantOld = want } of objectCalls) {
  test(`client: ${call}`, async () => {
    assert.equal(shown(await start(`await ${call};`, "1.x")), want);
    assert.equal(shown(await start(`await ${old};`, "0.x")), wantOld);
  });
}

test("client: times of a Lease have microseconds", async () => {
  const lease = "{ metadata: { name: 'l' }, spec: { holderIdentity: 'me', renewTime: new k8s.V1MicroTime(0) } }";
  const call = "const leases = config.makeApiClient(k8s.CoordinationV1Api);";
  const want = `POST /apis/coordination.k8s.io/v1/namespaces/n/leases application/json {"metadata":{"name":"l"},"spec":{"holderIdentity":"me","renewTime":"1970-01-01T00:00:00.000000Z"}}`;
  assert.equal(shown(await start(`${call} await leases.createNamespacedLease({ namespace: "n", body: ${lease} });`, "1.x")), want);
  assert.equal(shown(await start(`${call} await leases.createNamespacedLease("n", ${lease});`, "0.x")), want);
});

const patches: readonly { readonly client: Generation; readonly call: string; readonly type: string }[] = [
  { client: "1.x", call: `core.patchNamespacedSecret({ name: "a", namespace: "n", body: { a: 1 } })`, type: "application/json-patch+json" },
  {
    client: "1.x",
    call: `core.patchNamespacedSecret({ name: "a", namespace: "n", body: { a: 1 } }, k8s.setHeaderOptions("Content-Type", k8s.PatchStrategy.MergePatch))`,
    type: "application/merge-patch+json",
  },
  {
    client: "1.x",
    call: `core.patchNamespacedSecret({ name: "a", namespace: "n", body: { a: 1 } }, k8s.setHeaderOptions("content-type", "application/merge-patch+json"))`,
    type: "application/json-patch+json",
  },
  {
    client: "1.x",
    call: `core.patchNamespacedSecret({ name: "a", namespace: "n", body: { a: 1 } }, { middleware: [{ pre: async (c) => { c.setHeaderParam("Content-Type", "application/apply-patch+yaml"); return c; }, post: async (c) => c }] })`,
    type: "application/apply-patch+yaml",
  },
  { client: "0.x", call: `core.patchNamespacedSecret("a", "n", { a: 1 })`, type: "application/json" },
  {
    client: "0.x",
    call: `core.patchNamespacedSecret("a", "n", { a: 1 }, undefined, undefined, undefined, undefined, undefined, { headers: { "Content-Type": k8s.PatchUtils.PATCH_FORMAT_JSON_MERGE_PATCH } })`,
    type: "application/merge-patch+json",
  },
  {
    client: "0.x",
    call: `(core.addInterceptor((o) => { o.headers["content-type"] = "application/apply-patch+yaml"; }), core.patchNamespacedSecret("a", "n", { a: 1 }))`,
    type: "application/apply-patch+yaml",
  },
];

for (const { client, call, type } of patches) {
  test(`client ${client}: ${call} is ${type}`, async () => {
    assert.equal(shown(await start(`await ${call};`, client)), `PATCH /api/v1/namespaces/n/secrets/a ${type} {"a":1}`);
  });
}

const said: readonly {
  readonly name: string;
  readonly client: Generation;
  readonly body: string;
  readonly answer?: Json;
  readonly code?: number;
  readonly want: string;
}[] = [
  {
    name: "a parameter that is missing",
    client: "1.x",
    body: `await core.readNamespacedSecret({ name: "a" }).catch((e) => console.log(e.name, e.message));`,
    want: "RequiredError Required parameter namespace was null or undefined when calling CoreV1Api.readNamespacedSecret.",
  },
  {
    name: "no parameters at all",
    client: "1.x",
    body: `try { core.readNamespacedSecret(); } catch (e) { console.log(e.message); }`,
    want: "Cannot read properties of undefined (reading 'name')",
  },
  {
    name: "a parameter that is missing",
    client: "0.x",
    body: `await core.readNamespacedSecret("a").catch((e) => console.log(e.name, e.message));`,
    want: "Error Required parameter namespace was null or undefined when calling readNamespacedSecret.",
  },
  {
    name: "a text in the place of a Date",
    client: "0.x",
    body: `await core.createNamespacedSecret("n", { metadata: { creationTimestamp: "2026-01-01T00:00:00Z" } }).catch((e) => console.log(e.message));`,
    want: "value.toISOString is not a function",
  },
  {
    name: "fields that are not there are there as undefined",
    client: "0.x",
    body: `const { body } = await core.readNamespacedSecret("a", "n"); console.log(Object.keys(body).join(), body.constructor.name);`,
    answer: { metadata: { name: "a" }, bogus: 1 },
    want: "apiVersion,data,immutable,kind,metadata,stringData,type V1Secret",
  },
  {
    name: "fields that are not there are not there",
    client: "1.x",
    body: `const body = await core.readNamespacedSecret({ name: "a", namespace: "n" }); console.log(Object.keys(body).join(), body instanceof k8s.V1Secret, body.metadata instanceof k8s.V1ObjectMeta);`,
    answer: { metadata: { name: "a" }, bogus: 1 },
    want: "metadata true true",
  },
  {
    name: "all of an answer",
    client: "1.x",
    body: `const { httpStatusCode, data, body } = await core.readNamespacedSecretWithHttpInfo({ name: "a", namespace: "n" }); console.log(httpStatusCode, data.metadata.name, (await body.text()).trim());`,
    answer: { metadata: { name: "a" } },
    want: '200 a {"metadata":{"name":"a"}}',
  },
  {
    name: "a refusal",
    client: "1.x",
    body: `await core.readNamespacedSecret({ name: "a", namespace: "n" }).catch((e) => console.log(e.message.split("\\n").slice(0, 2).join("; "), e.headers["retry-after"], e.name));`,
    answer: { kind: "Status", details: { retryAfterSeconds: 2 } },
    code: 429,
    want: "HTTP-Code: 429; Message: Unknown API Status Code! 2 Error",
  },
  {
    name: "who is not known",
    client: "1.x",
    body: `await core.readNamespacedSecret({ name: "a", namespace: "n" }).catch((e) => console.log(e.message.split("\\n")[1], e.body));`,
    answer: { kind: "Status" },
    code: 401,
    want: "Message: Unauthorized undefined",
  },
  {
    name: "an object of a kind that the client does not know",
    client: "1.x",
    body: `const t = await objects.read(thing()); console.log(t.metadata.creationTimestamp.getUTCFullYear(), t.spec.a);`,
    answer: { apiVersion: "x.example.com/v1", kind: "Thing", metadata: { creationTimestamp: "2026-01-01T00:00:00Z" }, spec: { a: 1 } },
    want: "2026 1",
  },
];

for (const { name, client, body, answer, code = 200, want } of said) {
  test(`client ${client}: ${name}`, async () => {
    const process = await processOf(program(body), { client });
    const first = process.start(input);
    const reply: CallAnswer = { kind: "answer", code, body: answer ?? null };
    const { events, ending } = answer === undefined ? first : process.answer(first, 0, reply);
    assert.deepEqual(
      events.map((event) => (event.kind === "log" ? event.text : event.kind)),
      [want],
    );
    assert.deepEqual(ending, { kind: "returned" });
  });
}

test("client: models are classes, configurations lead to the check, subclasses of API classes work", async () => {
  const strand = await start(
    `class Mine extends k8s.CoreV1Api { read(name) { return this.readNamespacedSecret({ name, namespace: "n" }); } }
    const pod = new k8s.V1Pod(); pod.metadata = { name: "p" };
    console.log(pod instanceof k8s.V1Pod, JSON.stringify(pod), config.getCurrentCluster().server, k8s.CoreV1Api.name);
    await config.makeApiClient(Mine).read("x");`,
    "1.x",
  );
  assert.equal(shown(strand), "GET /api/v1/namespaces/n/secrets/x - -");
  assert.deepEqual(
    strand.events.map((event) => event.kind === "log" && event.text),
    ['true {"metadata":{"name":"p"}} https://kubernetes.default.svc CoreV1Api'],
  );
});

test("client: what is imported from inside of the package is the same", async () => {
  const process = await processOf(
    `import { HttpError } from "@kubernetes/client-node";
    import { HttpError as Same, CoreV1Api } from "@kubernetes/client-node/dist/api";
    export async function reconcile() { console.log(HttpError === Same, typeof CoreV1Api); }`,
    { client: "0.x" },
  );
  assert.deepEqual(
    process.start(input).events.map((event) => event.kind === "log" && event.text),
    ["true function"],
  );
});
