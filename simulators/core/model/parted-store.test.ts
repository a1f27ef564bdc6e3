import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PartedStore } from "./parted-store.ts";
import { StateStore, StoreFull } from "./store.ts";

/** Few values, so that parts repeat; and the number of a state to read before each is added. */
const anyStates = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }).chain((widths) => {
  const width = widths.reduce((sum, each) => sum + each, 0);
  const words = fc.array(fc.oneof(fc.nat(2), fc.integer()), { minLength: width, maxLength: width });
  return fc.record({
    widths: fc.constant(widths),
    states: fc.array(fc.record({ words, read: fc.option(fc.nat(60)) }), { maxLength: 60 }),
  });
});

test("parted store: states get the numbers, and come back, as in a store of whole states", () => {
  fc.assert(
    fc.property(anyStates, ({ widths, states }) => {
      const parted = new PartedStore(widths);
      const whole = new StateStore(parted.width);
      const read = new Int32Array(parted.width);
      for (const [index, { words, read: state }] of states.entries()) {
        if (state !== null && state < parted.count) parted.read(state, read);
        const padded = Int32Array.from([7, ...words]);
        assert.equal(parted.find(padded, 1), whole.find(padded, 1));
        const parent = whole.count - 1;
        assert.equal(parted.add(padded, 1, parent, index), whole.add(padded, 1, parent, index));
      }
      assert.equal(parted.count, whole.count);
      for (let state = 0; state < whole.count; state += 1) {
        const words = whole.states.slice(state * whole.width, (state + 1) * whole.width);
        parted.read(state, read);
        assert.deepEqual(read, words);
        assert.deepEqual(parted.wordsOf(state), words);
        assert.deepEqual(
          Int32Array.from(words.keys(), (index) => parted.word(state, index)),
          words,
        );
        assert.deepEqual([parted.parentOf(state), parted.actionOf(state)], [whole.parentOf(state), whole.actionOf(state)]);
        assert.equal(parted.find(words, 0), state);
      }
      if (whole.count > 0) assert.deepEqual(parted.pathTo(whole.count - 1), whole.pathTo(whole.count - 1));
    }),
  );
});

test("parted store: many states of few parts take a few words each", () => {
  const store = new PartedStore([8, 4, 4]);
  const words = new Int32Array(16);
  for (let index = 0; index < 64_000; index += 1) {
    [words[3], words[9], words[14]] = [index % 40, ((index / 40) % 40) | 0, (index / 1600) | 0];
    assert.equal(store.add(words, 0, index - 1, 0), index);
  }
  assert.ok(store.bytes < 64_000 * 40, `${store.bytes} bytes`);
});

test("parted store: what all its arrays take together is limited, and a state too many leaves the others as they are", () => {
  const maximum = 200_000;
  const store = new PartedStore([2, 3], maximum);
  const words = new Int32Array(5);
  const stateAt = (index: number): Int32Array => words.fill(index).fill(index % 100, 0, 2);
  let count = 0;
  assert.throws(() => {
    for (; ; count += 1) store.add(stateAt(count), 0, count - 1, 0);
  }, StoreFull);
  assert.ok(count > 1000 && store.bytes <= maximum, `${count} states, ${store.bytes} bytes`);
  assert.equal(store.count, count);
  for (let index = 0; index < count; index += 1) assert.equal(store.find(stateAt(index), 0), index);
  assert.throws(() => store.add(stateAt(count), 0, 0, 0), StoreFull);
});
