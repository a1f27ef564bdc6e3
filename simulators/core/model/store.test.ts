import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hashWords } from "./hash.ts";
import { StateStore, StoreFull } from "./store.ts";

/** Few values, so that states repeat. */
const anyStates = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    states: fc.array(fc.array(fc.oneof(fc.nat(2), fc.integer()), { minLength: width, maxLength: width }), { maxLength: 60 }),
  }),
);

test("store: numbers states as a map of their text does, and finds them again", () => {
  fc.assert(
    fc.property(anyStates, ({ width, states }) => {
      const store = new StateStore(width);
      const numbers = new Map<string, number>();
      for (const [i, state] of states.entries()) {
        const expected = numbers.get(state.join()) ?? numbers.size;
        numbers.set(state.join(), expected);
        assert.equal(store.add(Int32Array.from(state), 0, i - 1, i), expected);
      }
      assert.equal(store.count, numbers.size);
      for (const [text, number] of numbers) {
        const words = Int32Array.from(text.split(","), Number);
        assert.equal(store.find(words, 0), number);
        assert.deepEqual(store.states.slice(number * width, (number + 1) * width), words);
      }
      assert.equal(store.find(new Int32Array(width).fill(123_456_789), 0), -1);
    }),
  );
});

test("store: many states through several sizes stay distinct", () => {
  const store = new StateStore(2);
  const words = new Int32Array(2);
  const count = 70_000;
  for (let i = 0; i < count; i += 1) {
    words[0] = i % 300;
    words[1] = Math.imul(i, 0x10001);
    assert.equal(store.add(words, 0, i - 1, i % 7), i);
  }
  for (let i = 0; i < count; i += 97) {
    words[0] = i % 300;
    words[1] = Math.imul(i, 0x10001);
    assert.equal(store.find(words, 0), i);
    assert.equal(store.parentOf(i), i - 1);
    assert.equal(store.actionOf(i), i % 7);
  }
  assert.deepEqual(store.pathTo(3), [0, 1, 2, 3]);
});

test("store: actions of any size come back, those before the first large one too", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(0xffff), fc.nat(0x7fff_ffff)), { maxLength: 3000 }), (actions) => {
      const store = new StateStore(1);
      for (const [state, action] of actions.entries()) store.add(Int32Array.of(state), 0, state - 1, action);
      assert.deepEqual(
        actions.map((_, state) => store.actionOf(state)),
        actions,
      );
    }),
  );
});

test("store: says when it is full, and stays as it was", () => {
  const store = new StateStore(1, 100_000);
  const words = new Int32Array(1);
  assert.throws(() => {
    for (words[0] = 0; words[0] < 1e6; words[0] += 1) store.add(words, 0, -1, 0);
  }, StoreFull);
  const { count } = store;
  assert.ok(store.bytes <= 100_000 && count > 1000);
  words[0] = count - 1;
  assert.equal(store.find(words, 0), count - 1);
  words[0] = count;
  assert.equal(store.find(words, 0), -1);
});

test("hash: states that differ in a few low bits spread over a table as chance would", () => {
  const slots = 1 << 16;
  const seen = new Set<number>();
  const words = new Int32Array(3);
  const count = 1 << 15;
  for (let i = 0; i < count; i += 1) {
    words[0] = i & 31;
    words[1] = (i >> 5) & 31;
    words[2] = i >> 10;
    seen.add(hashWords(words, 0, 3) & (slots - 1));
  }
  // Of m slots, n random states fill m (1 - e^(-n/m)) on average, with a standard deviation below 0.4 sqrt(n).
  const expected = slots * (1 - Math.exp(-count / slots));
  assert.ok(Math.abs(seen.size - expected) < 6 * 0.4 * Math.sqrt(count), `${seen.size} slots, ${expected} expected`);
});
