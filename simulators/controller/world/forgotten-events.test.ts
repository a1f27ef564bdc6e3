import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import type { CallAnswer, Process } from "../process/types.ts";
import { check } from "./check.ts";
import type { Setup } from "./setup.ts";
import { standardPlatform } from "./standard-platform.ts";
import { readSecret, createSecret, owned, thing, twinSecrets, twinSecretsBug } from "./testing/examples.ts";
import { call, type FakeCall, FakeProcess, type FakeReconcile } from "./testing/fake-process.ts";

function* emitEvent(name: object): Generator<FakeCall, void, readonly CallAnswer[]> {
  const involvedObject = { apiVersion: "g/v1", kind: "Thing", name: "a", namespace: "ns" };
  const body = { metadata: { ...name, namespace: "ns" }, involvedObject, reason: "Made", message: "made", type: "Normal" };
  yield* call({ method: "POST", path: "/api/v1/namespaces/ns/events", body });
}

/** The same, with an Event after all else that a reconcile does, if it did more than read. */
const withEvents = (reconcile: FakeReconcile): FakeReconcile =>
  function* (input) {
    const first = yield* readSecret("one");
    const ended = yield* reconcile(input);
    if (first === undefined) yield* emitEvent({ generateName: "a-" });
    return ended;
  };

/** Reads only its own Secret, and says each time that it has looked. */
const alwaysEmits: FakeReconcile = function* (input) {
  if ((yield* readSecret("one")) === undefined) yield* createSecret(owned(input, "one"));
  yield* emitEvent({ generateName: "a-" });
};

const processOf = (reconcile: FakeReconcile, readsEvents: boolean): Process => Object.assign(new FakeProcess(reconcile), { readsEvents });

const checked = (reconcile: FakeReconcile, readsEvents: boolean, setup: Setup = thing) =>
  check(processOf(reconcile, readsEvents), setup, unlimited({ maxStates: 4000 }), undefined, standardPlatform);

const broken = ({ findings }: ReturnType<typeof checked>): readonly string[] =>
  [...new Set(findings.map(({ property }) => property))].sort();

for (const [name, reconcile] of Object.entries({
  twinSecrets: withEvents(twinSecrets),
  twinSecretsBug: withEvents(twinSecretsBug),
  alwaysEmits,
}))
  test(`Events whose names nobody knows: what is wrong without them is wrong with them (${name})`, () => {
    const [without, kept] = [checked(reconcile, false), checked(reconcile, true)];
    assert.deepEqual(broken(without), broken(kept));
    assert.ok(without.stats.complete || broken(without).length > 0);
    assert.ok(without.stats.states <= kept.stats.states);
  });

test("Events whose names nobody knows: a search over a cache that is behind comes to its end without them", () => {
  const without = checked(withEvents(twinSecrets), false);
  assert.ok(without.stats.complete);
  assert.equal(checked(withEvents(twinSecrets), true).stats.complete, false, "kept, there is no end of them");
});

test("Events: of a kind that the user has named they are kept", () => {
  const watches = [{ apiVersion: "v1", kind: "Event" }];
  const watching = checked(withEvents(twinSecrets), false, { ...thing, retains: watches });
  assert.equal(watching.stats.complete, false);
});

test("Events with a chosen name are kept: made again, they are refused", () => {
  const again: FakeReconcile = function* (input) {
    yield* twinSecrets(input);
    yield* emitEvent({ name: "once" });
  };
  assert.deepEqual(broken(checked(again, false)), broken(checked(again, true)));
});
