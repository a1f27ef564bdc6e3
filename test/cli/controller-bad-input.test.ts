import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Report } from "../../protocol/report.ts";
import { buildProgram, type Program, workspace } from "./programs.ts";

/** A controller that is wrong or unkind, or lies beside files that are, and what is said of it. */
interface Row {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly verdict: "holds" | "violated" | "undecided" | "not-run";
  /** Code, file, line from 1, and what the message says; none: nothing louder than information. */
  readonly told?: readonly [code: string, file: string, line: number, says: RegExp];
}

const head = `import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";
const config = new KubeConfig();
const core = config.makeApiClient(CoreV1Api);
const custom = config.makeApiClient(CustomObjectsApi);
`;
const tags = `/**
 * @reconcile cache.example.com/v1 Cache
 * @sample ./cache.yaml
 */
`;
const sample = "apiVersion: cache.example.com/v1\nkind: Cache\nmetadata: { name: sessions, namespace: shop }\nspec: { memory: 64 }\n";
/** Lines of the file: of the function, and of the first of its body. */
const [functionLine, bodyLine] = [9, 10];

const withBody = (body: string, yaml = sample): Row["files"] => ({
  "main.ts": `${head}${tags}export async function reconcile(cache: any): Promise<any> {\n${body}\n}\n`,
  "cache.yaml": yaml,
});
/** One line before the first. */
const importing = (line: string, body: string): Row["files"] => {
  const files = withBody(body);
  return { ...files, "main.ts": `${line}\n${files["main.ts"]}` };
};
/** Events come without an informer. */
const withWatch = (body: string): Row["files"] => {
  const files = importing('import { Watch } from "@kubernetes/client-node";', body);
  const start = 'void new Watch(config).watch("/apis/cache.example.com/v1/caches", {}, (_, cache) => reconcile(cache), () => {});';
  return { ...files, "main.ts": `${files["main.ts"]}${start}\n` };
};
const defined = (rest: string): Row["files"] => ({
  "main.ts": `import { defineController } from "faultline/controller";
const resource = { apiVersion: "a.com/v1", kind: "A" };
const sample = { ...resource, metadata: { name: "a", namespace: "b" }, spec: { n: 1 } };
export default defineController({ name: "a", resource, owns: [], ${rest} } as any);
`,
});
const configMap = (name: string, data = ""): string =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: shop }\n${data === "" ? "" : `data: { a: ${data} }\n`}`;
const definition = (schema: string): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: caches.cache.example.com }
spec:
  group: cache.example.com
  names: { kind: Cache, plural: caches }
  scope: Namespaced
  versions:
    - { name: v1, served: true, storage: true${schema} }
`;
const schema = ", schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }";
const withDefinition = (crd: string): Row["files"] => ({
  "main.ts": `${head}${tags.replace(" */", " * @crd ./crd.yaml\n */")}export async function reconcile(): Promise<void> {}\n`,
  "cache.yaml": sample,
  "crd.yaml": crd,
});

/** Makes a ConfigMap that goes with the resource. */
const withOwnMap = `async reconcile(request: any, kube: any) {
    const cr = await kube.get("a.com/v1", "A", request);
    if (!cr || cr.metadata.deletionTimestamp || (await kube.get("v1", "ConfigMap", request, { fresh: true }))) return;
    const ownerReferences = [{ apiVersion: "a.com/v1", kind: "A", name: cr.metadata.name, uid: cr.metadata.uid, controller: true }];
    await kube.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { ...request, ownerReferences } });
  }`;

const code: readonly Row[] = [
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

const data: readonly Row[] = [
  {
    name: "no sample",
    files: { "main.ts": withBody("")["main.ts"] ?? "" },
    verdict: "not-run",
    told: ["FL0002", "main.ts", 7, /There is no file `\.\/cache\.yaml`/],
  },
  {
    name: "a sample without anything",
    files: withBody("", ""),
    verdict: "not-run",
    told: ["FL0002", "main.ts", 7, /has no Cache of cache\.example\.com\/v1/],
  },
  {
    name: "a sample of another version",
    files: withBody("", sample.replace("/v1", "/v2")),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 1, /a Cache of cache\.example\.com\/v2/],
  },
  {
    name: "a sample that is no YAML",
    files: withBody("", "apiVersion: v1\nkind: [\n"),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 3, /\]/],
  },
  {
    name: "a sample that is a list",
    files: withBody("", "- 1\n- 2\n"),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 1, /one Kubernetes object/],
  },
  {
    name: "a sample without a name",
    files: withBody("", sample.replace("name: sessions, ", "")),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 3, /no `metadata\.name`/],
  },
  {
    name: "a world that the API server refuses",
    files: withBody(
      "",
      `${sample}---\napiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { ports: [{ port: 99999 }] }\n`,
    ),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 9, /refuses Service web: spec\.ports\[0\]\.port.*between 1 and 65535/],
  },
  {
    name: "the same object twice",
    files: withBody("", `${sample}---\n${sample}`),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 8, /Cache sessions is there twice/],
  },
  {
    name: "the same object of the world twice, once with the namespace that it has anyway",
    files: withBody("", `${sample}${configMap("a").replace("shop", "default")}${configMap("a").replace(", namespace: shop", "")}`),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 12, /ConfigMap a is there twice/],
  },
  {
    name: "objects of one name, of two kinds and in two namespaces",
    files: withBody(
      "",
      `${sample}${configMap("a")}${configMap("a").replace("shop", "web")}${configMap("a").replace("ConfigMap", "Secret")}`,
    ),
    verdict: "holds",
  },
  {
    name: "an object larger than the API server takes",
    files: withBody("", `${sample}${configMap("big", "x".repeat(1_100_000))}`),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 6, /at most 1048576 bytes/],
  },
  {
    name: "a large object",
    files: withBody(
      '  await core.readNamespacedConfigMap({ namespace: "shop", name: "big" });',
      `${sample}${configMap("big", "x".repeat(900_000))}`,
    ),
    verdict: "holds",
  },
  {
    name: "hundreds of objects",
    files: withBody(
      '  const { items } = await core.listNamespacedConfigMap({ namespace: "shop" });\n  if (items.length !== 300) throw new Error(String(items.length));',
      sample + Array.from({ length: 300 }, (_, index) => configMap(`m-${index}`)).join(""),
    ),
    verdict: "holds",
  },
  {
    name: "a definition without schema",
    files: withDefinition(definition("")),
    verdict: "not-run",
    told: ["FL0002", "crd.yaml", 9, /Version v1 has no `schema\.openAPIV3Schema`/],
  },
  {
    name: "a definition that keeps what it does not know",
    files: withDefinition(definition(schema)),
    verdict: "holds",
  },
  {
    name: "a definition of another kind",
    files: withDefinition(definition(schema).replace("kind: Cache", "kind: Store")),
    verdict: "not-run",
    told: ["FL0002", "crd.yaml", 6, /This defines Store, but the controller reconciles Cache of cache\.example\.com\/v1/],
  },
  {
    name: "a definition of another group",
    files: withDefinition(definition(schema).replace("group: cache", "group: caches")),
    verdict: "not-run",
    told: ["FL0002", "crd.yaml", 5, /This defines Cache of the group caches\.example\.com/],
  },
  {
    name: "a definition of another version",
    files: withDefinition(definition(schema).replace("name: v1,", "name: v1beta1,")),
    verdict: "not-run",
    told: ["FL0002", "crd.yaml", 8, /This serves v1beta1, but/],
  },
  {
    name: "a definition that is none",
    files: withDefinition(configMap("a")),
    verdict: "not-run",
    told: ["FL0002", "crd.yaml", 3, /this is a ConfigMap/],
  },
];

const rows = [...code, ...data];
const folderOf = (row: Row): string => `row-${rows.indexOf(row)}`;

let program: Program;
let report: Report;
let folder: { readonly folder: string; readonly remove: () => void };
before(async () => {
  program = await buildProgram();
  const all = rows.flatMap((row) => Object.entries(row.files).map(([file, text]) => [`${folderOf(row)}/${file}`, text] as const));
  folder = workspace(Object.fromEntries(all));
  report = JSON.parse(program.run(folder.folder, ["check", ".", "--format", "json", "--no-cache"]).out) as Report;
});
after(() => {
  program.remove();
  folder.remove();
});

for (const row of rows) {
  const { name, verdict, told } = row;
  test(`bad input: ${name}: ${verdict}`, () => {
    const result = report.results.find(({ path }) => path === `${folderOf(row)}/main.ts`);
    const loud = (result?.problems ?? []).filter(({ severity }) => severity !== "information");
    const words = loud.map(({ code: given, path, range, message }) => `${given} ${path.split("/")[1]}:${range.start.line + 1} ${message}`);
    assert.equal(result?.verdict, verdict, `${result?.reason?.message}\n${words.join("\n")}`);
    if (!told) return assert.deepEqual(words, []);
    const [wanted, file, line, says] = told;
    assert.ok(
      words.some((text) => text.startsWith(`${wanted} ${file}:${line} `) && says.test(text)),
      words.join("\n"),
    );
  });
}

test("bad input: nothing of it is an error of ours, or stops the others", () => {
  assert.equal(report.results.length, rows.length);
  assert.ok(report.results.flatMap(({ problems }) => problems).every(({ code: given }) => given !== "FL0001"));
});
