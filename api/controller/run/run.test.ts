import assert from "node:assert/strict";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { test, type TestContext } from "node:test";
import { type ClusterOptions, createCluster } from "../../../testing/controller/index.ts";
import { addFinalizer, defineController, isDeleting, ownerReference, removeFinalizer } from "../helpers.ts";
import type { ControllerDefinition, Kube, ObjectMeta, ReconcileRequest, RunOptions } from "../types.ts";
import { run } from "./run.ts";
import type { Timing } from "./timing.ts";

/** As in production, but nobody waits for long. */
const quick: Timing = {
  watchBackoff: { first: 5, most: 50 },
  reconcileBackoff: { first: 1, most: 20 },
  watch: 60_000,
  request: 5000,
  lease: { duration: 1000, renewal: 600, retry: 20 },
};

interface Cache {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta & { name: string };
  spec: { size: number };
}

const group = "cache.example.com/v1";
const cache = (name: string, size = 1): Cache => ({
  apiVersion: group,
  kind: "Cache",
  metadata: { name, namespace: "shop" },
  spec: { size },
});

/** One ConfigMap for each unit of its size. */
const definition = defineController({
  name: "cache",
  resource: { apiVersion: group, kind: "Cache" },
  owns: [{ apiVersion: "v1", kind: "ConfigMap" }],
  async reconcile(request: ReconcileRequest, kube: Kube) {
    const found = await kube.get<Cache>(group, "Cache", request);
    if (!found) return;
    if (isDeleting(found)) return removeFinalizer(kube, found, "cache.example.com/clean");
    const owner = await addFinalizer(kube, found, "cache.example.com/clean");
    const want = Array.from({ length: owner.spec.size }, (_, index) => `${owner.metadata.name}-${index}`);
    const present = (await kube.list("v1", "ConfigMap", { namespace: "shop", labelSelector: { of: owner.metadata.name } })).map(
      ({ metadata }) => metadata.name,
    );
    for (const name of want.filter((one) => !present.includes(one))) {
      const metadata = { name, namespace: "shop", labels: { of: owner.metadata.name }, ownerReferences: [ownerReference(owner)] };
      await kube.create({ apiVersion: "v1", kind: "ConfigMap", metadata });
    }
    for (const name of present.filter((one) => !want.includes(one))) await kube.delete("v1", "ConfigMap", { namespace: "shop", name });
  },
});

/** A served cluster, and controllers that end with the test. */
async function bench(context: TestContext, options: ClusterOptions = {}) {
  const cluster = createCluster({ objects: [cache("a")], ...options });
  const server = await cluster.serve();
  const logged: string[] = [];
  context.mock.method(console, "error", (text: string) => void logged.push(text));
  const ends: (() => Promise<void>)[] = [];
  context.after(async () => {
    for (const end of ends) await end();
    await server.close();
  });
  return {
    cluster,
    server,
    logged,
    start: (more: ControllerDefinition = definition, rest: RunOptions = {}, timing = quick): (() => Promise<void>) => {
      const stop = new AbortController();
      const running = run(more, { kubeconfig: server.kubeconfig, leaderElection: false, ...rest, signal: stop.signal }, timing);
      running.catch(() => {});
      const end = (): Promise<void> => {
        stop.abort();
        return running;
      };
      ends.push(end);
      return end;
    },
    names: () => cluster.objects("v1", "ConfigMap", "shop").map(({ metadata }) => metadata.name),
  };
}

async function until(isTrue: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !isTrue(); tries += 1) {
    assert.ok(tries < 500, `never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

test("runController makes what is missing, follows edits, heals, and cleans up", async (context) => {
  const { cluster, start, names } = await bench(context, { controllers: "running" });
  start();
  await until(() => same(names(), ["a-0"]), "the first child");
  await cluster.kube.patch(group, "Cache", { namespace: "shop", name: "a" }, { spec: { size: 3 } });
  await until(() => same(names(), ["a-0", "a-1", "a-2"]), "three children");
  await cluster.kube.delete("v1", "ConfigMap", { namespace: "shop", name: "a-1" });
  await until(() => same(names(), ["a-0", "a-1", "a-2"]), "the child is made again");
  cluster.add(cache("b", 2));
  await until(() => names().length === 5, "another resource");
  await cluster.kube.delete(group, "Cache", { namespace: "shop", name: "a" });
  await until(() => same(names(), ["b-0", "b-1"]), "nothing is left of the first");
  assert.deepEqual(
    cluster.objects(group, "Cache").map(({ metadata }) => metadata.name),
    ["b"],
  );
});

test("runController reads watched kinds from its cache: a reconcile that changes nothing asks the server nothing", async (context) => {
  const { cluster, start, names } = await bench(context);
  start();
  await until(() => names().length === 1, "the child");
  await new Promise((resolve) => setTimeout(resolve, 50));
  cluster.takeRequests();
  await cluster.kube.patch(group, "Cache", { namespace: "shop", name: "a" }, { metadata: { labels: { seen: "no" } } });
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(
    cluster.takeRequests().map(({ method, agent }) => `${method} ${agent ?? ""}`),
    ["PATCH test"],
  );
});

test("runController goes on where its watch broke, and lists anew when that place is forgotten", async (context) => {
  const { cluster, server, start, names } = await bench(context);
  start();
  await until(() => names().length === 1, "the child");
  server.disconnect();
  await cluster.kube.patch(group, "Cache", { namespace: "shop", name: "a" }, { spec: { size: 2 } });
  await until(() => names().length === 2, "the edit while nobody watched");
  cluster.failNext({ method: "GET", path: /caches$/ }, 410);
  cluster.failNext({ method: "GET", path: /caches$/ }, 503);
  server.disconnect();
  await cluster.kube.patch(group, "Cache", { namespace: "shop", name: "a" }, { spec: { size: 3 } });
  cluster.compact();
  await until(() => names().length === 3, "the edit that is forgotten");
});

test("runController follows a server that comes back in another state, in which versions are smaller", async (context) => {
  const { cluster, server, start, names } = await bench(context);
  for (const index of [1, 2, 3]) cluster.add({ apiVersion: "v1", kind: "Secret", metadata: { name: `s${index}`, namespace: "shop" } });
  start();
  await until(() => names().length === 1, "the child");
  await server.close();
  const restored = createCluster({ objects: [cache("z", 2)] });
  const again = await restored.serve({ port: server.port });
  context.after(() => again.close());
  // Its cache of owners may be the last to follow: what it makes for the old one until then is for a garbage collector.
  const made = () => restored.objects("v1", "ConfigMap").map(({ metadata }) => metadata.name);
  await until(() => made().includes("z-0") && made().includes("z-1"), "the children there");
});

test("runController notices what went while nobody watched", async (context) => {
  const { cluster, server, start, names } = await bench(context);
  start();
  await until(() => names().length === 1, "the child");
  cluster.failNext({ method: "GET", path: /configmaps$/ }, 410);
  server.disconnect();
  await cluster.kube.delete("v1", "ConfigMap", { namespace: "shop", name: "a-0" });
  cluster.compact();
  await until(() => names().length === 1, "the child is made again");
});

test("runController tries again after a rejection, and comes back when it was asked to", async (context) => {
  const times: number[] = [];
  const { start, logged } = await bench(context);
  start({
    name: "c",
    resource: { apiVersion: group, kind: "Cache" },
    async reconcile() {
      await Promise.resolve();
      times.push(performance.now());
      if (times.length < 3) throw new Error("not yet");
      return times.length < 5 ? { requeueAfterSeconds: 0.02 } : undefined;
    },
  });
  await until(() => times.length === 5, "five runs");
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal(times.length, 5);
  assert.ok((times[4] ?? 0) - (times[3] ?? 0) >= 20);
  assert.equal(logged.filter((text) => /reconcile of shop\/a failed, again in \d ms: not yet/.test(text)).length, 2);
});

test("runController never works on one key twice at once, and on as many keys as it has workers", async (context) => {
  const { cluster, start } = await bench(context, { objects: [cache("a"), cache("b"), cache("c")] });
  const running = new Set<string>();
  let most = 0;
  const runs = new Map<string, number>();
  start(
    {
      name: "c",
      resource: { apiVersion: group, kind: "Cache" },
      async reconcile({ name }) {
        assert.ok(!running.has(name), `${name} is worked on`);
        running.add(name);
        most = Math.max(most, running.size);
        await new Promise((resolve) => setTimeout(resolve, 30));
        running.delete(name);
        runs.set(name, (runs.get(name) ?? 0) + 1);
      },
    },
    { workers: 2 },
  );
  await until(() => running.has("a"), "the first run");
  for (const label of ["1", "2", "3"])
    await cluster.kube.patch(group, "Cache", { namespace: "shop", name: "a" }, { metadata: { labels: { label } } });
  await until(() => runs.get("a") === 2 && runs.get("c") === 1, "one more run for three edits");
  assert.equal(most, 2);
});

test("runController stops: it takes nothing new, and lets what runs finish", async (context) => {
  const { cluster, start } = await bench(context);
  const events: string[] = [];
  const end = start({
    name: "c",
    resource: { apiVersion: group, kind: "Cache" },
    async reconcile({ name }, kube) {
      events.push(`begin ${name}`);
      await new Promise((resolve) => setTimeout(resolve, 60));
      await kube.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "shop" } });
      events.push(`end ${name}`);
    },
  });
  await until(() => events.length === 1, "the run");
  cluster.add(cache("b"));
  await end();
  assert.deepEqual(events, ["begin a", "end a"]);
});

test("runController stops at once, though the server has ceased to answer", { timeout: 20_000 }, async (context) => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const { server, start } = await bench(context);
  const kubeconfig = server.kubeconfig.replace(String(server.port), String((silent.address() as AddressInfo).port));
  const end = start(definition, { kubeconfig }, { ...quick, request: 600_000 });
  await until(() => sockets.length > 0, "a request");
  await end();
});

test("a conflict is a rejection: the controller reads again and comes to the same end", async (context) => {
  const { cluster, start, names, logged } = await bench(context);
  cluster.failNext({ method: "PATCH" }, 409);
  cluster.failNext({ method: "POST", path: /configmaps$/ }, "answer-lost");
  start();
  await until(() => same(names(), ["a-0"]), "the child");
  await cluster.kube.patch(group, "Cache", { namespace: "shop", name: "a" }, { spec: { size: 2 } });
  await until(() => same(names(), ["a-0", "a-1"]), "two children");
  assert.ok(logged.some((text) => text.includes("the test asked for 409")));
});

test("runController watches other kinds as the definition says, and lives with its mistakes", async (context) => {
  const { cluster, start, logged } = await bench(context);
  const asked: string[] = [];
  start({
    name: "c",
    resource: { apiVersion: group, kind: "Cache" },
    watches: [
      {
        apiVersion: "v1",
        kind: "Secret",
        requests: ({ metadata: { name } }) => {
          if (name === "bad") throw new Error("oops");
          return [{ namespace: "shop", name: `of-${name}` }];
        },
      },
    ],
    reconcile: ({ name }) => Promise.resolve(void asked.push(name)),
  });
  await until(() => asked.length === 1, "the resource");
  for (const name of ["bad", "good"]) cluster.add({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace: "shop" } });
  await until(() => asked.includes("of-good"), "what the secret concerns");
  assert.ok(logged.some((text) => text.includes("requests of the watched kind Secret failed: oops")));
});

test("runController lets one of two lead, and the other take over", async (context) => {
  const { cluster, start, logged } = await bench(context);
  const by = { first: 0, second: 0 };
  const counting = (who: "first" | "second"): ControllerDefinition => ({
    name: "Two of Them",
    resource: { apiVersion: group, kind: "Cache" },
    reconcile: () => Promise.resolve(void (by[who] += 1)),
  });
  const endFirst = start(counting("first"), { leaderElection: true, namespace: "shop" });
  await until(() => by.first === 1, "the first works");
  start(counting("second"), { leaderElection: true, namespace: "shop" });
  cluster.add(cache("b"));
  await until(() => by.first === 2, "the first goes on");
  await new Promise((resolve) => setTimeout(resolve, 80));
  assert.equal(by.second, 0);
  await endFirst();
  await until(() => by.second === 2, "the second has taken over");
  assert.equal(by.first, 2);
  const [lease] = cluster.objects<{ metadata: object; spec: { leaseTransitions: number } }>("coordination.k8s.io/v1", "Lease");
  assert.deepEqual([lease?.metadata.name, lease?.spec.leaseTransitions], ["two-of-them", 1]);
  assert.equal(logged.filter((text) => text.endsWith(" leads")).length, 2);
  assert.ok(!logged.some((text) => text.includes("is lost")));
});

test("runController steps down where it cannot renew its lease, before another one takes over", async (context) => {
  const { cluster, start, logged } = await bench(context);
  const cutOff = await cluster.serve();
  context.after(() => cutOff.close());
  const worked: string[] = [];
  const working = (who: string): ControllerDefinition => ({
    name: "c",
    resource: { apiVersion: group, kind: "Cache" },
    reconcile() {
      worked.push(who);
      return Promise.resolve({ requeueAfterSeconds: 0.01 });
    },
  });
  start(working("first"), { leaderElection: true, namespace: "shop", kubeconfig: cutOff.kubeconfig });
  await until(() => worked.length > 0, "the first works");
  start(working("second"), { leaderElection: true, namespace: "shop" });
  await cutOff.close();
  await until(() => worked.includes("second"), "the second works");
  await until(() => worked.filter((who) => who === "second").length > 5, "the second goes on");
  assert.equal(worked.lastIndexOf("first") + 1, worked.indexOf("second"));
  assert.ok(logged.some((text) => text.includes("the lease is lost")));
});

test("runController writes nothing any more when its lease was lost, and works again when it has it back", async (context) => {
  const { cluster, start, logged } = await bench(context);
  const outcomes: string[] = [];
  let go: () => void = () => {};
  start(
    {
      name: "c",
      resource: { apiVersion: group, kind: "Cache" },
      async reconcile({ name }, kube) {
        await new Promise<void>((resolve) => (go = resolve));
        const metadata = { name, namespace: "shop" };
        await kube.create({ apiVersion: "v1", kind: "ConfigMap", metadata }).then(
          () => outcomes.push("written"),
          (error: Error) => outcomes.push(error.message),
        );
      },
    },
    { leaderElection: true, namespace: "shop" },
  );
  await until(() => logged.some((text) => text.endsWith(" leads")), "it leads");
  await new Promise((resolve) => setTimeout(resolve, 30));
  const key = { namespace: "shop", name: "c" };
  const spec = { holderIdentity: "another", leaseDurationSeconds: 1, renewTime: "2026-01-01T00:00:00.000000Z" };
  await cluster.kube.patch("coordination.k8s.io/v1", "Lease", key, { spec });
  await until(() => logged.some((text) => text.includes("the lease is lost")), "the loss");
  go();
  await until(() => outcomes.length === 1, "the attempt to write");
  assert.match(outcomes[0] ?? "", /leads no longer/);
  await until(() => logged.filter((text) => text.endsWith(" leads")).length === 2, "it leads again");
  await new Promise((resolve) => setTimeout(resolve, 30));
  go();
  await until(() => outcomes[1] === "written", "the write");
});

test("runController says what is wrong before it begins", async (context) => {
  const { server } = await bench(context);
  const nothing: ControllerDefinition = { name: "c", resource: { apiVersion: group, kind: "Cache" }, reconcile: () => Promise.resolve() };
  await assert.rejects(run(nothing, { kubeconfig: "/no/such/file" }, quick), /\/no\/such\/file cannot be read/);
  await assert.rejects(run(nothing, { kubeconfig: server.kubeconfig, workers: 0 }, quick), /workers: 0/);
  const external = { bank: { initial: {}, operations: {} } };
  await assert.rejects(run({ ...nothing, external }, { kubeconfig: server.kubeconfig }, quick), /real clients of bank/);
  await run(nothing, { kubeconfig: server.kubeconfig, signal: AbortSignal.abort() }, quick);
});

test("runController waits for a kind that is not there yet, and for a server that is not", async (context) => {
  const { cluster, server, start, logged, names } = await bench(context, { objects: [] });
  start();
  await until(() => logged.some((text) => text.includes(`cannot list ${group} Cache: the cluster has no kind`)), "it complains");
  cluster.add(cache("late"));
  await until(() => names().length === 1, "the child");
  assert.ok(server.port > 0);
});
