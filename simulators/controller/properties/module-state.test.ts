import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { processOf } from "../process/testing/bundle.ts";
import { check } from "../world/check.ts";
import type { Setup } from "../world/setup.ts";
import { thing } from "../world/testing/examples.ts";

/** A site with one ConfigMap, whose text the user changes once. */
const setup: Setup = {
  ...thing,
  resource: { apiVersion: "x.example.com/v1", kind: "Site" },
  owns: [{ apiVersion: "v1", kind: "ConfigMap" }],
  sample: { apiVersion: "x.example.com/v1", kind: "Site", metadata: { name: "home", namespace: "web" }, spec: { text: "one" } },
  edits: [{ kind: "value", path: ["spec", "text"], value: "two" }],
};

const program = (state: string, body: string): string => `
import { CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";
const config = new KubeConfig();
${state}
const core = config.makeApiClient(CoreV1Api);
const custom = config.makeApiClient(CustomObjectsApi);
const ref = { group: "x.example.com", version: "v1", plural: "sites" };
const orMissing = (answer) => answer.catch((error) => { if (error.code === 404) return undefined; throw error; });
const namespace = "web";
const name = "home";
const live = () => orMissing(custom.getNamespacedCustomObject({ ...ref, namespace, name }));
const current = () => orMissing(core.readNamespacedConfigMap({ namespace, name }));
const body = ({ apiVersion, kind, metadata: { uid }, spec: { text } }) => ({
  metadata: { name, ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] },
  data: { text },
});
const create = (site) => core.createNamespacedConfigMap({ namespace, body: body(site) });
async function ensure(site) {
  const map = await current();
  if (map === undefined) await create(site);
  else if (map.metadata.ownerReferences[0].uid !== site.metadata.uid) throw new Error("the former one is still there");
  else if (map.data.text !== site.spec.text) await core.replaceNamespacedConfigMap({ namespace, name, body: { ...map, data: { text: site.spec.text } } });
}
export async function reconcile(event) {
  const site = await live();
  if (site === undefined || site.metadata.deletionTimestamp || site.metadata.uid !== event.metadata.uid) return;
${body}
}`;

/** A check ends far below this. */
const maxStates = 30_000;

const checked = async (state: string, body: string) =>
  check(await processOf(program(state, body), { client: "1.x" }), setup, unlimited({ maxStates }));

const right: readonly { readonly name: string; readonly state?: string; readonly body: string }[] = [
  { name: "none", body: "await ensure(site);" },
  {
    name: "a client that is made when it is first needed",
    state: "let later; const api = () => (later ??= config.makeApiClient(CoreV1Api));",
    body: "api(); await ensure(site);",
  },
  {
    name: "a memo of a pure function",
    state:
      "const known = new Map(); const upper = (text) => { if (!known.has(text)) known.set(text, text.toUpperCase()); return known.get(text); };",
    body: "upper(site.spec.text); await ensure(site);",
  },
  {
    name: "what never changes, read once",
    state: "let space;",
    body: `space ??= (await core.readNamespace({ name: namespace })).metadata.name; await ensure(site);`,
  },
  {
    name: "failures that are counted until it works again",
    state: "const failures = new Map();",
    body: `try { await ensure(site); failures.delete(name); } catch (error) { failures.set(name, Math.min(3, (failures.get(name) ?? 0) + 1)); throw error; }`,
  },
  {
    name: "the promise of what is under way",
    state: "const running = new Map();",
    body: "let mine = running.get(name);\n  if (!mine) { mine = ensure(site).finally(() => running.delete(name)); running.set(name, mine); }\n  await mine;",
  },
  { name: "a count of reconciles that nobody reads", state: "let count = 0;", body: "count += 1; await ensure(site);" },
  {
    name: "a memory of what was written, by uid and generation, that is only believed when the cluster says the same",
    state: "const applied = new Map();",
    body: "const map = await current();\n  if (map && applied.get(site.metadata.uid) === site.spec.text && map.data.text === site.spec.text) return;\n  await ensure(site);\n  applied.set(site.metadata.uid, site.spec.text);",
  },
];

for (const { name, state = "", body } of right) {
  test(`module state that does no harm is silent, and its check ends: ${name}`, async () => {
    const { findings, limit, failure, properties, stats } = await checked(state, body);
    assert.deepEqual([findings.map(({ property }) => property), limit, failure], [[], undefined, undefined], `${stats.states} states`);
    assert.ok(properties.every(({ verdict }) => verdict === "holds"));
  });
}

const wrong: readonly { readonly name: string; readonly state: string; readonly body: string; readonly want: RegExp }[] = [
  {
    name: "a flag that outlives the resource",
    state: "let initialised = false;",
    body: "if (!initialised) { await ensure(site); initialised = true; }",
    want: /^confluent/,
  },
  {
    name: "a flag that is set before the work is done",
    state: "const done = new Set();",
    body: "const key = site.metadata.uid + site.spec.text; if (done.has(key)) return; done.add(key); await ensure(site);",
    want: /confluent|errors-retried/,
  },
  {
    name: "a cache of what was read, written back",
    state: "const cache = new Map();",
    body: "let map = cache.get(site.metadata.uid);\n  if (!map) { await ensure(site); map = await current(); cache.set(site.metadata.uid, map); }\n  if (map.data.text !== site.spec.text) await core.replaceNamespacedConfigMap({ namespace, name, body: { ...map, data: { text: site.spec.text } } });",
    want: /converges|confluent|quiescent/,
  },
  {
    name: "a counter in a name",
    state: "let next = 0;",
    body: `next += 1;\n  await orMissing(core.createNamespacedConfigMap({ namespace, body: { metadata: { ...body(site).metadata, name: "home-" + next } } }).catch((error) => { if (error.code !== 409) throw error; }));`,
    want: /bounded|confluent|quiescent/,
  },
  {
    name: "a name that was chosen once",
    state: "let chosen;",
    body: `chosen ??= "home-" + site.spec.text;\n  const there = await orMissing(core.readNamespacedConfigMap({ namespace, name: chosen }));\n  if (!there) await core.createNamespacedConfigMap({ namespace, body: { metadata: { ...body(site).metadata, name: chosen } } });`,
    want: /confluent/,
  },
];

for (const { name, state, body, want } of wrong) {
  test(`module state that does harm is found: ${name}`, async () => {
    const { findings } = await checked(state, body);
    assert.match(findings.map(({ property }) => property).join(), want);
  });
}

test("module state that knows nothing of objects that have gone: its check ends, however often they come and go", async () => {
  // The owner may have gone: what is made for it is collected, and asked for again.
  const text = program("const written = {};", "").replace(
    /export async function reconcile[^]*$/,
    `export async function reconcile(site) {
      const map = await current();
      if (map === undefined) await create(site);
      else if (map.data.text !== site.spec.text) await core.replaceNamespacedConfigMap({ namespace, name, body: { ...map, data: { text: site.spec.text } } });
      written[name] = site.spec.text;
    }`,
  );
  const { findings, stats, limit } = check(await processOf(text, { client: "1.x" }), setup, unlimited({ maxStates: 5_000 }));
  assert.deepEqual([findings, limit, stats.complete], [[], undefined, true]);
});

test("a check that a limit ends tells how far it came, wherever it strikes", async () => {
  const text = program("let count = 0;", "count += 1; await ensure(site);");
  const stopped = async (most: number) => {
    let calls = 0;
    const stop = () => ((calls += 1) > most ? ("time" as const) : undefined);
    const checked = check(await processOf(text, { client: "1.x" }), setup, { ...unlimited({ maxStates }), stop });
    return { ...checked, calls };
  };
  const { calls } = await stopped(Number.POSITIVE_INFINITY);
  for (const share of [0.5, 0.7, 0.8, 0.9, 0.95]) {
    const { bounds, stats, limit } = await stopped(Math.floor(calls * share));
    assert.equal(limit, "time");
    assert.equal(stats.states > 0, bounds.completed.includes("owned"), `${share}`);
  }
});
