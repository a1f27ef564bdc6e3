import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { allocate, full, known, SharedStore } from "./shared-store.ts";

/** Turns of workers: who adds, and states of one word. */
const anyTurns = fc.array(fc.record({ worker: fc.nat(2), states: fc.array(fc.nat(400), { maxLength: 40 }) }), { maxLength: 40 });

test("SharedStore: whoever adds them, states have the numbers from 0, each one, without a gap", () => {
  fc.assert(
    fc.property(fc.array(anyTurns, { maxLength: 4 }), (rounds) => {
      const memory = allocate(1, 1 << 12);
      const workers = [0, 1, 2].map(() => new SharedStore(memory));
      const main = new SharedStore(memory);
      const seen = new Set<number>();
      for (const turns of rounds) {
        for (const worker of workers) worker.settle(main.count);
        for (const { worker, states } of turns) addAll(workers[worker] as SharedStore, states, seen);
        main.closeGaps(workers.map((worker) => worker.giveBack()));
        assert.equal(main.count, seen.size);
        const numbers = [...seen].map((state) => main.find(Int32Array.of(state), 0));
        assert.deepEqual(
          numbers.map((number) => main.states[number]),
          [...seen],
        );
        assert.deepEqual(
          numbers.sort((a, b) => a - b),
          numbers.map((_, index) => index),
        );
      }
      assert.equal(main.find(Int32Array.of(1000), 0), -1);
    }),
  );
});

test("SharedStore: states of several words are told apart word by word", () => {
  const anyStates = fc.array(fc.array(fc.oneof(fc.nat(2), fc.integer()), { minLength: 3, maxLength: 3 }), { maxLength: 60 });
  fc.assert(
    fc.property(anyStates, (states) => {
      const store = new SharedStore(allocate(3, 64));
      const numbers = new Map<string, number>();
      for (const state of states) {
        const added = addOne(store, state);
        assert.equal(added, numbers.has(state.join()) ? known : numbers.size);
        if (added !== known) numbers.set(state.join(), added);
      }
      for (const [text, number] of numbers) assert.equal(store.find(Int32Array.from(text.split(","), Number), 0), number);
    }),
  );
});

test("SharedStore: when it is full it says so, and keeps what it has", () => {
  const shared = new SharedStore(allocate(1, 4));
  assert.deepEqual(
    [5, 6, 7, 8, 9, 10, 5].map((word) => addOne(shared, [word])),
    [0, 1, 2, 3, full, full, known],
  );
  shared.closeGaps([shared.giveBack()]);
  assert.equal(shared.count, 4);
});

test("SharedStore: when one worker has taken the last numbers, nothing is lost of what either has", () => {
  const memory = allocate(1, 256);
  const workers = [new SharedStore(memory), new SharedStore(memory)];
  const answers = Array.from({ length: 300 }, (_, state) => addOne(workers[state % 3 === 0 ? 1 : 0] as SharedStore, [state]));
  const main = new SharedStore(memory);
  main.closeGaps(workers.map((worker) => worker.giveBack()));
  const stored = answers.flatMap((answer, state) => (answer === full ? [] : [state]));
  assert.equal(main.count, stored.length);
  assert.ok(stored.length < 300 && 256 - 64 <= stored.length, `${stored.length} states of 256`);
  assert.ok(stored.every((state) => main.states[main.find(Int32Array.of(state), 0)] === state));
});

function addOne(store: SharedStore, state: readonly number[]): number {
  const words = Int32Array.from(state);
  store.prepare(words, 1);
  return store.add(words, 0);
}

function addAll(store: SharedStore, states: readonly number[], seen: Set<number>): void {
  const words = Int32Array.from(states);
  store.prepare(words, states.length);
  for (const [i, state] of states.entries()) {
    assert.equal(store.add(words, i) === known, seen.has(state));
    seen.add(state);
  }
}
