import assert from "node:assert/strict";
import { test } from "node:test";
import typescript from "typescript";
import type { TaggedPayload } from "../payload.ts";
import { discover, instrument } from "./discover.ts";

const read = (text: string, path = "src/cache.ts") => discover({ path, text, typescript: () => typescript });

/** A function with these lines in its comment. */
const tagged = (...lines: readonly string[]) =>
  read(`/**\n${lines.map((line) => ` * ${line}\n`).join("")} */\nexport async function reconcile(cr: object): Promise<void> {}\n`);

const main = "@reconcile cache.example.com/v1 Memcached";
const sample = "@sample ./sample.yaml";

test("a tagged function is a scenario with the name of its file, and all that its tags say", () => {
  const { scenarios } = tagged(
    main,
    sample,
    '@edit spec.replicas=3 then spec.nodes[1].labels["a/b"]="x" then spec.on=[true,null]',
    "@owns apps/v1 StatefulSet, v1 Service",
    "@retains PersistentVolumeClaim, v1 Secret",
    "@manages Namespace",
    "@replicas 2",
    "@requeue no",
  );
  const [scenario] = scenarios;
  const payload = scenario?.payload as TaggedPayload;
  assert.equal(scenario?.name, "cache");
  assert.deepEqual(scenario.findings, []);
  assert.deepEqual(
    payload.edits.map(({ path, value }) => [path, value]),
    [
      [["spec", "replicas"], 3],
      [["spec", "nodes", 1, "labels", "a/b"], "x"],
      [
        ["spec", "on"],
        [true, null],
      ],
    ],
  );
  assert.deepEqual(payload.owns, [
    { apiVersion: "apps/v1", kind: "StatefulSet" },
    { apiVersion: "v1", kind: "Service" },
  ]);
  assert.deepEqual([payload.retains, payload.manages], [["PersistentVolumeClaim", "v1 Secret"], ["Namespace"]]);
  assert.deepEqual([payload.replicas, payload.requeue], [2, false]);
  assert.deepEqual(
    scenario.entry?.assets?.map(({ name }) => name),
    ["./sample.yaml"],
  );
});

test("the values of edits may have spaces", () => {
  const [scenario] = tagged(main, sample, '@edit spec.cron="0 * * * *" then spec.hosts=["a", "b c"] then spec.on=true').scenarios;
  assert.deepEqual(scenario?.findings, []);
  assert.deepEqual(
    (scenario?.payload as TaggedPayload | undefined)?.edits.map(({ value, text }) => [value, text]),
    [
      ["0 * * * *", 'spec.cron="0 * * * *"'],
      [["a", "b c"], 'spec.hosts=["a", "b c"]'],
      [true, "spec.on=true"],
    ],
  );
});

test("a kind that Kubernetes does not have is an error with a fix; groups of others may have any", () => {
  const [scenario] = tagged(main, sample, "@owns apps/v1 Deploymnt, metrics.k8s.io/v1 Deploymnt, v1 Widget").scenarios;
  assert.deepEqual(
    scenario?.findings.map(({ severity, message, fixes }) => [severity, message, fixes?.[0]?.title]),
    [
      ["error", "apps/v1 has no kind `Deploymnt`; did you mean `Deployment`?", "Change to `Deployment`"],
      ["error", "v1 has no kind `Widget`", undefined],
    ],
  );
});

for (const [what, lines, message] of [
  ["an edit whose text does not end", [main, sample, '@edit spec.a="b c'], /^`"b` is no JSON value$/],
  ["no kind", ["@reconcile", sample], /names no kind/],
  ["a kind without apiVersion", ["@reconcile Memcached", sample], /no apiVersion/],
  ["an apiVersion that is none", ["@reconcile cache.example.com Memcached", sample], /is no apiVersion/],
  ["a text without quotes in an edit", [main, sample, "@edit spec.image=web:2"], /double quotes/],
  ["an edit of nothing", [main, sample, "@edit"], /changes nothing/],
  ["an edit with a space", [main, sample, "@edit spec.a= 3"], /not .path=value/],
  ["a dangling then", [main, sample, "@edit spec.a=3 then"], /nothing follows/],
  ["two samples", [main, sample, "@sample ./other.yaml"], /twice/],
  ["a sample that is no YAML", [main, "@sample ./sample.txt"], /neither a YAML/],
  ["neither sample nor crd", [main], /nothing to reconcile/],
  ["three replicas", [main, sample, "@replicas 3"], /`1` or `2`/],
  ["requeue maybe", [main, sample, "@requeue maybe"], /`yes` or `no`/],
  ["an owned kind in lower case", [main, sample, "@owns apps/v1 statefulset"], /is no kind/],
] as const) {
  test(`${what} is an error at its place, and nothing is run`, () => {
    const [scenario] = tagged(...lines).scenarios;
    assert.equal(scenario?.notRun?.code, "FL0002");
    assert.match(scenario.findings[0]?.message ?? "", message);
    assert.equal(scenario.findings[0]?.severity, "error");
  });
}

test("a misspelt tag beside ours is a warning with a fix; JSDoc's own tags are none", () => {
  const [scenario] = tagged(main, sample, "@edits spec.a=1", "@param cr the resource", "@throws never").scenarios;
  assert.deepEqual(
    scenario?.findings.map(({ severity, fixes }) => [severity, fixes?.[0]?.title]),
    [["warning", "Change to `@edit`"]],
  );
  assert.equal(scenario?.notRun, undefined);
});

test("`@reconsile` alone is noticed", () => {
  const { scenarios, problems } = tagged("@reconsile cache.example.com/v1 Memcached");
  assert.equal(scenarios.length, 0);
  assert.match(problems[0]?.message ?? "", /did you mean `@reconcile`/);
});

test("a tag on something that cannot be called says where it belongs, and is a scenario that is not run", () => {
  for (const code of ["class A {}", "type A = 1;", "const a = 1;", "export = {};", "class A { get a() { return 1; } }"]) {
    const { scenarios, problems } = read(code.includes("get ") ? code.replace("get", `/** ${main} */ get`) : `/** ${main} */\n${code}\n`);
    assert.deepEqual([scenarios.length, problems.length], [1, 0], code);
    assert.match(scenarios[0]?.notRun?.message ?? "", /belongs directly before a function/);
    assert.equal(scenarios[0]?.entry, undefined);
  }
});

const member = `/** ${main}\n * ${sample} */`;
for (const [what, text, entry, name, title, takesEvent] of [
  ["a value", `${member} export const run = make();`, "run", undefined, "run", undefined],
  ["an arrow", `${member} export const run = async (cr, event) => {};`, "run", undefined, "run", true],
  ["a default export", `${member} export default make();`, "default", undefined, "the default export", undefined],
  ["a method of an object", `export const a = { ${member} async b(cr) {} };`, "a", "b", "a.b", false],
  ["a method of the default export", `export default { ${member} "b": (cr, event) => {} };`, "default", "b", "default.b", true],
  ["a static method", `class A { ${member} static b(cr) {} }`, "A", "b", "A.b", false],
  ["a method of the only object of its class", `class A { ${member} b(cr) {} }\nconst a = new A();`, "a", "b", "A.b", false],
  ["a property of exports", `${member} exports.b = async (cr) => {};`, "reconcile$0", undefined, "exports.b", false],
  ["an exported name", `const b = async (cr) => {};\n${member} export { b as c };`, "b", undefined, "b", false],
] as const) {
  test(`tags may stand on ${what}`, () => {
    const [scenario] = read(text).scenarios;
    const payload = scenario?.payload as TaggedPayload;
    assert.deepEqual(scenario?.findings, []);
    assert.deepEqual([payload.entry, payload.member, payload.title, payload.takesEvent], [entry, name, title, takesEvent]);
    assert.deepEqual(scenario.entry?.names, [entry]);
  });
}

test("informers whose handlers call the function are known by their paths", () => {
  const { scenarios } = read(`import { makeInformer, ListWatch } from "@kubernetes/client-node";
const pods = makeInformer(config, "/api/v1/pods", list);
const path = "/apis/apps/v1/deployments";
const deployments = new ListWatch(path, watch, list);
const secrets = makeInformer(config, "/api/v1/secrets", list);
const logged = makeInformer(config, "/api/v1/nodes", list);
${member} export async function reconcile(cr) {}
async function ofOwner(object) { const cr = find(object); if (cr) await reconcile(cr); }
export function main() {
  pods.on("add", ofOwner);
  deployments.on("change", (deployment) => { void ofOwner(deployment); });
  secrets.on("error", ofOwner);
  logged.on("add", (node) => console.log(node));
}
`);
  assert.deepEqual((scenarios[0]?.payload as TaggedPayload | undefined)?.handled, ["/api/v1/pods", "/apis/apps/v1/deployments"]);
});

test("what has no name of its own gets one before it is bundled, and nothing else is changed", () => {
  const unit = (text: string) => ({ path: "src/cache.ts", text, typescript: () => typescript });
  const text = `register({ ${member} async b(cr) {} });\nmodule.exports = 1;`;
  const at = text.indexOf("/**");
  const put = instrument(unit(text)).toSorted((a, b) => b.offset - a.offset);
  const bundled = put.reduce((before, { offset, text: added }) => before.slice(0, offset) + added + before.slice(offset), text);
  assert.equal(bundled, `var reconcile$${at}; register((reconcile$${at} = ${text.slice(9, text.indexOf(");"))}));\nmodule.exports = 1;`);
  for (const plain of [`${member} export function run() {}`, "register({ async b(cr) {} });", `${member} class A {}`])
    assert.deepEqual(instrument(unit(plain)), []);
});

test("definitions are found under every name of defineController, exported or not", () => {
  const { scenarios } = read(`
    import { defineController as define } from "faultline/controller";
    import * as faultline from "faultline/controller";
    export default define({ name: "one", resource: r, reconcile, sample: "./one.yaml", crd: "./crd.yaml" });
    export const second = faultline.defineController({ name: "two", resource: r, reconcile, sample: {} } as const);
    const third = define({ name: makeName(), ...rest });
    const notOurs = defineController({});
  `);
  assert.deepEqual(
    scenarios.map(({ name, entry, findings }) => [name, entry?.names, findings.length]),
    [
      ["one", ["default"], 0],
      ["two", ["second"], 0],
      ["third", ["third"], 0],
    ],
  );
  assert.deepEqual(
    scenarios[0]?.entry?.assets?.map(({ name }) => name),
    ["./one.yaml", "./crd.yaml"],
  );
});

test("a definition without what it needs is not run", () => {
  const [scenario] = read(
    `import { defineController } from "faultline/controller";\nexport default defineController({ name: "x", sample: "./a.yaml" });`,
  ).scenarios;
  assert.deepEqual(
    scenario?.findings.map(({ message }) => message),
    ["the definition has no `resource`", "the definition has no `reconcile`"],
  );
  assert.equal(scenario?.notRun?.code, "FL0002");
});

test("two functions of one file are two scenarios, each with its own complaints", () => {
  const one = (name: string, tags: string) => `/**\n * @reconcile a.io/v1 A\n * ${tags}\n */\nexport async function ${name}() {}\n`;
  const { scenarios } = read(one("first", "@sample ./a.yaml") + one("second", "@replicas 7"));
  assert.deepEqual(
    scenarios.map(({ name, findings }) => [name, findings.length]),
    [
      ["first", 0],
      ["second", 2],
    ],
  );
});

test("half-typed code, other languages and long files do no harm", () => {
  for (const text of [
    "/** @reconcile",
    `/** ${main} */ export async function (`,
    `/** ${main}\n * @edit spec.`,
    "@reconcile",
    `/** ${main} */`,
  ])
    read(text);
  assert.deepEqual(read(`/** ${main} */ function f() {}`, "a.py"), { scenarios: [], problems: [] });
});
