import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unlimited } from "../budget.ts";
import { check } from "./check.ts";
import { minimise, effortOf } from "./minimise.ts";
import type { PlainModel } from "./model.ts";
import { checkPreemptions } from "./preemption.ts";
import { choicesOf, isMisfit, replay } from "./replay.ts";
import { simulate } from "./simulate.ts";
import { fewestPreemptions, wholeGraph } from "./testing/brute-force.ts";
import { anyGraphModel, anyReplicatedModel } from "./testing/random-models.ts";

/** Two threads that each read a counter and write it back increased: a lost update takes one preemption. */
const lostUpdate: PlainModel<{ readonly counter: number; readonly threads: readonly { readonly at: number; readonly seen: number }[] }> = {
  kind: "plain",
  name: "lost update",
  initialStates: () => [{ counter: 0, threads: [0, 1].map(() => ({ at: 0, seen: 0 })) }],
  actions: [0, 1].map((process) => ({
    name: `thread ${process}`,
    process,
    next({ counter, threads }, emit) {
      const { at, seen } = threads[process] ?? { at: 2, seen: 0 };
      if (at === 0) emit({ counter, threads: threads.with(process, { at: 1, seen: counter }) });
      if (at === 1) emit({ counter: seen + 1, threads: threads.with(process, { at: 2, seen: 0 }) });
    },
  })),
  properties: [
    { kind: "always", name: "no update is lost", test: ({ counter, threads }) => counter === 2 || threads.some(({ at }) => at < 2) },
    { kind: "deadlock-free", name: "ends well", mayEnd: ({ threads }) => threads.every(({ at }) => at === 2) },
  ],
};

test("preemptions: serial runs lose no update, one preemption does", () => {
  assert.deepEqual(
    checkPreemptions(lostUpdate, unlimited(), 0).properties.map(({ verdict }) => verdict),
    ["undecided", "undecided"],
  );
  const result = checkPreemptions(lostUpdate, unlimited(), 3);
  assert.equal(result.preemptions, 1);
  const [lost] = result.properties;
  assert.ok(lost?.verdict === "violated" && lost.counterexample);
  assert.deepEqual(effortOf(lost.counterexample), { switches: 2, steps: 4 });
});

test("preemptions: for any model, each bound reaches the states that brute force finds, and says when it leaves none out", () => {
  fc.assert(
    fc.property(anyReplicatedModel(), fc.nat(3), ({ plain, packed }, bound) => {
      const graph = wholeGraph(plain);
      const fewest = fewestPreemptions(graph);
      for (const index of fewest.keys()) {
        const wanted = JSON.stringify(graph.states[index]);
        const properties = [{ kind: "reachable" as const, name: "it", test: (state: never) => JSON.stringify(state) === wanted }];
        const [found] = checkPreemptions({ ...(plain as unknown as PlainModel<never>), properties }, unlimited(), bound).properties;
        const isWithin = (fewest[index] as number) <= bound;
        assert.equal(found?.verdict === "holds", isWithin);
      }
      const full = check(packed, unlimited());
      for (const [i, { verdict }] of checkPreemptions(packed, unlimited(), bound).properties.entries()) {
        if (verdict !== "undecided") assert.equal(verdict, full.properties[i]?.verdict);
      }
    }),
    { numRuns: 60 },
  );
});

test("preemptions: a high bound decides what the complete search decides", () => {
  fc.assert(
    fc.property(anyReplicatedModel(), ({ plain }) => {
      const safety = { ...plain, properties: plain.properties.filter(({ kind }) => kind === "always" || kind === "deadlock-free") };
      const full = check(safety, unlimited());
      const bounded = checkPreemptions(safety, unlimited(), 60);
      const isFailing = full.properties.some(({ verdict }) => verdict === "violated");
      // It ends at the first bound that violates anything, so the others may stay undecided.
      for (const [i, { verdict }] of bounded.properties.entries()) {
        if (verdict !== "undecided") assert.equal(verdict, full.properties[i]?.verdict);
      }
      assert.equal(
        bounded.properties.some(({ verdict }) => verdict === "violated"),
        isFailing,
      );
    }),
    { numRuns: 100 },
  );
});

for (const strategy of [{ kind: "random" }, { kind: "pct", depth: 2 }] as const) {
  test(`simulate: ${strategy.kind} finds the lost update, the same for the same seed`, () => {
    const options = { runs: 200, steps: 10, strategy };
    const result = simulate(lostUpdate, unlimited({ seed: 7 }), options);
    assert.deepEqual(simulate(lostUpdate, unlimited({ seed: 7 }), options), result);
    const [lost, ends] = result.properties;
    assert.ok(lost?.verdict === "violated" && lost.counterexample);
    assert.deepEqual([ends?.verdict, ends?.verdict === "undecided" && ends.limit], ["undecided", "samples"]);
    const again = replay(lostUpdate, choicesOf(lost.counterexample));
    assert.ok(!isMisfit(again));
    assert.deepEqual(again, lost.counterexample);
  });

  test(`simulate: ${strategy.kind} never says more of any model than is true`, () => {
    fc.assert(
      fc.property(anyGraphModel(), fc.nat(100), ({ plain }, seed) => {
        const full = check(plain, unlimited());
        const result = simulate(plain, unlimited({ seed }), { runs: 10, steps: 20, strategy });
        for (const [i, { verdict }] of result.properties.entries()) {
          if (verdict !== "undecided") assert.equal(verdict, full.properties[i]?.verdict);
        }
      }),
      { numRuns: 300 },
    );
  });
}

test("simulate: PCT meets the lost update about as often as its bound says, at least", () => {
  let found = 0;
  const seeds = 300;
  for (let seed = 0; seed < seeds; seed += 1) {
    const { properties } = simulate(lostUpdate, unlimited({ seed }), { runs: 1, steps: 4, strategy: { kind: "pct", depth: 2 } });
    if (properties[0]?.verdict === "violated") found += 1;
  }
  // 1 / (2 processes * 4 steps) of the runs.
  assert.ok(found >= seeds / 8, `${found} of ${seeds}`);
});

test("simulate: stops when it is told to", () => {
  const result = simulate(lostUpdate, { ...unlimited(), stop: () => "cancelled" }, { runs: 5, steps: 5, strategy: { kind: "random" } });
  assert.equal(result.limit, "cancelled");
  assert.equal(result.steps, 0);
});

test("minimise: of any failing run the fewest switches remain, then the fewest steps", () => {
  let minimised = 0;
  fc.assert(
    fc.property(anyReplicatedModel(), fc.nat(50), ({ plain }, seed) => {
      const [always] = simulate(plain, unlimited({ seed }), { runs: 3, steps: 12, strategy: { kind: "random" } }).properties;
      if (always?.verdict !== "violated" || always.counterexample === undefined) return;
      const run = minimise(plain, "always", always.counterexample, unlimited());
      const again = replay(plain, choicesOf(run));
      assert.deepEqual(again, run);
      const property = plain.properties[0];
      assert.ok(property?.kind === "always" && !property.test(run.steps.at(-1)?.state ?? run.initial));
      assert.deepEqual(effortOf(run), leastEffort(plain));
      minimised += 1;
    }),
    { numRuns: 300 },
  );
  assert.ok(minimised > 30, `${minimised} runs`);
});

/** By relaxing the efforts of all pairs of a state and the last process until nothing changes. */
function leastEffort<State>(model: PlainModel<State>): { readonly switches: number; readonly steps: number } {
  const graph = wholeGraph(model);
  const best = new Map<string, { switches: number; steps: number }>();
  const isLess = (a: { switches: number; steps: number }, b: typeof a | undefined): boolean =>
    b === undefined || a.switches < b.switches || (a.switches === b.switches && a.steps < b.steps);
  for (const state of graph.initial) best.set(`${state},`, { switches: 0, steps: 0 });
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const [key, { switches, steps }] of best) {
      const [state, last] = key.split(",") as [string, string];
      for (const { from, to, process } of graph.edges) {
        if (from !== Number(state)) continue;
        const now = process === undefined ? last : String(process);
        const effort = { switches: switches + (last !== "" && now !== last ? 1 : 0), steps: steps + 1 };
        if (!isLess(effort, best.get(`${to},${now}`))) continue;
        best.set(`${to},${now}`, effort);
        isChanged = true;
      }
    }
  }
  const property = model.properties[0];
  const failing = [...best].filter(
    ([key]) => property?.kind === "always" && !property.test(graph.states[Number(key.split(",")[0])] as State),
  );
  return failing.map(([, effort]) => effort).reduce((least, effort) => (isLess(effort, least) ? effort : least));
}
