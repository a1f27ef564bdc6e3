import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import { unlimited } from "../../core/budget.ts";
import type { ReconcileInput } from "../process/types.ts";
import type { Finding } from "../properties/types.ts";
import { check, replay } from "./check.ts";
import { isFault } from "./layout.ts";
import type { Setup } from "./setup.ts";
import { createSecret, listing, owned, readSecret, thing, twinSecrets } from "./testing/examples.ts";
import { FakeProcess, type FakeReconcile } from "./testing/fake-process.ts";
import { smallPlatform } from "./testing/small-platform.ts";

function checked(reconcile: FakeReconcile, setup: Setup, deep: boolean): readonly Finding[] {
  const { findings, limit, bounds } = check(new FakeProcess(reconcile), setup, unlimited({ deep }), undefined, smallPlatform());
  assert.equal(limit, undefined);
  if (findings.length === 0) assert.equal(bounds.faults, deep ? 2 : 1);
  return findings;
}

const faultsOf = ({ run }: Finding): number => run.steps.filter(({ choice }) => isFault(choice)).length;

/** Tries once more; what fails then is given up. */
const twice: FakeReconcile = function* (input) {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      if ((yield* readSecret("one")) === undefined) yield* createSecret(owned(input, "one"));
      return;
    } catch {
      // Once more.
    }
  }
};

test("two faults: a second attempt that fails as well is found with them alone", () => {
  assert.deepEqual(checked(twice, thing, false), []);
  const found = checked(twice, thing, true).find(({ property }) => property === "errors-retried");
  assert.ok(found);
  assert.equal(faultsOf(found), 2);
});

test("two faults: what was found shows again when it is replayed", () => {
  const [found] = checked(twice, thing, true);
  assert.ok(found);
  const choices = found.run.steps.map(({ choice }) => choice);
  const request = { world: found.run.world, choices, property: found.property };
  const again = replay(new FakeProcess(twice), thing, unlimited({ deep: true }), request, smallPlatform());
  assert.ok(again.kind === "run" && again.finding?.property === found.property);
});

test("two faults: what somebody else deletes stays away where nobody is told of it", () => {
  const deaf: Setup = { ...thing, owns: [] };
  assert.deepEqual(checked(twinSecrets, deaf, false), []);
  const found = checked(twinSecrets, deaf, true);
  assert.ok(found.some(({ run }) => run.steps.some(({ action }) => action.kind === "delete-owned")));
  assert.deepEqual(checked(twinSecrets, thing, true), []);
});

/** Makes a Secret of any name if there is none. */
const oneOfAny: FakeReconcile = function* (input: ReconcileInput) {
  const list = yield* listing("/api/v1/namespaces/ns/secrets");
  if (((list?.["items"] ?? []) as readonly JsonObject[]).length > 0) return;
  const { metadata, ...secret } = owned(input, "any") as { readonly metadata: JsonObject & { readonly name: string } };
  const { name, ...rest } = metadata;
  yield* createSecret({ ...secret, metadata: { ...rest, generateName: `${name}-` } });
};

test("two processes: both look before either makes anything", () => {
  assert.deepEqual(checked(oneOfAny, thing, false), []);
  const found = checked(oneOfAny, { ...thing, replicas: 2 }, false).find(({ property }) => property === "confluent");
  assert.ok(found);
  assert.equal(faultsOf(found), 0);
  const processes = found.run.steps.flatMap(({ action }) => (action.kind === "start" ? [action.reconcile.process] : []));
  assert.deepEqual(new Set(processes), new Set([0, 1]));
});
