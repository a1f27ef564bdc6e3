import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unlimited } from "../budget.ts";
import { check } from "./check.ts";
import type { Model, PlainModel, Property } from "./model.ts";
import { choicesOf, isMisfit, replay } from "./replay.ts";
import type { CheckResult, Run } from "./result.ts";
import { fewestSteps, holds, wholeGraph } from "./testing/brute-force.ts";
import { fifoLock, plainFifoLock } from "./testing/fifo-lock.ts";
import { isFairLasso } from "./testing/naive-lasso.ts";
import { anyGraphModel, anyReplicatedModel } from "./testing/random-models.ts";
import { plainTokenLock, tokenLock } from "./testing/token-lock.ts";
import { plainTwoPhaseCommit, twoPhaseCommit } from "./testing/two-phase-commit.ts";

const published: readonly { readonly model: Model<never>; readonly states: number; readonly transitions: number }[] = [
  // @see the models' comments: SPIN, TLC and Rumur agree.
  { model: twoPhaseCommit(7), states: 296_448, transitions: 1_735_809 },
  { model: twoPhaseCommit(7, { symmetric: true }), states: 920, transitions: 5399 },
  { model: twoPhaseCommit(8, { symmetric: true }), states: 1461, transitions: 9772 },
  { model: plainTwoPhaseCommit(7, { symmetric: true }) as unknown as Model<never>, states: 920, transitions: 5399 },
  { model: fifoLock(8), states: 219_201, transitions: 438_392 },
  { model: tokenLock(12), states: 73_728, transitions: 898_048 },
];

for (const { model, states, transitions } of published) {
  const symmetric = (model.kind === "packed" ? model.canonicalise : model.canonical) ? ", symmetric" : "";
  test(`check: ${model.kind} ${model.name}${symmetric} has ${states} states and holds`, () => {
    const { stats, properties } = check(model, unlimited());
    assert.deepEqual({ states: stats.states, transitions: stats.transitions }, { states, transitions });
    assert.equal(stats.complete, true);
    assert.deepEqual(new Set(properties.map(({ verdict }) => verdict)), new Set(["holds"]));
  });
}

const small: readonly { readonly plain: PlainModel<never>; readonly packed: Model<never> }[] = [
  { plain: plainTwoPhaseCommit(3) as unknown as PlainModel<never>, packed: twoPhaseCommit(3) },
  { plain: plainFifoLock(4) as unknown as PlainModel<never>, packed: fifoLock(4) },
  { plain: plainTokenLock(4) as unknown as PlainModel<never>, packed: tokenLock(4) },
];

for (const { plain, packed } of small) {
  test(`check: ${plain.name}, packed and plain, has the states and steps that brute force finds`, () => {
    const graph = wholeGraph(plain);
    for (const model of [plain, packed]) {
      const { stats } = check(model, unlimited());
      assert.deepEqual([stats.states, stats.transitions, stats.depth], [graph.states.length, graph.edges.length, Math.max(...graph.depth)]);
    }
  });
}

for (const model of [tokenLock(8, []), plainTokenLock(8, [])] as readonly Model<never>[]) {
  test(`check: ${model.kind} token lock fails without fairness, by a client that just waits`, () => {
    const { properties } = check(model, unlimited());
    const [mutex, enters] = properties;
    assert.equal(mutex?.verdict, "holds");
    assert.ok(enters?.verdict === "violated" && enters.counterexample);
    assert.deepEqual(
      enters.counterexample.steps.map(({ action }) => action),
      ["request"],
    );
    assert.equal(enters.counterexample.loop, 1);
  });
}

test("check: token lock needs fairness of the token's step as a whole, not of each kind of step", () => {
  const each = ["enter", "pass", "exit"].map((action) => ({ kind: "weak" as const, name: action, actions: [action] }));
  const { properties } = check(tokenLock(4, each), unlimited());
  assert.equal(properties[1]?.verdict, "violated");
  const strong = each.map((condition) => ({ ...condition, kind: "strong" as const }));
  assert.equal(check(tokenLock(4, strong), unlimited()).properties[1]?.verdict, "holds");
});

/** Everything that the brute-force explorer can say of a model, compared. */
function compareWithBruteForce<State>(plain: PlainModel<State>, result: CheckResult<unknown>): void {
  const graph = wholeGraph(plain);
  assert.equal(result.fault, undefined);
  assert.equal(result.stats.states, graph.states.length);
  assert.equal(result.stats.transitions, graph.edges.length);
  assert.equal(result.stats.depth, Math.max(...graph.depth));
  assert.deepEqual(
    result.properties.map(({ name, verdict }) => [name, verdict]),
    plain.properties.map((property) => [property.name, holds(graph, plain, property) ? "holds" : "violated"]),
  );
}

test("check: any graph, packed or plain, has the states, steps and verdicts that brute force finds", () => {
  fc.assert(
    fc.property(anyGraphModel(), ({ plain, packed }) => {
      const ofPlain = check(plain, unlimited());
      const ofPacked = check(packed, unlimited());
      compareWithBruteForce(plain, ofPlain);
      compareWithBruteForce(plain, ofPacked);
      assert.deepEqual(ofPacked.properties.map(choices), ofPlain.properties.map(choices));
    }),
    { numRuns: 1500 },
  );
});

test("check: counterexamples of any graph are real and shortest", () => {
  fc.assert(
    fc.property(anyGraphModel(), ({ plain }) => {
      const graph = wholeGraph(plain);
      for (const [i, result] of check(plain, unlimited()).properties.entries()) {
        const property = plain.properties[i] as Property<(state: { readonly at: number }) => boolean>;
        const run = result.verdict === "violated" ? result.counterexample : result.verdict === "holds" ? result.witness : undefined;
        if (run === undefined) continue;
        assert.deepEqual(withoutLoop(replayed(plain, run)), withoutLoop(run));
        const shortest = shortestRun(graph, plain, property);
        if (shortest !== undefined) assert.equal(run.steps.length, shortest);
        else assert.equal(isFairLasso(graph, plain, property, run), true);
      }
    }),
    { numRuns: 1000 },
  );
});

function replayed<State>(model: Model<State>, run: Run<State>): Run<State> {
  const again = replay(model, choicesOf(run));
  if (isMisfit(again)) assert.fail(again.message);
  return again;
}

const withoutLoop = <State>({ initialChoice, initial, steps }: Run<State>): Omit<Run<State>, "loop"> => ({ initialChoice, initial, steps });

function shortestRun<State>(
  graph: ReturnType<typeof wholeGraph<State>>,
  model: PlainModel<State>,
  property: Property<(state: State) => boolean>,
): number | undefined {
  if (property.kind === "always") return fewestSteps(graph, (state) => !property.test(state));
  if (property.kind === "reachable") return fewestSteps(graph, property.test);
  if (property.kind !== "deadlock-free") return undefined;
  const isEnd = (state: State): boolean =>
    model.actions.every((action) => {
      let isEnabled = false;
      action.next(state, () => {
        isEnabled = true;
      });
      return !isEnabled;
    });
  return fewestSteps(graph, (state) => isEnd(state) && property.mayEnd?.(state) !== true);
}

const choices = (result: CheckResult<unknown>["properties"][number]): unknown => {
  const run = result.verdict === "violated" ? result.counterexample : result.verdict === "holds" ? result.witness : undefined;
  return run && { ...choicesOf(run), loop: run.loop };
};

test("check: symmetry changes the number of states and no verdict", () => {
  fc.assert(
    fc.property(anyReplicatedModel(), ({ plain, packed, symmetric }) => {
      const full = check(packed, unlimited());
      const orbits = new Set(wholeGraph(plain).states.map(({ local, shared }) => `${local.toSorted((a, b) => a - b).join()} ${shared}`));
      for (const model of [symmetric.packed, symmetric.plain] as readonly Model<never>[]) {
        const result = check(model, unlimited());
        assert.equal(result.fault, undefined);
        assert.equal(result.stats.states, orbits.size);
        assert.equal(result.stats.depth, full.stats.depth);
        assert.deepEqual(verdictsOf(result), verdictsOf(full));
      }
    }),
    { numRuns: 600 },
  );
});

test("check: runs of symmetric models are runs of the model itself, lassos fair ones", () => {
  fc.assert(
    fc.property(anyReplicatedModel(), ({ plain, symmetric }) => {
      const graph = wholeGraph(plain);
      for (const [i, result] of check(symmetric.plain, unlimited()).properties.entries()) {
        const property = plain.properties[i] as (typeof plain.properties)[number];
        const run = result.verdict === "violated" ? result.counterexample : result.verdict === "holds" ? result.witness : undefined;
        if (run === undefined) continue;
        assert.deepEqual(withoutLoop(replayed(plain, run)), withoutLoop(run));
        const shortest = shortestRun(graph, plain, property);
        if (shortest !== undefined) assert.equal(run.steps.length, shortest);
        else assert.equal(isFairLasso(graph, plain, property, run), true);
      }
    }),
    { numRuns: 400 },
  );
});

const verdictsOf = ({ properties }: CheckResult<unknown>): unknown => properties.map(({ name, verdict }) => [name, verdict]);
