import assert from "node:assert/strict";
import { test } from "node:test";
import * as client0 from "client-node-0";
import * as client1 from "client-node-1";
import fc from "fast-check";
import type { Json } from "../../../protocol/json.ts";
import type { ProcessOptions } from "./options.ts";
import { processOf } from "./testing/bundle.ts";

// What `loadYaml`, `loadAllYaml` and `dumpYaml` answer in the machine, beside what the client itself answers.

type Client = NonNullable<ProcessOptions["client"]>;
const clients = [
  ["0.x", client0],
  ["1.x", client1],
] as const satisfies readonly (readonly [Client, object])[];

/** What an expression over `given` comes to in the machine, as JSON; of what is thrown the name and the message. */
async function inMachine(expression: string, given: unknown, client: Client): Promise<unknown> {
  const create =
    client === "0.x"
      ? `createNamespacedCustomObject("g", "v", "n", "p", body)`
      : `createNamespacedCustomObject({ group: "g", version: "v", namespace: "n", plural: "p", body })`;
  const process = await processOf(
    `import { CustomObjectsApi, KubeConfig, dumpYaml, loadAllYaml, loadYaml } from "@kubernetes/client-node";
const custom = new KubeConfig().makeApiClient(CustomObjectsApi);
const given = ${JSON.stringify(given)};
const answer = () => {
  try { return { value: ${expression} }; } catch (error) { return { value: error.name + ": " + error.message }; }
};
export async function reconcile() {
  const body = { answer: JSON.stringify(answer()) };
  await custom.${create};
}`,
    { client },
  );
  const strand = process.start({ kind: "tagged", resource: { apiVersion: "g/v", kind: "K", metadata: { name: "a" } }, event: "ADDED" });
  const [call] = strand.pending;
  assert.ok(call?.target.kind === "api", JSON.stringify(strand.ending));
  const { answer } = call.target.request.body as unknown as { readonly answer: string };
  return (JSON.parse(answer) as { readonly value: Json }).value;
}

function inClient(run: () => unknown): unknown {
  try {
    return (JSON.parse(JSON.stringify({ value: run() })) as { readonly value?: Json }).value;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

const texts: Readonly<Record<string, string>> = {
  "an object that its client knows": `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, creationTimestamp: 2024-01-02T03:04:05Z, labels: &labels { app: web } }
spec:
  replicas: 0o3
  selector: { matchLabels: *labels }
  template:
    metadata: { labels: *labels }
    spec: { containers: [{ name: main, image: "web:1", ports: [{ containerPort: 80 }], unknown: 1 }] }
`,
  "an object of a kind of one's own":
    "apiVersion: x.example.com/v1\nkind: Thing\nspec: { since: 2024-01-02, big: 1e3, yes: yes, none: ~ }\nmetadata: { name: a }\n",
  "no object of Kubernetes": "a: [1, two, 3.5, .inf, true]\nb: |\n  x\n  y\n",
  "a text": "just text",
  nothing: "",
  "several documents": "kind: A\n---\nkind: B\n",
  "merged and tagged": "base: &base { a: 1 }\nmore: { <<: *base, b: 2 }\nset: !!set { x, y }\n",
  "a name that objects have": "__proto__: { a: 1 }\nconstructor: 1\n",
  "a name twice": "a: 1\na: 2\n",
  "an open quote": "a: 'x\n",
  "an alias of nothing": "a: *b\n",
};

for (const [client, real] of clients)
  for (const [what, text] of Object.entries(texts)) {
    test(`loadYaml, client ${client}: ${what}`, async () => {
      assert.deepEqual(
        await inMachine("loadYaml(given)", text, client),
        inClient(() => real.loadYaml(text)),
      );
      assert.deepEqual(
        await inMachine("loadAllYaml(given)", text, client),
        inClient(() => real.loadAllYaml(text)),
      );
    });
  }

const values: Readonly<Record<string, unknown>> = {
  "an object that its client knows": {
    spec: { replicas: 1 },
    metadata: { name: "web", labels: { app: "yes" } },
    kind: "Deployment",
    apiVersion: "apps/v1",
  },
  "an object of a kind of one's own": {
    spec: { text: "a\nb\n", key: "0123" },
    apiVersion: "x.example.com/v1",
    metadata: { name: "a" },
    kind: "Thing",
  },
  "no object of Kubernetes": { list: [1, { a: null }, []], empty: {}, text: "x: y", long: "word ".repeat(40) },
};

for (const [client, real] of clients)
  for (const [what, value] of Object.entries(values)) {
    test(`dumpYaml, client ${client}: ${what}`, async () => {
      assert.equal(
        await inMachine("dumpYaml(given)", value, client),
        inClient(() => real.dumpYaml(value)),
      );
      assert.equal(
        await inMachine("dumpYaml(given, { indent: 4, sortKeys: true, lineWidth: -1 })", value, client),
        inClient(() => real.dumpYaml(value, { indent: 4, sortKeys: true, lineWidth: -1 })),
      );
    });
  }

test("dumpYaml: any plain data is written as js-yaml writes it, and read again", async () => {
  const samples = fc.sample(
    fc.array(fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 3 })), { minLength: 40, maxLength: 40 }),
    {
      numRuns: 5,
      seed: 1,
    },
  );
  for (const sample of samples) {
    // Without -0, which JSON does not have.
    const list = JSON.parse(JSON.stringify(sample)) as typeof sample;
    assert.deepEqual(
      await inMachine("given.map((one) => dumpYaml(one))", list, "0.x"),
      inClient(() => list.map((one) => client0.dumpYaml(one))),
    );
    assert.deepEqual(
      await inMachine("given.map((one) => loadYaml(dumpYaml(one)))", list, "0.x"),
      inClient(() => list.map((one) => client0.loadYaml(client0.dumpYaml(one)))),
    );
  }
});

test("loadYaml: from 2.0 on times are texts, nothing is merged, and no document is an error", async () => {
  const text = "at: 2024-01-02T03:04:05Z\nmore: { <<: { a: 1 } }\n";
  assert.deepEqual(await inMachine("loadYaml(given)", text, "2.x"), { at: "2024-01-02T03:04:05Z", more: { "<<": { a: 1 } } });
  assert.equal(await inMachine("loadYaml(given)", "", "2.x"), "YAMLException: expected a document, but the input is empty");
});

test("loadYaml: what is named twice is one object, and many names of few take no memory", async () => {
  assert.equal(await inMachine('(() => { const { a, b } = loadYaml("a: &x [1]\\nb: *x"); return a === b; })()', 0, "0.x"), true);
  const bomb = Array.from({ length: 40 }, (_, at) => `a${at}: &a${at} ${at === 0 ? "[1]" : `[*a${at - 1}, *a${at - 1}]`}`).join("\n");
  assert.equal(await inMachine("Object.keys(loadYaml(given)).length", bomb, "0.x"), 40);
});
