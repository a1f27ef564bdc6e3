import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { processOf } from "../process/testing/bundle.ts";
import { check } from "../world/check.ts";
import type { Setup } from "../world/setup.ts";
import { thing } from "../world/testing/examples.ts";

// A call takes as long as it takes; that it takes longer than a timer of the code is a fault.

const setup: Setup = {
  ...thing,
  resource: { apiVersion: "x.example.com/v1", kind: "Site" },
  owns: [{ apiVersion: "v1", kind: "ConfigMap" }],
  sample: { apiVersion: "x.example.com/v1", kind: "Site", metadata: { name: "home", namespace: "web" }, spec: { text: "one" } },
};

const program = (body: string): string => `
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
const core = new KubeConfig().makeApiClient(CoreV1Api);
const namespace = "web";
const name = "home";
export async function reconcile({ apiVersion, kind, metadata: { uid } }) {
  const metadata = { name, ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] };
  const create = () => core.createNamespacedConfigMap({ namespace, body: { metadata } });
  const ensured = () => create().catch((error) => { if (error.code !== 409) throw error; });
${body}
}`;

const checked = async (body: string) => check(await processOf(program(body), { client: "1.x" }), setup, unlimited({ maxStates: 30_000 }));

const right: Readonly<Record<string, string>> = {
  "a race that rejects": `  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error("late")), 1000); });
  try { await Promise.race([ensured(), late]); } finally { clearTimeout(timer); }`,
  "an abort signal that is looked at afterwards": `  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), 1000);
  await core.listNamespacedSecret({ namespace });
  clearTimeout(timer);
  if (abort.signal.aborted) throw new Error("late");
  await ensured();`,
  "a flag": `  let isLate = false;
  const timer = setTimeout(() => { isLate = true; }, 1000);
  await ensured();
  clearTimeout(timer);
  if (isLate) throw new Error("late");`,
};

for (const [name, body] of Object.entries(right))
  test(`time-outs around calls are silent, and their checks end: ${name}`, async () => {
    const { findings, limit, failure } = await checked(body);
    assert.deepEqual([findings.map(({ property }) => property), limit, failure], [[], undefined, undefined]);
  });

test("a time-out that is taken for success is found, at the answer that was late", async () => {
  const { findings } = await checked(`  let timer;
  const late = new Promise((resolve) => { timer = setTimeout(resolve, 1000); });
  await Promise.race([core.readNamespace({ name: namespace }), late]).then((found) => { clearTimeout(timer); return found && ensured(); });`);
  const late = findings.find(({ run }) => run.steps.some(({ action }) => action.kind === "call" && action.fault === "late"));
  assert.ok(late, JSON.stringify(findings.map(({ property }) => property)));
  const { action } = late.run.steps[late.cause.fault ?? -1] ?? {};
  assert.equal(action?.kind === "call" ? action.fault : action?.kind, "late");
});
