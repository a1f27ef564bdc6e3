import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json, JsonObject } from "../../../protocol/json.ts";
import { processOf } from "./testing/bundle.ts";
import type { CallAnswer, PendingCall, Process, ReconcileInput, Strand } from "./types.ts";

const resource: JsonObject = { apiVersion: "x.example.com/v1", kind: "Thing", metadata: { name: "a", namespace: "n", uid: "u" } };
const tagged: ReconcileInput = { kind: "tagged", resource, event: "MODIFIED" };
const answer = (body: Json, code = 200): CallAnswer => ({ kind: "answer", code, body });
const missing = answer({ kind: "Status", reason: "NotFound", code: 404 }, 404);
const pod = (name: string): JsonObject => ({ metadata: { name, namespace: "n" }, spec: { nodeName: "one" } });
const podList = (...names: readonly string[]): CallAnswer =>
  answer({ kind: "PodList", apiVersion: "v1", metadata: {}, items: names.map(pod) });

const program = (body: string, informer = `makeInformer(config, "/api/v1/pods", () => core.listPodForAllNamespaces())`): string => `
import { CoreV1Api, KubeConfig, ListWatch, makeInformer, Watch } from "@kubernetes/client-node";
const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const pods = ${informer};
pods.on("add", (pod) => console.log(pod.metadata.name));
void pods.start();
const create = (name) => core.createNamespacedConfigMap({ namespace: "n", body: { metadata: { name } } });
export async function reconcile(thing) {
${body}
}`;

const shown = ({ target, look }: PendingCall): string => {
  if (target.kind !== "api") return target.kind;
  const { method, path, query, body, cached } = target.request;
  const name = (body as { readonly metadata?: { readonly name?: string } } | undefined)?.metadata?.name;
  const selector = Object.values(query).join();
  return [look, cached ? "cached" : undefined, method, path.replace("/api/v1/", ""), selector, name].filter(Boolean).join(" ");
};
const calls = ({ pending }: Strand): readonly string[] => pending.map(shown);
const load = (body: string, informer?: string): Promise<Process> => processOf(program(body, informer), { client: "1.x" });

/** Answers the last call that was made, again and again: the one at which the code stands still, if there is one. */
function follow(process: Process, answers: readonly CallAnswer[]): Strand {
  return answers.reduce((strand, next) => process.answer(strand, strand.pending.at(-1)?.call ?? -1, next), process.start(tagged));
}

const paths: readonly { readonly name: string; readonly code: string; readonly informer?: string; readonly want: readonly string[] }[] = [
  { name: "all", code: "pods.list()", want: ["first cached GET pods"] },
  { name: "those of a namespace", code: `pods.list("n")`, want: ["first cached GET namespaces/n/pods"] },
  { name: "one of them", code: `pods.get("a", "n")`, want: ["first cached GET namespaces/n/pods/a"] },
  {
    name: "with a selector",
    code: `pods.get("a", "n")`,
    informer: `makeInformer(config, "/api/v1/pods", undefined, "app=a")`,
    want: ["first cached GET namespaces/n/pods app=a"],
  },
  {
    name: "of a cache that was made by hand",
    code: "pods.list()",
    informer: `new ListWatch("/api/v1/namespaces/n/pods", new Watch(config), () => core.listNamespacedPod({ namespace: "n" }))`,
    want: ["first cached GET namespaces/n/pods"],
  },
  {
    name: "never of another namespace than the informer's",
    code: `pods.list("other")`,
    informer: `makeInformer(config, "/api/v1/namespaces/n/pods")`,
    want: ["POST namespaces/n/configmaps 0"],
  },
];

for (const { name, code, informer, want } of paths) {
  test(`a cache is asked for its objects: ${name}`, async () => {
    const process = await load(`const found = [${code}].flat();\nawait create(String(found.length));`, informer);
    assert.deepEqual(calls(process.start(tagged)), want);
  });
}

test("the code that looks into a cache goes on in the same breath", async () => {
  const process = await load(`const names = pods.list().map(({ kind, metadata }) => kind + metadata.name);\nawait create(names.join());`);
  assert.deepEqual(calls(follow(process, [podList("a", "b")])), ["POST namespaces/n/configmaps Poda,Podb"]);
  assert.deepEqual(calls(follow(process, [podList()])), ["POST namespaces/n/configmaps"]);
});

test("what has gone is undefined; what is not served at all is said", async () => {
  const process = await load(`await create(typeof pods.get("a", "n"));`);
  assert.deepEqual(calls(follow(process, [missing])), ["POST namespaces/n/configmaps undefined"]);
  assert.deepEqual(calls(follow(process, [answer(pod("a"))])), ["POST namespaces/n/configmaps object"]);
  const lost = await load("pods.list();", `makeInformer(config, "/api/v1/statefulsets")`);
  assert.throws(() => follow(lost, [answer("404 page not found", 404)]), /serves nothing at `\/api\/v1\/statefulsets`/);
});

test("between two looks without a wait nothing changes; after one it may", async () => {
  const process = await load(
    `const first = pods.list();\nconst same = pods.list()[0] === first[0] && pods.get("a", "n") !== undefined;\nawait create(String(same));\nawait create(String(pods.list().length));`,
  );
  assert.deepEqual(calls(follow(process, [podList("a")])), ["again cached GET namespaces/n/pods/a"]);
  assert.deepEqual(calls(follow(process, [podList("a"), answer(pod("a"))])), ["POST namespaces/n/configmaps true"]);
  assert.deepEqual(calls(follow(process, [podList("a"), answer(pod("a")), answer({}, 201)])), ["first cached GET pods"]);
});

test("a look in a reaction, beside calls that wait: the rest comes when it has its answer", async () => {
  const process = await load(
    `const other = core.readNamespacedSecret({ name: "s", namespace: "n" });\nawait Promise.resolve();\nconst many = pods.list().length;\nPromise.resolve().then(() => create("later"));\nawait other;\nawait create(String(many));`,
  );
  const first = process.start(tagged);
  assert.deepEqual(calls(first), ["GET namespaces/n/secrets/s", "first cached GET pods"]);
  const looked = process.answer(first, 1, podList("a"));
  assert.deepEqual(calls(looked), ["GET namespaces/n/secrets/s", "POST namespaces/n/configmaps later"]);
  assert.deepEqual(calls(process.answer(looked, 0, answer({ metadata: { name: "s" } }))).at(-1), "POST namespaces/n/configmaps 1");
});

test("a throw behind a look is a rejection, at its line", async () => {
  const process = await load(`if (pods.list().length > 0) throw new Error("too many");`);
  const { ending } = follow(process, [podList("a")]);
  assert.ok(ending?.kind === "threw");
  assert.equal(ending.message, "Error: too many");
  assert.deepEqual(follow(process, [podList()]).ending, { kind: "returned" });
});

test("strands that stand still differ by what they stand in, and are found again", async () => {
  const process = await load(
    `const secret = await core.readNamespacedSecret({ name: "s", namespace: "n" });\nconst own = secret.metadata.uid;\nawait create(own + pods.list().length);`,
  );
  const secret = (uid: string): CallAnswer => answer({ metadata: { name: "s", uid } });
  const [one, two] = [follow(process, [secret("1")]), follow(process, [secret("2")])];
  assert.notEqual(one.id, two.id);
  assert.equal(follow(process, [secret("1")]).id, one.id);
  assert.deepEqual(calls(process.answer(two, 0, podList("a"))), ["POST namespaces/n/configmaps 21"]);
  assert.deepEqual(calls(process.answer(one, 0, podList())), ["POST namespaces/n/configmaps 10"]);
  assert.equal(process.audit(), undefined);
});

test("an object of a cache that is changed is told, once, with its name and line", async () => {
  const process = await load(
    `const [first, second] = pods.list();\nsecond.spec.nodeName = "two";\nawait create("x");\nfirst.spec.nodeName = "two";`,
  );
  const { events } = follow(process, [podList("a", "b")]);
  assert.deepEqual(
    events.map((event) => (event.kind === "cache-mutated" ? [event.object, event.at?.range.start.line] : event.kind)),
    [["Pod n/b", 11]],
  );
  assert.equal(process.cacheMutations.length, 1);
});

test("the list itself is the caller's own", async () => {
  const process = await load(`const all = pods.list();\nall.reverse();\nall.pop();\nawait create(String(pods.list().length));`);
  const { events, pending } = follow(process, [podList("a", "b")]);
  assert.deepEqual(pending.map(shown), ["POST namespaces/n/configmaps 2"]);
  assert.deepEqual(events, []);
});

test("informers that the modules make are known by their paths", async () => {
  const process = await load("await create('x');");
  assert.deepEqual(process.informers, ["/api/v1/pods"]);
});
