import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Budget, unlimited } from "../budget.ts";
import { check } from "./check.ts";
import type { PlainModel } from "./model.ts";
import { plainFifoLock } from "./testing/fifo-lock.ts";
import { anyGraphModel } from "./testing/random-models.ts";
import { tokenLock } from "./testing/token-lock.ts";
import { twoPhaseCommit } from "./testing/two-phase-commit.ts";

const stopping = (why: "time" | "cancelled", afterPolls: number): Budget => {
  let polls = 0;
  return { ...unlimited(), stop: () => ((polls += 1) > afterPolls ? why : undefined) };
};

const cases: readonly { readonly name: string; readonly budget: Budget; readonly limit: string }[] = [
  { name: "a limit of states", budget: unlimited({ maxStates: 1000 }), limit: "states" },
  { name: "a limit of memory", budget: unlimited({ memoryLimitMb: 2 }), limit: "memory" },
  { name: "a limit of time", budget: stopping("time", 20), limit: "time" },
  { name: "being cancelled", budget: stopping("cancelled", 3), limit: "cancelled" },
];

for (const { name, budget, limit } of cases) {
  test(`limits: with ${name} nothing is said to hold`, () => {
    for (const model of [twoPhaseCommit(7), tokenLock(12)]) {
      const { properties, stats } = check(model, budget);
      assert.equal(stats.complete, false);
      assert.equal(stats.limit, limit);
      assert.ok(stats.states > 0);
      for (const property of properties) assert.deepEqual([property.verdict, "limit" in property && property.limit], ["undecided", limit]);
    }
  });
}

test("limits: what was found before the limit is said", () => {
  const { properties } = check(tokenLock(12, []), unlimited({ maxStates: 100 }));
  assert.deepEqual(
    properties.map(({ verdict }) => verdict),
    ["undecided", "violated"],
  );
});

test("limits: a violation within a limit of states is one without it, and nothing holds that does not", () => {
  fc.assert(
    fc.property(anyGraphModel(), fc.integer({ min: 1, max: 6 }), ({ plain }, maxStates) => {
      const full = check(plain, unlimited());
      for (const [i, property] of check(plain, unlimited({ maxStates })).properties.entries()) {
        if (property.verdict !== "undecided") assert.equal(property.verdict, full.properties[i]?.verdict);
      }
    }),
    { numRuns: 500 },
  );
});

test("limits: the memory used is counted, also that of plain data", () => {
  const { stats } = check(plainFifoLock(7), unlimited());
  assert.ok(stats.states * 20 < stats.bytes && stats.bytes < stats.states * 300, `${stats.bytes} bytes for ${stats.states} states`);
});

test("limits: packed two-phase commit takes less than 60 bytes a state", () => {
  const { stats } = check(twoPhaseCommit(7), unlimited());
  assert.ok(stats.bytes / stats.states < 60, `${stats.bytes / stats.states}`);
});

const counter = (
  next: PlainModel<{ n: number; list: number[] }>["actions"][number]["next"],
): PlainModel<{ n: number; list: number[] }> => ({
  kind: "plain",
  name: "counter",
  initialStates: () => [{ n: 0, list: [0] }],
  actions: [{ name: "step", next }],
  properties: [{ kind: "always", name: "small", test: ({ n }) => n < 10 }],
});

const faults: readonly { readonly name: string; readonly model: PlainModel<never>; readonly message: RegExp }[] = [
  {
    name: "an action that answers by chance",
    model: counter(
      (
        (calls) =>
        ({ list }, emit) =>
          emit({ n: (calls += 1) % 3, list })
      )(0),
    ) as unknown as PlainModel<never>,
    message: /asked twice/,
  },
  {
    name: "an action that changes the state it was given",
    model: counter((state, emit) => {
      state.n = (state.n + 1) % 3;
      emit({ ...state });
    }) as unknown as PlainModel<never>,
    message: /changed `n` of the state that it was given|Cannot assign to read only property/,
  },
  {
    name: "an action that changes a part of the state it was given, and takes it back",
    model: counter((state, emit) => {
      const [first = 0] = state.list;
      state.list[0] = 1;
      emit(state);
      state.list[0] = first;
    }) as unknown as PlainModel<never>,
    message: /action `step` threw TypeError: Cannot assign to read only property/,
  },
  {
    name: "an action that throws",
    model: counter(() => {
      throw new Error("no such thing");
    }) as unknown as PlainModel<never>,
    message: /^action `step` threw Error: no such thing$/,
  },
  {
    name: "a state that is no plain data",
    model: counter((state, emit) => emit({ ...state, list: new Map() as unknown as number[] })) as unknown as PlainModel<never>,
    message: /instance of Map, which is no plain data/,
  },
  {
    name: "a state with a function",
    model: counter((state, emit) => emit({ ...state, list: [(() => 1) as unknown as number] })) as unknown as PlainModel<never>,
    message: /holds a function/,
  },
  {
    name: "a state with a hole",
    // oxlint-disable-next-line no-sparse-arrays
    model: counter((state, emit) => emit({ ...state, list: [1, , 2] as number[] })) as unknown as PlainModel<never>,
    message: /holes/,
  },
  {
    name: "fairness of an unknown action",
    model: { ...counter(() => {}), fairness: [{ kind: "weak", name: "all", actions: ["stop"] }] } as unknown as PlainModel<never>,
    message: /fairness `all` names `stop`/,
  },
  {
    name: "a symmetry that is none",
    model: {
      ...counter(({ n, list }, emit) => emit({ n: (n + 1) % 20, list })),
      canonical: ({ n, list }: { n: number; list: number[] }) => ({ n: n === 5 ? 12 : n, list }),
    } as unknown as PlainModel<never>,
    message: /what it calls a symmetry is none|does not stand up to a second look/,
  },
];

for (const { name, model, message } of faults) {
  test(`faults: ${name} is reported, and nothing is said of the properties`, () => {
    const { fault, properties } = check(model, unlimited());
    assert.match(fault?.message ?? "none", message);
    assert.deepEqual(properties, [{ name: "small", kind: "always", verdict: "undecided", limit: "fault" }]);
  });
}

test("faults: a part of a state that is changed late, out of sight of a second look, is noticed in the end", () => {
  let calls = 0;
  const model = counter((state, emit) => {
    calls += 1;
    if (state.n < 1500) emit({ n: state.n + 1, list: state.list });
    // State 1030 is not among those that are expanded twice.
    if (state.n === 1030) state.list[0] = 7;
  });
  const { fault } = check({ ...model, properties: [] }, unlimited());
  assert.ok(calls > 1500);
  assert.match(fault?.message ?? "none", /changed a part of a state/);
});
