import assert from "node:assert/strict";
import { test } from "node:test";
import { load, processOf } from "./testing/bundle.ts";
import { client, one, tagged } from "./testing/reconciles.ts";

test("process.exit ends the process", async () => {
  const process = await processOf(one(`read("a");\nprocess.exit(3);`), { client: "1.x" });
  const { ending, pending } = process.start(tagged);
  assert.deepEqual([ending, pending], [{ kind: "exited", code: 3 }, []]);
});

const stopping = [
  { name: "an endless loop", body: "while (true) {}", message: /does not come to an end/ },
  { name: "micro-tasks without end", body: "const again = () => Promise.resolve().then(again);\nagain();", message: /without end/ },
  { name: "a schema of YAML", body: `loadYaml("a: 1", { schema: {} });`, message: /option `schema` for YAML is not modelled/ },
  { name: "an order of YAML's names", body: `dumpYaml({}, { sortKeys: () => 0 });`, message: /option `sortKeys` for YAML is not modelled/ },
  { name: "bytes in YAML", body: `loadYaml("a: !!binary aGVsbG8=");`, message: /`!!binary` in YAML is not modelled/ },
  { name: "a Map as YAML", body: `dumpYaml({ a: new Map() });`, message: /a map as YAML is not modelled/ },
  { name: "the network", body: `await fetch("http://x");`, message: /`fetch` is not modelled/ },
  { name: "files", body: `readFileSync("x");`, message: /fs\.readFileSync/ },
  {
    name: "the resourceVersion of an informer",
    body: `makeInformer(null, "/x", null).latestResourceVersion();`,
    message: /resourceVersion of an informer/,
  },
  { name: "a shell in a pod", body: `new Exec();`, message: /`Exec` of @kubernetes\/client-node/ },
];

for (const { name, body, message } of stopping) {
  test(`not modelled, at its line: ${name}`, async () => {
    const imports = `import { readFileSync } from "node:fs";\nimport { dumpYaml, Exec, loadYaml, makeInformer } from "@kubernetes/client-node";\n`;
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
