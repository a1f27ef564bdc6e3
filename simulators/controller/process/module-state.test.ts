import assert from "node:assert/strict";
import { test } from "node:test";
import { processOf } from "./testing/bundle.ts";
import { answer, calls, client, follow, one, secret, tagged } from "./testing/reconciles.ts";
import type { Strand } from "./types.ts";

test("module state: strands carry it, and a new process begins anew", async () => {
  const process = await processOf(
    `let seen = 0;\nconst known = new Map();\nexport async function reconcile(thing) { seen += 1; known.set(thing.metadata.name, seen); console.log(seen); }`,
  );
  const texts = ({ events }: Strand): readonly string[] => events.map((event) => (event.kind === "log" ? event.text : event.kind));
  assert.equal(process.hasSharedState, false);
  const first = process.start(tagged);
  assert.equal(process.hasSharedState, true);
  assert.notEqual(first.memory, 0);
  const second = process.start(tagged, first.memory);
  assert.deepEqual([texts(first), texts(second), texts(process.start(tagged, 0))], [["1"], ["2"], ["1"]]);
  assert.notEqual(second.memory, first.memory);
});

test("module state that comes back to what it was is none", async () => {
  const process = await processOf(
    one(`counter.busy += 1;\nawait read("a");\ncounter.busy -= 1;`).replace("export async", "const counter = { busy: 0 };\nexport async"),
    { client: "1.x" },
  );
  const end = follow(process, [answer(secret("a"))]);
  assert.deepEqual([end.memory, process.hasSharedState], [0, true]);
});

test("clients that are made in a reconcile are no module state", async () => {
  const process = await processOf(
    `import { AppsV1Api, KubeConfig } from "@kubernetes/client-node";
    export async function reconcile() { const config = new KubeConfig(); config.loadFromDefault(); await config.makeApiClient(AppsV1Api).listNamespacedDeployment({ namespace: "n" }); }`,
    { client: "1.x" },
  );
  const end = follow(process, [
    answer({
      kind: "DeploymentList",
      apiVersion: "apps/v1",
      items: [{ metadata: { name: "a", creationTimestamp: "2026-01-01T00:00:00Z" } }],
    }),
  ]);
  assert.deepEqual([end.ending, end.memory, process.hasSharedState], [{ kind: "returned" }, 0, false]);
});

test("what is started while the module loads, an informer or a watch, is quiet", async () => {
  const process = await processOf(
    `${client.replace("CoreV1Api,", "CoreV1Api, makeInformer, Watch,")}
    export async function reconcile() { await read("a"); }
    const informer = makeInformer(config, "/apis/x/v1/things", () => Promise.resolve());
    informer.on("add", reconcile);
    await informer.start();
    new Watch(config).watch("/x", {}, reconcile, () => {}).then((request) => request.abort());
    setInterval(reconcile, 1000);
    core.listNamespacedSecret({ namespace: "n" });`,
    { client: "1.x" },
  );
  assert.deepEqual(calls(process.start(tagged)), ["GET ~/a"]);
});

test("module state goes along with steps of later reconciles", async () => {
  const process = await processOf(
    one(`const first = !known.has("a");\nknown.add("a");\nawait read(first ? "first" : "again");`).replace(
      "export async",
      "const known = new Set();\nexport async",
    ),
    { client: "1.x" },
  );
  const first = process.start(tagged);
  const end = process.answer(first, 0, answer(secret("a")));
  const second = process.start(tagged, end.memory);
  assert.deepEqual([calls(first), calls(second)], [["GET ~/first"], ["GET ~/again"]]);
  const secondEnd = process.answer(second, 0, answer(secret("a")));
  assert.deepEqual([secondEnd.ending, secondEnd.memory], [{ kind: "returned" }, end.memory]);
  assert.equal(process.audit(), undefined);
});

test("module state that never comes back is told by its name", async () => {
  const restless = async (declaration: string, statement: string): Promise<string | undefined> => {
    const process = await processOf(`${declaration}\nexport async function reconcile(thing) { ${statement} }`);
    for (let [count, memory] = [0, 0]; count < 12; count += 1) memory = process.start(tagged, memory).memory;
    return process.restless;
  };
  assert.deepEqual(
    await Promise.all([
      restless("const hits = { total: 0, last: '' };", "hits.total += 1; hits.last = thing.metadata.name;"),
      restless("const hits = new Map();", 'hits.set("a", { count: (hits.get("a")?.count ?? 0) + 1 });'),
      restless("let tasks = 0n;", "tasks += 1n;"),
      restless("const all = [];", "all.push(all.length);"),
      restless("let turn = 0;", "turn = (turn + 1) % 3;"),
      restless("let last;", "last = thing.metadata.name;"),
    ]),
    ["hits.total", 'hits.get("a").count', "tasks", "all[7]", undefined, undefined],
  );
});
