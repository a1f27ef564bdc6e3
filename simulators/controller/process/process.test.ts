import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json, JsonObject } from "../../../protocol/json.ts";
import { load, processOf } from "./testing/bundle.ts";
import type { CallAnswer, PendingCall, Process, ReconcileInput, Strand } from "./types.ts";

const resource: JsonObject = {
  apiVersion: "x.example.com/v1",
  kind: "Thing",
  metadata: { name: "a", namespace: "n", uid: "u" },
  spec: { size: 1 },
};
const tagged: ReconcileInput = { kind: "tagged", resource, event: "MODIFIED" };
const answer = (body: Json, code = 200): CallAnswer => ({ kind: "answer", code, body });
const lost: CallAnswer = { kind: "lost" };
const secret = (name: string, more: JsonObject = {}): JsonObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace: "n", ...more },
});
const missing: CallAnswer = answer(
  { kind: "Status", apiVersion: "v1", status: "Failure", reason: "NotFound", message: "not found", code: 404 },
  404,
);

const client = `
import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";
const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const read = (name) => core.readNamespacedSecret({ name, namespace: "n" });
const create = (name) => core.createNamespacedSecret({ namespace: "n", body: { metadata: { name } } });
`;

const shown = ({ target }: PendingCall): string => {
  if (target.kind === "api") return `${target.request.method} ${target.request.path.replace("/api/v1/namespaces/n/secrets", "~")}`;
  return target.kind === "timer" ? `timer ${target.milliseconds}` : `${target.system}.${target.operation}(${JSON.stringify(target.args)})`;
};
const calls = ({ pending }: Strand): readonly string[] => pending.map(shown);

/** Answers the call that was made first, again and again. */
function follow(process: Process, answers: readonly CallAnswer[], input = tagged): Strand {
  return answers.reduce((strand, next) => process.answer(strand, strand.pending[0]?.call ?? -1, next), process.start(input));
}

const one = (body: string): string => `${client}\nexport async function reconcile(thing, event) {\n${body}\n}`;

test("a reconcile stops at each call and goes on with its answer", async () => {
  const process = await processOf(one(`const secret = await read("a");\nif (secret.metadata.uid === "1") await create("b");`), {
    client: "1.x",
  });
  const first = process.start(tagged);
  assert.deepEqual(calls(first), ["GET ~/a"]);
  assert.deepEqual(calls(process.answer(first, 0, answer(secret("a", { uid: "1" })))), ["POST ~"]);
  assert.deepEqual(process.answer(first, 0, answer(secret("a", { uid: "2" }))).ending, { kind: "returned" });
  assert.equal(follow(process, [missing]).ending?.kind, "threw");
});

test("what was asked once runs no code again", async () => {
  const process = await processOf(one(`await read("a");\nawait read("b");`), { client: "1.x" });
  const end = follow(process, [answer(secret("a")), answer(secret("b"))]);
  const { runs } = process.stats;
  for (let times = 0; times < 50; times += 1) assert.equal(follow(process, [answer(secret("a")), answer(secret("b"))]), end);
  assert.equal(process.stats.runs, runs);
  assert.ok(process.stats.steps > 150);
});

test("histories that the code cannot tell apart any more are one strand", async () => {
  const process = await processOf(one(`try { await read("a"); } catch { await create("a"); }\nawait read("b");`), { client: "1.x" });
  const found = follow(process, [answer(secret("a"))]);
  assert.equal(follow(process, [answer(secret("a", { uid: "other" }))]).id, found.id);
  assert.equal(follow(process, [missing, answer(secret("a"), 201)]).id, found.id);
  assert.notEqual(follow(process, [missing]).id, found.id);
});

test("calls beside one another keep their numbers; places are those of the calls, through helpers", async () => {
  const process = await processOf(
    one(`const names = await Promise.all([read("a"), read("b")]);\nawait read(names[1].metadata.name + "2");`),
    {
      client: "1.x",
    },
  );
  const both = process.start(tagged);
  assert.deepEqual(calls(both), ["GET ~/a", "GET ~/b"]);
  const left = process.answer(both, 0, answer(secret("a")));
  assert.deepEqual(
    left.pending.map(({ call }) => call),
    [1],
  );
  const next = process.answer(left, 1, answer(secret("b")));
  assert.deepEqual(calls(next), ["GET ~/b2"]);
  const other = process.answer(process.answer(both, 1, answer(secret("b"))), 0, answer(secret("a")));
  assert.equal(other.id, next.id);
  assert.deepEqual(
    next.pending[0]?.at.map(({ range }) => range.start.line),
    [5, 10],
  );
});

test("places lie in other files, and behind awaits", async () => {
  const process = await processOf(`import { ensure } from "./helper.ts";\nexport async function reconcile() {\n  await ensure("a");\n}`, {
    client: "1.x",
    files: { "helper.ts": `${client}\nexport async function ensure(name) {\n  await read(name);\n  await create(name);\n}` },
  });
  const at = follow(process, [answer(secret("a"))]).pending[0]?.at ?? [];
  assert.deepEqual(
    at.map(({ path, range }) => [path, range.start.line]),
    [
      ["helper.ts", 6],
      ["helper.ts", 10],
      ["main.ts", 2],
    ],
  );
});

test("an answer that never comes is an error of the connection", async () => {
  const text = one(`try { await read("a"); } catch (error) { console.log(error.name, error.code); throw error; }`);
  const now = follow(await processOf(text, { client: "1.x" }), [lost]);
  assert.deepEqual(
    now.events.map((event) => (event.kind === "log" ? event.text : event.kind)),
    ["FetchError ECONNRESET"],
  );
  const old = follow(await processOf(text.replaceAll(`{ name, namespace: "n" }`, `name, "n"`), { client: "0.x" }), [lost]);
  assert.deepEqual(
    old.events.map((event) => (event.kind === "log" ? event.text : event.kind)),
    ["Error ECONNRESET"],
  );
});

test("errors carry what each generation says", async () => {
  const now = await processOf(
    one(`try { await read("a"); } catch (e) { console.log(e instanceof ApiException, e.code, typeof e.body, JSON.parse(e.body).reason); }`),
    {
      client: "1.x",
    },
  );
  assert.deepEqual(
    follow(now, [missing]).events.map((event) => event.kind === "log" && event.text),
    ["true 404 string NotFound"],
  );
  const old = await processOf(
    `import { CoreV1Api, HttpError, KubeConfig } from "@kubernetes/client-node";
    const core = new KubeConfig().makeApiClient(CoreV1Api);
    export async function reconcile() {
      try { console.log((await core.readNamespacedSecret("a", "n")).body.metadata.name); }
      catch (e) { console.log(e instanceof HttpError, e.statusCode, e.body.reason, e.response.statusCode); }
    }`,
    { client: "0.x" },
  );
  assert.deepEqual(
    follow(old, [missing]).events.map((event) => event.kind === "log" && event.text),
    ["true 404 NotFound 404"],
  );
  assert.deepEqual(
    follow(old, [answer(secret("a"))]).events.map((event) => event.kind === "log" && event.text),
    ["a"],
  );
});

test("without a known generation each call tells by its shape", async () => {
  const process = await processOf(`
    import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
    const core = new KubeConfig().makeApiClient(CoreV1Api);
    export async function reconcile() {
      console.log((await core.readNamespacedSecret("a", "n")).body.metadata.name);
      console.log((await core.readNamespacedSecret({ name: "b", namespace: "n" })).metadata.name);
    }`);
  const first = follow(process, [answer(secret("a"))]);
  assert.deepEqual(
    first.events.map((event) => event.kind === "log" && event.text),
    ["a"],
  );
  assert.deepEqual(
    process.answer(first, 0, answer(secret("b"))).events.map((event) => event.kind === "log" && event.text),
    ["b"],
  );
});

test("times of known models are Dates, of custom resources texts", async () => {
  const process = await processOf(
    `import { CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";
    const config = new KubeConfig();
    const [core, custom] = [config.makeApiClient(CoreV1Api), config.makeApiClient(CustomObjectsApi)];
    export async function reconcile() {
      const secret = await core.readNamespacedSecret({ name: "a", namespace: "n" });
      const thing = await custom.getNamespacedCustomObject({ group: "g", version: "v1", plural: "things", namespace: "n", name: "a" });
      console.log(secret.metadata.creationTimestamp instanceof Date, typeof thing.metadata.creationTimestamp);
    }`,
    { client: "1.x" },
  );
  const body = secret("a", { creationTimestamp: "2026-01-01T00:00:00Z" });
  assert.deepEqual(
    follow(process, [answer(body), answer(body)]).events.map((event) => event.kind === "log" && event.text),
    ["true string"],
  );
});

test("a reconcile ends by what it throws, an error or not", async () => {
  const process = await processOf(
    `export async function reconcile(thing) { throw thing.metadata.name === "a" ? new RangeError("no") : "plain"; }`,
  );
  const ending = process.start(tagged).ending;
  assert.ok(ending?.kind === "threw");
  assert.deepEqual([ending.message, ending.at?.range.start.line], ["RangeError: no", 0]);
  const plain = process.start({ kind: "tagged", event: "ADDED", resource: { metadata: { name: "b" } } }).ending;
  assert.deepEqual(plain, { kind: "threw", message: '"plain"' });
  const sync = await processOf(`export function reconcile() { return 5; }`);
  assert.deepEqual(sync.start(tagged).ending, { kind: "returned" });
});

test("calls that nobody awaits are still there after the end", async () => {
  const process = await processOf(one(`create("a");`), { client: "1.x" });
  const strand = process.start(tagged);
  assert.deepEqual([strand.ending, calls(strand)], [{ kind: "returned" }, ["POST ~"]]);
  const refused = process.answer(strand, 0, answer({ kind: "Status", reason: "AlreadyExists", message: "there" }, 409));
  assert.deepEqual(
    refused.events.map(({ kind }) => kind),
    ["unhandled-rejection"],
  );
  assert.deepEqual(process.answer(strand, 0, answer(secret("a"), 201)).events, []);
});

test("a rejection that is handled in the same turn is none", async () => {
  const process = await processOf(
    `export async function reconcile() { const p = Promise.reject(new Error("x")); await Promise.resolve(); await p.catch(() => {}); }`,
  );
  assert.deepEqual(process.start(tagged).events, []);
});

test("what nothing settles is stuck", async () => {
  const process = await processOf(one(`await read("a");\nawait new Promise(() => {});`), { client: "1.x" });
  const strand = follow(process, [answer(secret("a"))]);
  assert.deepEqual(
    strand.events.map(({ kind }) => kind),
    ["stuck"],
  );
  assert.equal(strand.ending, undefined);
});

test("timers wait for one another; only virtual time passes", async () => {
  const process = await processOf(`
    const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    export async function reconcile() {
      await Promise.all([sleep(1000), sleep(3000)]);
      console.log(Date.now() - Date.UTC(2026, 0, 1));
    }`);
  const both = process.start(tagged);
  assert.deepEqual(calls(both), ["timer 1000", "timer 3000"]);
  const later = process.answer(both, 0, answer(null));
  assert.deepEqual(calls(later), ["timer 2000"]);
  assert.deepEqual(process.answer(later, 1, answer(null)).events, [
    { kind: "log", text: "3000", at: { path: "main.ts", range: { start: { line: 4, character: 6 }, end: { line: 4, character: 17 } } } },
  ]);
});

test("a loop that polls comes back to the same strand", async () => {
  const process = await processOf(one(`while (!(await read("a")).metadata.uid) await new Promise((resolve) => setTimeout(resolve, 50));`), {
    client: "1.x",
  });
  const reading = process.start(tagged);
  const waiting = process.answer(reading, 0, answer(secret("a")));
  assert.equal(process.answer(waiting, 0, answer(null)).id, reading.id);
});

test("an interval comes again until it is cleared", async () => {
  const process = await processOf(`
    export async function reconcile() {
      let count = 0;
      await new Promise((resolve) => { const timer = setInterval(() => { count += 1; if (count === 2) { clearInterval(timer); resolve(); } }, 10); });
    }`);
  const once = process.answer(process.start(tagged), 0, answer(null));
  assert.deepEqual(calls(once), ["timer 10"]);
  const twice = process.answer(once, 0, answer(null));
  assert.deepEqual([calls(twice), twice.ending], [[], { kind: "returned" }]);
});

test("the second parameter, if there is one, is the type of event", async () => {
  const program = (parameters: string): string =>
    `export async function reconcile(${parameters}) { console.log(typeof second === "string" ? second : typeof second); }`;
  const texts = await Promise.all(
    ["thing, second", `thing, second = {}`].map(async (parameters) => {
      const [event] = (await processOf(program(parameters))).start(tagged).events;
      return event?.kind === "log" ? event.text : "";
    }),
  );
  assert.deepEqual(texts, ["MODIFIED", "object"]);
});

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

test("random values differ by seed, and are named", async () => {
  const process = await processOf(one(`await create("fixed-" + Math.random().toString(36).slice(2, 7));`), { client: "1.x" });
  const [first, again, other] = [tagged, tagged, { ...tagged, seed: 1 }].map((input) => process.start(input)) as [Strand, Strand, Strand];
  assert.equal(process.drawsRandom, true);
  assert.equal(first.id, again.id);
  assert.notEqual(first.id, other.id);
  const { target, drawn } = first.pending[0] as PendingCall;
  assert.ok(target.kind === "api");
  assert.deepEqual(drawn, [((target.request.body as JsonObject)["metadata"] as JsonObject)["name"]]);
});

test("a seed makes no difference for code that draws nothing", async () => {
  const process = await processOf(one(`await read("a");`), { client: "1.x" });
  assert.equal(process.start({ ...tagged, seed: 3 }).id, process.start(tagged).id);
  assert.equal(process.start(tagged).pending[0]?.drawn, undefined);
});

test("process.exit ends the process", async () => {
  const process = await processOf(one(`read("a");\nprocess.exit(3);`), { client: "1.x" });
  const { ending, pending } = process.start(tagged);
  assert.deepEqual([ending, pending], [{ kind: "exited", code: 3 }, []]);
});

const stopping = [
  { name: "an endless loop", body: "while (true) {}", message: /does not come to an end/ },
  { name: "micro-tasks without end", body: "const again = () => Promise.resolve().then(again);\nagain();", message: /without end/ },
  { name: "the network", body: `await fetch("http://x");`, message: /`fetch` is not modelled/ },
  { name: "files", body: `readFileSync("x");`, message: /fs\.readFileSync/ },
  { name: "an informer's cache", body: `makeInformer(null, "/x", null).get("a");`, message: /cache of an informer/ },
  { name: "a shell in a pod", body: `new Exec();`, message: /`Exec` of @kubernetes\/client-node/ },
];

for (const { name, body, message } of stopping) {
  test(`not modelled, at its line: ${name}`, async () => {
    const imports = `import { readFileSync } from "node:fs";\nimport { Exec, makeInformer } from "@kubernetes/client-node";\n`;
    const process = await processOf(`${imports}export async function reconcile() {\n${body}\n}`, { client: "1.x" });
    for (let times = 0; times < 2; times += 1) {
      assert.throws(
        () => process.start(tagged),
        (error: { failure?: { code: string; message: string; at?: { range: { start: { line: number } } } } }) => {
          assert.equal(error.failure?.code, "FL0003");
          assert.match(error.failure?.message ?? "", message);
          assert.equal(error.failure?.at?.range.start.line, 3);
          return true;
        },
      );
    }
  });
}

const loading = [
  {
    name: "a throw",
    text: `throw new Error("no");\nexport function reconcile() {}`,
    message: /throws while it is loaded: Error: no/,
    line: 0,
  },
  {
    name: "a rejection",
    text: `Promise.reject(new Error("no"));\nexport function reconcile() {}`,
    message: /rejected without a handler/,
    line: 0,
  },
  {
    name: "waiting for ever",
    text: `${client}\nawait read("a");\nexport function reconcile() {}`,
    message: /waits at its top level/,
    line: 5,
  },
  { name: "an exit", text: `process.exit(1);\nexport function reconcile() {}`, message: /ends itself/, line: undefined },
];

for (const { name, text, message, line } of loading) {
  test(`loading fails: ${name}`, async () => {
    const loaded = await load(text, { client: "1.x" });
    assert.ok(loaded.kind === "failed");
    assert.equal(loaded.failure.code, "FL0003");
    assert.match(loaded.failure.message, message);
    assert.equal(loaded.failure.at?.range.start.line, line);
  });
}

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

test("what is drawn while the modules are evaluated is the same in every run", async () => {
  const process = await processOf(one(`await create("a" + id);`).replace("export async", "const id = crypto.randomUUID();\nexport async"), {
    client: "1.x",
  });
  const strand = process.start(tagged);
  assert.equal(process.drawsRandom, false);
  assert.equal(strand.pending[0]?.drawn, undefined);
});

test("the environment is what the scenario names", async () => {
  const process = await processOf(`export async function reconcile() { console.log(process.env.REGION, process.env.HOME); }`, {
    environment: { REGION: "eu" },
  });
  assert.deepEqual(
    process.start(tagged).events.map((event) => event.kind === "log" && event.text),
    ["eu undefined"],
  );
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
