import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { check } from "../world/check.ts";
import { thing } from "../world/testing/examples.ts";
import { smallPlatform } from "../world/testing/small-platform.ts";
import { processOf } from "./testing/bundle.ts";
import { one, resource } from "./testing/reconciles.ts";

const uid = "ed8a47f4-b343-4578-87cd-ae4ba0bd4513";
const input = { kind: "tagged", event: "MODIFIED", resource: { ...resource, metadata: { name: "a", namespace: "ns", uid } } } as const;

const hashed = `import { createHash } from "node:crypto";\nconst short = (text) => createHash("sha256").update(text).digest("hex").slice(0, 10);\n`;
const folded = `const short = (text) => { let hash = 7; for (const letter of text) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0; return hash.toString(36); };\n`;

async function madeOf(head: string, body: string): Promise<readonly string[]> {
  const process = await processOf(head + one(body), { client: "1.x" });
  const { pending } = process.start(input);
  assert.equal(pending.length, 1);
  assert.ok(pending[0]?.madeOf?.every((made) => made.uid === uid) ?? true);
  return pending[0]?.madeOf?.map(({ text }) => text) ?? [];
}

test("a text that is worked out of a uid is told", async () => {
  const digest = createHash("sha256").update(uid).digest("hex").slice(0, 10);
  assert.deepEqual(await madeOf(hashed, "await create(`data-${short(thing.metadata.uid)}`);"), [digest]);
  assert.equal((await madeOf(folded, "await create(`data-${short(thing.metadata.uid)}`);")).length, 1);
});

test("what is a uid, a part of it, or made of something else, is not", async () => {
  assert.deepEqual(await madeOf(hashed, "await create(`data-${short(thing.metadata.name)}`);"), []);
  assert.deepEqual(await madeOf(hashed, "await create(`data-${thing.metadata.uid.slice(0, 8)}`);"), []);
  assert.deepEqual(await madeOf(hashed, "await create(thing.metadata.uid);"), []);
});

const secrets = (isLeftOut: string): string => `import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
${hashed}const core = new KubeConfig().makeApiClient(CoreV1Api);
export async function reconcile(cr) {
  const { name, namespace, uid } = cr.metadata;
  const ownerReferences = [{ apiVersion: cr.apiVersion, kind: cr.kind, name, uid, controller: true }];
  for (const each of ["one", "two"]) {
    if (each === "two" && ${isLeftOut}) continue;
    const body = { apiVersion: "v1", kind: "Secret", metadata: { name: each + "-" + short(uid), namespace, ownerReferences } };
    await core.createNamespacedSecret({ namespace, body }).catch((error) => {
      if (error.code !== 409) throw error;
    });
  }
}`;

const findings = async (text: string): Promise<readonly string[]> =>
  check(await processOf(text, { client: "1.x" }), thing, unlimited({ maxStates: 50_000 }), undefined, smallPlatform()).findings.map(
    ({ property }) => property,
  );

test("names that hold a hash of the uid are no difference; what is left out is", async () => {
  assert.deepEqual(await findings(secrets("false")), []);
  assert.deepEqual(await findings(secrets("short(uid) > '8'")), ["confluent"]);
});
