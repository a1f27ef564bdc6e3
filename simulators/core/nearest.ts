/**
 * The candidate that was probably meant: the fewest letters to change, add, leave out or swap with the next one
 * (optimal string alignment), at most a third of the word; the first in order of those alike.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let allowed = Math.max(1, Math.floor(Math.min(word.length, longest) / 3)) + 1;
  for (const candidate of candidates) {
    if (allowed <= Math.abs(candidate.length - word.length)) continue;
    const changes = distance(word.toLowerCase(), candidate.toLowerCase(), allowed);
    if (changes < allowed) [best, allowed] = [candidate, changes];
    if (allowed === 0) break;
  }
  return best;
}

/** Longer words are compared by this many letters: nobody reads more, and the time grows with the square. */
const longest = 64;

/** Changes from `a` to `b`; `enough` when there are at least that many. */
function distance(a: string, b: string, enough: number): number {
  const from = a.slice(0, longest);
  const to = b.slice(0, longest);
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1] ? 0 : 1;
      let changes = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + same);
      const isSwap = 1 < row && 1 < column && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (isSwap) changes = Math.min(changes, (beforeLast[column - 2] ?? 0) + 1);
      current.push(changes);
      smallest = Math.min(smallest, changes);
    }
    if (enough <= smallest) return enough;
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
}
