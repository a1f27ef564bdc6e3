import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "../../../protocol/json.ts";
import type { CallAnswer } from "../process/types.ts";
import { unlimited } from "../../core/budget.ts";
import { check } from "./check.ts";
import { Minted, type Left, textsIn } from "./minted.ts";
import type { Setup } from "./setup.ts";
import { resourceOf, thing, updateStatus } from "./testing/examples.ts";
import { bodyOf, type FakeCall, FakeProcess, type FakeReconcile } from "./testing/fake-process.ts";
import { smallPlatform } from "./testing/small-platform.ts";

interface State {
  next: number;
  users: number;
  records: Record<string, { host: string; id?: number }>;
}
type Operation = (state: State) => Json;

const withRecord =
  (name: (id: number) => string, record: (id: number) => State["records"][string] = () => ({ host: "a" })): Operation =>
  (state) => {
    const id = state.next;
    state.next += 1;
    state.records[name(id)] = record(id);
    return name(id);
  };

function learnt(operation: Operation): { readonly minted: Minted; readonly state: State; readonly answer: Json } {
  const minted = new Minted();
  const run = (before: Json): Left & { readonly state: Json } => {
    const state = structuredClone(before) as unknown as State;
    const answer = operation(state);
    return { state: state as unknown as Json, answer };
  };
  const first: Json = { next: 1, users: 0, records: {}, said: "nothing" };
  const left = run(first);
  minted.learn("dns", first, left, run);
  return { minted, state: left.state as unknown as State, answer: left.answer };
}

const shown = ({ minted, state }: ReturnType<typeof learnt>): Json => minted.withoutIds({ dns: state as unknown as Json });

test("ids are what comes out otherwise where a number has counted further", () => {
  const one = learnt(withRecord((id) => `rec-${id}`));
  assert.deepEqual(shown(one), { dns: { next: "<count>", users: 0, records: { "<id of dns>": { host: "a" } }, said: "nothing" } });
  assert.equal(one.minted.symbolOf("rec-1", undefined, textsIn(one.state as unknown as Json)), "<id of dns>");
  assert.equal(one.minted.symbolOf("rec-1", undefined, new Set()), "<former id of dns>");
  assert.equal(one.minted.symbolOf("rec-2", undefined, new Set()), undefined);
});

test("mere digits are an id where a field says so", () => {
  const one = learnt(
    withRecord(
      (id) => `${id}`,
      (id) => ({ host: "a", id }),
    ),
  );
  assert.deepEqual(shown(one), {
    dns: { next: "<count>", users: 0, records: { "<id of dns>": { host: "a", id: "<id of dns>" } }, said: "nothing" },
  });
  assert.equal(one.minted.symbolOf(1, "recordId", new Set(["1"])), "<id of dns>");
  assert.equal(one.minted.symbolOf(1, "replicas", new Set(["1"])), undefined);
});

test("two records stay two", () => {
  const twice = learnt((state) => {
    withRecord((id) => `rec-${id}`)(state);
    return withRecord((id) => `rec-${id}`)(state);
  });
  assert.deepEqual(Object.keys((shown(twice) as { dns: { records: object } }).dns.records), ["<id of dns>", "<id of dns> 2"]);
});

test("what counts without giving out ids is no counter", () => {
  const counting: readonly Operation[] = [
    (state) => {
      state.users += 1;
      return state.users;
    },
    (state) => {
      state.users = Math.max(state.users, 3);
      return `${state.users} users`;
    },
    (state) => {
      state.users = 3;
      state.records["a"] = { host: "b" };
      return null;
    },
    (state) => {
      state.users += 1;
      Object.assign(state, { said: `${state.users} users` });
      return null;
    },
  ];
  for (const operation of counting) {
    const one = learnt(operation);
    const { users } = (shown(one) as unknown as { readonly dns: State }).dns;
    assert.equal(users, one.state.users, operation.toString());
  }
});

/** One record for each resource; forgets it where the answer is lost, if it does not look first. */
const recording = (looksFirst: boolean): FakeReconcile =>
  function* (input) {
    const outside = function* (operation: string, args: readonly Json[]): Generator<FakeCall, Json | undefined, readonly CallAnswer[]> {
      const [answer] = yield { kind: "external", system: "dns", operation, args } as const;
      return answer && bodyOf(answer);
    };
    const { metadata, status } = resourceOf(input) as {
      readonly metadata: { readonly name: string };
      readonly status?: { readonly record?: string };
    };
    if (status?.record !== undefined) return;
    const known = looksFirst ? yield* outside("find", [metadata.name]) : null;
    const record = known ?? (yield* outside("create", [metadata.name]));
    yield* updateStatus(input, () => ({ record: record as string }));
  };

const functions = {
  "operations/dns/find": (state: State, host: string) => Object.keys(state.records).find((id) => state.records[id]?.host === host) ?? null,
  "operations/dns/create": (state: State, host: string) =>
    withRecord(
      (id) => `rec-${id}`,
      () => ({ host }),
    )(state),
};
const withDns: Setup = {
  ...thing,
  edits: [],
  external: [{ name: "dns", initial: { next: 1, users: 0, records: {} }, hasProgress: false }],
};

test("a record too many is found, whatever its id; another id is no difference", () => {
  const found = (looksFirst: boolean): readonly string[] =>
    check(new FakeProcess(recording(looksFirst), { functions }), withDns, unlimited({ maxStates: 50_000 }), undefined, smallPlatform())
      .findings.map(({ property }) => property)
      .sort();
  assert.deepEqual(found(false).includes("confluent"), true);
  assert.deepEqual(found(true), ["no-leak"]);
});
