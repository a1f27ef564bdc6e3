import assert from "node:assert/strict";
import { test } from "node:test";
import { processOf } from "./testing/bundle.ts";
import { answer, calls, client, follow, lost, missing, one, secret, tagged } from "./testing/reconciles.ts";

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
