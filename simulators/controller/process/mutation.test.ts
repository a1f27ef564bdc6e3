import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import { processOf } from "./testing/bundle.ts";
import type { Process, ReconcileInput, Strand } from "./types.ts";

const resource: JsonObject = {
  apiVersion: "x.example.com/v1",
  kind: "Thing",
  metadata: { name: "a", namespace: "n", labels: { app: "a" } },
  spec: { size: 1, names: ["b", "a"] },
};
const input: ReconcileInput = { kind: "tagged", resource, event: "MODIFIED" };
/** Line 4, from 0, is the first of the body. */
const client = `import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
const core = new KubeConfig().makeApiClient(CoreV1Api);
const read = (name) => core.readNamespacedSecret({ name, namespace: "n" });
export async function reconcile(thing) {
`;

/** Runs a body to its end: each answer is a secret. */
async function run(body: string): Promise<{ readonly process: Process; readonly strands: readonly Strand[] }> {
  const process = await processOf(`${client}${body}\n}`, { client: "1.x" });
  const strands = [process.start(input)];
  for (let last = strands[0]; last?.pending[0]; last = strands.at(-1)) {
    strands.push(process.answer(last, last.pending[0].call, { kind: "answer", code: 200, body: { metadata: { name: "a", labels: {} } } }));
  }
  return { process, strands };
}

const lineOf = ({ cacheMutations: [first] }: Process): number | undefined => first?.at?.range.start.line;

test("the informer's object: a change is told once, at the line that makes it", async () => {
  const { process, strands } = await run(
    `thing.spec.size = thing.spec.size;\nawait read("a");\nthing.spec.size = 1;\nthing.spec.size = 2;\nawait read("b");\nthing.spec.size = 3;`,
  );
  assert.deepEqual(
    strands.map(({ events }) => events.map(({ kind }) => kind)),
    [[], ["cache-mutated"], []],
  );
  assert.deepEqual(
    process.cacheMutations.map(({ object, at }) => [object, at?.range.start.line]),
    [["Thing n/a", 7]],
  );
});

const changing: readonly string[] = [
  "delete thing.kind;",
  "thing.status = { phase: 'Ready' };",
  "thing.spec.names.push('c');",
  "thing.spec.names.sort();",
  "Object.assign(thing.metadata.labels, { tier: 'web' });",
  "const shallow = { ...thing }; shallow.metadata.labels.tier = 'web';",
  "const { spec } = thing; spec.size += 1;",
  "(thing.metadata.annotations ??= {}).seen = 'yes';",
];
for (const body of changing) {
  test(`the informer's object is changed: ${body}`, async () => assert.equal(lineOf((await run(body)).process), 4));
}

const keeping: readonly string[] = [
  "const copy = structuredClone(thing); copy.spec.size = 2; copy.spec.names.sort();",
  "const copy = JSON.parse(JSON.stringify(thing)); delete copy.spec;",
  "const copy = { ...thing, spec: { ...thing.spec } }; copy.spec.size = 2; copy.kind = 'Other';",
  "const sorted = [...thing.spec.names].sort(); thing.spec.names.toSorted(); sorted.push('d');",
  "const found = await read('a'); found.metadata.labels.app = thing.metadata.labels.app; delete found.metadata.name;",
  "thing = structuredClone(thing); thing.spec.size = 2;",
  "thing.spec.size = 2; thing.spec.size = 1;",
  "thing.metadata.labels ??= {}; thing.spec.names.length = 2;",
];
for (const body of keeping) {
  test(`the informer's object stays as it is: ${body}`, async () => assert.deepEqual((await run(body)).process.cacheMutations, []));
}
