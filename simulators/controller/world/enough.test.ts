import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import { unlimited } from "../../core/budget.ts";
import { check } from "./check.ts";
import type { Setup } from "./setup.ts";
import { createSecret, thing } from "./testing/examples.ts";
import { bodyOf, call, FakeProcess, type FakeReconcile } from "./testing/fake-process.ts";
import { smallPlatform } from "./testing/small-platform.ts";

/** Makes a Secret of any name as long as its cache shows none: while that is behind, there is no end of them, as it asks to be called again. */
const trustsCache: FakeReconcile = function* () {
  const resource = bodyOf(yield* call({ method: "GET", path: "/apis/g/v1/namespaces/ns/things/a" })) as JsonObject | undefined;
  if (resource === undefined) return undefined;
  const list = bodyOf(yield* call({ method: "GET", path: "/api/v1/namespaces/ns/secrets", cached: true })) as JsonObject;
  if ((list["items"] as readonly JsonObject[]).length > 0) return 30;
  const { uid, name } = resource["metadata"] as { readonly uid: string; readonly name: string };
  const ownerReferences = [{ apiVersion: "g/v1", kind: "Thing", name, uid, controller: true }];
  yield* createSecret({ apiVersion: "v1", kind: "Secret", metadata: { generateName: "one-", namespace: "ns", ownerReferences } });
  return 30;
};

test("a search without an end stops when it has found something, which it tells at once, and says that it is not whole", () => {
  let polls = 0;
  const told: number[] = [];
  const report = { finding: () => told.push(polls), phase: () => {} };
  const setup: Setup = { ...thing, style: "framework" };
  const { findings, limit, properties, bounds, stats } = check(
    new FakeProcess(trustsCache),
    setup,
    { ...unlimited(), stop: () => void (polls += 1) },
    report,
    smallPlatform(),
  );
  assert.ok((told[0] as number) < polls / 2, `told at ${told[0]} of ${polls}`);
  assert.equal(limit, undefined);
  assert.ok(findings.some(({ property }) => property === "confluent"));
  assert.deepEqual([stats.complete, bounds.completed], [false, ["happy", "owned"]]);
  assert.ok(stats.states < 20_000, `${stats.states} states`);
  const { verdict } = properties.find(({ property }) => property === "no-leak") ?? {};
  assert.equal(verdict, "undecided");
});
