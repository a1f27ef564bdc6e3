import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { describeRun } from "./describe.ts";
import { endsOf } from "./ends.ts";
import { explore } from "./explore.ts";
import { word } from "./layout.ts";
import { settle } from "./settle.ts";
import { thing, twinSecrets, twinSecretsBug } from "./testing/examples.ts";
import { FakeProcess, type FakeReconcile } from "./testing/fake-process.ts";
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
