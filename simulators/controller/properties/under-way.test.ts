import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { processOf } from "../process/testing/bundle.ts";
import { check } from "../world/check.ts";
import { thing } from "../world/testing/examples.ts";
import { smallPlatform } from "../world/testing/small-platform.ts";

const program = `import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
const core = new KubeConfig().makeApiClient(CoreV1Api);
const ensure = async (read, create) => {
  if ((await read().catch(() => undefined)) === undefined) create();
};
export async function reconcile(cr) {
  const { name, namespace, uid } = cr.metadata;
  const ownerReferences = [{ apiVersion: cr.apiVersion, kind: cr.kind, name, uid, controller: true }];
  const body = { apiVersion: "v1", kind: "Secret", metadata: { name, namespace, ownerReferences } };
  await ensure(
    () => core.readNamespacedSecret({ name, namespace }),
    () => core.createNamespacedSecret({ namespace, body }),
  );
}
`;

test("a call that nobody waits for is told at the call, with those who ask for it", async () => {
  const { findings } = check(
    await processOf(program, { client: "1.x" }),
    thing,
    unlimited({ maxStates: 20_000 }),
    undefined,
    smallPlatform(),
  );
  const found = findings.find(({ detail }) => detail.kind === "under-way");
  assert.ok(found?.detail.kind === "under-way");
  const line = (text: string): number => program.split("\n").findIndex((each) => each.includes(text));
  assert.equal(found.at?.range.start.line, line("core.createNamespacedSecret"));
  const lines = found.detail.places.flat().map(({ range }) => range.start.line);
  assert.ok(lines.includes(line("create();")), lines.join());
});
