/**
 * 32 bits from the words of a state. Each word is folded in by a multiply and a rotation; only the end is mixed well.
 *
 * Nothing but speed depends on how well it spreads: states are compared word by word.
 */
export function hashWords(states: Int32Array, at: number, width: number): number {
  let hash = width;
  for (let word = 0; word < width; word += 1) {
    const folded = Math.imul(hash ^ (states[at + word] as number), 0x9e3779b1);
    hash = (folded << 15) | (folded >>> 17);
  }
  return finish(hash);
}

/**
 * Every bit of the input changes each bit of the output with chance one half, to within 0.00002.
 *
 * @see https://github.com/skeeto/hash-prospector, "lowbias32".
 */
export function finish(word: number): number {
  let hash = word;
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return hash ^ (hash >>> 15);
}

/** A second, nearly independent word from the same hash: for tags that save a look at the state. */
export const tagOf = (hash: number): number => Math.imul(hash, 0x85ebca6b);
