import { bodyLine, defined, functionLine, head, importing, sample, tags, withBody, withOwnMap, withWatch, type Row } from "./row.ts";

export const code: readonly Row[] = [
  {
    name: "never ends",
    files: withBody("  while (true) cache.spec.memory += 0;"),
    verdict: "undecided",
    told: ["FL0003", "main.ts", bodyLine, /does not come to an end/],
  },
  {
    name: "waits for nothing",
    files: withBody("  await new Promise(() => {});"),
    verdict: "violated",
    told: ["FL2001", "main.ts", functionLine, /waits for a promise that nothing ever settles/],
  },
  {
    name: "awaits nothing",
    files: withBody('  core.createNamespacedConfigMap({ namespace: "shop", body: { metadata: { name: "a" } } });'),
    verdict: "violated",
    told: ["FL2101", "main.ts", bodyLine, /nobody waits/],
  },
  {
    name: "throws",
    files: withBody('  throw new TypeError("no memory");'),
    verdict: "violated",
    told: ["FL2001", "main.ts", bodyLine, /fails: TypeError: no memory/],
  },
  {
    name: "throws nothing",
    files: withBody("  throw undefined;"),
    verdict: "violated",
    told: ["FL2001", "main.ts", functionLine, /fails: undefined/],
  },
  {
    name: "calls itself without end",
    files: withBody("  const deeper = (n: number): number => 1 + deeper(n + 1);\n  deeper(0);"),
    verdict: "violated",
    told: ["FL2001", "main.ts", bodyLine, /RangeError: Maximum call stack size exceeded/],
  },
  {
    name: "returns nonsense",
    files: withBody('  return { requeueAfterSeconds: "soon", a: Symbol("x"), b: () => cache };'),
    verdict: "holds",
  },
  {
    name: "writes into what the informer holds",
    files: withBody(
      '  cache.spec.memory = cache.spec.memory;\n  cache.spec.memory = 1;\n  cache.metadata.name = "other";\n  delete cache.kind;',
    ),
    verdict: "violated",
    told: ["FL2106", "main.ts", bodyLine + 1, /changes Cache shop\/sessions in the informer's cache.*structuredClone/],
  },
  {
    name: "writes into the informer's object, and sends it: where that fails, only the process knows",
    files: withBody(`  cache.metadata.labels = { ...cache.metadata.labels, seen: "yes" };
  const place = { group: "cache.example.com", version: "v1", plural: "caches", namespace: "shop", name: cache.metadata.name };
  await custom.replaceNamespacedCustomObject({ ...place, body: cache });`),
    verdict: "violated",
    told: ["FL2106", "main.ts", bodyLine, /in the informer's cache/],
  },
  {
    name: "writes into a copy of its own, and into what a read has answered",
    files: withBody(`  const own = structuredClone(cache);
  own.spec.memory = 1;
  delete own.kind;
  const list = await core.listNamespacedConfigMap({ namespace: "shop" });
  list.items.push({ data: {} });
  for (const item of list.items) item.data = { a: "b" };`),
    verdict: "holds",
  },
  {
    name: "writes into what a bare watch has handed over, which nobody else has",
    files: withWatch("  cache.spec.memory = 1;"),
    verdict: "holds",
  },
  {
    name: "writes into what the reads of a definition have answered: copies of its cache",
    files: defined(
      'sample, reconcile: async (request, kube) => { const a = await kube.get("a.com/v1", "A", request); if (a) a.spec.n = 2; }',
    ),
    verdict: "holds",
  },
  {
    name: "asks for a kind that the cluster does not serve",
    files: withBody(
      '  await custom.getNamespacedCustomObject({ group: "other.com", version: "v1", plural: "things", namespace: "shop", name: "x" });',
    ),
    verdict: "violated",
    told: ["FL2001", "main.ts", bodyLine, /404, no such kind/],
  },
  {
    name: "asks the network",
    files: withBody('  await fetch("http://127.0.0.1:9");'),
    verdict: "undecided",
    told: ["FL0003", "main.ts", bodyLine, /`fetch` is not modelled/],
  },
  {
    name: "asks the network while it is loaded",
    files: importing('const answer = await fetch("http://127.0.0.1:9");', "  return answer;"),
    verdict: "not-run",
    told: ["FL0003", "main.ts", 1, /`fetch` is not modelled/],
  },
  {
    name: "reads a file",
    files: importing('import { readFileSync } from "node:fs";', '  readFileSync("/etc/passwd");'),
    verdict: "undecided",
    told: ["FL0003", "main.ts", bodyLine + 1, /`fs\.readFileSync` is not modelled/],
  },
  {
    name: "starts a process",
    files: importing('import { execSync } from "node:child_process";', '  execSync("ls");'),
    verdict: "undecided",
    told: ["FL0003", "main.ts", bodyLine + 1, /`child_process\.execSync` is not modelled/],
  },
  {
    name: "throws while it is loaded",
    files: importing('throw new Error("broken");', "  return;"),
    verdict: "not-run",
    told: ["FL0003", "main.ts", 1, /throws while it is loaded: Error: broken/],
  },
  {
    name: "leaves an interval behind",
    files: withBody("  setInterval(() => console.log(cache.kind), 1000);"),
    verdict: "undecided",
    told: ["FL0003", "main.ts", bodyLine, /an interval that goes on after the reconcile has returned/],
  },
  {
    name: "has an interval only while it runs",
    files: withBody(
      '  const timer = setInterval(() => console.log("at work"), 1000);\n  await core.listNamespacedConfigMap({ namespace: "shop" }).finally(() => clearInterval(timer));',
    ),
    verdict: "holds",
  },
  {
    name: "half typed",
    files: {
      "main.ts": `${head}${tags}export async function reconcile(cache: any) {\n  await core.createNamespacedConfigMap({ namespace: "shop", body: {\n`,
      "cache.yaml": sample,
    },
    verdict: "not-run",
    told: ["FL0003", "main.ts", bodyLine, /Syntax error: the file ends before/],
  },
  {
    name: "a definition whose sample is nothing",
    files: defined("sample: null, reconcile: async () => {}"),
    verdict: "not-run",
    told: ["FL0002", "main.ts", 4, /`sample` must be an object or the name of a file/],
  },
  {
    name: "a definition whose edit throws",
    files: defined('sample, edits: [() => { throw new Error("what"); }], reconcile: async () => {}'),
    verdict: "holds",
    told: ["FL0002", "main.ts", 4, /Edit 1 cannot be made.*Error: what/],
  },
  {
    name: "a definition whose edit renames",
    files: defined('sample, edits: [(a) => { a.metadata.name = "other"; }], reconcile: async () => {}'),
    verdict: "holds",
    told: ["FL0002", "main.ts", 4, /Edit 1 cannot be made.*does not match the name/],
  },
  {
    name: "a definition whose desired throws",
    files: defined('sample, desired: () => { throw new Error("what"); }, reconcile: async () => {}'),
    verdict: "violated",
    told: ["FL2013", "main.ts", 4, /`desired` throws Error: what/],
  },
  {
    name: "a definition whose invariant throws, on a line of its own",
    files: defined(
      `sample, world: [], owns: [{ apiVersion: "v1", kind: "ConfigMap" }],\n  invariants: { fine: (before: any, after: any) =>\n    after.list("v1", "ConfigMap")[0].data.a !== "2" },\n  async reconcile(request: any, kube: any) { if (!(await kube.get("v1", "ConfigMap", request))) await kube.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { ...request, ownerReferences: [] } }); }`,
    ),
    verdict: "violated",
    told: ["FL2012", "main.ts", 6, /TypeError/],
  },
  {
    name: "a definition whose watch throws",
    files: defined(
      `sample,\n  watches: [{ apiVersion: "v1", kind: "ConfigMap", requests: (map: any) =>\n    map.metadata.labels.owner.split() }],\n  ${withOwnMap}`,
    ),
    verdict: "holds",
    told: ["FL0002", "main.ts", 6, /`watches\[0\]\.requests` throws TypeError.*the event of ConfigMap a concerns nobody/],
  },
  {
    name: "a definition whose watch answers no list",
    files: defined(`sample, watches: [{ apiVersion: "v1", kind: "ConfigMap", requests: () => "a" }],\n  ${withOwnMap}`),
    verdict: "holds",
    told: ["FL0002", "main.ts", 4, /must answer a list of requests/],
  },
  {
    name: "an operation outside that is asynchronous",
    files: defined(
      `sample, external: { dns: { initial: { names: [] }, operations: { async ensure(state: any) { state.names.push(1); } } } },\n  async reconcile(_: any, __: any, { dns }: any) { await dns.ensure(); }`,
    ),
    verdict: "violated",
    told: ["FL2001", "main.ts", 5, /dns\.ensure fails: TypeError: this function must not be asynchronous/],
  },
  {
    name: "a step outside that throws",
    files: defined(
      `sample, external: { dns: { initial: { n: 0 }, operations: {}, progress: () => { throw new Error("no way"); } } }, reconcile: async () => {}`,
    ),
    verdict: "holds",
    told: ["FL0002", "main.ts", 4, /`external\.dns\.progress` throws Error: no way, and dns takes no step/],
  },
];
