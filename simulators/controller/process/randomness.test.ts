import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import { processOf } from "./testing/bundle.ts";
import { one, tagged } from "./testing/reconciles.ts";
import type { PendingCall, Strand } from "./types.ts";

test("random values differ by seed, and are named", async () => {
  const process = await processOf(one(`await create("fixed-" + Math.random().toString(36).slice(2, 7));`), { client: "1.x" });
  const [first, again, other] = [tagged, tagged, { ...tagged, seed: 1 }].map((input) => process.start(input)) as [Strand, Strand, Strand];
  assert.equal(process.drawsRandom, true);
  assert.equal(first.id, again.id);
  assert.notEqual(first.id, other.id);
  const { target, drawn } = first.pending[0] as PendingCall;
  assert.ok(target.kind === "api");
  assert.deepEqual(drawn, [((target.request.body as JsonObject)["metadata"] as JsonObject)["name"]]);
});

test("a seed makes no difference for code that draws nothing", async () => {
  const process = await processOf(one(`await read("a");`), { client: "1.x" });
  assert.equal(process.start({ ...tagged, seed: 3 }).id, process.start(tagged).id);
  assert.equal(process.start(tagged).pending[0]?.drawn, undefined);
});

test("what is drawn while the modules are evaluated is the same in every run", async () => {
  const process = await processOf(one(`await create("a" + id);`).replace("export async", "const id = crypto.randomUUID();\nexport async"), {
    client: "1.x",
  });
  const strand = process.start(tagged);
  assert.equal(process.drawsRandom, false);
  assert.equal(strand.pending[0]?.drawn, undefined);
});

test("the environment is what the scenario names", async () => {
  const process = await processOf(`export async function reconcile() { console.log(process.env.REGION, process.env.HOME); }`, {
    environment: { REGION: "eu" },
  });
  assert.deepEqual(
    process.start(tagged).events.map((event) => event.kind === "log" && event.text),
    ["eu undefined"],
  );
});
