import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../simulators/core/budget.ts";
import type { Result } from "../../protocol/report.ts";
import { checkText } from "./in-process.ts";

const sample = `apiVersion: farms.example.com/v1
kind: Farm
metadata: { name: green, namespace: web }
spec: { barns: 1 }
`;

/** A reconcile function of this body. */
const controller = (body: string): string => `import * as k8s from "@kubernetes/client-node";
const config = new k8s.KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(k8s.CoreV1Api);
const custom = config.makeApiClient(k8s.CustomObjectsApi);
interface Farm extends k8s.KubernetesObject { metadata: k8s.V1ObjectMeta; spec: { barns: number }; status?: object }
/**
 * @reconcile farms.example.com/v1 Farm
 * @sample ./sample.yaml
 */
export async function reconcile(farm: Farm): Promise<void> {
  const namespace = farm.metadata.namespace!;
  const ownerReferences = [{ apiVersion: farm.apiVersion!, kind: farm.kind!, name: farm.metadata.name!, uid: farm.metadata.uid!, controller: true }];
  ${body}
}
`;

async function check(body: string, maxStates: number): Promise<Result> {
  const { results } = await checkText("farm.ts", controller(body), { "sample.yaml": sample }, unlimited({ maxStates }));
  return results[0] as Result;
}

const barns = (count: number): string => `
  const made = await Promise.allSettled(Array.from({ length: ${count} }, async (_, index) => {
    const body = { metadata: { name: "barn-" + index, namespace, ownerReferences } };
    await core.createNamespacedConfigMap({ namespace, body }).catch((error) => { if (error.code !== 409) throw error; });
  }));
  for (const one of made) if (one.status === "rejected") throw one.reason;`;

test("limits: twenty creations at once are searched up to the limit, and every one is seen on the main path", async () => {
  const { verdict, reason, witness, traces, problems } = await check(barns(20), 300);
  assert.equal(verdict, "undecided");
  assert.equal(reason?.limit, "states");
  assert.match(
    reason.message,
    /^the limit of states came first: \d+ states were visited; completed: the run without faults, a second resource/,
  );
  assert.deepEqual(problems, []);
  const made = new Set(traces[witness ?? -1]?.steps.filter(({ action }) => action === "post").map(({ message }) => message));
  assert.ok(made.size >= 20, [...made].join("\n"));
});

test("limits: where the run without faults fails and that is accepted, it is said that nothing else was looked at", async () => {
  const write = `const status = { isOdd: !(farm.status as { isOdd?: boolean } | undefined)?.isOdd };
  // faultline-ignore FL2001: counted on purpose
  await custom.replaceNamespacedCustomObjectStatus({ group: "farms.example.com", version: "v1", namespace, plural: "farms", name: farm.metadata.name!, body: { ...farm, status } });`;
  const { verdict, reason, properties, witness, problems } = await check(write, 10_000);
  assert.equal(verdict, "undecided", problems.map(({ code, message }) => `${code} ${message}`).join("\n"));
  assert.equal(witness, undefined);
  assert.ok(properties.some((each) => each.verdict === "undecided"));
  assert.deepEqual(reason, { message: "the run without faults fails already: what comes after that, and faults, were not looked at" });
});
