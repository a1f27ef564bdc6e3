import assert from "node:assert/strict";
import { test } from "node:test";
import typescript from "typescript";
import { lineStarts, offsetAt } from "../../core/lines.ts";
import type { Offer } from "../../core/simulator.ts";
import { discover } from "./discover.ts";

const read = (text: string, path = "src/operator.ts") => discover({ path, text, typescript: () => typescript });
const offersOf = (text: string, path?: string): readonly Offer[] => read(text, path).offers ?? [];

const client = `import * as k8s from "@kubernetes/client-node";
const config = new k8s.KubeConfig();
const core = config.makeApiClient(k8s.CoreV1Api);
const custom = config.makeApiClient(k8s.CustomObjectsApi);
`;
const write = "await core.createNamespacedSecret({ namespace: cr.metadata.namespace, body: {} });";

function applied(text: string, { edits }: Offer): string {
  const lines = lineStarts(text);
  const at = edits.map(({ range, newText }) => ({
    start: offsetAt(lines, text, range.start),
    end: offsetAt(lines, text, range.end),
    newText,
  }));
  return at
    .sort((a, b) => b.start - a.start)
    .reduce((now, { start, end, newText }) => now.slice(0, start) + newText + now.slice(end), text);
}

/** The text with its only offer taken, which is a scenario then and offers nothing more. */
function taken(text: string, path?: string): string {
  const offers = offersOf(text, path);
  assert.deepEqual(
    offers.map(({ title }) => title),
    ["Verify as reconcile"],
  );
  const after = applied(text, offers[0] as Offer);
  const { scenarios, problems, offers: more } = read(after, path);
  assert.deepEqual([scenarios.length, scenarios[0]?.notRun, problems.length, more], [1, undefined, 0, undefined], after);
  return after;
}

const tagsIn = (text: string): readonly string[] => [...text.matchAll(/^ \* (@.*)$/gm)].map(([, tag]) => tag ?? "");

for (const [what, text, tags] of [
  [
    "a type of the file that says its kind",
    `interface Db { apiVersion: "data.example.com/v1beta1"; kind: "Database"; metadata: { namespace: string } }\nexport async function reconcile(cr: Db) { ${write} }`,
    ["@reconcile data.example.com/v1beta1 Database", "@sample ./database.yaml"],
  ],
  [
    "the type and an owner reference",
    `async function reconcileCache(cr: CacheCluster) { ${write} return [{ apiVersion: "a.io/v2", kind: "CacheCluster", name: cr.metadata.name }]; }`,
    ["@reconcile a.io/v2 CacheCluster", "@sample ./cache-cluster.yaml"],
  ],
  [
    "the type and the call whose plural fits",
    `export const reconcile = async (cr: Policy): Promise<void> => { await custom.patchNamespacedCustomObjectStatus({ group: "sec.example.com", version: "v1", plural: "policies", namespace: "a", name: "b", body: {} }); };`,
    ["@reconcile sec.example.com/v1 Policy", "@sample ./policy.yaml"],
  ],
  [
    "a positional call with constants, no type",
    `const GROUP = "cache.example.com";\nasync function reconcileNow(obj: any) { await custom.patchNamespacedCustomObjectStatus(GROUP, "v1alpha1", obj.metadata.namespace, "memcacheds", "x", {}); }`,
    ["@reconcile cache.example.com/v1alpha1 Memcached", "@sample ./memcached.yaml"],
  ],
  [
    "a class of the client",
    `async function reconcile(cr: k8s.V1StatefulSet) { ${write} }`,
    ["@reconcile apps/v1 StatefulSet", "@sample ./stateful-set.yaml"],
  ],
  ["nothing: a placeholder", `async function reconcile(cr: any) { ${write} }`, ["@reconcile example.com/v1 Kind", "@sample ./sample.yaml"]],
] as const) {
  test(`an offer guesses the kind from ${what}`, () => assert.deepEqual(tagsIn(taken(`${client}${text}\n`)), tags));
}

test("an offer stands at the function's name and puts the tags into the comment that is there", () => {
  const head = `${client}/** Makes the Secret. */\n`;
  const text = `${head}export async function reconcile(cr: k8s.V1Node) {\n  ${write}\n}\n`;
  assert.deepEqual(offersOf(text)[0]?.range.start, { line: 5, character: "export async function ".length });
  assert.ok(
    taken(text).includes("/** Makes the Secret.\n * @reconcile v1 Node\n * @sample ./node.yaml\n */\nexport async function reconcile(cr"),
  );
  assert.ok(
    taken(text.replaceAll("\n", "\r\n")).includes(
      "/** Makes the Secret.\r\n * @reconcile v1 Node\r\n * @sample ./node.yaml\r\n */\r\nexport",
    ),
  );
});

const pod = `import("@kubernetes/client-node").V1Pod`;
const informer = `const informer = k8s.makeInformer(config, "/api/v1/namespaces/default/pods", () => core.listNamespacedPod({ namespace: "default" }));\n`;

test("an informer's callback becomes a function of the module", () => {
  const text = `${client}${informer}informer.on("add", async (cr) => {\n  ${write}\n});\n`;
  assert.equal(
    taken(text),
    `${client}${informer}informer.on("add", reconcilePod);\n\n/**\n * @reconcile v1 Pod\n * @sample ./pod.yaml\n */\nasync function reconcilePod(cr: ${pod}) {\n  ${write}\n}\n`,
  );
  const script = taken(text, "operator.js");
  assert.ok(script.includes("async function reconcilePod(cr) {"));
});

test("a callback that hands the object on stands for the function that gets it, for all events together", () => {
  const on = ["add", "update"].map((event) => `informer.on("${event}", (pod) => void sync(pod).catch(console.error));\n`).join("");
  const text = `${client}${informer}${on}informer.on("error", console.error);\nasync function sync(cr: any) {\n  ${write}\n}\n`;
  assert.ok(taken(text).includes(" * @reconcile v1 Pod\n * @sample ./pod.yaml\n */\nasync function sync(cr: any) {"));
});

test("a watch hands over the type of event first: the function gets the object first", () => {
  const start = `await new k8s.Watch(config).watch("/apis/a.example.com/v1/widgets", {}, `;
  const text = `${client}${start}async (phase, cr) => {\n  if (phase !== "DELETED") ${write}\n}, () => {});\n`;
  const after = taken(text);
  assert.ok(after.includes(`${start}(phase, cr) => reconcileWidget(cr, phase), () => {});`));
  assert.ok(
    after.includes(
      " * @reconcile a.example.com/v1 Widget\n * @sample ./widget.yaml\n */\nasync function reconcileWidget(cr: any, phase: string) {",
    ),
  );
});

test("Pepr's Reconcile, with the kind that is registered for its class", () => {
  const head = `import { Capability, K8s, RegisterKind } from "pepr";\nclass WebApp {}\nRegisterKind(WebApp, { group: "pepr.dev", version: "v1alpha1", kind: "WebApp" });\n`;
  const text = `${head}const { When } = new Capability({ name: "a" });\nWhen(WebApp).IsCreatedOrUpdated().Validate(check).Reconcile(async instance => {\n  await K8s(WebApp).PatchStatus(instance);\n});\n`;
  const after = taken(text);
  assert.ok(
    after.includes(
      ".Reconcile(reconcileWebApp);\n\n/**\n * @reconcile pepr.dev/v1alpha1 WebApp\n * @sample ./web-app.yaml\n */\nasync function reconcileWebApp(instance: WebApp) {",
    ),
  );
});

for (const [what, text] of [
  ["a function named so without a call of the API", `${client}export async function reconcile(cr: any) { console.log(cr.metadata.name); }`],
  ["another client", `import { core } from "./client";\nexport async function reconcile(cr: any) { ${write} }`],
  ["another library's Watch", `import { Watch } from "chokidar";\nexport async function reconcile(cr: any) { ${write} }`],
  ["a mention in a text", `export const s = '"@kubernetes/client-node"';\nexport async function reconcile(cr: any) { ${write} }`],
  ["a function that gets a name", `${client}async function reconcile(name: string, cr: any) { ${write} }`],
  ["a function that gets a request", `${client}async function reconcile(request: any) { const cr = request; ${write} }`],
  ["a function that gets clients", `${client}async function reconcile(cr: any, api: k8s.AppsV1Api) { ${write} }`],
  [
    "a function that only sounds like it",
    `${client}async function reconciled(cr: any) { ${write} }\nasync function irreconcilable(cr: any) { ${write} }`,
  ],
  ["an event emitter that is no informer", `${client}emitter.on("add", async (cr: any) => { ${write} });`],
  ["an informer's errors", `${client}${informer}informer.on("error", async (cr: any) => { ${write} });`],
  ["a callback without a call of the API", `${client}${informer}informer.on("add", (pod) => console.log(pod));`],
  ["a method", `${client}class Operator { async reconcile(cr: any) { ${write} } }`],
  [
    "a callback that uses names around it",
    `${client}${informer}function main(count: number) { informer.on("add", async (cr) => { ${write} count++; }); }`,
  ],
  [
    "a file that has a controller",
    `${client}/**\n * @reconcile v1 Pod\n * @sample ./a.yaml\n */\nasync function one(cr: any) {}\nasync function reconcile(cr: any) { ${write} }`,
  ],
  ["tags that are misspelt", `${client}/** @reconsile v1 Pod */\nasync function reconcile(cr: any) { ${write} }`],
  ["a half-typed text", `${client}async function reconcile(cr: any) { ${write} `],
  ["Pepr's other actions", `import { a, When } from "pepr";\nWhen(a.Pod).IsCreated().Mutate(async (pod) => {});`],
] as const) {
  test(`nothing is offered for ${what}`, () => assert.deepEqual(offersOf(`${text}\n`), []));
}

test("a function that another reconcile function calls is part of that", () => {
  const text = `${client}async function reconcile(cr: any) { await reconcileSecret(cr); }\nasync function reconcileSecret(cr: any) { ${write} }\n`;
  assert.deepEqual(
    offersOf(text).map(({ range }) => range.start.line),
    [4],
  );
});

test("a call of the API is reached through methods, too", () => {
  const type = `class Operator {\n  async reconcile(cr: any) { await this.#make(cr); }\n  async #make(cr: any) { ${write} }\n}\n`;
  const text = `${client}${type}const operator = new Operator();\nexport const reconcile = (cr: k8s.V1Pod) => operator.reconcile(cr);\n`;
  assert.ok(taken(text).includes(" * @sample ./pod.yaml\n */\nexport const reconcile ="));
  assert.deepEqual(offersOf(text.replace("operator.reconcile(cr)", "other.reconcile(cr)")), []);
});

test("static findings appear for what is recognised, methods too, and for nothing else", () => {
  const dropped = "core.createNamespacedSecret({ namespace: cr.metadata.namespace, body: {} });";
  const codes = (text: string) => read(`${client}${text}`).problems.map(({ code, severity }) => `${severity} ${code}`);
  assert.deepEqual(codes(`export async function reconcile(cr: any) { ${dropped} }`), ["warning FL2101"]);
  assert.deepEqual(codes(`class Operator { async reconcile(cr: any) { ${dropped} } }`), ["warning FL2101"]);
  assert.deepEqual(codes(`${informer}informer.on("update", async (cr) => { ${dropped} });`), ["warning FL2101"]);
  assert.deepEqual(codes(`async function deploy(cr: any) { ${dropped} }\nnew k8s.Watch(config);`), []);
});
