import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { naturalLogarithm, Random } from "./random.ts";

const draw = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.uint32());

/** The authors' algorithm on 128 bits of big integers, written independently of ours. */
function reference(state: bigint[]): bigint {
  const mask = 0xffffffffn;
  const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & mask;
  const [a, b, c, d] = state as [bigint, bigint, bigint, bigint];
  const result = (rotate((b * 5n) & mask, 7n) * 9n) & mask;
  const c1 = c ^ a;
  const d1 = d ^ b;
  state.splice(0, 4, a ^ d1, b ^ c1, c1 ^ ((b << 9n) & mask), rotate(d1, 11n));
  return result;
}

test("random: is xoshiro128**, from any seed", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.nat(1000), (seed, stream) => {
      const state = seedState(seed, stream);
      const expected = Array.from({ length: 20 }, () => Number(reference(state)));
      assert.deepEqual(draw(new Random(seed, stream), 20), expected);
    }),
  );
});

/** The seeding in words: four steps of a Weyl sequence, each finished as in MurmurHash3. */
function seedState(seed: number, stream: number): bigint[] {
  const mask = 0xffffffffn;
  const mix = (word: bigint) => {
    const z = ((word ^ (word >> 16n)) * 0x85ebca6bn) & mask;
    const y = ((z ^ (z >> 13n)) * 0xc2b2ae35n) & mask;
    return y ^ (y >> 16n);
  };
  const start = mix(BigInt(seed) ^ mix(BigInt(stream) ^ 0x5bd1e995n));
  return [1n, 2n, 3n, 4n].map((step) => mix((start + step * 0x9e3779b9n) & mask));
}

test("random: seeds and streams differ, and repeat", () => {
  const sequences = [new Random(1), new Random(2), new Random(1, 1), new Random(1, 2)].map((random) => draw(random, 4).join());
  assert.equal(new Set(sequences).size, 4);
  assert.equal(draw(new Random(1), 4).join(), sequences[0]);
});

test("random: the first numbers of seed 1 stay what they are", () => {
  assert.deepEqual(draw(new Random(1), 3), [2683346529, 259097878, 2900082871]);
});

for (const count of [1, 2, 3, 7, 48, 1000, 2 ** 21, 2 ** 40]) {
  test(`random: below(${count}) is even`, () => {
    const random = new Random(count);
    const bins = Math.min(count, 7);
    const seen = Array.from({ length: bins }, () => 0);
    const draws = 70_000;
    for (let i = 0; i < draws; i += 1) {
      const value = random.below(count);
      assert.ok(Number.isInteger(value) && 0 <= value && value < count);
      seen[value % bins] = (seen[value % bins] ?? 0) + 1;
    }
    // Six standard deviations: the seed is fixed, so this either always passes or never.
    const spread = 6 * Math.sqrt(draws / bins);
    for (const [bin, times] of seen.entries()) {
      const share = (Math.floor((count - 1 - bin) / bins) + 1) / count;
      assert.ok(Math.abs(times - draws * share) <= spread, `bin ${bin}: ${times}`);
    }
  });
}

test("random: exponential and gamma have the moments of their names", () => {
  const random = new Random(5);
  const count = 100_000;
  const moments = (next: () => number) => {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < count; i += 1) {
      const x = next();
      assert.ok(0 <= x && Number.isFinite(x));
      sum += x;
      squares += x * x;
    }
    return { mean: sum / count, variance: squares / count - (sum / count) ** 2 };
  };
  const exponential = moments(() => random.exponential(4.05));
  assert.ok(Math.abs(exponential.mean * 4.05 - 1) < 0.02);
  assert.ok(Math.abs(exponential.variance * 4.05 ** 2 - 1) < 0.05);
  const gamma = moments(() => random.gamma2(0.2));
  assert.ok(Math.abs(gamma.mean / 0.4 - 1) < 0.02);
  assert.ok(Math.abs(gamma.variance / 0.08 - 1) < 0.05);
});

test("natural logarithm: agrees with the engine's", () => {
  fc.assert(
    fc.property(fc.double({ min: 2 ** -60, max: 2 ** 60, noNaN: true }), (x) => {
      assert.ok(Math.abs(naturalLogarithm(x) - Math.log(x)) <= 4e-16 * Math.max(1, Math.abs(Math.log(x))));
    }),
  );
  assert.equal(naturalLogarithm(1), 0);
});
