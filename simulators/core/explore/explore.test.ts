import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unlimited } from "../budget.ts";
import { explore } from "./explore.ts";
import type { System } from "./system.ts";

/** A graph as a system: states are numbers, `ways[state]` where its choices lead; the first state is 0. A choice costs its number. */
class Graph implements System {
  readonly #ways: readonly (readonly number[])[];
  readonly #path: number[] = [0];

  constructor(ways: readonly (readonly number[])[]) {
    this.#ways = ways;
  }

  get #state(): number {
    return this.#path.at(-1) as number;
  }

  choices(): number {
    return this.#ways[this.#state]?.length ?? 0;
  }

  costOf(choice: number): number {
    return choice;
  }

  take(choice: number): void {
    this.#path.push(this.#ways[this.#state]?.[choice] as number);
  }

  mark(): number {
    return this.#path.length;
  }

  undoTo(mark: number): void {
    this.#path.length = mark;
  }

  words() {
    return { buffer: Int32Array.from([this.#state]), length: 1 };
  }

  last(): number {
    return -1;
  }
}

const graphs = fc
  .integer({ min: 1, max: 12 })
  .chain((states) => fc.array(fc.array(fc.nat(states - 1), { maxLength: 3 }), { minLength: states, maxLength: states }));

/** States that can be reached, and whether one of them can be reached from itself: by closing over the steps. */
function reference(ways: readonly (readonly number[])[]): { readonly states: number; readonly edges: number; readonly hasLoop: boolean } {
  const from = (start: readonly number[]): Set<number> => {
    const reached = new Set(start);
    for (const state of reached) for (const to of ways[state] ?? []) reached.add(to);
    return reached;
  };
  const all = from([0]);
  const edges = [...all].reduce((sum, state) => sum + (ways[state]?.length ?? 0), 0);
  return { states: all.size, edges, hasLoop: [...all].some((state) => from(ways[state] ?? []).has(state)) };
}

test("explore: every state and every step once, and whether paths can be endless", () => {
  fc.assert(
    fc.property(graphs, (ways) => {
      const expected = reference(ways);
      const { isComplete, states, transitions, edges, hasLoop } = explore(
        new Graph(ways),
        { bound: Infinity, keepEdges: true },
        unlimited(),
        { arrive: () => "expand" },
      );
      assert.deepEqual(
        { isComplete, states, transitions, edges: edges?.count, hasLoop },
        { ...expected, isComplete: true, transitions: expected.edges },
      );
    }),
    { numRuns: 500 },
  );
});

test("explore: within a bound, exactly the states that cost no more", () => {
  fc.assert(
    fc.property(graphs, fc.nat(4), (ways, bound) => {
      const costs = new Map([[0, 0]]);
      for (let isChanged = true; isChanged; ) {
        isChanged = false;
        for (const [state, cost] of costs) {
          for (const [choice, to] of (ways[state] ?? []).entries()) {
            if (cost + choice > bound || cost + choice >= (costs.get(to) ?? Infinity)) continue;
            costs.set(to, cost + choice);
            isChanged = true;
          }
        }
      }
      const { states } = explore(new Graph(ways), { bound, keepEdges: false }, unlimited(), { arrive: () => "expand" });
      assert.equal(states, costs.size);
    }),
    { numRuns: 500 },
  );
});
