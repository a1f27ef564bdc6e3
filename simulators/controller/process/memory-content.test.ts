import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import { processOf } from "./testing/bundle.ts";
import type { ReconcileInput } from "./types.ts";

const resourceOf = (metadata: JsonObject): ReconcileInput => ({
  kind: "tagged",
  event: "ADDED",
  resource: { apiVersion: "x.example.com/v1", kind: "Site", metadata },
});

const uid = "9d0e4a6b-21c3-4f58-8a7d-3b6c5e1f2a90";

/** Whether it may know the uid after it has run once. */
async function knows(declaration: string, statement: string): Promise<boolean | undefined> {
  const process = await processOf(`${declaration}\nexport async function reconcile({ metadata: { name, uid } }) { ${statement} }`);
  const { memory } = process.start(resourceOf({ name: "shop", namespace: "web", uid }));
  assert.notEqual(memory, 0, statement);
  return process.mayRemember?.(memory, uid);
}

const remembering: readonly (readonly [declaration: string, statement: string])[] = [
  ["let last;", "last = uid;"],
  ["const seen = new Set();", "seen.add(uid);"],
  ["const times = new Map();", "times.set(uid, 1);"],
  ["const done = {};", "done[uid] = true;"],
  ["const done = new Map();", "done.set(name, [{ of: { it: `${name}/${uid}` } }]);"],
  ["let short;", "short = uid.slice(0, 6);"],
  ["let bare;", 'bare = uid.replaceAll("-", "");'],
  ["let number;", "number = Number.parseInt(uid.slice(0, 8), 16);"],
  ["let bytes;", "bytes = new TextEncoder().encode(uid);"],
  ["let later;", "later = () => uid;"],
  ["let sum = 0;", "for (const each of uid) sum += each.charCodeAt(0);"],
  ['import { createHash } from "node:crypto"; let hash;', 'hash = createHash("sha256").update(uid).digest("hex").slice(0, 4);'],
  ["const codes = {};", "codes[name] = String.fromCharCode(uid.charCodeAt(3) + 1);"],
];

for (const [declaration, statement] of remembering)
  test(`module state that may know a uid: ${statement}`, async () => assert.equal(await knows(declaration, statement), true));

const forgetting: readonly (readonly [declaration: string, statement: string])[] = [
  ["let count = 0;", "count += 1;"],
  ["const seen = new Set();", "seen.add(name);"],
  ["const texts = {};", "texts[name] = JSON.stringify({ text: `of ${name}`, isOpen: true });"],
  ["let last;", "last = { name, at: [1, 2, 3] };"],
  ["const codes = new Map();", "codes.set(name, String(name.charCodeAt(0)));"],
  ['import { createHash } from "node:crypto"; let hash;', 'hash = createHash("sha256").update(name).digest("hex");'],
  ["let bytes;", "bytes = new TextEncoder().encode(name);"],
  ["let last = 0;", "last = Date.now();"],
  ['import { randomUUID } from "node:crypto"; let id;', "id ??= randomUUID();"],
  ["const paths = {};", "paths[`$.${name}`] ??= [name.codePointAt(0)]; if (uid.charCodeAt(0) > 1e9) paths.none = true;"],
];

for (const [declaration, statement] of forgetting)
  test(`module state that knows no uid: ${statement}`, async () => assert.equal(await knows(declaration, statement), false));

test("module state that knows a name knows that name", async () => {
  const process = await processOf(`const seen = new Set();\nexport async function reconcile({ metadata: { name } }) { seen.add(name); }`);
  const { memory } = process.start(resourceOf({ name: "shop" }));
  assert.deepEqual(
    ["shop", "sh", "shop-config", "other"].map((text) => process.mayRemember?.(memory, text)),
    [true, true, true, false],
  );
});
