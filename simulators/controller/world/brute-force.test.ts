import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unlimited } from "../../core/budget.ts";
import { endsOf } from "./ends.ts";
import { explore } from "./explore.ts";
import { progress, read, word } from "./layout.ts";
import { bruteForce, TooManyStates } from "./testing/brute-force.ts";
import { createSecret, deleteSecret, owned, readSecret, thing } from "./testing/examples.ts";
import { FakeProcess, type FakeReconcile } from "./testing/fake-process.ts";
import { everything } from "./testing/listener.ts";
import { smallPlatform } from "./testing/small-platform.ts";
import { Transitions } from "./transitions.ts";
import { World } from "./world.ts";

/** One instruction of a random controller. */
interface Instruction {
  readonly does: "create" | "create-if-missing" | "delete" | "stop-if-there" | "stop-if-missing" | "create-quietly";
  readonly name: string;
}

const program = fc.array(
  fc.record({
    does: fc.constantFrom(
      "create" as const,
      "create-if-missing" as const,
      "delete" as const,
      "stop-if-there" as const,
      "stop-if-missing" as const,
      "create-quietly" as const,
    ),
    name: fc.constantFrom("one", "two"),
  }),
  { minLength: 1, maxLength: 3 },
);

function reconcileOf(instructions: readonly Instruction[]): FakeReconcile {
  return function* (input) {
    for (const { does, name } of instructions) {
      switch (does) {
        case "create":
          yield* createSecret(owned(input, name));
          break;
        case "create-if-missing":
          if ((yield* readSecret(name)) === undefined) yield* createSecret(owned(input, name));
          break;
        case "create-quietly":
          try {
            yield* createSecret(owned(input, name));
          } catch {
            // As somebody writes it who takes every error for "it is there".
          }
          break;
        case "delete":
          yield* deleteSecret(name);
          break;
        case "stop-if-there":
          if ((yield* readSecret(name)) !== undefined) return;
          break;
        case "stop-if-missing":
          if ((yield* readSecret(name)) === undefined) return;
          break;
      }
    }
  };
}

/** States at rest, as `bruteForce` names them. Windows are left out: it has none. */
function searchedEnds(reconcile: FakeReconcile): ReadonlySet<string> {
  const world = new World(thing, smallPlatform(), new FakeProcess(reconcile));
  world.read.clear();
  const transitions = new Transitions(world, false);
  const graph = explore(transitions, transitions.initial(1), unlimited({ maxStates: 30_000 }), everything);
  assert.equal(graph.end, undefined);
  const found = new Set<string>();
  for (const { states } of endsOf(graph)) {
    if (states.length > 1) continue;
    const [state = 0] = states;
    const cluster = world.contents.clusterOf(graph.store.word(state, word.cluster));
    const deletion = read(graph.store.word(state, word.progress), progress.deletion);
    found.add(
      `d${deletion}: ${cluster
        .list("/secrets")
        .map(({ metadata }) => metadata.name)
        .join()}`,
    );
  }
  return found;
}

test("the search finds the ends that brute force finds, of random controllers", () => {
  let compared = 0;
  fc.assert(
    fc.property(program, (instructions) => {
      const reconcile = reconcileOf(instructions);
      let expected: ReadonlySet<string>;
      try {
        expected = bruteForce(thing, new FakeProcess(reconcile));
      } catch (error) {
        // It never comes to rest: counted uids make its states endless.
        if (error instanceof TooManyStates) return;
        throw error;
      }
      compared += 1;
      assert.deepEqual([...searchedEnds(reconcile)].sort(), [...expected].sort());
    }),
    { numRuns: 40 },
  );
  assert.ok(compared > 15);
});
