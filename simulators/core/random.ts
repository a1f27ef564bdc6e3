/**
 * A seeded source of random numbers: the same numbers for the same seed on every machine,
 * because it uses integer arithmetic and the five exactly rounded operations of IEEE 754 alone.
 *
 * xoshiro128** 1.1: 128 bits of state, period 2^128 - 1, passes BigCrush.
 *
 * @see D. Blackman, S. Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47(4), 2021.
 */
export class Random {
  readonly #state = new Int32Array(4);

  /**
   * @param seed Any integer; its low 32 bits count.
   * @param stream Independent sequences of one seed, for parts that must not depend on each other's order. Low 32 bits count.
   */
  constructor(seed: number, stream = 0) {
    let weyl = mix((seed | 0) ^ mix((stream | 0) ^ 0x5bd1e995));
    for (let word = 0; word < 4; word += 1) {
      weyl = (weyl + 0x9e3779b9) | 0;
      this.#state[word] = mix(weyl);
    }
    // The all-zero state is the only fixed point.
    if (this.#state.every((word) => word === 0)) this.#state[0] = 1;
  }

  /** Uniform in 0 .. 2^32 - 1. */
  uint32(): number {
    const s = this.#state;
    const s0 = s[0] as number;
    const s1 = s[1] as number;
    const times5 = Math.imul(s1, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0;
    const s2 = (s[2] as number) ^ s0;
    const s3 = (s[3] as number) ^ s1;
    s[1] = s1 ^ s2;
    s[0] = s0 ^ s3;
    s[2] = s2 ^ (s1 << 9);
    s[3] = (s3 << 11) | (s3 >>> 21);
    return result;
  }

  /**
   * Uniform in 0 .. count - 1: without bias (Lemire's rejection) up to 2^21, where the product with 32 random bits is exact in a double;
   * beyond that with a bias of at most count / 2^53.
   *
   * @param count 1 .. 2^53.
   * @see D. Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29(1), 2019.
   */
  below(count: number): number {
    if (2_097_152 < count) return Math.floor(this.unit() * count);
    let word = this.uint32();
    let low = Math.imul(word, count) >>> 0;
    if (low < count) {
      const threshold = two32 % count;
      while (low < threshold) {
        word = this.uint32();
        low = Math.imul(word, count) >>> 0;
      }
    }
    return (word * count - low) / two32;
  }

  /** Uniform in [0, 1), with 53 random bits. */
  unit(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  /** Exponential with this rate: mean 1 / rate. */
  exponential(rate: number): number {
    return -naturalLogarithm(1 - this.unit()) / rate;
  }

  /** Gamma of shape 2 (the sum of two exponentials) and this scale: mean 2 * scale. */
  gamma2(scale: number): number {
    return -scale * (naturalLogarithm(1 - this.unit()) + naturalLogarithm(1 - this.unit()));
  }
}

/**
 * ln(x) for positive, normal x, to about one unit in the last place.
 * `Math.log` may differ in the last bit between engines and processors; this does not.
 */
export function naturalLogarithm(x: number): number {
  let mantissa = x;
  let exponent = 0;
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent -= 1;
  }
  while (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  // ln m = 2 artanh((m - 1) / (m + 1)) = 2 (r + r^3 / 3 + r^5 / 5 + …), |r| <= 0.172: 11 terms reach 2^-56.
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let sum = 0;
  for (let odd = 21; 1 <= odd; odd -= 2) sum = sum * square + 1 / odd;
  return exponent * Math.LN2 + 2 * ratio * sum;
}

const two32 = 4_294_967_296;

/** The finaliser of MurmurHash3: every input bit changes each output bit with chance one half. */
function mix(word: number): number {
  let z = word;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return z ^ (z >>> 16);
}
