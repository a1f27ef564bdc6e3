import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import { unlimited } from "../../core/budget.ts";
import { describeRun } from "./describe.ts";
import { endsOf } from "./ends.ts";
import { explore } from "./explore.ts";
import { word } from "./layout.ts";
import { settle } from "./settle.ts";
import { createSecret, owned, thing, twinSecrets, twinSecretsBug } from "./testing/examples.ts";
import { bodyOf, call, FakeProcess, type FakeReconcile } from "./testing/fake-process.ts";
import { everything } from "./testing/listener.ts";
import { smallPlatform } from "./testing/small-platform.ts";
import { Transitions } from "./transitions.ts";
import { Walk } from "./walk.ts";
import { World } from "./world.ts";

function searched(reconcile: FakeReconcile, faults: number) {
  const world = new World(thing, smallPlatform(), new FakeProcess(reconcile));
  const transitions = new Transitions(world, false);
  const graph = explore(transitions, transitions.initial(faults), unlimited({ maxStates: 20_000 }), everything);
  return { world, transitions, graph, ends: endsOf(graph) };
}

test("a quiet run comes to rest with both secrets", () => {
  const world = new World(thing, smallPlatform(), new FakeProcess(twinSecrets));
  const walk = new Walk(new Transitions(world, false), new Transitions(world, false).initial(0));
  assert.deepEqual(settle(walk, unlimited()), { kind: "rest", loop: 0 });
  const cluster = world.contents.clusterOf(walk.words[word.cluster] as number);
  assert.deepEqual(
    cluster.list("/secrets").map(({ metadata }) => metadata.name),
    ["one", "two"],
  );
  const run = describeRun(walk.transitions, walk.codes, 0);
  assert.ok("steps" in run && run.steps.length === walk.codes.length);
});

test("one crash leaves a secret out", () => {
  const { world, graph, ends } = searched(twinSecretsBug, 1);

  const counts = new Set(
    ends.map(({ states }) => world.contents.clusterOf(graph.store.word(states[0] as number, word.cluster)).list("/secrets").length),
  );
  assert.deepEqual(
    [...counts].sort((a, b) => a - b),
    [0, 1, 2],
  );
});

test("without the bug all ends have both secrets, or none", () => {
  const { world, graph, ends } = searched(twinSecrets, 1);

  const counts = new Set(
    ends.map(({ states }) => world.contents.clusterOf(graph.store.word(states[0] as number, word.cluster)).list("/secrets").length),
  );
  assert.deepEqual(
    [...counts].sort((a, b) => a - b),
    [0, 2],
  );
});

/** Makes a Secret of any name as long as its cache shows none: while that is behind, there is no end of them, as it asks to be called again. */
const trustsCache: FakeReconcile = function* (input) {
  const list = bodyOf(yield* call({ method: "GET", path: "/api/v1/namespaces/ns/secrets", cached: true })) as JsonObject;
  if ((list["items"] as readonly JsonObject[]).length > 0) return 30;
  const { name: _, ...metadata } = owned(input, "")["metadata"] as JsonObject;
  yield* createSecret({ apiVersion: "v1", kind: "Secret", metadata: { ...metadata, generateName: "one-" } });
  return 30;
};

test("where there is no end of what follows from a fault, later ones get their turn all the same", () => {
  const edits = [2, 3, 4, 5, 6, 7].map((value) => ({ kind: "value", path: ["spec", "size"], value }) as const);
  const world = new World({ ...thing, edits }, smallPlatform(), new FakeProcess(trustsCache));
  const transitions = new Transitions(world, false);
  const calm = explore(transitions, transitions.initial(0), unlimited(), everything).store.count;
  const graph = explore(transitions, transitions.initial(1), unlimited({ maxStates: 40_000 }), everything);
  assert.equal(graph.end, "states");
  assert.ok(graph.costly.rowCount >= calm, `faults of ${graph.costly.rowCount} of ${calm} states`);
});
